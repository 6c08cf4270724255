import { readdir, readFile } from 'node:fs/promises';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { xeroConnection, xeroOrganisation } from '../../db/schema/index.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { withXero } from './client.ts';
import { createContact, findContactByName, searchContacts } from './contacts.ts';
import { aLiveConnection } from './fixture/live.ts';
import { aConnection } from './fixture/retailer.ts';
import { startXero, type TestXero } from './fixture/sandbox.ts';
import { readOrganisation } from './read-organisation.ts';

let xero: TestXero;
let database: Awaited<ReturnType<typeof createTestDatabase>>;

beforeAll(async () => {
  xero = await startXero();
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.close();
  await xero.stop();
});

const connected = () => aLiveConnection(database.db, xero);

const calls = async () => (await xero.control<{ total: number }>('GET', 'calls')).total;

describe('the way into an organisation', () => {
  test('is named when there is none, and makes no call', async () => {
    const of = await aConnection(database.db);
    const before = await calls();
    await database.db
      .update(xeroConnection)
      .set({ state: 'reconnect' })
      .where(eq(xeroConnection.id, of.connectionId));
    expect(await withXero(database.db, of)).toMatchObject({ ok: false, kind: 'reconnect' });
    await database.db
      .update(xeroConnection)
      .set({ state: 'ended' })
      .where(eq(xeroConnection.id, of.connectionId));
    expect(await withXero(database.db, of)).toMatchObject({ ok: false, kind: 'not_connected' });
    expect(await withXero(database.db, { ...of, retailerId: crypto.randomUUID() })).toMatchObject({
      kind: 'not_connected',
    });
    expect(await calls()).toBe(before);
  });

  test('gives the answer as it came, and the limits', async () => {
    const { access } = await connected();
    const answer = await access.call((api, tenantId) => api.getOrganisations(tenantId));
    expect(answer).toMatchObject({
      ok: true,
      value: { status: 200, data: { Organisations: [{ Name: 'Harbour Lane' }] } },
    });
    expect(answer.ok && answer.value.headers).toMatchObject({
      'x-minlimit-remaining': expect.stringMatching(/^\d+$/),
    });
  });

  test('a call whose token ran out at Xero is made again with a new one, once', async () => {
    const { access, connectionId } = await connected();
    await xero.control('POST', 'clock', { advanceMs: 31 * 60_000 });
    expect(await access.call((api, tenantId) => api.getAccounts(tenantId))).toMatchObject({ ok: true });
    const [row] = await database.db.select().from(xeroConnection).where(eq(xeroConnection.id, connectionId));
    expect(row?.tokenVersion).toBe(2);
  });

  test('a token is not asked for at every call, and a newer one is used when Xero refuses it', async () => {
    const { access, connectionId } = await connected();
    const ask = () => access.call((api, tenantId) => api.getAccounts(tenantId));
    expect(await ask()).toMatchObject({ ok: true });
    const ofConnection = eq(xeroConnection.id, connectionId);
    const [before] = await database.db.select().from(xeroConnection).where(ofConnection);
    await database.db.update(xeroConnection).set({ tokensCipher: 'not to be read' }).where(ofConnection);
    expect(await ask()).toMatchObject({ ok: true });
    await database.db.update(xeroConnection).set({ tokensCipher: before!.tokensCipher }).where(ofConnection);
    await xero.control('POST', 'clock', { advanceMs: 31 * 60_000 });
    expect(await ask()).toMatchObject({ ok: true });
    const [after] = await database.db.select().from(xeroConnection).where(ofConnection);
    expect(after?.tokenVersion).toBe(2);
  });

  test('tokens that Xero revoked end in reconnect', async () => {
    const { access } = await connected();
    await xero.control('POST', 'faults', { kind: 'tokensRevoked', path: '/Accounts' });
    expect(await access.call((api, tenantId) => api.getAccounts(tenantId))).toMatchObject({
      ok: false,
      kind: 'reconnect',
    });
  });

  test('no answer in time is unreachable', async () => {
    const { access } = await connected();
    // Whoever waited for it would get it.
    await xero.control('POST', 'faults', { kind: 'delayBefore', ms: 2000, path: '/Accounts' });
    const result = await access.call((api, tenantId) => api.getAccounts(tenantId), { timeoutMs: 200 });
    expect(result).toMatchObject({ ok: false, kind: 'unreachable', status: 0 });
  });

  test('the exact bytes that were noted down are what is sent', async () => {
    const { access } = await connected();
    const body = Buffer.from('{"Contacts":[{"Name":"From the bytes"}]}');
    const answer = await access.call(
      (api, tenantId) => api.createContacts(tenantId, { contacts: [] }, false),
      { body },
    );
    expect(answer).toMatchObject({ ok: true, value: { data: { Contacts: [{ Name: 'From the bytes' }] } } });
  });

  test('nothing of xero-node is loaded before the first call', async () => {
    const files = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('.ts'));
    for (const file of files.filter((name) => !name.endsWith('.test.ts'))) {
      const source = await readFile(`${import.meta.dirname}/${file}`, 'utf8');
      expect(source, file).not.toMatch(/^import (?!type )[^;]*'xero-node/m);
    }
  });
});

