import { type Minor, sumOf } from '@/lib/money/money';
import { isOnAccount, lineFits, receivingAccount, taxTypeOf } from './chosen.ts';
import type {
  AllocationDocument,
  BankTransactionDocument,
  PaymentDocument,
  PlannedDocument,
  Provenance,
  SalesDocument,
} from './document.ts';
import { paymentField } from './field-values.ts';
import { keyBelow } from './number.ts';
import type { AccountFacts } from './organisation.ts';
import type { PlanningContext } from './plan.ts';
import { planAllocations } from './plan-allocation.ts';
import { tillContact } from './plan-cash.ts';
import { planDebtMove } from './plan-debt-move.ts';
import type { Refusal } from './refusal.ts';
import { type Settlement, settle } from './settlement.ts';
import type { TillTransaction } from './till-transaction.ts';
import { trackedAt } from './tracking.ts';

type Sale = TillTransaction & { kind: 'sale' | 'sale_refund' };
export type Planned = { documents: PlannedDocument[]; provenance: Provenance[] };

/**
 * Plans how a receipt is settled: payments on its document, and what moved between payment types without paying it.
 * @param source the receipt in keys (`sourceOf`) @param planned takes what becomes of it
 */
export function planSettlement(
  till: Sale,
  document: SalesDocument,
  source: string,
  context: PlanningContext,
  refusals: Refusal[],
  planned: Planned,
): void {
  const { payments } = till.content;
  const sign = till.kind === 'sale' ? 1 : -1;
  // Each has to have its account, also where it comes to nothing.
  for (const { type } of payments) receivingAccount(type, context, refusals);
  const settlement = settle(payments, sign, (type) => isOnAccount(type, context));
  if (document.kind === 'credit_note') {
    const onAccount = settlement.payments.filter((p) => isOnAccount(p.type, context));
    const onAccountMinor = sumOf(onAccount, (p) => p.amountMinor);
    add(planned, planAllocations(till, document, onAccountMinor, context));
  }
  for (const { type, position, amountMinor } of settlement.payments) {
    const accountId = receivingAccount(type, context, refusals);
    if (accountId === 'on_account') continue;
    const payment: PaymentDocument = {
      kind: 'payment',
      key: keyBelow('payment', source, type),
      number: `${document.number}-P${position}`,
      of: document.key,
      accountId: accountId ?? '',
      date: document.date,
      currency: document.currency,
      amountMinor,
    };
    planned.documents.push(payment);
    planned.provenance.push({ documentKey: payment.key, role: `payment:${type}` });
  }
  for (const [i, move] of settlement.moves.entries()) {
    planMoved(till, document, source, move, i + 1, context, refusals, planned);
  }
}

/** Plans what moved from one payment type to another, or to or from a debt. @param index which of the receipt's moves it is, from 1 */
function planMoved(
  till: Sale,
  document: SalesDocument,
  source: string,
  { fromType, toType, amountMinor }: Settlement['moves'][number],
  index: number,
  context: PlanningContext,
  refusals: Refusal[],
  planned: Planned,
): void {
  const isDebt = (type: string) => isOnAccount(type, context);
  const accountOf = (type: string) =>
    context.organisation.accounts.get(receivingAccount(type, context, refusals) ?? '');
  const keyFor = (what: string) => (kind: string) => keyBelow(kind, source, `${what}:${index}`);
  if (isDebt(fromType) || isDebt(toType)) {
    const [type, isGiven] = isDebt(toType) ? [fromType, true] : [toType, false];
    const account = accountOf(type);
    // From one debt to another: the customer owes what he owed.
    if (!account) return;
    const move = { index, type, account, amountMinor, isGiven };
    const moved = planDebtMove(keyFor('debt'), document, move, context, refusals);
    if (!moved) return;
    const { debt, cash } = moved;
    planned.documents.push(debt, ...(cash ? [cash] : []));
    planned.provenance.push({ documentKey: debt.key, role: `debt:${index}` });
    if (cash) planned.provenance.push({ documentKey: cash.key, role: `move:${index}` });
    if (debt.kind === 'credit_note') {
      const before = planned.documents.filter((d): d is AllocationDocument => d.kind === 'allocation');
      add(planned, planAllocations(till, debt, amountMinor, context, { part: `D${index}`, before }));
    }
    return;
  }
  const [from, to] = [accountOf(fromType), accountOf(toType)];
  if (!from || !to || from.accountId === to.accountId) return;
  const move: Move = { fromType, toType, index, amountMinor, from, to };
  const documents = planMove(keyFor('move'), document, move, context, refusals);
  planned.documents.push(...documents);
  const key = documents.at(-1)?.key;
  if (key) planned.provenance.push({ documentKey: key, role: `move:${index}` });
}

function add(planned: Planned, { documents, provenance }: Planned): void {
  planned.documents.push(...documents);
  planned.provenance.push(...provenance);
}

/** `fromType` and `toType`: how the two are called, by the till's payment types where they are known. */
export type Move = {
  fromType: string;
  toType: string;
  index: number;
  amountMinor: Minor;
  from: AccountFacts;
  to: AccountFacts;
};

/**
 * Value from one receiving account to another: a transfer where both are of type BANK, SPEND or RECEIVE where one is, else an invoice
 * of two lines that nets to zero (PRODUCT.md; the last to be tried against real Xero).
 * @param keyOf the move's key as a document of a kind
 */
export function planMove(
  keyOf: (kind: string) => string,
  document: SalesDocument,
  { fromType, toType, index, amountMinor, from, to }: Move,
  context: PlanningContext,
  refusals: Refusal[],
): PlannedDocument[] {
  const { date, currency } = document;
  const number = `${document.number}-M${index}`;
  if (from.type === 'BANK' && to.type === 'BANK') {
    const [fromAccountId, toAccountId] = [from.accountId, to.accountId];
    return [
      {
        kind: 'bank_transfer',
        key: keyOf('bank_transfer'),
        number,
        fromAccountId,
        toAccountId,
        date,
        currency,
        amountMinor,
      },
    ];
  }
  const taxType = taxTypeOf('NONE', context, refusals);
  if (!taxType) return [];
  const lineOn = (account: AccountFacts, grossMinor: Minor) => {
    const field = paymentField(account === from ? fromType : toType);
    lineFits(account.accountId, taxType, field, 'NONE', context, refusals);
    return {
      ...{
        description: `Moved, ${fromType} to ${toType}`,
        accountId: account.accountId,
        taxType,
        grossMinor,
        taxMinor: 0,
      },
      ...trackedAt(context, refusals),
    };
  };
  if (from.type !== 'BANK' && to.type !== 'BANK') {
    const lines = [lineOn(from, amountMinor), lineOn(to, -amountMinor)];
    return [
      { ...document, kind: 'invoice', key: keyOf('invoice'), number, lines, totalMinor: 0, taxMinor: 0 },
    ];
  }
  const [bank, other, type] =
    from.type === 'BANK' ? ([from, to, 'SPEND'] as const) : ([to, from, 'RECEIVE'] as const);
  const contact = tillContact(context);
  const transaction: BankTransactionDocument = {
    kind: 'bank_transaction',
    type,
    key: keyOf('bank_transaction'),
    number,
    bankAccountId: bank.accountId,
    contact: { contactKey: contact.key },
    date,
    currency,
    lines: [lineOn(other, amountMinor)],
    totalMinor: amountMinor,
    taxMinor: 0,
    taxDifferenceMinor: 0,
  };
  return [contact, transaction];
}
