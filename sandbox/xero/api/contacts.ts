import { ZERO_ID } from '../base/ids.ts';
import type { Books } from '../books/books.ts';
import type { Contact } from '../books/types.ts';
import type { Answer } from '../http/message.ts';
import { batch, envelope } from './batch.ts';
import { planContact } from './contact-rules.ts';
import type { Context } from './context.ts';
import { notFound } from './errors.ts';
import { commaList, list } from './list.ts';
import type { Fields } from './where.ts';
import { contactWire } from './wire.ts';

/** PUT creates, POST creates or updates; `id` when the address names one. */
export function saveContacts(context: Context, id: string | null): Answer {
  const { books } = context;
  const create = context.call.method === 'PUT';
  if (id !== null && !findContact(books, id)) throw notFound();
  return batch(context, 'Contacts', (input) => {
    const errors: string[] = [];
    if (id !== null) input.value.ContactID = findContact(books, id)?.id;
    const plan = planContact(books, input, context.clock.now(), create, errors);
    const echo = {
      ...input.value,
      ContactID: input.filled('ContactID') ?? ZERO_ID,
      Name: input.text('Name') ?? '',
    };
    if (!plan) return { wire: echo, errors, warnings: [] };
    return {
      wire: {},
      errors,
      warnings: [],
      commit: () => {
        books.put('contact', plan.contact);
        return contactWire(plan.contact);
      },
    };
  });
}

const findContact = (books: Books, idOrNumber: string): Contact | undefined =>
  books.contacts.get(idOrNumber.toLowerCase()) ?? books.contacts.first('number', idOrNumber.toLowerCase());

/** GET /Contacts: archived ones only with includeArchived=true or when named. */
export function listContacts(context: Context): Answer {
  const { books } = context;
  const { query } = context.call;
  const ids = commaList(query, 'IDs');
  const archived = query.get('includeArchived')?.toLowerCase() === 'true';
  const term = query.get('searchTerm')?.toLowerCase() ?? null;
  const named = ids
    ?.map((id) => books.contacts.get(id.toLowerCase()))
    .filter((c): c is Contact => c !== undefined);
  const { rows, pagination } = list(context, books.contacts, {
    entity: 'Contact',
    fields: contactFields,
    named: named ?? null,
    keep: (contact) =>
      (archived || named !== undefined || contact.status === 'ACTIVE') &&
      (term === null || matches(contact, term)),
    updatedMs: (contact) => contact.updatedMs,
  });
  return envelope(context, { ...(pagination ? { pagination } : {}), Contacts: rows.map(contactWire) });
}

function matches(contact: Contact, term: string): boolean {
  const texts = [contact.name, contact.firstName, contact.lastName, contact.number, contact.email];
  return texts.some((text) => text?.toLowerCase().includes(term));
}

/** GET /Contacts/{id or number} */
export function getContact(context: Context, id: string): Answer {
  const contact = findContact(context.books, id);
  if (!contact) throw notFound();
  return envelope(context, { Contacts: [contactWire(contact)] });
}

const contactFields: Fields<Contact> = {
  ContactID: { type: 'guid', get: (row) => row.id },
  Name: {
    type: 'text',
    get: (row) => row.name,
    index: { name: 'name', key: (value) => value.toLowerCase() },
  },
  ContactNumber: {
    type: 'text',
    get: (row) => row.number,
    index: { name: 'number', key: (value) => value.toLowerCase() },
  },
  AccountNumber: { type: 'text', get: (row) => row.accountNumber },
  ContactStatus: { type: 'word', get: (row) => row.status },
  EmailAddress: { type: 'text', get: (row) => row.email },
  FirstName: { type: 'text', get: (row) => row.firstName },
  LastName: { type: 'text', get: (row) => row.lastName },
  IsCustomer: { type: 'flag', get: (row) => row.isCustomer },
  IsSupplier: { type: 'flag', get: (row) => row.isSupplier },
  UpdatedDateUTC: { type: 'day', get: (row) => row.updatedMs },
};
