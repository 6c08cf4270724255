import { formatMinor, type Minor, minorDigits } from '@/lib/money/money';
import { percent, taxInside } from '@/lib/money/rounding';
import { lineFits, otherSide, taxTypeOf, tillAccount } from './chosen.ts';
import type {
  BankTransactionDocument,
  BankTransferDocument,
  ContactDocument,
  DocumentLine,
} from './document.ts';
import { expenseField, expenseTaxField, taxField } from './field-values.ts';
import { documentDate, lateMark, lateWords } from './late.ts';
import { contactNumber, documentKey, documentNumber, numberStart } from './number.ts';
import type { AccountFacts } from './organisation.ts';
import { own } from './own.ts';
import { currencyAndLock, type Plan, type PlanningContext, planOf } from './plan.ts';
import { ofReason } from './reasons.ts';
import type { Refusal } from './refusal.ts';
import { OUT_OF_SCOPE } from './till-needs.ts';
import type { TillTransaction } from './till-transaction.ts';
import { trackedAt } from './tracking.ts';

type CashMovement = TillTransaction & { kind: 'cash_in' | 'cash_out' };
type FloatingExpense = TillTransaction & { kind: 'floating_expense' };
type TillVariance = TillTransaction & { kind: 'till_variance' };

/**
 * Plans cash put into or taken from the drawer: a transfer where the other side is of type BANK, else SPEND or RECEIVE on the till.
 * Both ends the same account: recorded, not posted. Never income, never expense (PRODUCT.md).
 */
export function planCashMovement(till: CashMovement, context: PlanningContext): Plan {
  const refusals: Refusal[] = currencyAndLock(till, context);
  const drawer = tillAccount(context, refusals);
  const isIn = till.kind === 'cash_in';
  const other = otherSide(
    isIn ? context.mapping.cashInAccountId : context.mapping.cashOutAccountId,
    isIn
      ? {
          code: 'cash_in_account_missing',
          text: 'Choose the account that cash put into the till comes from (the safe, the bank).',
          field: 'cashInAccountId',
        }
      : {
          code: 'cash_out_account_missing',
          text: 'Choose the account that cash taken from the till goes to (cash in transit, the safe).',
          field: 'cashOutAccountId',
        },
    context,
    refusals,
  );
  if (!drawer || !other) return planOf(refusals, [], []);
  if (drawer.accountId === other.accountId || till.totalMinor === 0) return planOf(refusals, [], []);
  const words = till.content.reason ?? (isIn ? 'Cash in' : 'Cash out');
  if (other.type === 'BANK') {
    const transfer: BankTransferDocument = {
      kind: 'bank_transfer',
      key: keyOf('bank_transfer', till),
      number: numberOf(till, context),
      fromAccountId: isIn ? other.accountId : drawer.accountId,
      toAccountId: isIn ? drawer.accountId : other.accountId,
      date: documentDate(till.businessDay, context),
      currency: till.currency,
      amountMinor: till.totalMinor,
    };
    return planOf(refusals, [transfer], [{ documentKey: transfer.key, role: 'movement' }]);
  }
  const line = outOfScopeLine(
    words,
    other,
    isIn ? 'cashInAccountId' : 'cashOutAccountId',
    till.totalMinor,
    context,
    refusals,
  );
  return bankTransaction(till, isIn ? 'RECEIVE' : 'SPEND', drawer, null, line, 0, context, refusals);
}

/**
 * Plans petty cash paid for a business expense: SPEND from the till. What carries a tax code of the till takes the rate chosen for
 * it, one of zero too (GST-free is not out of scope); only what carries none is out of the scope of tax.
 */
export function planFloatingExpense(till: FloatingExpense, context: PlanningContext): Plan {
  const refusals: Refusal[] = currencyAndLock(till, context);
  const drawer = tillAccount(context, refusals);
  const { payee, tax } = till.content;
  const reason = till.content.reason?.trim() ?? '';
  const field = expenseField(reason);
  const account = otherSide(
    ofReason(context.mapping.expenseAccounts, reason),
    {
      code: 'expense_account_missing',
      text: reason
        ? `Choose the expense account for “${reason}”.`
        : 'Choose the expense account for floating expenses without a reason.',
      field,
    },
    context,
    refusals,
  );
  if (!drawer || !account || till.totalMinor === 0) return planOf(refusals, [], []);
  const words = reason || 'Floating expense';
  if (!tax || tax.code === OUT_OF_SCOPE) {
    if (tax && tax.amountMinor !== 0) refusals.push(taxOutOfScope());
    const line = outOfScopeLine(words, account, field, till.totalMinor, context, refusals);
    return bankTransaction(till, 'SPEND', drawer, payee, line, 0, context, refusals);
  }
  const line = inputTaxLine(till, words, account, field, context, refusals);
  const differs = line ? tax.amountMinor - line.taxMinor : 0;
  return bankTransaction(till, 'SPEND', drawer, payee, line, differs, context, refusals);
}

const taxOutOfScope = (): Refusal => ({
  code: 'tax_differs',
  text: 'The till records tax on an expense that it says is out of the scope of tax. Have it corrected at the till.',
  field: taxField(OUT_OF_SCOPE),
});

