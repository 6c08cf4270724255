import { guessedText } from '../assumptions.ts';
import { fitsScale, toMinor } from '../base/decimal.ts';
import { newId } from '../base/ids.ts';
import { type Books, dueMinor } from '../books/books.ts';
import type { Allocation, Doc } from '../books/types.ts';
import type { Answer } from '../http/message.ts';
import { batch, envelope, type Outcome } from './batch.ts';
import { type Context, lockRefusal, todayOf } from './context.ts';
import { findDocument } from './document-kinds.ts';
import { notFound, validationException } from './errors.ts';
import type { Input } from './input.ts';
import { allocationWire, money } from './wire.ts';

/** PUT /CreditNotes/{id}/Allocations */
export function createAllocations(context: Context, creditNoteId: string): Answer {
  if (!findDocument(context.books, 'creditNote', creditNoteId)) throw notFound();
  return batch(context, 'Allocations', (input) => create(context, creditNoteId, input));
}

function create(context: Context, creditNoteId: string, input: Input): Outcome {
  const { books } = context;
  const creditNote = findDocument(books, 'creditNote', creditNoteId) as Doc;
  const target = input.object('Invoice');
  const key = target?.filled('InvoiceID') ?? target?.filled('InvoiceNumber') ?? '';
  const invoice = key === '' ? undefined : findDocument(books, 'invoice', key);
  const amount = input.decimal('Amount');
  const amountMinor = amount && fitsScale(amount, 2) ? toMinor(amount) : 0;
  const date = input.day('Date') ?? todayOf(context);
  const errors = amount && !fitsScale(amount, 2) ? [guessedText.amountPlaces('Amount')] : [];
  errors.push(...refusals(creditNote, invoice, amountMinor));
  const locked = lockRefusal(books, date);
  if (locked !== null) errors.push(locked);
  if (errors.length > 0 || !invoice) {
    return { wire: { Amount: money(amountMinor), Invoice: target?.value }, errors, warnings: [] };
  }
  return {
    wire: {},
    errors,
    warnings: [],
    commit: () => {
      const allocation: Allocation = {
        id: newId(),
        creditNoteId: creditNote.id,
        invoiceId: invoice.id,
        amountMinor,
        date,
        deleted: false,
        updatedMs: context.clock.now(),
      };
      books.put('allocation', allocation);
      return allocationWire(allocation);
    },
  };
}

function refusals(creditNote: Doc, invoice: Doc | undefined, amountMinor: number): string[] {
  const errors: string[] = [];
  if (creditNote.status !== 'AUTHORISED') errors.push(guessedText.allocationCreditStatus);
  if (!invoice) return [...errors, guessedText.allocationInvoice];
  if (invoice.status !== 'AUTHORISED') errors.push(guessedText.allocationStatus);
  if ((creditNote.type === 'ACCRECCREDIT') !== (invoice.type === 'ACCREC'))
    errors.push(guessedText.allocationInvoice);
  if (creditNote.contactId !== invoice.contactId) errors.push(guessedText.allocationContact);
  if (creditNote.currency !== invoice.currency) errors.push(guessedText.paymentCurrency);
  if (amountMinor <= 0) errors.push(guessedText.allocationAmount);
  if (amountMinor > dueMinor(creditNote)) errors.push(guessedText.allocationExceedsCredit);
  if (amountMinor > dueMinor(invoice)) errors.push(guessedText.allocationExceedsDue);
  return errors;
}

/** DELETE /CreditNotes/{id}/Allocations/{id} */
export function deleteAllocation(context: Context, creditNoteId: string, allocationId: string): Answer {
  const allocation = context.books.allocations.get(allocationId.toLowerCase());
  const creditNote = findDocument(context.books, 'creditNote', creditNoteId);
  if (!allocation || allocation.deleted || allocation.creditNoteId !== creditNote?.id) throw notFound();
  const locked = lockRefusal(context.books, allocation.date);
  if (locked !== null) return validationException([{ ValidationErrors: [{ Message: locked }] }]);
  return envelope(context, {
    ...allocationWire(removeAllocation(context.books, allocation, context.clock.now())),
  });
}

export function removeAllocation(books: Books, allocation: Allocation, nowMs: number): Allocation {
  const deleted: Allocation = { ...allocation, deleted: true, updatedMs: nowMs };
  books.put('allocation', deleted);
  return deleted;
}
