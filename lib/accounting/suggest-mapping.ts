import { fitsExpenses, fitsSales, isBank, isLiability, isSales, passesDebts } from './accepts.ts';
import { expenseTaxField, ON_ACCOUNT, paymentField, taxField } from './field-values.ts';
import { kindOf } from './kind-of-payment.ts';
import { byCode, mostAlike, named, type Suggestion } from './likely.ts';
import {
  type AccountFacts,
  type OrganisationFacts,
  type TaxRateFacts,
  takesLines,
  takesPayments,
} from './organisation.ts';
import { suggestCash } from './suggest-cash.ts';
import {
  OUT_OF_SCOPE,
  type PaymentKind,
  type TillNeeds,
  type TillPaymentType,
  type TillTax,
} from './till-needs.ts';

/**
 * What each field of the mapping most likely is, from names, types and rates; a field without a likely value is left out.
 * @returns by field, as in `mappingFields`
 */
export function suggestMapping(needs: TillNeeds, facts: OrganisationFacts): Record<string, Suggestion> {
  const accounts = [...facts.accounts.values()].sort(byCode);
  const found: Record<string, Suggestion | null> = {
    salesAccountId: salesAccount(accounts),
    giftCardAccountId: owedOn(accounts, /\bgift|voucher/i, 'gift cards'),
    depositAccountId: owedOn(accounts, /\bdeposits?\b|\blay-?(?:by|away)s?\b|prepaid orders?/i, 'deposits'),
    tipsAccountId: owedOn(accounts, /\btips?\b|gratuit/i, 'tips'),
    debtClearingAccountId: debtClearing(accounts),
    roundingAccountId: roundingAccount(accounts),
    ...suggestCash(needs, accounts),
  };
  const rates = [...facts.taxRates.values()];
  for (const tax of needs.taxes) {
    found[taxField(tax.code)] = tax.code === OUT_OF_SCOPE ? outOfScope(facts) : taxRate(tax, rates, onSales);
  }
  for (const tax of needs.expenseTaxes) {
    found[expenseTaxField(tax.code)] = taxRate(tax, rates, onExpenses);
  }
  for (const type of needs.paymentTypes) {
    found[paymentField(type.code)] = receivingAccount(type, accounts.filter(takesPayments));
  }
  return Object.fromEntries(
    Object.entries(found).filter((entry): entry is [string, Suggestion] => entry[1] !== null),
  );
}

function salesAccount(accounts: readonly AccountFacts[]): Suggestion | null {
  const revenue = accounts.filter(isSales);
  const [only] = revenue;
  if (only && revenue.length === 1) return { value: only.accountId, why: 'the only revenue account' };
  const exact = revenue.find((account) => /^sales$/i.test(account.name.trim()));
  if (exact) return { value: exact.accountId, why: 'the revenue account named “Sales”' };
  return named(revenue, /\b(?:sales|takings|turnover)\b/i, 'revenue account', 'sales');
}

/** Neither money that the business itself has lodged, nor what staff are owed for other things. */
const notOfCustomers = /\b(?:bond|rent|lease|term deposits?|paid)\b/i;

const owedOn = (accounts: readonly AccountFacts[], name: RegExp, like: string): Suggestion | null =>
  named(
    accounts.filter((account) => isLiability(account) && !notOfCustomers.test(account.name)),
    name,
    'liability account',
    like,
  );

const debtClearing = (accounts: readonly AccountFacts[]): Suggestion | null =>
  named(accounts.filter(passesDebts), /\bdebt clearing\b|\bcash advanced\b/i, 'account', 'clearing of debts');

function roundingAccount(accounts: readonly AccountFacts[]): Suggestion | null {
  const own = accounts.find((account) => account.systemAccount === 'ROUNDING' && takesLines(account));
  if (own) return { value: own.accountId, why: 'Xero’s own rounding account' };
  return named(accounts.filter(takesLines), /\brounding\b/i, 'account', 'rounding');
}

