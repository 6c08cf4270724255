import type { Minor } from '@/lib/money/money';
import { lineFits, otherSide, taxTypeOf } from './chosen.ts';
import type { BankTransactionDocument, DocumentLine, SalesDocument } from './document.ts';
import { paymentField } from './field-values.ts';
import type { AccountFacts } from './organisation.ts';
import type { PlanningContext } from './plan.ts';
import type { Refusal } from './refusal.ts';
import { trackedAt } from './tracking.ts';

/** Value that stands against a debt on one receipt. */
export type DebtMove = {
  /** Which of the receipt's moves it is, from 1. */
  index: number;
  /** The payment type whose value it is, and its receiving account. */
  type: string;
  account: AccountFacts;
  amountMinor: Minor;
  /** Given out, so that the customer owes more (cash-back on a sale on account); else taken in for what he owes. */
  isGiven: boolean;
};

/** What a move against a debt becomes; `cash` where the value lies on an account of type BANK. */
export type PlannedDebtMove = { debt: SalesDocument; cash: BankTransactionDocument | null };

/**
 * Plans value given out against a debt, or taken in for one, beside the receipt's own document, whose total stays the till's. Given
 * out is an invoice of the customer's, taken in a credit note, with one line on the account where the value lies: store credit that was
 * issued stands on its liability at once. An account of type BANK takes no lines in Xero: there the line stands on the clearing account
 * that was chosen for it, and SPEND from or RECEIVE on the bank account brings that back to zero.
 *
 * @param keyOf the move's key as a document of a kind
 * @returns null, with a refusal, where an account or a rate is missing
 */
export function planDebtMove(
  keyOf: (kind: string) => string,
  document: SalesDocument,
  move: DebtMove,
  context: PlanningContext,
  refusals: Refusal[],
): PlannedDebtMove | null {
  const { index, type, account, amountMinor, isGiven } = move;
  const isBank = account.type === 'BANK';
  const field = isBank ? 'debtClearingAccountId' : paymentField(type);
  const on = isBank ? clearingAccount(context, refusals) : account;
  const taxType = taxTypeOf('NONE', context, refusals);
  if (!on || !taxType) return null;
  lineFits(on.accountId, taxType, field, 'NONE', context, refusals);
  const { contact, date, dueDate, reference, currency, status } = document;
  const words = isGiven ? `Given out against the account, ${type}` : `Paid to the account, ${type}`;
  const line: DocumentLine = {
    ...{ description: words, accountId: on.accountId, taxType, grossMinor: amountMinor, taxMinor: 0 },
    ...trackedAt(context, refusals),
  };
  const kind = isGiven ? 'invoice' : 'credit_note';
  const debt: SalesDocument = {
    ...{ kind, key: keyOf(kind), number: `${document.number}-D${index}` },
    ...{ contact, date, dueDate, reference, currency, status },
    ...{ lines: [line], totalMinor: amountMinor, taxMinor: 0 },
  };
  if (!isBank) return { debt, cash: null };
  const cash: BankTransactionDocument = {
    ...{ kind: 'bank_transaction', type: isGiven ? 'SPEND' : 'RECEIVE', key: keyOf('bank_transaction') },
    ...{ number: `${document.number}-M${index}`, bankAccountId: account.accountId, contact, date, currency },
    ...{ lines: [line], totalMinor: amountMinor, taxMinor: 0, taxDifferenceMinor: 0 },
  };
  return { debt, cash };
}

const clearingAccount = (context: PlanningContext, refusals: Refusal[]): AccountFacts | null =>
  otherSide(
    context.mapping.debtClearingAccountId,
    {
      code: 'debt_clearing_account_missing',
      text: 'Choose the clearing account for money that is given out or taken in against what a customer owes.',
      field: 'debtClearingAccountId',
    },
    context,
    refusals,
  );
