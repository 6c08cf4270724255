/** The two sides on which documents exist, and how they are named and found. */
import type { Books } from '../books/books.ts';
import { type Doc, type DocumentType, isCredit, type LineAmountTypes } from '../books/types.ts';

export type Side = 'invoice' | 'creditNote';

export interface SideNames {
  collection: 'Invoices' | 'CreditNotes';
  entity: 'Invoice' | 'CreditNote';
  idField: 'InvoiceID' | 'CreditNoteID';
  numberField: 'InvoiceNumber' | 'CreditNoteNumber';
  numberIndex: 'invoiceNumber' | 'creditNoteNumber';
  /** As Xero says it in its messages. */
  spoken: 'Invoice' | 'Credit Note';
  types: readonly DocumentType[];
}

export const NAMES: Record<Side, SideNames> = {
  invoice: {
    collection: 'Invoices',
    entity: 'Invoice',
    idField: 'InvoiceID',
    numberField: 'InvoiceNumber',
    numberIndex: 'invoiceNumber',
    spoken: 'Invoice',
    types: ['ACCREC', 'ACCPAY'],
  },
  creditNote: {
    collection: 'CreditNotes',
    entity: 'CreditNote',
    idField: 'CreditNoteID',
    numberField: 'CreditNoteNumber',
    numberIndex: 'creditNoteNumber',
    spoken: 'Credit Note',
    types: ['ACCRECCREDIT', 'ACCPAYCREDIT'],
  },
};

export const STATUSES = ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'PAID', 'VOIDED', 'DELETED'] as const;
export type SentStatus = (typeof STATUSES)[number];

export const LINE_AMOUNT_TYPES: readonly LineAmountTypes[] = ['Exclusive', 'Inclusive', 'NoTax'];

/** Finds a document of a side by id or number. */
export function findDocument(books: Books, side: Side, idOrNumber: string): Doc | undefined {
  const byId = books.documents.get(idOrNumber.toLowerCase());
  if (byId) return isCredit(byId.type) === (side === 'creditNote') ? byId : undefined;
  return books.documents.first(NAMES[side].numberIndex, idOrNumber.toLowerCase());
}