/** Plans counted minus expected cash: short is SPEND, over is RECEIVE, out of the scope of tax. It waits for a complete shift. */
export function planTillVariance(till: TillVariance, context: PlanningContext): Plan {
  const refusals: Refusal[] = currencyAndLock(till, context);
  const lacks = till.shift === null ? null : context.shiftLacks(till.outlet, till.shift);
  if (lacks !== null) {
    refusals.push({
      code: 'shift_incomplete',
      text: `The shift is incomplete: ${lacks}. Its variance waits, since a lost record must not come out as a variance.`,
    });
  }
  const drawer = tillAccount(context, refusals);
  const account = otherSide(
    context.mapping.overShortAccountId,
    {
      code: 'over_short_account_missing',
      text: 'Choose the account for cash over or short.',
      field: 'overShortAccountId',
    },
    context,
    refusals,
  );
  if (!drawer || !account) return planOf(refusals, [], []);
  const isOver = till.totalMinor > 0;
  const amountMinor = Math.abs(till.totalMinor);
  const line = outOfScopeLine(
    isOver ? 'Cash over' : 'Cash short',
    account,
    'overShortAccountId',
    amountMinor,
    context,
    refusals,
  );
  return bankTransaction(till, isOver ? 'RECEIVE' : 'SPEND', drawer, null, line, 0, context, refusals);
}

function outOfScopeLine(
  description: string,
  account: AccountFacts,
  field: string,
  amountMinor: Minor,
  context: PlanningContext,
  refusals: Refusal[],
): DocumentLine | null {
  const taxType = taxTypeOf('NONE', context, refusals);
  if (!taxType) return null;
  lineFits(account.accountId, taxType, field, 'NONE', context, refusals);
  return {
    ...{ description, accountId: account.accountId, taxType, grossMinor: amountMinor, taxMinor: 0 },
    ...trackedAt(context, refusals),
  };
}

/**
 * On bank transactions Xero's own tax stands; it takes no other. The till's may differ from it by the rounding of one line, a cent;
 * more means a wrong rate.
 */
function inputTaxLine(
  till: FloatingExpense,
  description: string,
  account: AccountFacts,
  field: string,
  context: PlanningContext,
  refusals: Refusal[],
): DocumentLine | null {
  const tax = till.content.tax!;
  const taxType = own(context.mapping.expenseTaxTypes, tax.code);
  const rateField = expenseTaxField(tax.code);
  if (!taxType) {
    refusals.push({
      code: 'tax_rate_missing',
      text: `Choose the tax rate for the till's tax “${tax.code}” on expenses.`,
      field: rateField,
    });
    return null;
  }
  if (tax.amountMinor !== 0 && !context.organisation.paysTax) {
    refusals.push({
      code: 'not_registered_for_tax',
      text: 'The expense carries tax, but the organisation in Xero is not registered for it. Correct one of the two.',
    });
  }
  lineFits(account.accountId, taxType, field, tax.code, context, refusals, rateField);
  const rate = context.organisation.taxRates.get(taxType);
  if (!rate) return null;
  const taxMinor = taxInside(till.totalMinor, percent(rate.rate));
  if (Math.abs(taxMinor - tax.amountMinor) > 1) {
    const digits = minorDigits(till.currency);
    refusals.push({
      code: 'tax_differs',
      text: `The till's tax of “${tax.code}” is ${formatMinor(tax.amountMinor, digits)}, the chosen rate “${rate.name}” makes ${formatMinor(taxMinor, digits)}. Check the rate chosen for it.`,
      field: rateField,
    });
  }
  return {
    ...{ description, accountId: account.accountId, taxType, grossMinor: till.totalMinor, taxMinor },
    ...trackedAt(context, refusals),
  };
}

function bankTransaction(
  till: TillTransaction,
  type: 'SPEND' | 'RECEIVE',
  drawer: AccountFacts,
  payee: string | null,
  line: DocumentLine | null,
  taxDifferenceMinor: Minor,
  context: PlanningContext,
  refusals: Refusal[],
): Plan {
  if (!line) return planOf(refusals, [], []);
  const contact = payeeContact(payee, context);
  const document: BankTransactionDocument = {
    kind: 'bank_transaction',
    type,
    key: keyOf('bank_transaction', till),
    number: numberOf(till, context),
    bankAccountId: drawer.accountId,
    contact: { contactKey: contact.key },
    date: documentDate(till.businessDay, context),
    currency: till.currency,
    lines: [{ ...line, description: `${line.description}${lateWords(till.businessDay, context)}` }],
    totalMinor: line.grossMinor,
    taxMinor: line.taxMinor,
    taxDifferenceMinor,
  };
  return planOf(refusals, [contact, document], [{ documentKey: document.key, role: 'movement' }]);
}

/** Bank transactions need a contact: the payee, or the till itself. */
function payeeContact(payee: string | null, context: PlanningContext): ContactDocument {
  const name = payee?.trim();
  if (!name) return tillContact(context);
  const number = contactNumber(context.shortId, 'PAYEE', name);
  return { kind: 'contact', key: documentKey('contact', 'payee', name), number, name, email: null };
}

/** The till as a contact, for money that moves without a payee. */
export const tillContact = ({ shortId }: PlanningContext): ContactDocument => ({
  kind: 'contact',
  key: 'contact:till',
  number: contactNumber(shortId, 'TILL'),
  name: 'Tagrain till',
  email: null,
});

/** A closing yields what was removed and a variance under one record: the kind tells them apart. */
const keyOf = (kind: string, till: TillTransaction) =>
  documentKey(kind, till.outlet, till.recordId, till.version, till.kind);

/** What a number ends in tells what happened at the till. */
export const cashMark = (kind: string): string => marks[kind] ?? 'X';

const marks: Record<string, string> = {
  cash_in: 'IN',
  cash_out: 'OUT',
  floating_expense: 'EXP',
  till_variance: 'VAR',
};

const numberOf = (till: TillTransaction, context: PlanningContext) =>
  documentNumber(
    ...([numberStart(context), till.outlet, till.recordId, till.version] as const),
    ...[...lateMark(till.businessDay, context), cashMark(till.kind)],
  );
