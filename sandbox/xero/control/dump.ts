/** The whole books as text, ordered and without ids, so that the books of two sandboxes can be compared. */

import { shownStatus } from '../api/wire.ts';
import { formatMinor, formatScaled } from '../base/decimal.ts';
import type { Books } from '../books/books.ts';
import type { Doc, Line, TrackingRef } from '../books/types.ts';
import { isCredit } from '../books/types.ts';
import { accountName } from './totals.ts';

type Json = Record<string, unknown>;

/** JSON lines, in chunks. */
export function* dump(books: Books): Generator<string> {
  yield* chunks(sorted(contacts(books)));
  yield* chunks(sorted(documents(books)));
  yield* chunks(sorted(payments(books)));
  yield* chunks(sorted(allocations(books)));
  yield* chunks(sorted(bankTransactions(books)));
  yield* chunks(sorted(bankTransfers(books)));
  yield* chunks(sorted(manualJournals(books)));
  yield* chunks(sorted(balances(books)));
}

function sorted(rows: Iterable<Json>): string[] {
  return [...rows].map((row) => JSON.stringify(row)).sort();
}

function* chunks(lines: string[]): Generator<string> {
  for (let i = 0; i < lines.length; i += 500) yield `${lines.slice(i, i + 500).join('\n')}\n`;
}

const contactName = (books: Books, id: string): string => books.contacts.get(id)?.name ?? '';
const account = (books: Books, id: string | null): string | null =>
  id === null ? null : accountName(books.account(id));
const documentName = (doc: Doc): string => doc.number ?? `(${doc.reference} of ${doc.date})`;

function lineJson(books: Books, line: Line): Json {
  return {
    description: line.description,
    quantity: formatScaled(line.quantityE4, 4),
    unit: formatScaled(line.unitE4, 4),
    amount: formatMinor(line.lineMinor),
    tax: formatMinor(line.taxMinor),
    taxType: line.taxType,
    account: account(books, line.accountId),
    tracking: trackingNames(books, line.tracking),
  };
}

/** “Outlet: Harbour”, by their names of today. */
export const trackingNames = (books: Books, refs: readonly TrackingRef[]): string[] =>
  refs.map(({ categoryId, optionId }) => {
    const category = books.tracking.get(categoryId);
    return `${category?.name}: ${category?.options.find((option) => option.id === optionId)?.name}`;
  });

function* contacts(books: Books): Generator<Json> {
  for (const row of books.contacts.all()) {
    yield { kind: 'contact', name: row.name, number: row.number, status: row.status, email: row.email };
  }
}

function* documents(books: Books): Generator<Json> {
  for (const doc of books.documents.all()) {
    yield {
      kind: isCredit(doc.type) ? 'creditNote' : 'invoice',
      number: doc.number,
      date: doc.date,
      type: doc.type,
      status: shownStatus(doc),
      reference: doc.reference,
      contact: contactName(books, doc.contactId),
      dueDate: doc.dueDate,
      lineAmountTypes: doc.lineAmountTypes,
      currency: doc.currency,
      lines: doc.lines.map((line) => lineJson(books, line)),
      subTotal: formatMinor(doc.subTotalMinor),
      tax: formatMinor(doc.taxMinor),
      total: formatMinor(doc.totalMinor),
      paid: formatMinor(doc.settled.paidMinor),
      credited: formatMinor(doc.settled.creditedMinor),
    };
  }
}

function* payments(books: Books): Generator<Json> {
  for (const row of books.payments.all()) {
    yield {
      kind: 'payment',
      document: documentName(books.document(row.docId)),
      account: account(books, row.accountId),
      date: row.date,
      amount: formatMinor(row.amountMinor),
      reference: row.reference,
      status: row.status,
    };
  }
}

function* allocations(books: Books): Generator<Json> {
  for (const row of books.allocations.all()) {
    yield {
      kind: 'allocation',
      creditNote: documentName(books.document(row.creditNoteId)),
      invoice: documentName(books.document(row.invoiceId)),
      date: row.date,
      amount: formatMinor(row.amountMinor),
      deleted: row.deleted,
    };
  }
}

function* bankTransactions(books: Books): Generator<Json> {
  for (const row of books.bankTransactions.all()) {
    yield {
      kind: 'bankTransaction',
      reference: row.reference,
      date: row.date,
      type: row.type,
      status: row.status,
      contact: contactName(books, row.contactId),
      bankAccount: account(books, row.bankAccountId),
      lineAmountTypes: row.lineAmountTypes,
      lines: row.lines.map((line) => lineJson(books, line)),
      total: formatMinor(row.totalMinor),
    };
  }
}

function* bankTransfers(books: Books): Generator<Json> {
  for (const row of books.bankTransfers.all()) {
    yield {
      kind: 'bankTransfer',
      reference: row.reference,
      date: row.date,
      from: account(books, row.fromAccountId),
      to: account(books, row.toAccountId),
      amount: formatMinor(row.amountMinor),
      status: row.status,
    };
  }
}

function* manualJournals(books: Books): Generator<Json> {
  for (const row of books.manualJournals.all()) {
    yield {
      kind: 'manualJournal',
      narration: row.narration,
      date: row.date,
      status: row.status,
      lines: row.lines.map((line) => ({
        account: account(books, line.accountId),
        amount: formatMinor(line.lineMinor),
        tax: formatMinor(line.taxMinor),
      })),
    };
  }
}

function* balances(books: Books): Generator<Json> {
  for (const row of books.accounts.all()) {
    yield {
      kind: 'balance',
      account: accountName(row),
      name: row.name,
      balance: formatMinor(books.ledger.balance(row.id)),
    };
  }
}
