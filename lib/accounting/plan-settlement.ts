import { type Minor, sumOf } from '@/lib/money/money';
import { lineFits, receivingAccount, taxTypeOf } from './chosen.ts';
import type {
  BankTransactionDocument,
  PaymentDocument,
  PlannedDocument,
  Provenance,
  SalesDocument,
} from './document.ts';
import { documentKey } from './number.ts';
import type { AccountFacts } from './organisation.ts';
import type { PlanningContext } from './plan.ts';
import { planAllocations } from './plan-allocation.ts';
import { tillContact } from './plan-cash.ts';
import type { Refusal } from './refusal.ts';
import { settle } from './settlement.ts';
import type { TillTransaction } from './till-transaction.ts';

type Sale = TillTransaction & { kind: 'sale' | 'sale_refund' };
type Planned = { documents: PlannedDocument[]; provenance: Provenance[] };

/** Plans how a receipt is settled: payments on its document, and what moved between payment types without paying it. */
export function planSettlement(
  till: Sale,
  document: SalesDocument,
  context: PlanningContext,
  refusals: Refusal[],
): Planned {
  const sign = till.kind === 'sale' ? 1 : -1;
  const accounts = new Map<string, string | null>();
  for (const { type } of till.content.payments) {
    if (!accounts.has(type)) accounts.set(type, receivingAccount(type, context, refusals));
  }
  const settlement = settle(till.content.payments, sign, (type) => accounts.get(type) !== 'on_account');
  if (settlement === null) {
    refusals.push({
      code: 'payment_not_covered',
      text: 'Money went against the sign of the receipt, and nothing but a debt stands against it. Have its payments corrected at the till.',
    });
    return { documents: [], provenance: [] };
  }
  const planned: Planned = { documents: [], provenance: [] };
  if (document.kind === 'credit_note') {
    const onAccount = settlement.payments.filter((p) => accounts.get(p.type) === 'on_account');
    const onAccountMinor = sumOf(onAccount, (p) => p.amountMinor);
    const allocated = planAllocations(till, document, onAccountMinor, context);
    planned.documents.push(...allocated.documents);
    planned.provenance.push(...allocated.provenance);
  }
  for (const { type, position, amountMinor } of settlement.payments) {
    const accountId = accounts.get(type);
    if (accountId === 'on_account') continue;
    const payment: PaymentDocument = {
      kind: 'payment',
      key: documentKey('payment', till.outlet, till.recordId, till.version, type),
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
  for (const [index, { fromType, toType, amountMinor }] of settlement.moves.entries()) {
    const ends = [fromType, toType].map((type) =>
      context.organisation.accounts.get(accounts.get(type) ?? ''),
    );
    const [from, to] = ends;
    if (!from || !to || from.accountId === to.accountId) continue;
    const move: Move = { words: `${fromType} to ${toType}`, index: index + 1, amountMinor, from, to };
    const keyOf = (kind: string) =>
      documentKey(kind, till.outlet, till.recordId, till.version, `move:${move.index}`);
    const documents = planMove(keyOf, document, move, context, refusals);
    planned.documents.push(...documents);
    const key = documents.at(-1)?.key;
    if (key) planned.provenance.push({ documentKey: key, role: `move:${index + 1}` });
  }
  return planned;
}

export type Move = { words: string; index: number; amountMinor: Minor; from: AccountFacts; to: AccountFacts };

/**
 * Value from one receiving account to another: a transfer where both are of type BANK, SPEND or RECEIVE where one is, else an invoice
 * of two lines that nets to zero (PRODUCT.md; the last to be tried against real Xero).
 * @param keyOf the move's key as a document of a kind
 */
export function planMove(
  keyOf: (kind: string) => string,
  document: SalesDocument,
  { words, index, amountMinor, from, to }: Move,
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
    lineFits(account.accountId, taxType, 'paymentTypes', 'NONE', context, refusals);
    return { description: `Moved, ${words}`, accountId: account.accountId, taxType, grossMinor, taxMinor: 0 };
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
