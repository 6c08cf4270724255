/** What people do by hand in Xero: control calls and the console use the same few acts. */

import { removeAllocation } from '../api/allocations.ts';
import { deleteBankTransaction } from '../api/bank-transactions.ts';
import { deleteBankTransfer } from '../api/bank-transfers.ts';
import { lockRefusal } from '../api/context.ts';
import { findDocument, type Side } from '../api/document-kinds.ts';
import { addNote } from '../api/history.ts';
import { deletePayment } from '../api/payments.ts';
import { nextStatus } from '../api/save-documents.ts';
import { parseDecimal } from '../base/decimal.ts';
import { lineMinor, storedUnitE4, taxOn, totals } from '../books/arithmetic.ts';
import type { Books } from '../books/books.ts';
import type { BankTransaction, BankTransfer, Doc, Payment } from '../books/types.ts';

/** Refused for a reason that a person can read. */
export class HumanError extends Error {}

const USER = 'A person in Xero';

function unlocked(books: Books, date: string): void {
  const refusal = lockRefusal(books, date);
  if (refusal !== null) throw new HumanError(refusal);
}

function known<T>(row: T | undefined, what: string): T {
  if (row === undefined) throw new HumanError(`there is no such ${what}`);
  return row;
}

export function removePayment(books: Books, id: string, nowMs: number): Payment {
  const payment = known(books.payments.get(id.toLowerCase()), 'payment');
  if (payment.status === 'DELETED') throw new HumanError('the payment is deleted already');
  unlocked(books, payment.date);
  addNote(books, payment.docId, 'Payment removed', USER, payment.reference, nowMs);
  return deletePayment(books, payment, nowMs);
}

/** Matches it with a line of the bank's statement; from then on Xero refuses to delete it through its interface. */
export function reconcile(books: Books, what: string, id: string, nowMs: number): void {
  const key = id.toLowerCase();
  switch (what) {
    case 'payments':
      books.put('payment', {
        ...known(books.payments.get(key), 'payment'),
        reconciled: true,
        updatedMs: nowMs,
      });
      return;
    case 'bank-transactions': {
      const row = known(books.bankTransactions.get(key), 'bank transaction');
      books.put('bankTransaction', { ...row, reconciled: true, updatedMs: nowMs });
      return;
    }
    case 'bank-transfers': {
      const row = known(books.bankTransfers.get(key), 'bank transfer');
      books.put('bankTransfer', { ...row, fromReconciled: true, toReconciled: true, updatedMs: nowMs });
      return;
    }
    default:
      throw new HumanError('only payments, bank transactions and bank transfers are reconciled');
  }
}

export function removeCreditAllocation(books: Books, id: string, nowMs: number): void {
  const allocation = known(books.allocations.get(id.toLowerCase()), 'allocation');
  if (allocation.deleted) throw new HumanError('the allocation is deleted already');
  unlocked(books, allocation.date);
  removeAllocation(books, allocation, nowMs);
}

/** Voids an approved document, deletes a draft. */
export function voidDocument(books: Books, side: Side, key: string, nowMs: number): Doc {
  const doc = known(findDocument(books, side, key), 'document');
  const wanted = doc.status === 'AUTHORISED' ? 'VOIDED' : 'DELETED';
  return changeStatus(books, doc, side, wanted, nowMs);
}

export function approveDocument(books: Books, side: Side, key: string, nowMs: number): Doc {
  const doc = known(findDocument(books, side, key), 'document');
  if (doc.status === 'AUTHORISED') throw new HumanError('the document is approved already');
  if (doc.lines.some((line) => line.accountId === null && line.lineMinor !== 0)) {
    throw new HumanError('a line has no account');
  }
  return changeStatus(books, doc, side, 'AUTHORISED', nowMs);
}

function changeStatus(
  books: Books,
  doc: Doc,
  side: Side,
  wanted: 'VOIDED' | 'DELETED' | 'AUTHORISED',
  nowMs: number,
): Doc {
  const findings = { errors: [] as string[], warnings: [] };
  const status = nextStatus(doc, wanted, side === 'invoice' ? 'Invoice' : 'Credit Note', findings);
  if (findings.errors.length > 0) throw new HumanError(findings.errors.join(' '));
  unlocked(books, doc.date);
  books.put('document', { ...doc, status, updatedMs: nowMs });
  addNote(
    books,
    doc.id,
    { VOIDED: 'Voided', DELETED: 'Deleted', AUTHORISED: 'Approved' }[wanted],
    USER,
    '',
    nowMs,
  );
  return books.document(doc.id);
}

/** Changes amounts or the reference of a document by hand, payments notwithstanding, as the screens of Xero allow. */
export function editDocument(
  books: Books,
  side: Side,
  key: string,
  change: { reference?: string; lineUnitAmounts?: string[] },
  nowMs: number,
): Doc {
  const doc = known(findDocument(books, side, key), 'document');
  if (doc.status === 'VOIDED' || doc.status === 'DELETED')
    throw new HumanError('the document is not open for changes');
  unlocked(books, doc.date);
  const lines = doc.lines.map((line, i) => {
    const sent = change.lineUnitAmounts?.[i];
    const unit = sent === undefined ? null : parseDecimal(sent);
    if (!unit) return line;
    const unitE4 = storedUnitE4(unit, 4);
    const amount = lineMinor(line.quantityE4, unitE4);
    const rate = line.taxType === null ? undefined : books.taxRates.first('taxType', line.taxType);
    const taxMinor = taxOn(amount, rate?.effectiveE4 ?? 0, doc.lineAmountTypes);
    return { ...line, unitE4, lineMinor: amount, taxMinor, discountMinor: null, discountRate: null };
  });
  const sums = totals(lines, doc.lineAmountTypes);
  if (sums.totalMinor < doc.settled.paidMinor + doc.settled.creditedMinor) {
    throw new HumanError('the total would be less than what is paid');
  }
  books.put('document', {
    ...doc,
    lines,
    ...sums,
    reference: change.reference ?? doc.reference,
    updatedMs: nowMs,
  });
  addNote(books, doc.id, 'Edited', USER, '', nowMs);
  return books.document(doc.id);
}

export function removeBankTransaction(books: Books, id: string, nowMs: number): BankTransaction {
  const row = known(books.bankTransactions.get(id.toLowerCase()), 'bank transaction');
  if (row.status === 'DELETED') throw new HumanError('the bank transaction is deleted already');
  unlocked(books, row.date);
  addNote(books, row.id, 'Deleted', USER, '', nowMs);
  return deleteBankTransaction(books, row, nowMs);
}

export function removeBankTransfer(books: Books, id: string, nowMs: number): BankTransfer {
  const row = known(books.bankTransfers.get(id.toLowerCase()), 'bank transfer');
  if (row.status === 'DELETED') throw new HumanError('the bank transfer is deleted already');
  unlocked(books, row.date);
  addNote(books, row.id, 'Deleted', USER, '', nowMs);
  return deleteBankTransfer(books, row, nowMs);
}
