import { expenseField } from './field-values.ts';
import { reasonKey } from './reasons.ts';
import type { RefusalCode } from './refusal.ts';

/** Where a refusal is mended: at a field or part of the accounts page, at the till, or not yet at all. */
export type Mend =
  /** `target` is a mapping field, or a part of the page (`tax`, `payment`, `tracking`, `accounts`, `organisation`). */
  | { at: 'accounts'; target: string; words: string }
  /** `transaction`: on the record's own page. */
  | { at: 'till' | 'transaction' | 'elsewhere'; words: string };

/** One table, so that every screen sends people to the same place. */
const mends: Record<RefusalCode, Mend> = {
  record_unreadable: {
    at: 'till',
    words: 'Ask the till’s support to send it again, corrected, with a higher version.',
  },
  record_conflict: { at: 'till', words: 'Have it corrected at the till, with a higher version.' },
  unknown_outlet: {
    at: 'elsewhere',
    words: 'Save and test the Tagrain key again under Set It Up, then sync.',
  },
  receipt_does_not_add_up: { at: 'till', words: 'Have it corrected at the till.' },
  currency_differs: { at: 'elsewhere', words: 'Only the organisation’s base currency can be posted.' },
  currency_too_fine: { at: 'elsewhere', words: 'Xero cannot keep this currency to the last decimal.' },
  suspected_duplicate: { at: 'transaction', words: 'Decide whether it is the same receipt' },
  changed_after_posting: { at: 'elsewhere', words: 'Put it right in Xero by hand, as its page says.' },
  not_registered_for_tax: {
    at: 'accounts',
    target: 'organisation',
    words: 'Correct the till or the organisation, then refresh from Xero',
  },
  sales_account_missing: { at: 'accounts', target: 'salesAccountId', words: 'Choose the sales account' },
  gift_card_account_missing: {
    at: 'accounts',
    target: 'giftCardAccountId',
    words: 'Choose the gift card liability account',
  },
  rounding_account_missing: {
    at: 'accounts',
    target: 'roundingAccountId',
    words: 'Choose the rounding account',
  },
  tax_rate_missing: { at: 'accounts', target: 'tax', words: 'Choose the tax rate' },
  payment_type_missing: { at: 'accounts', target: 'payment', words: 'Choose the receiving account' },
  walk_in_contact_missing: { at: 'accounts', target: 'walkInContactId', words: 'Choose the walk-in contact' },
  account_unusable: {
    at: 'accounts',
    target: 'accounts',
    words: 'Choose an account that Xero accepts',
  },
  account_currency_differs: {
    at: 'accounts',
    target: 'accounts',
    words: 'Choose an account in the organisation’s currency',
  },
  tax_rate_unusable: { at: 'accounts', target: 'tax', words: 'Choose a tax rate that Xero accepts' },
  tracking_unusable: {
    at: 'accounts',
    target: 'tracking',
    words: 'Choose a tracking option that Xero accepts, or none',
  },
  taxed_at_start: {
    at: 'till',
    words: 'Have gift cards and deposits recorded without tax, or book the receipt by hand.',
  },
  tax_differs: { at: 'accounts', target: 'tax', words: 'Check the tax rate' },
  locked_period: {
    at: 'accounts',
    target: 'lateItems',
    words:
      'Ask the accountant to move the lock date and refresh from Xero, or post late items on the first open day',
  },
  cash_in_account_missing: {
    at: 'accounts',
    target: 'cashInAccountId',
    words: 'Choose where the cash comes from',
  },
  cash_out_account_missing: {
    at: 'accounts',
    target: 'cashOutAccountId',
    words: 'Choose where the cash goes to',
  },
  over_short_account_missing: {
    at: 'accounts',
    target: 'overShortAccountId',
    words: 'Choose the over/short account',
  },
  expense_account_missing: { at: 'accounts', target: 'expense', words: 'Choose the expense account' },
  shift_incomplete: { at: 'till', words: 'Have the missing records sent again; it goes by itself then.' },
  summary_waits: { at: 'elsewhere', words: 'See the receipt that it waits for; it goes by itself then.' },
  deposit_account_missing: {
    at: 'accounts',
    target: 'depositAccountId',
    words: 'Choose the liability account for deposits',
  },
  tips_account_missing: {
    at: 'accounts',
    target: 'tipsAccountId',
    words: 'Choose the liability account for tips',
  },
  debt_clearing_account_missing: {
    at: 'accounts',
    target: 'debtClearingAccountId',
    words: 'Choose the clearing account for customers’ debts',
  },
  account_payment_open: { at: 'till', words: 'Say at the till which receipts it pays.' },
  payment_exceeds_debt: { at: 'transaction', words: 'Choose the invoice that it pays' },
  till_balance_unknown: { at: 'elsewhere', words: 'It is read at the next sync.' },
  sent_otherwise: { at: 'elsewhere', words: 'Please contact support. Nothing of it is sent again.' },
  plan_unsound: { at: 'elsewhere', words: 'Please contact support. Nothing of it was sent.' },
  paid_receipt_unknown: { at: 'transaction', words: 'Choose the invoice that it pays' },
  older_debt_exceeded: { at: 'transaction', words: 'Choose the invoice that it pays' },
};

/** How a refusal is mended; null: a code that this release does not know. */
export const mendOf = (code: string): Mend | null =>
  Object.hasOwn(mends, code) ? mends[code as RefusalCode] : null;

/**
 * The id of the place on the accounts page where a field (or a group of fields) stands. Codes may hold anything: no two share one.
 * Spellings of one reason do, since they are one field.
 */
export const anchorOf = (target: string) =>
  `field-${spelledOnce(target).replace(/[^A-Za-z0-9-]/gu, (letter) => `_${letter.codePointAt(0)!.toString(16)}`)}`;

const expenses = expenseField('');
const spelledOnce = (target: string) =>
  target.startsWith(expenses) ? expenseField(reasonKey(target.slice(expenses.length))) : target;
