/** Organisations and their books: founding, looking, and what people do by hand. */
import { accountInput, plannedAccount } from '../api/accounts.ts';
import type { Side } from '../api/document-kinds.ts';
import { accountWire, contactWire, shownStatus } from '../api/wire.ts';
import { parseDay } from '../base/dates.ts';
import { formatMinor } from '../base/decimal.ts';
import { newId } from '../base/ids.ts';
import { Raw } from '../base/json.ts';
import type { Books } from '../books/books.ts';
import { checkBooks } from '../books/check.ts';
import type { Founding } from '../books/found.ts';
import { regimes } from '../books/found.ts';
import { ACCOUNT_TYPES, type Account, type Contact, type Doc } from '../books/types.ts';
import { DEMO_USER } from '../web/sign-in.ts';
import type { World } from '../world.ts';
import { dump } from './dump.ts';
import {
  approveDocument,
  editDocument,
  reconcile,
  removeBankTransaction,
  removeBankTransfer,
  removeCreditAllocation,
  removePayment,
  voidDocument,
} from './human.ts';
import { bodyOf, type ControlCall, ControlError, missing, text, texts } from './request.ts';
import { totalsOf } from './totals.ts';
import { changeTracking } from './tracking.ts';

export function bookCalls(world: World, call: ControlCall): unknown {
  const [first, org, what, key, act] = call.parts;
  if (first !== 'organisations') return null;
  if (org === undefined) {
    if (call.method === 'GET') return listOrganisations(world, call.query.get('user'));
    if (call.method !== 'POST') return null;
    call.status = 201;
    return organisationJson(foundOrganisation(world, bodyOf(call)));
  }
  const books = world.store.find(org);
  if (!books) throw missing('organisation');
  if (call.method === 'GET') return look(books, what ?? '', call.query);
  if (call.method !== 'POST') return null;
  const now = world.clock.now();
  const body = bodyOf(call);
  switch (what) {
    case 'accounts':
      if (key === undefined) call.status = 201;
      return changeAccount(books, key ?? null, body, now);
    case 'contacts':
      return changeContact(books, key ?? '', body, now);
    case 'tracking':
      if (key === undefined) call.status = 201;
      return changeTracking(books, key, act, body);
    case 'lock-dates':
      return setLockDates(books, body);
    case 'disconnect':
      return disconnect(world, books, text(body, 'clientId'));
    default:
      return key === undefined || act === undefined ? null : byHand(books, what ?? '', key, act, body, now);
  }
}

function listOrganisations(world: World, user: string | null): unknown {
  if (user !== null) world.register.user(user);
  const all = user === null ? [...world.store.books.values()] : world.store.ofUser(user.trim().toLowerCase());
  return { organisations: all.map(organisationJson) };
}

function organisationJson(books: Books): Record<string, unknown> {
  const { id, name, shortCode, country, currency, users } = books.organisation;
  return { organisationId: id, name, shortCode, country, currency, users, documents: books.documents.size };
}

function foundOrganisation(world: World, body: Record<string, unknown>): Books {
  const country = (text(body, 'country') ?? 'AU').toUpperCase();
  if (!regimes[country])
    throw new ControlError(400, `country must be one of ${Object.keys(regimes).join(', ')}`);
  const chart = text(body, 'chart') ?? 'retail';
  if (!['retail', 'new', 'empty'].includes(chart))
    throw new ControlError(400, 'chart must be retail, new or empty');
  const users = (texts(body, 'users') ?? [DEMO_USER.email]).map((email) => world.register.user(email).email);
  return world.store.found({
    id: newId(),
    name: text(body, 'name') ?? `Test Stores ${world.store.books.size + 1}`,
    country,
    currency: text(body, 'currency') ?? undefined,
    chart: chart as Founding['chart'],
    users,
    paysTax: body.paysTax !== false,
    periodLockDate: day(body, 'periodLockDate') ?? null,
    endOfYearLockDate: day(body, 'endOfYearLockDate') ?? null,
    class: text(body, 'class') ?? undefined,
    nowMs: world.clock.now(),
  });
}

/** A day, null to clear it, undefined if it is not spoken of. */
function day(body: Record<string, unknown>, name: string): string | null | undefined {
  if (!(name in body)) return undefined;
  const value = text(body, name);
  if (value === null) return null;
  const parsed = parseDay(value);
  if (parsed === null) throw new ControlError(400, `"${name}" must be a day like 2026-11-23`);
  return parsed;
}

function look(books: Books, what: string, query: URLSearchParams): unknown {
  switch (what) {
    case '':
      return organisationJson(books);
    case 'books':
      return totalsOf(books);
    case 'trial-balance':
      return trialBalance(books, dayOf(query.get('date')));
    case 'check': {
      const problems = checkBooks(books);
      return { balanced: problems.length === 0, problems };
    }
    case 'dump':
      return { stream: dump(books) };
    default:
      return null;
  }
}

