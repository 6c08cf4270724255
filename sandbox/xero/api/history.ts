import { guessedText, MAX_HISTORY_LENGTH } from '../assumptions.ts';
import { wireInstant } from '../base/dates.ts';
import { newId } from '../base/ids.ts';
import type { Books } from '../books/books.ts';
import type { HistoryNote } from '../books/types.ts';
import type { Answer } from '../http/message.ts';
import { batch, envelope } from './batch.ts';
import type { Context } from './context.ts';
import { findDocument } from './document-kinds.ts';
import { validationException } from './errors.ts';
import type { Wire } from './wire.ts';

interface Owner {
  id: string;
  createdMs: number;
}

/** The record that has the history, by the name of its endpoint. */
function ownerOf(books: Books, endpoint: string, id: string): Owner | undefined {
  const key = id.toLowerCase();
  switch (endpoint) {
    case 'invoices':
      return findDocument(books, 'invoice', id);
    case 'creditnotes':
      return findDocument(books, 'creditNote', id);
    case 'payments':
      return books.payments.get(key);
    case 'banktransactions':
      return books.bankTransactions.get(key);
    case 'banktransfers':
      return books.bankTransfers.get(key);
    case 'manualjournals':
      return books.manualJournals.get(key);
    case 'contacts': {
      const contact = books.contacts.get(key);
      return contact && { id: contact.id, createdMs: contact.updatedMs };
    }
    default:
      return undefined;
  }
}

const unknown = (): Answer =>
  validationException([
    { ValidationErrors: [{ Message: 'The document with the supplied id was not found for this endpoint.' }] },
  ]);

/** GET /{Endpoint}/{id}/History, newest first. */
export function getHistory(context: Context, endpoint: string, id: string): Answer {
  const owner = ownerOf(context.books, endpoint, id);
  if (!owner) return unknown();
  const notes = context.books.notes.find('ownerId', owner.id).map(noteWire).reverse();
  const created = {
    Changes: 'Created',
    DateUTC: wireInstant(owner.createdMs),
    User: 'System Generated',
    Details: '',
  };
  return envelope(context, { HistoryRecords: [...notes, created] });
}

/** PUT /{Endpoint}/{id}/History: notes. */
export function createHistory(context: Context, endpoint: string, id: string): Answer {
  const owner = ownerOf(context.books, endpoint, id);
  if (!owner) return unknown();
  return batch(context, 'HistoryRecords', (input) => {
    const details = input.filled('Details');
    return {
      wire: { Details: details ?? '' },
      errors: details === null || details.length > MAX_HISTORY_LENGTH ? [guessedText.historyTooLong] : [],
      warnings: [],
      commit: () =>
        noteWire(
          addNote(context.books, owner.id, 'Note', context.appName, details ?? '', context.clock.now()),
        ),
    };
  });
}

/** Adds a line to a record's history. */
export function addNote(
  books: Books,
  ownerId: string,
  changes: string,
  user: string,
  details: string,
  atMs: number,
): HistoryNote {
  const note: HistoryNote = { id: newId(), ownerId, changes, user, details, atMs };
  books.put('note', note);
  return note;
}

const noteWire = (note: HistoryNote): Wire => ({
  Changes: note.changes,
  DateUTC: wireInstant(note.atMs),
  User: note.user,
  Details: note.details,
});
