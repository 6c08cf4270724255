import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openDatabase } from '@/db/client';
import { syncOne } from '@/lib/sync/conduct';
import { withXero } from '@/lib/xero/client';
import { sealTokens } from '@/lib/xero/tokens';
import { type RunningMailSandbox, startMailSandbox } from '../../sandbox/mail/server.ts';
import { control } from '../../scripts/lib/control.ts';
import type { StandIns } from '../../scripts/lib/stand-ins.ts';
import {
  type Connected,
  connectedRetailer,
  GRANTED_SCOPES,
  setStandIns,
} from '../../scripts/test/connected-retailer.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { startTestStandIns } from '../../scripts/test/stand-ins.ts';
import { tellStoppages } from './tell.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let standIns: StandIns;
let mailbox: RunningMailSandbox;
let shop: Connected;

const settings = (more: object = {}) => {
  process.env.SYNC_SETTINGS = JSON.stringify({ retrySeconds: 0, ...more });
};

beforeAll(async () => {
  database = await createTestDatabase();
  standIns = await startTestStandIns();
  mailbox = await startMailSandbox({ smtpPort: 0, httpPort: 0 });
  setStandIns(standIns, database.url);
  process.env.SMTP_URL = mailbox.smtpUrl;
  settings();
  shop = await connectedRetailer(database.db, standIns, { days: 2 });
  await database.db.execute(
    sql`insert into person (email, password_hash) values ('accountant@example.com', 'none')`,
  );
  await database.db.execute(sql`
    insert into membership (retailer_id, person_id) select ${shop.retailerId}, id from person
    where email in ('accountant@example.com', ${`${shop.business}@example.com`})`);
});
afterAll(async () => {
  await mailbox?.stop();
  await standIns?.stop();
  await database?.close();
});

const run = async () => {
  await database.db.execute(sql`update solution set due_at = now() where id = ${shop.solutionId}`);
  return syncOne(database.db, { trigger: 'cron', deadline: performance.now() + 60_000, only: shop });
};
type Mail = { to: string[]; subject: string; text: string; links: string[] };
const mails = async (): Promise<Mail[]> =>
  (await (await fetch(`${mailbox.url}/api/messages`)).json()) as Mail[];
const subjects = async () => (await mails()).map((m) => `${m.to[0]!.split('@')[0]}: ${m.subject}`).sort();
const empty = () => fetch(`${mailbox.url}/api/messages`, { method: 'DELETE' });

/** As several processes would: each with connections of its own. */
async function tellAtOnce(processes = 3) {
  const clients = Array.from({ length: processes }, () => openDatabase(database.url, { maxConnections: 2 }));
  await Promise.all(clients.map(({ db }) => tellStoppages(db)));
  await Promise.all(clients.map((client) => client.close()));
}

const claimsRunOut = () =>
  database.db.execute(sql`update stoppage_mail set claimed_until = now() where sent_at is null`);

/** As a person does in Xero; it is noticed with the next call, which is made here. */
async function disconnect() {
  await control(`${standIns.xeroUrl}/sandbox/organisations/${shop.tenantId}/disconnect`, {});
  const way = await withXero(database.db, shop);
  if (way.ok) await way.value.call((api, tenantId) => api.getOrganisations(tenantId));
}

/** A new consent to the same organisation. */
async function reconnect() {
  const [row] = await database.db.execute<{ id: string; clientId: string }>(sql`
    select c.id, a.client_id as "clientId" from xero_connection c join xero_app a on a.id = c.app_id
    where c.solution_id = ${shop.solutionId}`);
  const { access_token: accessToken, refresh_token: refreshToken } = await control<{
    access_token: string;
    refresh_token: string;
  }>(`${standIns.xeroUrl}/sandbox/tokens`, {
    ...{ clientId: row!.clientId, organisationIds: [shop.tenantId], scope: GRANTED_SCOPES },
  });
  await database.db.execute(sql`
    update xero_connection set state = 'live', tokens_cipher = ${sealTokens(row!.id, { accessToken, refreshToken })},
      access_expires_at = now() + interval '30 minutes' where id = ${row!.id}`);
}