describe('reading the organisation', () => {
  test('keeps the whole chart, rates as decimals', async () => {
    const { access, organisationId } = await connected();
    expect((await readOrganisation(database.db, access)).ok).toBe(true);
    const [row] = await database.db
      .select()
      .from(xeroOrganisation)
      .where(eq(xeroOrganisation.id, organisationId));
    expect(row).toMatchObject({ name: 'Harbour Lane', baseCurrency: 'AUD', countryCode: 'AU' });
    expect(row?.shortCode).toMatch(/^!/);
    expect(row?.chartAt).not.toBeNull();
  });

  test('keeps what it had when one of the calls fails', async () => {
    const { access, organisationId } = await connected();
    await xero.control('POST', 'faults', { kind: 'error500Before', path: '/TrackingCategories' });
    expect(await readOrganisation(database.db, access)).toMatchObject({ ok: false, kind: 'server_error' });
    const [row] = await database.db
      .select()
      .from(xeroOrganisation)
      .where(eq(xeroOrganisation.id, organisationId));
    expect(row).toMatchObject({ name: 'Harbour Lane Stores', chart: null });
  });
});

describe('a contact', () => {
  test('is found by its exact name, in whatever case, or by words', async () => {
    const { access } = await connected();
    const made = await createContact(access, 'Walk-in customer');
    expect(made).toMatchObject({ ok: true, value: { name: 'Walk-in customer', active: true } });
    expect(await findContactByName(access, 'Walk-in customer')).toEqual(made);
    expect(await findContactByName(access, 'Walk-in')).toEqual({ ok: true, value: null });
    const found = await searchContacts(access, 'walk');
    expect(found.ok && found.value.map((contact) => contact.name)).toContain('Walk-in customer');
  });

  test('is made once, even when asked for twice or when the answer is lost', async () => {
    const { access } = await connected();
    await xero.control('POST', 'faults', { kind: 'answerLost', method: 'PUT', path: '/Contacts' });
    const first = await createContact(access, 'Joe "the till" O’Neill');
    expect(first).toMatchObject({ ok: true });
    expect(await createContact(access, 'Joe "the till" O’Neill')).toEqual(first);
  });

  test('that is archived is refused by name', async () => {
    const { access, tenantId } = await connected();
    const made = await createContact(access, 'Old customer');
    const contactId = made.ok ? made.value.contactId : '';
    await xero.control('POST', `organisations/${tenantId}/contacts/${contactId}`, {
      ContactStatus: 'ARCHIVED',
    });
    expect(await createContact(access, 'Old customer')).toMatchObject({
      ok: false,
      kind: 'refused',
      message: expect.stringContaining('archived'),
    });
    const found = await searchContacts(access, 'Old');
    expect(found.ok && found.value).toEqual([]);
  });
});