function dayOf(value: string | null): string | null {
  if (value === null || value === '') return null;
  const parsed = parseDay(value);
  if (parsed === null) throw new ControlError(400, 'date must be a day like 2026-11-23');
  return parsed;
}

function trialBalance(books: Books, date: string | null): unknown {
  let sum = 0;
  const accounts = books.accounts.all().map((account) => {
    const { debit, credit } = books.ledger.movement(account.id, null, date);
    const minor = debit - credit;
    sum += minor;
    return {
      accountId: account.id,
      code: account.code,
      name: account.name,
      type: account.type,
      class: ACCOUNT_TYPES[account.type],
      balance: formatMinor(minor),
      balanceMinor: minor,
    };
  });
  return { date, accounts, sum: formatMinor(sum), sumMinor: sum };
}

function findAccount(books: Books, key: string): Account | undefined {
  const lower = key.toLowerCase();
  return (
    books.accounts.get(lower) ?? books.accounts.first('code', lower) ?? books.accounts.first('name', lower)
  );
}

function changeAccount(
  books: Books,
  key: string | null,
  body: Record<string, unknown>,
  now: number,
): unknown {
  const old = key === null ? null : (findAccount(books, key) ?? null);
  if (key !== null && !old) throw missing('account');
  const { account, errors } = plannedAccount(books, accountInput(body), old, now);
  if (errors.length > 0) throw new ControlError(400, errors.join(' '));
  books.put('account', account);
  return plain(accountWire(account));
}

function changeContact(books: Books, key: string, body: Record<string, unknown>, now: number): unknown {
  const lower = key.toLowerCase();
  const contact = books.contacts.get(lower) ?? books.contacts.first('name', lower);
  if (!contact) throw missing('contact');
  const status = text(body, 'ContactStatus') ?? contact.status;
  if (status !== 'ACTIVE' && status !== 'ARCHIVED')
    throw new ControlError(400, 'ContactStatus: ACTIVE or ARCHIVED');
  const changed: Contact = { ...contact, status, name: text(body, 'Name') ?? contact.name, updatedMs: now };
  books.put('contact', changed);
  return plain(contactWire(changed));
}

/** Wire values as plain JSON. */
function plain(value: Record<string, unknown>): Record<string, unknown> {
  const json: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value))
    json[name] = item instanceof Raw ? JSON.parse(item.text) : item;
  return json;
}

function setLockDates(books: Books, body: Record<string, unknown>): unknown {
  const period = day(body, 'periodLockDate');
  const year = day(body, 'endOfYearLockDate');
  books.putOrganisation({
    ...books.organisation,
    ...(period === undefined ? {} : { periodLockDate: period }),
    ...(year === undefined ? {} : { endOfYearLockDate: year }),
  });
  const { periodLockDate, endOfYearLockDate } = books.organisation;
  return { periodLockDate, endOfYearLockDate };
}

function disconnect(world: World, books: Books, clientId: string | null): unknown {
  const connections = world.register.connectionsWhere(
    (c) => c.organisationId === books.organisation.id && (clientId === null || c.clientId === clientId),
  );
  for (const connection of connections) world.register.disconnect(connection);
  return { disconnected: connections.length };
}

const SIDES: Record<string, Side> = { invoices: 'invoice', 'credit-notes': 'creditNote' };

function byHand(
  books: Books,
  what: string,
  key: string,
  act: string,
  body: Record<string, unknown>,
  now: number,
): unknown {
  const side = SIDES[what];
  if (side !== undefined) {
    if (act === 'void') return documentJson(voidDocument(books, side, key, now));
    if (act === 'approve') return documentJson(approveDocument(books, side, key, now));
    if (act !== 'edit') return null;
    const change = {
      reference: text(body, 'reference') ?? undefined,
      lineUnitAmounts: texts(body, 'lineUnitAmounts') ?? undefined,
    };
    return documentJson(editDocument(books, side, key, change, now));
  }
  if (act === 'reconcile') {
    reconcile(books, what, key, now);
    return { id: key, reconciled: true };
  }
  if (act !== 'delete') return null;
  switch (what) {
    case 'allocations':
      removeCreditAllocation(books, key, now);
      return { id: key, deleted: true };
    case 'payments': {
      const payment = removePayment(books, key, now);
      return { paymentId: payment.id, status: payment.status };
    }
    case 'bank-transactions': {
      const row = removeBankTransaction(books, key, now);
      return { id: row.id, status: row.status };
    }
    case 'bank-transfers': {
      const row = removeBankTransfer(books, key, now);
      return { id: row.id, status: row.status };
    }
    default:
      return null;
  }
}

const documentJson = (doc: Doc): Record<string, unknown> => ({
  id: doc.id,
  status: shownStatus(doc),
  total: formatMinor(doc.totalMinor),
});
