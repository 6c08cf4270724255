import { createHash } from 'node:crypto';
import type { Minor } from '@/lib/money/money';

/**
 * A document as it is meant to be in Xero. The key names the thing, not the attempt; other documents are referred to by key and
 * become Xero's ids only when the bytes are made.
 */
export type PlannedDocument = ContactDocument | SalesDocument | PaymentDocument;

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

export type DocumentLine = {
  description: string;
  accountId: string;
  taxType: string;
  /** Quantity is 1 and the amount includes tax, so that totals are exact by construction. */
  grossMinor: Minor;
  taxMinor: Minor;
};

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
  /** Key of the invoice or credit note that it pays. */
  of: string;
  accountId: string;
  date: string;
  currency: string;
  amountMinor: Minor;
};

/** Where a document comes from; each role of a record is in one live document. */
export type Provenance = { documentKey: string; role: string };

/** Keys that a document waits for. */
export function dependenciesOf(document: PlannedDocument): string[] {
  switch (document.kind) {
    case 'contact':
      return [];
    case 'invoice':
    case 'credit_note':
      return 'contactKey' in document.contact ? [document.contact.contactKey] : [];
    case 'payment':
      return [document.of];
  }
}

/** Order of sending within a day. */
export const rankOf: Record<DocumentKind, number> = { contact: 0, invoice: 1, credit_note: 2, payment: 3 };

/** What a document moves, by kind, in minor units; a contact moves nothing. */
export function totalsOf(document: PlannedDocument): { totalMinor: Minor; taxMinor: Minor } {
  switch (document.kind) {
    case 'contact':
      return { totalMinor: 0, taxMinor: 0 };
    case 'payment':
      return { totalMinor: document.amountMinor, taxMinor: 0 };
    default:
      return { totalMinor: document.totalMinor, taxMinor: document.taxMinor };
  }
}

/** SHA-256 of the content with its keys in the order in which the planner writes them (it is the only writer). */
export const contentHash = (document: PlannedDocument): string =>
  createHash('sha256').update(JSON.stringify(document)).digest('hex');
