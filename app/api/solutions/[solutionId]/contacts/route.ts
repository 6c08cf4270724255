import { contactSchema } from '@/lib/accounts/schemas';
import { database } from '@/lib/database';
import { Failure } from '@/lib/http/failure';
import { solutionReadRoute, solutionRoute } from '@/lib/http/json-route';
import { withXero } from '@/lib/xero/client';
import { createContact, searchContacts } from '@/lib/xero/contacts';
import type { XeroFailure } from '@/lib/xero/result';

const asFailure = ({ kind, message }: XeroFailure, field: string) =>
  kind === 'refused' ? new Failure(422, kind, message, field) : new Failure(502, kind, message);

/** Active contacts that hold the words of `?search=`, at most 20. */
export const GET = solutionReadRoute(async (member, request) => {
  const words = (new URL(request.url).searchParams.get('search') ?? '').trim().slice(0, 100);
  if (words === '') throw new Failure(422, 'invalid', 'Please enter what to search for.', 'search');
  const xero = await withXero(database(), member);
  const found = xero.ok ? await searchContacts(xero.value, words) : xero;
  if (!found.ok) throw asFailure(found, 'search');
  return { contacts: found.value };
});

/** The contact of exactly this name, made in Xero if there is none. */
export const POST = solutionRoute(contactSchema, async ({ name }, member) => {
  const xero = await withXero(database(), member);
  const contact = xero.ok ? await createContact(xero.value, name) : xero;
  if (!contact.ok) throw asFailure(contact, 'name');
  return { contact: contact.value };
});
