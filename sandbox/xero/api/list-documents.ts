/** Invoices, bills and credit notes: finding and showing them. */
import { LISTS_WITHOUT_PAGE_HAVE_NO_LINES } from '../assumptions.ts';
import { dayMs } from '../base/dates.ts';
import { formatMinor } from '../base/decimal.ts';
import { type Books, dueMinor } from '../books/books.ts';
import type { Doc } from '../books/types.ts';
import type { Answer } from '../http/message.ts';
import { envelope } from './batch.ts';
import type { Context } from './context.ts';
import { findDocument, NAMES, type Side } from './document-kinds.ts';
import { notFound } from './errors.ts';
import { unitPlacesOf } from './lines.ts';
import { commaList, list } from './list.ts';
import type { Fields } from './where.ts';
import { documentWire, shownStatus } from './wire.ts';

/** GET of a list. */
export function listDocuments(context: Context, side: Side): Answer {
  const { books } = context;
  const { query } = context.call;
  const names = NAMES[side];
  const ids = commaList(query, 'IDs');
  const numbers = commaList(query, `${names.entity}Numbers`);
  const contactIds = commaList(query, 'ContactIDs')?.map((id) => id.toLowerCase()) ?? null;
  const statuses = commaList(query, 'Statuses')?.map((status) => status.toUpperCase()) ?? null;
  const mine = query.get('createdByMyApp')?.toLowerCase() === 'true';
  const { rows, pagination } = list(context, books.documents, {
    entity: names.entity,
    fields: documentFields(books, side),
    only: { index: 'side', key: side },
    named: ids || numbers ? namedDocuments(books, side, ids, numbers) : null,
    keep:
      contactIds === null && statuses === null && !mine
        ? undefined
        : (doc) =>
            (contactIds === null || contactIds.includes(doc.contactId)) &&
            (statuses === null || statuses.includes(shownStatus(doc))) &&
            (!mine || doc.clientId === context.clientId),
    updatedMs: (doc) => doc.updatedMs,
  });
  const summary = query.get('summaryOnly')?.toLowerCase() === 'true';
  const bare = summary || (pagination === null && LISTS_WITHOUT_PAGE_HAVE_NO_LINES);
  const wires = rows.map((doc) => {
    const wire = documentWire(books, doc, summary ? 'summary' : 'row', unitPlacesOf(query));
    return bare && !summary ? { ...wire, LineItems: [] } : wire;
  });
  return envelope(context, { ...(pagination ? { pagination } : {}), [names.collection]: wires });
}

function namedDocuments(books: Books, side: Side, ids: string[] | null, numbers: string[] | null): Doc[] {
  const found = new Map<string, Doc>();
  for (const id of ids ?? []) {
    const doc = findDocument(books, side, id);
    if (doc && doc.id === id.toLowerCase()) found.set(doc.id, doc);
  }
  for (const number of numbers ?? []) {
    for (const doc of books.documents.find(NAMES[side].numberIndex, number.toLowerCase()))
      found.set(doc.id, doc);
  }
  return [...found.values()];
}

/** GET of one, by id or number. */
export function getDocument(context: Context, side: Side, idOrNumber: string): Answer {
  const doc = findDocument(context.books, side, idOrNumber);
  if (!doc) throw notFound();
  const wire = documentWire(context.books, doc, 'full', unitPlacesOf(context.call.query));
  return envelope(context, { [NAMES[side].collection]: [wire] });
}

const asIs = (value: string): string => value.toLowerCase();

function documentFields(books: Books, side: Side): Fields<Doc> {
  const names = NAMES[side];
  const contact = (doc: Doc) => books.contacts.get(doc.contactId);
  const shared: Fields<Doc> = {
    [names.idField]: { type: 'guid', get: (doc) => doc.id },
    [names.numberField]: {
      type: 'text',
      get: (doc) => doc.number,
      index: { name: names.numberIndex, key: asIs },
    },
    Type: { type: 'word', get: (doc) => doc.type },
    Status: { type: 'word', get: shownStatus },
    Reference: { type: 'text', get: (doc) => doc.reference, index: { name: 'reference', key: asIs } },
    'Contact.ContactID': {
      type: 'guid',
      get: (doc) => doc.contactId,
      index: { name: 'contactId', key: asIs },
    },
    'Contact.Name': { type: 'text', get: (doc) => contact(doc)?.name ?? null },
    'Contact.ContactNumber': { type: 'text', get: (doc) => contact(doc)?.number ?? null },
    Date: { type: 'day', get: (doc) => dayMs(doc.date) },
    DueDate: { type: 'day', get: (doc) => (doc.dueDate === null ? null : dayMs(doc.dueDate)) },
    UpdatedDateUTC: { type: 'day', get: (doc) => doc.updatedMs },
    CurrencyCode: { type: 'word', get: (doc) => doc.currency },
    SubTotal: { type: 'amount', get: (doc) => formatMinor(doc.subTotalMinor) },
    TotalTax: { type: 'amount', get: (doc) => formatMinor(doc.taxMinor) },
    Total: { type: 'amount', get: (doc) => formatMinor(doc.totalMinor) },
  };
  if (side === 'creditNote') {
    return { ...shared, RemainingCredit: { type: 'amount', get: (doc) => formatMinor(dueMinor(doc)) } };
  }
  return {
    ...shared,
    AmountDue: { type: 'amount', get: (doc) => formatMinor(dueMinor(doc)) },
    AmountPaid: { type: 'amount', get: (doc) => formatMinor(doc.settled.paidMinor) },
    AmountCredited: { type: 'amount', get: (doc) => formatMinor(doc.settled.creditedMinor) },
    SentToContact: { type: 'flag', get: (doc) => doc.sentToContact },
  };
}
