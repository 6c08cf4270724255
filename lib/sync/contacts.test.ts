import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { line, mei, receipt } from '@/lib/accounting/case-records';
import { withXero } from '@/lib/xero/client';
import { control } from '../../scripts/lib/control.ts';
import type { StandIns } from '../../scripts/lib/stand-ins.ts';
import { connectedRetailer, setStandIns } from '../../scripts/test/connected-retailer.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { startTestStandIns } from '../../scripts/test/stand-ins.ts';
import { syncOne } from './conduct.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let standIns: StandIns;

beforeAll(async () => {
  database = await createTestDatabase();
  standIns = await startTestStandIns();
  setStandIns(standIns, database.url, { retrySeconds: 0 });
});
afterAll(async () => {
  await standIns?.stop();
  await database?.close();
});

test('a customer who is in Xero already is matched and left as he is; one who is not is created, once', async () => {
  const { db } = database;
  const shop = await connectedRetailer(db, standIns, { days: 1, size: 0, until: '2026-11-01' });
  const way = await withXero(db, shop);
  if (!way.ok) throw new Error(way.message);
  const xero = way.value;
  const contacts = async () => {
    const answer = await xero.call((api, tenant) => api.getContacts(tenant));
    if (!answer.ok) throw new Error(answer.message);
    return answer.value.body.contacts ?? [];
  };
  // Typed by the bookkeeper, in his own spelling and with what only he knows.
  const his = {
    name: mei.name.toUpperCase(),
    emailAddress: 'accounts@example.com',
    contactNumber: 'DEBTOR-7',
  };
  const made = await xero.call((api, tenant) => api.createContacts(tenant, { contacts: [his] }, false));
  if (!made.ok) throw new Error(made.message);
  const { contactID } = made.value.body.contacts![0]!;

  const [place] = await db.execute<{ outlet: string; register: string }>(sql`
    select o.till_id as outlet, r.till_id as register from register r join outlet o on o.id = r.outlet_id
    where r.solution_id = ${shop.solutionId} order by r.id limit 1`);
  const sale = (id: string, customer: typeof mei) => {
    const more = { customer, at: '2026-11-01T10:00:00+11:00' };
    return receipt(id, '11.00', [line('Mug', '11.00', '1.00')], { GST: '1.00' }, { card: '11.00' }, more);
  };
  const joe = { ...mei, id: 'C-JOE', name: 'Joe Nobody Knows', email: 'joe@example.com' };
  await control(`${standIns.tillUrl}/sandbox/businesses/${shop.business}/records`, {
    records: [sale('K1', mei), sale('K2', joe), sale('K3', joe)].map((r) => ({ ...r, ...place })),
  });
  for (let i = 0; i < 3; i++) {
    await db.execute(sql`update solution set due_at = now() where id = ${shop.solutionId}`);
    await syncOne(db, { trigger: 'person', deadline: performance.now() + 60_000, only: shop });
  }

  const all = await contacts();
  const named = (name: string) => all.filter((c) => c.name?.toLowerCase() === name.toLowerCase());
  expect(named(mei.name)).toMatchObject([{ contactID, ...his }]);
  expect(named(joe.name)).toMatchObject([{ emailAddress: 'joe@example.com' }]);
  const invoices = await xero.call((api, tenant) => api.getInvoices(tenant));
  if (!invoices.ok) throw new Error(invoices.message);
  const billed = (id: string) =>
    invoices.value.body.invoices
      ?.filter((i) => i.reference?.endsWith(` ${id}`))
      .map((i) => i.contact?.contactID);
  expect(billed('K1')).toEqual([contactID]);
  expect(billed('K2')).toEqual([named(joe.name)[0]!.contactID]);
  expect(billed('K3')).toEqual([named(joe.name)[0]!.contactID]);
});
