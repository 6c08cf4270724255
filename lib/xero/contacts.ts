import { z } from 'zod';
import type { XeroAccess } from './client.ts';
import { failed, succeeded, type XeroFailure, type XeroResult } from './result.ts';
import { isQuotable, longestQuotable } from './where-text.ts';

/** A contact of the organisation, as far as the portal needs it. */
export type XeroContact = { contactId: string; name: string; active: boolean };

const contactsAnswer = z.object({
  Contacts: z
    .array(
      z.object({
        ContactID: z.string(),
        Name: z.string().nullish(),
        ContactStatus: z.string().nullish(),
        HasValidationErrors: z.boolean().nullish(),
        ValidationErrors: z.array(z.object({ Message: z.string() })).nullish(),
      }),
    )
    .default([]),
});

function decodeContacts(data: unknown): XeroResult<XeroContact[]> {
  const result = contactsAnswer.safeParse(data);
  if (!result.success) return unreadable();
  return succeeded(
    result.data.Contacts.map(({ ContactID, Name, ContactStatus }) => ({
      contactId: ContactID,
      name: Name ?? '',
      active: (ContactStatus ?? 'ACTIVE') === 'ACTIVE',
    })),
  );
}

const unreadable = (): XeroFailure =>
  failed('server_error', 'Xero gave an answer about contacts that the portal cannot read.');

/** Contacts whose name, number or e-mail holds the words, active ones only; at most 20. */
export async function searchContacts(xero: XeroAccess, words: string): Promise<XeroResult<XeroContact[]>> {
  const answer = await xero.call((api, tenantId) =>
    api.getContacts(tenantId, undefined, undefined, 'Name ASC', undefined, 1, false, true, words, 20),
  );
  return answer.ok ? decodeContacts(answer.value.data) : answer;
}

/**
 * The contact of exactly this name, archived ones included: Xero keeps the name taken by those.
 * @returns null when there is none
 */
export async function findContactByName(
  xero: XeroAccess,
  name: string,
): Promise<XeroResult<XeroContact | null>> {
  // A name with a quote is looked for by its longest part without one, and compared here.
  const where = isQuotable(name) ? `Name=="${name}"` : undefined;
  const words = where ? undefined : longestQuotable(name);
  const answer = await xero.call((api, tenantId) =>
    api.getContacts(tenantId, undefined, where, undefined, undefined, 1, true, true, words, 100),
  );
  if (!answer.ok) return answer;
  const contacts = decodeContacts(answer.value.data);
  if (!contacts.ok) return contacts;
  const same = contacts.value.filter((contact) => contact.name.toLowerCase() === name.toLowerCase());
  return succeeded(same.find((contact) => contact.active) ?? same[0] ?? null);
}

/**
 * The contact of this name, made if there is none. It is looked up first, and again when the answer to the creation is lost:
 * a name is unique in Xero, so this can be repeated without making two.
 */
export async function createContact(xero: XeroAccess, name: string): Promise<XeroResult<XeroContact>> {
  const found = await findContactByName(xero, name);
  if (!found.ok) return found;
  if (found.value) return usable(found.value);

  const answer = await xero.call((api, tenantId) =>
    api.createContacts(tenantId, { contacts: [{ name }] }, false, `contact-${crypto.randomUUID()}`),
  );
  if (answer.ok) {
    const { data } = contactsAnswer.safeParse(answer.value.data);
    const made = data?.Contacts[0];
    const refusals = made?.ValidationErrors?.map((error) => error.Message) ?? [];
    if (!made || refusals.length === 0) {
      return made
        ? succeeded({ contactId: made.ContactID, name: made.Name ?? name, active: true })
        : unreadable();
    }
    // Someone else may have made it in between; then it is there now.
    const again = await findContactByName(xero, name);
    return again.ok && again.value ? usable(again.value) : failed('refused', refusals.join(' · '));
  }
  if (answer.kind !== 'unreachable' && answer.kind !== 'server_error' && answer.kind !== 'refused')
    return answer;
  const again = await findContactByName(xero, name);
  return again.ok && again.value ? usable(again.value) : answer;
}

function usable(contact: XeroContact): XeroResult<XeroContact> {
  if (contact.active) return succeeded(contact);
  return failed(
    'refused',
    `The contact “${contact.name}” is archived in Xero. Restore it there, or choose another name.`,
  );
}
