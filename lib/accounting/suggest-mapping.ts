import {
  type AccountFacts,
  type OrganisationFacts,
  type TaxRateFacts,
  takesLines,
  takesPayments,
} from './organisation.ts';
import {
  OUT_OF_SCOPE,
  type PaymentKind,
  type TillNeeds,
  type TillPaymentType,
  type TillTax,
} from './till-needs.ts';

/** A likely value and, in a few words, why. It is offered, never saved by itself. */
export type Suggestion = { value: string; why: string };

/**
 * What each field of the mapping most likely is, from names, types and rates; a field without a likely value is left out.
 * @returns by field, as in `mappingFields`
 */
export function suggestMapping(needs: TillNeeds, facts: OrganisationFacts): Record<string, Suggestion> {
  const accounts = [...facts.accounts.values()].sort(byCode);
  const found: Record<string, Suggestion | null> = {
    salesAccountId: salesAccount(accounts),
    giftCardAccountId: named(
      accounts.filter(isLiability),
      /\bgift|voucher/i,
      'liability account',
      'gift cards',
    ),
    roundingAccountId: roundingAccount(accounts),
  };
  for (const tax of needs.taxes) {
    found[`taxTypes.${tax.code}`] =
      tax.code === OUT_OF_SCOPE ? outOfScope(facts) : taxRate(tax, [...facts.taxRates.values()]);
  }
  for (const type of needs.paymentTypes) {
    found[`paymentTypes.${type.code}`] = receivingAccount(type, accounts.filter(takesPayments));
  }
  return Object.fromEntries(
    Object.entries(found).filter((entry): entry is [string, Suggestion] => entry[1] !== null),
  );
}

/** As charts of accounts are ordered; a bank account without a code comes last. */
export const byCode = (a: AccountFacts, b: AccountFacts) =>
  Number(a.code === null) - Number(b.code === null) ||
  (a.code ?? '').localeCompare(b.code ?? '', 'en', { numeric: true }) ||
  a.name.localeCompare(b.name, 'en');

const isLiability = (account: AccountFacts) => account.class === 'LIABILITY' && takesLines(account);

function salesAccount(accounts: readonly AccountFacts[]): Suggestion | null {
  const revenue = accounts.filter((account) => account.class === 'REVENUE' && takesLines(account));
  const [only] = revenue;
  if (only && revenue.length === 1) return { value: only.accountId, why: 'the only revenue account' };
  const exact = revenue.find((account) => /^sales$/i.test(account.name.trim()));
  if (exact) return { value: exact.accountId, why: 'the revenue account named “Sales”' };
  return named(revenue, /\b(?:sales|takings|turnover)\b/i, 'revenue account', 'sales');
}

function roundingAccount(accounts: readonly AccountFacts[]): Suggestion | null {
  const own = accounts.find((account) => account.systemAccount === 'ROUNDING' && takesLines(account));
  if (own) return { value: own.accountId, why: 'Xero’s own rounding account' };
  return named(accounts.filter(takesLines), /\brounding\b/i, 'account', 'rounding');
}

/** The one account whose name fits; several that fit make no suggestion. */
function named(
  accounts: readonly AccountFacts[],
  name: RegExp,
  what: string,
  like: string,
): Suggestion | null {
  const [first, second] = accounts.filter((account) => name.test(account.name));
  if (!first || second) return null;
  return { value: first.accountId, why: `the only ${what} named like ${like}` };
}

/** `"10.0000"` and `"10"` are one rate. */
const plain = (rate: string) => (rate.includes('.') ? rate.replace(/\.?0+$/, '') : rate);

/** Rates for trade with abroad, for what is bought, or for what is outside of tax: not what goods at a till carry. */
const unlikely =
  /export|import|capital|input|reverse|overseas|\bec\b|\beu\b|moss|oss\b|acquisition|postponed|excluded|no (?:gst|vat|tax)|^none$/i;

function taxRate(tax: TillTax, rates: readonly TaxRateFacts[]): Suggestion | null {
  const { rate } = tax;
  if (rate === null) return null;
  const same = rates.filter((r) => r.active && r.appliesTo.has('REVENUE') && plain(r.rate) === plain(rate));
  const [only] = same;
  if (!only) return null;
  if (same.length === 1)
    return { value: only.taxType, why: `the only rate of ${plain(rate)}% that fits sales` };
  const likely = same.filter((r) => !unlikely.test(r.name));
  if (likely.length === 1)
    return { value: likely[0]!.taxType, why: `the usual rate of ${plain(rate)}% for sales` };
  const scored = likely
    .map((r) => ({ r, score: wordsInCommon(`${tax.name} ${tax.code}`, r.name) }))
    .sort((a, b) => b.score - a.score);
  const [best, next] = scored;
  if (!best || best.score === 0 || best.score === next?.score) return null;
  return { value: best.r.taxType, why: `${plain(rate)}%, and named most like it` };
}

const words = (text: string) =>
  new Set(
    text
      .toLowerCase()
      .match(/[a-z]{2,}|\d+/g)
      ?.map((word) => word.replace(/ed$/, '')) ?? [],
  );

function wordsInCommon(one: string, other: string): number {
  const others = words(other);
  return [...words(one)].filter((word) => others.has(word)).length;
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

const isBank = (account: AccountFacts) => account.type === 'BANK';

/** For each kind of payment: which accounts can be it, by class and by name, and which word names it in the reason. */
const receiving: Partial<
  Record<PaymentKind, { is: (account: AccountFacts) => boolean; name: RegExp; not?: RegExp; like: string }>
> = {
  cash: {
    is: isBank,
    name: /\b(?:tills?|cash|drawer|register)\b/i,
    not: /transit|savings|cash ?flow/i,
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
  const kind = type.kind && type.kind !== 'other' ? type.kind : kindByName(type.name);
  if (kind === 'on_account')
    return { value: 'on_account', why: 'the customer owes; the payment comes later' };
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

/** A file tells no kinds; the name often does. */
function kindByName(name: string): PaymentKind | null {
  if (/gift|voucher/i.test(name)) return 'gift_card';
  if (/store.?credit/i.test(name)) return 'store_credit';
  if (/on.?account|\bcharge\b|\btab\b/i.test(name)) return 'on_account';
  if (/\bcash\b/i.test(name)) return 'cash';
  if (/card|eftpos|visa|master|amex|debit/i.test(name)) return 'card';
  return null;
}