test('posting stops, and goes on: each member gets one mail of each, whoever sends them', async () => {
  await disconnect();
  await run();
  await tellAtOnce();
  const stopped = [
    `accountant: Posting to Xero has stopped: ${shop.business}`,
    `${shop.business}: Posting to Xero has stopped: ${shop.business}`,
  ];
  expect(await subjects()).toEqual(stopped);
  const [mail] = await mails();
  expect(mail!.text).toMatch(/not connected|authorization/i);
  expect(mail!.links).toEqual([`http://localhost:3000/solutions/${shop.solutionId}/set-up`]);
  // It is still so: nobody hears of it again.
  for (let i = 0; i < 3; i++) await run();
  await tellAtOnce();
  expect(await subjects()).toEqual(stopped);

  await empty();
  await reconnect();
  expect(await run()).toMatchObject({ outcome: 'done', posted: expect.any(Number) });
  await tellAtOnce();
  await tellAtOnce();
  expect(await subjects()).toEqual(stopped.map((s) => s.replace('has stopped', 'goes on')));
});

test('a cause that comes and goes does not flood: it is told again after the quiet time, if it is still so', async () => {
  await empty();
  for (let i = 0; i < 3; i++) {
    await disconnect();
    await run();
    await tellStoppages(database.db);
    await reconnect();
    await run();
    await tellStoppages(database.db);
  }
  await disconnect();
  await run();
  await tellStoppages(database.db);
  expect(await subjects()).toEqual([]);
  settings({ mailQuietSeconds: 0 });
  await tellStoppages(database.db);
  expect(await subjects()).toHaveLength(2);
  await reconnect();
  await run();
  await tellStoppages(database.db);
  settings();
});

test('the mail server is down: posting goes on, and the mail comes later, once', async () => {
  await empty();
  settings({ mailQuietSeconds: 0 });
  const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const smtpPort = Number(new URL(mailbox.smtpUrl).port);
  const httpPort = Number(new URL(mailbox.url).port);
  await disconnect();
  await run();
  await mailbox.stop();
  await tellAtOnce();
  expect(await run()).toMatchObject({ outcome: 'attention' });
  mailbox = await startMailSandbox({ smtpPort, httpPort });
  await claimsRunOut();
  await tellAtOnce();
  await tellAtOnce();
  expect(await subjects()).toHaveLength(2);
  error.mockRestore();
  await reconnect();
  await run();
  await tellStoppages(database.db);
});

test('a process died with a mail in its hands: another one sends it when the claim has run out', async () => {
  await empty();
  settings({ mailQuietSeconds: 0 });
  await disconnect();
  await run();
  await tellStoppages(database.db);
  expect(await mails()).toHaveLength(2);
  // As if the one had died before it could write down that it had sent it.
  await database.db.execute(sql`
    update stoppage_mail set sent_at = null where stoppage_id = (select max(id) from stoppage) and person_id = (
      select id from person where email = 'accountant@example.com')`);
  await tellStoppages(database.db);
  expect(await mails()).toHaveLength(2);
  await claimsRunOut();
  await tellAtOnce();
  expect(await mails()).toHaveLength(3);
  await reconnect();
  await run();
  settings();
});

test('documents that Xero refuses are one cause, with the way to see them', async () => {
  await tellStoppages(database.db);
  await empty();
  await control(`${standIns.tillUrl}/sandbox/businesses/${shop.business}/days`, { days: 1 });
  const accounts = `${standIns.xeroUrl}/sandbox/organisations/${shop.tenantId}/accounts/200`;
  await control(accounts, { Status: 'ARCHIVED' });
  await run();
  await run();
  await tellAtOnce();
  expect(await subjects()).toEqual([
    `accountant: Xero refused documents: ${shop.business}`,
    `${shop.business}: Xero refused documents: ${shop.business}`,
  ]);
  expect((await mails())[0]!.links).toEqual([
    `http://localhost:3000/solutions/${shop.solutionId}/transactions?state=refused`,
  ]);
  await control(accounts, { Status: 'ACTIVE' });
});
