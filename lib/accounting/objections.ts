import {
  holdsCash,
  isBank,
  isLiability,
  isPaidFromTill,
  isSales,
  passesDebts,
  takesOverShort,
} from './accepts.ts';
import { expenseField } from './field-values.ts';
import type { Mapping } from './mapping.ts';
import { type AccountFacts, accountLabel, takesLines, takesPayments } from './organisation.ts';

export const theTill =
  'the till must be a bank account in Xero, so that its balance is the cash in the drawer';

/** Why an account cannot stand where it was chosen; null: it can. */
export type Objection = (account: AccountFacts) => string | null;

export const named = (account: AccountFacts) => `“${accountLabel(account)}”`;

const forCash: Objection = (a) => {
  if (holdsCash(a)) return null;
  return takesLines(a)
    ? `${named(a)} is income or expense, and cash that is only moved is neither. Choose a bank account.`
    : `${named(a)} is one of Xero’s own. Choose a bank account.`;
};

const forLiability: Objection = (a) =>
  isLiability(a) ? null : `${named(a)} is no liability account that takes lines. Choose another.`;

export const objections = {
  salesAccountId: (a) =>
    isSales(a) ? null : `${named(a)} is no account for sales. Choose a revenue account.`,
  giftCardAccountId: forLiability,
  depositAccountId: forLiability,
  tipsAccountId: forLiability,
  roundingAccountId: (a) =>
    takesLines(a) ? null : `${named(a)} does not take lines in Xero. Choose another.`,
  cashInAccountId: forCash,
  cashOutAccountId: forCash,
  debtClearingAccountId: (a) =>
    passesDebts(a)
      ? null
      : `${named(a)} cannot stand between the till and what customers owe. Choose a current asset or liability account that takes lines.`,
  overShortAccountId: (a) =>
    takesOverShort(a)
      ? null
      : `${named(a)} cannot take what the till is over or short. Choose an expense or revenue account.`,
} satisfies Partial<Record<keyof Mapping, Objection>>;

export const forExpense: Objection = (a) =>
  isPaidFromTill(a)
    ? null
    : `${named(a)} is neither an expense nor a liability account that takes lines. Choose another.`;

export const forTill: Objection = (a) =>
  isBank(a) ? null : `${named(a)} cannot receive cash: ${theTill}. Choose another.`;

export const forPayment: Objection = (a) =>
  takesPayments(a)
    ? null
    : `Payments are not enabled on ${named(a)}. Choose another, or enable payments on it in Xero and refresh.`;

/** Why an account cannot stand where it was chosen, though Xero would take a line on it; null: it can. */
export function objectionTo(account: AccountFacts, field: string): string | null {
  if (field.startsWith(expenseField(''))) return forExpense(account);
  return Object.hasOwn(objections, field) ? objections[field as keyof typeof objections](account) : null;
}
