import { type AccountFacts, type TaxRateFacts, takesLines } from './organisation.ts';

/** Which accounts and rates may stand at each place of the mapping: asked for what is offered, and again for what is saved. */

export const isSales = (account: AccountFacts) => account.class === 'REVENUE' && takesLines(account);

/**
 * What the till itself can be: only a bank account has a balance that is the cash in the drawer. Both ends of a transfer are in one
 * currency (XERO.md "Writing"), and the till's is the organisation's.
 */
export const isBank = (account: AccountFacts) =>
  account.active && account.type === 'BANK' && account.foreignCurrency === null;

export const isLiability = (account: AccountFacts) => account.class === 'LIABILITY' && takesLines(account);

/** Where cash comes from or goes to: a bank account, else one that holds value. Cash moved is never income, never expense. */
export const holdsCash = (account: AccountFacts) =>
  isBank(account) || (takesLines(account) && account.class !== 'REVENUE' && account.class !== 'EXPENSE');

/** What only passes through: neither income nor expense, and no bank account, which takes no lines. */
export const passesDebts = (account: AccountFacts) =>
  takesLines(account) && (account.class === 'ASSET' || account.class === 'LIABILITY');

export const takesOverShort = (account: AccountFacts) =>
  takesLines(account) && (account.class === 'EXPENSE' || account.class === 'REVENUE');

export const isExpense = (account: AccountFacts) => account.class === 'EXPENSE' && takesLines(account);

/** What petty cash pays: an expense, or what was owed to somebody, such as tips that are paid out. */
export const isPaidFromTill = (account: AccountFacts) => isExpense(account) || isLiability(account);

const isZero = (rate: TaxRateFacts) => /^0(\.0+)?$/.test(rate.rate);

/** Out of scope stands on liabilities, and no tax may come of it. */
export const fitsOutOfScope = (rate: TaxRateFacts) =>
  rate.active && rate.appliesTo.has('LIABILITY') && isZero(rate);

export const fitsSales = (rate: TaxRateFacts) => rate.active && rate.appliesTo.has('REVENUE');

export const fitsExpenses = (rate: TaxRateFacts) => rate.active && rate.appliesTo.has('EXPENSE');
