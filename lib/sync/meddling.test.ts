import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { withXero } from '@/lib/xero/client';
import { control } from '../../scripts/lib/control.ts';
import type { StandIns } from '../../scripts/lib/stand-ins.ts';
import { type Connected, connectedRetailer, setStandIns } from '../../scripts/test/connected-retailer.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { startTestStandIns } from '../../scripts/test/stand-ins.ts';
import { syncOne } from './conduct.ts';

/** People do things in Xero while we post: what they did is named, and everything else goes on. */

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let standIns: StandIns;

beforeAll(async () => {
  database = await createTestDatabase();
  standIns = await startTestStandIns();
  setStandIns(standIns, database.url, {
    ...{ firstLookUpAfterSeconds: 0, betweenLookUpsSeconds: 0, retrySeconds: 0 },
  });
});
afterEach(() => fetch(`${standIns.xeroUrl}/sandbox/faults`, { method: 'DELETE' }));
afterAll(async () => {
  await standIns?.stop();
  await database?.close();
});

const run = async (shop: Connected) => {
  await database.db.execute(sql`update solution set due_at = now() where id = ${shop.solutionId}`);
  return syncOne(database.db, { trigger: 'person', deadline: performance.now() + 60_000, only: shop });
};

async function toRest(shop: Connected) {
  for (let i = 0; i < 20; i++) {
    const told = await run(shop);
    if (told?.outcome === 'done' && told.posted === 0 && told.planned === 0) return;
  }
  throw new Error('it never came to rest');
}

const human = (shop: Connected, path: string, body: object = {}) =>
  control(`${standIns.xeroUrl}/sandbox/organisations/${shop.tenantId}/${path}`, body);
const fault = (shop: Connected, body: object) =>
  control(`${standIns.xeroUrl}/sandbox/faults`, { organisationId: shop.tenantId, ...body });

type Doc = { id: number; number: string; xeroId: string; totalMinor: number; paymentId: number };

/** A shop whose invoices are in Xero and whose payments wait, and one of its invoices that one payment pays whole. */
async function beforePayments(seed: number): Promise<{ shop: Connected; invoice: Doc }> {
  const shop = await connectedRetailer(database.db, standIns, { days: 1, seed });
  await fault(shop, { kind: 'rate429Minute', method: 'PUT', path: '/Payments', times: 1 });
  await run(shop);
  const [invoice] = await database.db.execute<Doc>(sql`
    select d.id, d.number, d.xero_id as "xeroId", d.total_minor as "totalMinor", p.id as "paymentId"
    from document d join document_dependency x on x.depends_on_id = d.id join document p on p.id = x.document_id
    where d.solution_id = ${shop.solutionId} and d.kind = 'invoice' and d.state = 'posted' and p.state = 'planned'
      and p.total_minor = d.total_minor order by d.id limit 1`);
  return { shop, invoice: invoice! };
}

/** What a person enters in Xero himself. */
async function payByHand(shop: Connected, invoiceID: string, amount: number) {
  const way = await withXero(database.db, shop);
  if (!way.ok) throw new Error(way.message);
  const paid = await way.value.call((api, tenantId) =>
    api.createPayments(tenantId, {
      payments: [{ invoice: { invoiceID }, account: { code: '091' }, date: '2026-11-22', amount }],
    }),
  );
  if (!paid.ok) throw new Error(paid.message);
}

async function stateOf(id: number) {
  const [row] = await database.db.execute<{ state: string; code: string | null; text: string | null }>(sql`
    select state, refusal_code as code, refusal_text as text from document where id = ${id}`);
  return row!;
}

/** Everything but these is posted. */
async function theRestIsPosted(shop: Connected, but: number[]) {
  const open = await database.db.execute<{ id: number }>(sql`
    select id from document where solution_id = ${shop.solutionId} and state <> 'posted' order by id`);
  expect(open.map((row) => row.id)).toEqual(but);
}

describe('what a person has done in Xero meanwhile is a named stop', () => {
  test('he has paid a part of the invoice: our payment would be too much', async () => {
    const { shop, invoice } = await beforePayments(21);
    await payByHand(shop, invoice.xeroId, 0.5);
    await toRest(shop);
    const payment = await stateOf(invoice.paymentId);
    expect(payment).toMatchObject({ state: 'stopped', code: 'paid_by_somebody' });
    expect(payment.text).toMatch(
      /^Xero said: Payment amount exceeds .* Somebody has paid it in Xero meanwhile/,
    );
    await theRestIsPosted(shop, [invoice.paymentId]);
  });

  test('he has paid all of it', async () => {
    const { shop, invoice } = await beforePayments(22);
    await payByHand(shop, invoice.xeroId, invoice.totalMinor / 100);
    await toRest(shop);
    expect(await stateOf(invoice.paymentId)).toMatchObject({ state: 'stopped', code: 'paid_by_somebody' });
    await theRestIsPosted(shop, [invoice.paymentId]);
  });

  test('he has voided it', async () => {
    const { shop, invoice } = await beforePayments(23);
    await human(shop, `invoices/${invoice.number}/void`);
    await toRest(shop);
    expect(await stateOf(invoice.paymentId)).toMatchObject({ state: 'stopped', code: 'closed_by_somebody' });
    await theRestIsPosted(shop, [invoice.paymentId]);
  });

  test('what stands in the way of a repeat may be its own first sending: it is looked up, and found', async () => {
    const { shop, invoice } = await beforePayments(24);
    await fault(shop, { kind: 'answerLost', method: 'PUT', path: '/Payments', times: 1 });
    await run(shop);
    await fault(shop, { kind: 'idempotencyForgotten', method: 'PUT', path: '/Payments', times: 1 });
    await toRest(shop);
    expect(await stateOf(invoice.paymentId)).toMatchObject({ state: 'posted', code: null });
    await theRestIsPosted(shop, []);
  });
});

describe('what he can mend in Xero is refused by name, and goes again when he has', () => {
  test('an archived account', async () => {
    const shop = await connectedRetailer(database.db, standIns, { days: 1, seed: 25 });
    await human(shop, 'accounts/200', { Status: 'ARCHIVED' });
    await run(shop);
    const [refused] = await database.db.execute<{ code: string; text: string }>(sql`
      select distinct refusal_code as code, refusal_text as text from document
      where solution_id = ${shop.solutionId} and state = 'refused' limit 1`);
    expect(refused).toMatchObject({ code: 'account_gone' });
    expect(refused!.text).toMatch(/Restore the account in Xero or choose another one/);
  });

  test('an archived contact', async () => {
    const shop = await connectedRetailer(database.db, standIns, { days: 1, seed: 26 });
    await human(shop, 'contacts/Walk-in customers', { ContactStatus: 'ARCHIVED' });
    await run(shop);
    const [refused] = await database.db.execute<{ code: string; text: string }>(sql`
      select refusal_code as code, refusal_text as text from document
      where solution_id = ${shop.solutionId} and state = 'refused' limit 1`);
    expect(refused).toMatchObject({ code: 'contact_archived' });
    expect(refused!.text).toMatch(/Restore the contact in Xero/);
  });
});
