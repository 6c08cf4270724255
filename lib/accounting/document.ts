import type { Minor } from '@/lib/money/money';

/**
 * A document as it is meant to be in Xero. The key names the thing, not the attempt; other documents are referred to by key and
 * become Xero's ids only when the bytes are made.
 */
export type PlannedDocument =
  | ContactDocument
  | SalesDocument
  | PaymentDocument
  | AllocationDocument
  | BankTransactionDocument
  | BankTransferDocument;

export type DocumentKind = PlannedDocument['kind'];

/** A contact that exists in Xero already, or one that is planned here. */
export type ContactRef = { contactId: string } | { contactKey: string };

export type ContactDocument = {
  kind: 'contact';
  key: string;
  /** `ContactNumber` in Xero: our mark, by which it is found again. */
  number: string;
  name: string;
  email: string | null;
};

/** One category's option on a line, by Xero's ids: they outlive a rename. */
export type LineTracking = { categoryId: string; optionId: string };

export type DocumentLine = {
  description: string;
  accountId: string;
  taxType: string;
  /** Quantity is 1 and the amount includes tax, so that totals are exact by construction. */
  grossMinor: Minor;
  taxMinor: Minor;
  /** At most two, each of another category, in the order of their ids; left out where there are none. */
  tracking?: readonly LineTracking[];
};

/**
 * Whether a tax may stand on a line of this amount: it has its sign, and is no more than it. A till's taxes are so, line by line; sums of
 * lines that go both ways need not be (0.05 sold three times with no tax, and 0.15 taken back with a cent of it).
 */
export const isTaxOfLine = ({
  grossMinor,
  taxMinor,
}: Pick<DocumentLine, 'grossMinor' | 'taxMinor'>): boolean =>
  taxMinor === 0 ||
  (Math.sign(taxMinor) === Math.sign(grossMinor) && Math.abs(taxMinor) <= Math.abs(grossMinor));

/** A line's amount and its tax, to sum them by (`sumOf`). */
export const grossOf = ({ grossMinor }: DocumentLine): Minor => grossMinor;
export const taxOf = ({ taxMinor }: DocumentLine): Minor => taxMinor;

export type SalesDocument = {
  kind: 'invoice' | 'credit_note';
  key: string;
  number: string;
  contact: ContactRef;
  /** `YYYY-MM-DD`: the business day. */
  date: string;
  dueDate: string;
  reference: string;
  currency: string;
  status: 'AUTHORISED' | 'DRAFT';
  lines: DocumentLine[];
  totalMinor: Minor;
  taxMinor: Minor;
};

export type PaymentDocument = {
  kind: 'payment';
  key: string;
  /** `Reference` in Xero. */
  number: string;
  /** Key of the invoice or credit note that it pays; of an invoice that is not ours `theirInvoiceKey`. */
  of: string;
  accountId: string;
  date: string;
  currency: string;
  amountMinor: Minor;
};

/** A credit note set off against an invoice of the same contact: a refund on account. */
export type AllocationDocument = {
  kind: 'allocation';
  key: string;
  /** Ours alone: Xero keeps neither number nor reference for an allocation. */
  number: string;
  /** Key of the credit note. */
  creditNote: string;
  /** Key of the invoice. */
  invoice: string;
  date: string;
  currency: string;
  amountMinor: Minor;
};

/** Money spent from or received on the till other than by invoices: expenses, variance, cash from where no bank account stands. */
export type BankTransactionDocument = {
  kind: 'bank_transaction';
  type: 'SPEND' | 'RECEIVE';
  key: string;
  /** `Reference` in Xero. */
  number: string;
  bankAccountId: string;
  contact: ContactRef;
  date: string;
  currency: string;
  /** Xero computes the tax of these lines itself and takes no other; `taxMinor` is what it will be. */
  lines: DocumentLine[];
  totalMinor: Minor;
  taxMinor: Minor;
  /** The till's tax less Xero's, where they differ by rounding: shown, never posted. */
  taxDifferenceMinor: Minor;
};

/** Cash between two accounts of type BANK. */
export type BankTransferDocument = {
  kind: 'bank_transfer';
  key: string;
  /** `Reference` in Xero. */
  number: string;
  fromAccountId: string;
  toAccountId: string;
  date: string;
  currency: string;
  amountMinor: Minor;
};

const THEIRS = 'xero_invoice:';

/**
 * What an invoice that was never made here goes by where ours go by their keys: Xero's id itself. Nothing waits for it, and it is no
 * document of ours.
 */
export const theirInvoiceKey = (invoiceId: string): string => `${THEIRS}${invoiceId}`;

/** Xero's id of an invoice that was never made here; null: the key is that of a document of ours. */
export const theirInvoiceId = (key: string): string | null =>
  key.startsWith(THEIRS) ? key.slice(THEIRS.length) : null;

/** Where a document comes from; each role of a record is in one live document. */
export type Provenance = { documentKey: string; role: string };

/** Keys that a document waits for. */
export function dependenciesOf(document: PlannedDocument): string[] {
  switch (document.kind) {
    case 'contact':
      return [];
    case 'bank_transfer':
      return [];
    case 'invoice':
    case 'credit_note':
    case 'bank_transaction':
      return 'contactKey' in document.contact ? [document.contact.contactKey] : [];
    case 'payment':
      return theirInvoiceId(document.of) === null ? [document.of] : [];
    case 'allocation':
      return [document.creditNote, document.invoice];
  }
}

/** In the order in which they hang on each other, which is the order of sending. */
export const documentKindsInOrder: readonly DocumentKind[] = [
  'contact',
  'invoice',
  'credit_note',
  'bank_transaction',
  'bank_transfer',
  'allocation',
  'payment',
];

/** What a document moves, by kind, in minor units; a contact moves nothing. */
export function totalsOf(document: PlannedDocument): { totalMinor: Minor; taxMinor: Minor } {
  switch (document.kind) {
    case 'contact':
      return { totalMinor: 0, taxMinor: 0 };
    case 'payment':
    case 'allocation':
    case 'bank_transfer':
      return { totalMinor: document.amountMinor, taxMinor: 0 };
    default:
      return { totalMinor: document.totalMinor, taxMinor: document.taxMinor };
  }
}