/** `"10.0000"` and `"10"` are one rate. */
const plain = (rate: string) => (rate.includes('.') ? rate.replace(/\.?0+$/, '') : rate);

/** For trade with abroad, for capital goods, or outside of tax: neither what a till sells nor what petty cash buys. */
const special =
  /export|import|capital|reverse|overseas|\bec\b|\beu\b|moss|oss\b|acquisition|postponed|excluded|no (?:gst|vat|tax)|^none$/i;

type Use = { fits: (rate: TaxRateFacts) => boolean; unlikely: RegExp; what: string };

const onSales: Use = { fits: fitsSales, unlikely: /input/i, what: 'sales' };
const onExpenses: Use = {
  fits: fitsExpenses,
  unlikely: /input taxed|income|sales|output/i,
  what: 'expenses',
};

function taxRate(tax: TillTax, rates: readonly TaxRateFacts[], use: Use): Suggestion | null {
  const { rate } = tax;
  if (rate === null) return null;
  const same = rates.filter((r) => use.fits(r) && plain(r.rate) === plain(rate));
  const [only] = same;
  if (!only) return null;
  if (same.length === 1)
    return { value: only.taxType, why: `the only rate of ${plain(rate)}% that fits ${use.what}` };
  const likely = same.filter((r) => !special.test(r.name) && !use.unlikely.test(r.name));
  if (likely.length === 1)
    return { value: likely[0]!.taxType, why: `the usual rate of ${plain(rate)}% for ${use.what}` };
  const best = mostAlike(`${tax.name} ${tax.code}`, likely);
  return best && { value: best.taxType, why: `${plain(rate)}%, and named most like it` };
}

function outOfScope(facts: OrganisationFacts): Suggestion | null {
  // Australia calls it BASEXCLUDED and has no NONE; everywhere else it is NONE, under whatever name.
  for (const taxType of ['BASEXCLUDED', 'NONE']) {
    const rate = facts.taxRates.get(taxType);
    if (rate?.active && rate.appliesTo.has('LIABILITY') && plain(rate.rate) === '0') {
      return { value: taxType, why: 'Xero’s own rate for what is out of scope' };
    }
  }
  return null;
}

/** For each kind of payment: which accounts can be it, by class and by name, and which word names it in the reason. */
const receiving: Partial<
  Record<PaymentKind, { is: (account: AccountFacts) => boolean; name: RegExp; not?: RegExp; like: string }>
> = {
  cash: {
    is: isBank,
    name: /\b(?:tills?|cash|drawer|register)\b/i,
    not: /transit|savings|cash ?flow|\bsafe\b/i,
    like: 'a till',
  },
  card: {
    is: isBank,
    name: /\b(?:cards?|eftpos|merchant|clearing|terminal)\b/i,
    not: /credit card/i,
    like: 'card takings',
  },
  gift_card: { is: (a) => a.class === 'LIABILITY', name: /\bgift|voucher/i, like: 'gift cards' },
  store_credit: {
    is: (a) => a.class === 'LIABILITY',
    name: /\bstore credit|credit notes?\b/i,
    like: 'store credit',
  },
  loyalty: { is: () => true, name: /loyalty|\bpoints\b|reward/i, like: 'loyalty' },
};

function receivingAccount(type: TillPaymentType, accounts: readonly AccountFacts[]): Suggestion | null {
  const kind = kindOf(type);
  if (kind === 'on_account') return { value: ON_ACCOUNT, why: 'the customer owes; the payment comes later' };
  const alike = kind && receiving[kind];
  if (!alike) return null;
  const fitting = accounts.filter((a) => alike.is(a) && alike.name.test(a.name) && !alike.not?.test(a.name));
  const [first] = fitting;
  if (!first) return null;
  const why =
    fitting.length === 1
      ? `the only account named like ${alike.like}`
      : `the first of ${fitting.length} accounts named like ${alike.like}`;
  return { value: first.accountId, why };
}
