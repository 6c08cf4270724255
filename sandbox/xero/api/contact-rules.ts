import { guessedText } from '../assumptions.ts';
import { newId } from '../base/ids.ts';
import type { Books } from '../books/books.ts';
import type { Contact, DocumentType } from '../books/types.ts';
import type { ContactPlan } from './context.ts';
import type { Input } from './input.ts';

const EMAIL = /^[^@\s!]+@[^@\s!]+\.[^@\s!]+$/;

export const IDENTIFY_CONTACT =
  'The Contact must contain at least 1 of the following elements to identify the contact: Name, ContactID, ContactNumber';

/**
 * Finds or plans the contact that an input names: by id, else by number, else by name; a name that is not known is a
 * new contact. Other fields than the id change the contact, also from within a document.
 */
export function planContact(
  books: Books,
  input: Input,
  nowMs: number,
  create: boolean,
  errors: string[],
): ContactPlan | null {
  const id = input.filled('ContactID');
  const number = input.filled('ContactNumber');
  const name = input.filled('Name');
  if (id === null && number === null && name === null) {
    errors.push(IDENTIFY_CONTACT);
    return null;
  }
  const known = create ? undefined : findContact(books, id, number, name);
  if (id !== null && !known && !create) {
    errors.push(guessedText.contactNotFound);
    return null;
  }
  if (!known && name === null) {
    errors.push(number !== null && !create ? guessedText.contactNotFound : IDENTIFY_CONTACT);
    return null;
  }
  const contact = changedContact(known ?? emptyContact(name ?? ''), input, nowMs);
  refuseContact(books, contact, input, errors);
  const changed =
    !known || Object.keys(input.value).some((field) => field !== 'ContactID' && input.has(field));
  return errors.length > 0 ? null : { contact, changed };
}

function findContact(
  books: Books,
  id: string | null,
  number: string | null,
  name: string | null,
): Contact | undefined {
  if (id !== null) return books.contacts.get(id.toLowerCase());
  if (number !== null) {
    const byNumber = books.contacts.first('number', number.toLowerCase());
    if (byNumber) return byNumber;
  }
  return name === null ? undefined : activeByName(books, name);
}

const activeByName = (books: Books, name: string): Contact | undefined =>
  books.contacts.find('name', name.trim().toLowerCase()).find((contact) => contact.status === 'ACTIVE');

function refuseContact(books: Books, contact: Contact, input: Input, errors: string[]): void {
  if (
    input.has('EmailAddress') &&
    input.filled('EmailAddress') !== null &&
    !EMAIL.test(contact.email ?? '')
  ) {
    errors.push('Email address must be valid.');
  }
  const namesake = activeByName(books, contact.name);
  if (namesake && namesake.id !== contact.id && contact.status === 'ACTIVE') {
    errors.push(
      `The contact name ${contact.name} is already assigned to another contact. The contact name must be unique across all active contacts.`,
    );
  }
  const sameNumber =
    contact.number === null ? undefined : books.contacts.first('number', contact.number.toLowerCase());
  if (sameNumber && sameNumber.id !== contact.id) errors.push(guessedText.contactNumberTaken);
  for (const [field, value, max] of [
    ['Name', contact.name, 255],
    ['ContactNumber', contact.number ?? '', 50],
    ['AccountNumber', contact.accountNumber ?? '', 50],
  ] as const) {
    if (value.length > max) errors.push(`${field} must not be more than ${max} characters.`);
  }
}

function changedContact(old: Contact, input: Input, nowMs: number): Contact {
  const text = (field: string, value: string | null) => (input.has(field) ? input.filled(field) : value);
  return {
    ...old,
    name: (input.filled('Name') ?? old.name).trim(),
    number: text('ContactNumber', old.number),
    accountNumber: text('AccountNumber', old.accountNumber),
    status: input.word('ContactStatus', ['ACTIVE', 'ARCHIVED'], 'ContactStatus') ?? old.status,
    firstName: text('FirstName', old.firstName),
    lastName: text('LastName', old.lastName),
    email: text('EmailAddress', old.email),
    addresses: input.list('Addresses')?.map((item) => item.value) ?? old.addresses,
    phones: input.list('Phones')?.map((item) => item.value) ?? old.phones,
    updatedMs: nowMs,
  };
}

const emptyContact = (name: string): Contact => ({
  id: newId(),
  name,
  number: null,
  accountNumber: null,
  status: 'ACTIVE',
  firstName: null,
  lastName: null,
  email: null,
  addresses: [],
  phones: [],
  isCustomer: false,
  isSupplier: false,
  updatedMs: 0,
});

/** Puts the planned contact in; also notes that it buys or sells now. */
export function putContact(
  books: Books,
  plan: ContactPlan,
  type: DocumentType | 'BANK',
  nowMs: number,
): Contact {
  // Two documents of one call may both bring the same new name: the second finds what the first has made.
  const known = books.contacts.get(plan.contact.id);
  const namesake = known
    ? undefined
    : books.contacts.find('name', plan.contact.name.toLowerCase()).find((c) => c.status === 'ACTIVE');
  const contact = namesake ?? (plan.changed ? plan.contact : (known ?? plan.contact));
  const isCustomer = contact.isCustomer || type === 'ACCREC' || type === 'ACCRECCREDIT';
  const isSupplier = contact.isSupplier || type === 'ACCPAY' || type === 'ACCPAYCREDIT';
  if (contact === known && isCustomer === known.isCustomer && isSupplier === known.isSupplier) return known;
  const changed = { ...contact, isCustomer, isSupplier, updatedMs: plan.changed ? nowMs : contact.updatedMs };
  books.put('contact', changed);
  return changed;
}
