import {
  type AllocationDocument,
  type BankTransactionDocument,
  type BankTransferDocument,
  type ContactRef,
  type DocumentKind,
  type DocumentLine,
  type LineTracking,
  type PaymentDocument,
  type PlannedDocument,
  type SalesDocument,
  theirInvoiceId,
} from '@/lib/accounting/document';
import { formatMinor, type Minor, minorDigits } from '@/lib/money/money';

/** What ids are known to a document about to be written: Xero's, by our key. */
export type IdsByKey = Readonly<Record<string, string>>;

/** A document with what it needs to be written: the ids of what it hangs on, and account codes as they are called today. */
export type Encodable = { document: PlannedDocument; ids: IdsByKey };

/** An account's code today; lines name accounts by it, since a line's `AccountID` is documented for reading only. */
export type AccountCodes = (accountId: string) => string;

const listName: Record<DocumentKind, string> = {
  contact: 'Contacts',
  invoice: 'Invoices',
  credit_note: 'CreditNotes',
  payment: 'Payments',
  bank_transaction: 'BankTransactions',
  bank_transfer: 'BankTransfers',
  allocation: 'Allocations',
};

/**
 * The exact bytes of a batch, in Xero's own JSON. This is the one place where an amount becomes a JavaScript number: JSON has no
 * other, and the shortest decimal of a number with two decimals is the amount again.
 */
export function encodeBatch(
  kind: DocumentKind,
  documents: readonly Encodable[],
  codeOf: AccountCodes,
): Uint8Array {
  const elements = documents.map(({ document, ids }) => encode(document, ids, codeOf));
  return new TextEncoder().encode(JSON.stringify({ [listName[kind]]: elements }));
}

export const xeroNumber = (amount: Minor, currency: string): number =>
  Number(formatMinor(amount, minorDigits(currency)));

function encode(document: PlannedDocument, ids: IdsByKey, codeOf: AccountCodes): Record<string, unknown> {
  switch (document.kind) {
    case 'contact':
      return {
        Name: document.name,
        ContactNumber: document.number,
        ...(document.email ? { EmailAddress: document.email } : {}),
      };
    case 'invoice':
      return {
        Type: 'ACCREC',
        InvoiceNumber: document.number,
        DueDate: document.dueDate,
        ...salesFields(document, ids, codeOf),
      };
    case 'credit_note':
      return {
        Type: 'ACCRECCREDIT',
        CreditNoteNumber: document.number,
        ...salesFields(document, ids, codeOf),
      };
    case 'payment':
      return paymentFields(document, ids);
    case 'bank_transaction':
      return bankTransactionFields(document, ids, codeOf);
    case 'bank_transfer':
      return bankTransferFields(document);
    case 'allocation':
      return allocationFields(document, ids);
  }
}

function salesFields(document: SalesDocument, ids: IdsByKey, codeOf: AccountCodes) {
  return {
    Contact: { ContactID: contactId(document.contact, ids) },
    Date: document.date,
    LineAmountTypes: 'Inclusive',
    CurrencyCode: document.currency,
    Status: document.status,
    Reference: document.reference,
    LineItems: document.lines.map((line) => ({
      ...lineFields(line, document.currency, codeOf),
      TaxAmount: xeroNumber(line.taxMinor, document.currency),
    })),
  };
}

function bankTransactionFields(document: BankTransactionDocument, ids: IdsByKey, codeOf: AccountCodes) {
  return {
    Type: document.type,
    Contact: { ContactID: contactId(document.contact, ids) },
    BankAccount: { AccountID: document.bankAccountId },
    Date: document.date,
    Reference: document.number,
    LineAmountTypes: 'Inclusive',
    CurrencyCode: document.currency,
    Status: 'AUTHORISED',
    // Xero computes the tax of bank transactions itself and refuses a figure that is not its own: none is sent.
    LineItems: document.lines.map((line) => lineFields(line, document.currency, codeOf)),
  };
}

function bankTransferFields(document: BankTransferDocument) {
  return {
    FromBankAccount: { AccountID: document.fromAccountId },
    ToBankAccount: { AccountID: document.toAccountId },
    Amount: xeroNumber(document.amountMinor, document.currency),
    Date: document.date,
    Reference: document.number,
  };
}

const lineFields = (line: DocumentLine, currency: string, codeOf: AccountCodes) => ({
  Description: line.description,
  Quantity: 1,
  UnitAmount: xeroNumber(line.grossMinor, currency),
  AccountCode: codeOf(line.accountId),
  TaxType: line.taxType,
  ...(line.tracking && { Tracking: line.tracking.map(trackingFields) }),
});

/** By ids alone: with names beside them, a rename since the chart was read would make the two disagree. */
const trackingFields = ({ categoryId, optionId }: LineTracking) => ({
  TrackingCategoryID: categoryId,
  TrackingOptionID: optionId,
});

function paymentFields(document: PaymentDocument, ids: IdsByKey) {
  const id = requiredId(document.of, ids);
  return {
    ...(document.of.startsWith('credit_note:')
      ? { CreditNote: { CreditNoteID: id } }
      : { Invoice: { InvoiceID: id } }),
    Account: { AccountID: document.accountId },
    Date: document.date,
    Amount: xeroNumber(document.amountMinor, document.currency),
    Reference: document.number,
  };
}

/** Which credit note it is of stands in the address of the call. */
const allocationFields = (document: AllocationDocument, ids: IdsByKey) => ({
  Invoice: { InvoiceID: requiredId(document.invoice, ids) },
  Amount: xeroNumber(document.amountMinor, document.currency),
  Date: document.date,
});

const contactId = (contact: ContactRef, ids: IdsByKey): string =>
  'contactId' in contact ? contact.contactId : requiredId(contact.contactKey, ids);

/** Xero's id of what a document hangs on. */
export function requiredId(key: string, ids: IdsByKey): string {
  const id = theirInvoiceId(key) ?? ids[key];
  // The database frees a document only when all that it waits for is posted and has an id.
  if (!id) throw new Error(`no id of ${key}`);
  return id;
}
