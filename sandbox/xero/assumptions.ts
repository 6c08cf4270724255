/**
 * What is not confirmed about Xero, in one place. Each entry is a guess that can be changed here without looking for
 * it elsewhere. Texts that were published or recorded are not here but where they are used.
 */
import type { DocumentStatus } from './books/types.ts';

/** An invoice's number stays taken after VOIDED and DELETED (reported for VOIDED, guessed for DELETED). */
export const keepsItsNumber = (_status: DocumentStatus): boolean => true;

/** A document AUTHORISED with nothing due is PAID at once. */
export const ZERO_TOTAL_IS_PAID = true;

/** Lines are returned by lists only when a page is asked for. */
export const LISTS_WITHOUT_PAGE_HAVE_NO_LINES = true;

export const DEFAULT_PAGE_SIZE = 100;
export const MAX_PAGE_SIZE = 1000;

/** The minute's window starts with the clock's minute, the day's with the UTC day. */
export const minuteWindow = (ms: number): number => Math.floor(ms / 60_000);
export const dayWindow = (ms: number): number => Math.floor(ms / 86_400_000);

/** Answer to more than the allowed bytes, and to more than the allowed elements. */
export const TOO_LARGE_STATUS = 413;

export const MAX_NUMBER_LENGTH = 255;
export const MAX_HISTORY_LENGTH = 450;
export const MAX_ACCOUNT_NAME_LENGTH = 150;

/** Texts of refusals whose wording was not found published. */
export const guessedText = {
  tooManyElements: (max: number) => `A maximum of ${max} elements can be sent in one request.`,
  numberTooLong: (what: string) => `${what} must not be more than ${MAX_NUMBER_LENGTH} characters.`,
  negativeTotal: 'The total of the document cannot be less than zero.',
  descriptionMissing: 'Description must be specified for each line item.',
  accountMissing: 'Account must be valid.',
  archivedAccount: (code: string) =>
    `Account code '${code}' has been archived, or has been deleted. Restore it or use another account.`,
  archivedAccountDropped: (code: string) =>
    `Account code '${code}' has been removed as it has been archived or deleted.`,
  contactNotFound: 'The Contact with the specified ContactID could not be found.',
  contactArchived: (name: string) => `The contact ${name} is archived. Restore it before using it.`,
  taxAmountSign: (sent: string) => `The tax amount ${sent} is not valid for the line amount.`,
  bankTaxAmount: (sent: string, own: string) =>
    `The tax amount ${sent} does not match the expected tax amount ${own}.`,
  discountNotAllowed: 'Discounts can only be used on sales invoices.',
  discountTooLarge: (rate: string) =>
    `The discount rate '${rate}' is invalid. Discount must not be greater than the line total.`,
  paymentAmountZero: 'The payment amount must be greater than zero.',
  paymentTargetMissing: 'Payment must be for an invoice or a credit note.',
  paymentTargetUnknown: 'The document to be paid could not be found.',
  paymentBeforeInvoice: 'The payment date is before the date of the document.',
  paymentCurrency: 'The currency of the account differs from the currency of the document.',
  amountPlaces: (field: string) => `${field} must not have more than 2 decimal places.`,
  hasSettlements: 'This document cannot be edited as it has a payment or credit note allocated to it.',
  creditNoteVoidRefused:
    'The status VOIDED cannot be applied to the credit note because it has payments or allocations.',
  bankAccountMissing: 'The bank account must be specified.',
  bankAccountUnknown: 'The bank account could not be found, or is not an account of type BANK.',
  bankAccountArchived: 'The bank account has been archived.',
  bankTotalNotPositive: 'The total of the bank transaction must be greater than zero.',
  bankTypeRefused: (type: string) => `Bank transactions of type ${type} cannot be created.`,
  bankTransactionDeleted: 'The bank transaction has been deleted and cannot be changed.',
  transferSameAccount: 'A transfer needs two different bank accounts.',
  transferCurrency: 'Both bank accounts of a transfer must have the same currency.',
  transferAmount: 'The amount of a transfer must be greater than zero.',
  transferStatus: 'The bank transfer has been deleted already.',
  /** Published for bank transactions only. */
  reconciled: (what: string) =>
    `This ${what} cannot be deleted as it has been reconciled with a Bank Statement.`,
  allocationAmount: 'The amount of an allocation must be greater than zero.',
  allocationExceedsCredit: 'The amount exceeds the remaining credit of the credit note.',
  allocationExceedsDue: 'The amount exceeds the amount outstanding on the invoice.',
  allocationContact: 'The credit note and the invoice must have the same contact.',
  allocationStatus: 'A credit note can be allocated to an approved invoice only.',
  allocationCreditStatus: 'Only an approved credit note can be allocated.',
  allocationInvoice: 'The invoice to allocate to could not be found.',
  journalAccount: (code: string) => `Account code '${code}' cannot be used in a manual journal.`,
  journalLines: 'A manual journal needs at least two lines.',
  journalStatus: 'The status of the manual journal does not allow this change.',
  narrationMissing: 'A Narration must be specified.',
  accountFieldMissing: (field: string) => `${field} must be specified.`,
  accountNameTooLong: `Name must not be more than ${MAX_ACCOUNT_NAME_LENGTH} characters.`,
  accountTaxMisfit: (taxType: string, type: string) =>
    `The TaxType code '${taxType}' cannot be used with an account of type ${type}.`,
  bankAccountNumberMissing: 'A bank account number must be specified for an account of type BANK.',
  accountCodeTaken: 'Please enter a unique Code.',
  systemAccountChange: 'A system account cannot be archived or given another type.',
  trackingUnknown: (name: string, option: string) =>
    `The tracking option '${option}' of the category '${name}' could not be found.`,
  trackingTwice: (name: string) => `The tracking category '${name}' can be used once on a line.`,
  trackingTooMany: 'At most two tracking categories can be used on a line.',
  contactNumberTaken: 'The contact number is already assigned to another contact.',
  historyTooLong: `Details must be given and must not have more than ${MAX_HISTORY_LENGTH} characters.`,
  amountTooLarge: 'An amount is too large.',
} as const;
