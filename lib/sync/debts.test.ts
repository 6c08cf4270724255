import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountPayment, type CaseRecord, line, mei, receipt } from '@/lib/accounting/case-records';
import { control } from '../../scripts/lib/control.ts';
import type { StandIns } from '../../scripts/lib/stand-ins.ts';
import { type Connected, connectedRetailer, setStandIns } from '../../scripts/test/connected-retailer.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { startTestStandIns } from '../../scripts/test/stand-ins.ts';
import { syncOne } from './conduct.ts';

/** Payments of debts of which we do not know enough: they are held with a sentence, never refused by Xero, and never half posted. */

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

/** A shop that posts from 3 November on; the till's own trade was before. */
async function shopOf(): Promise<Connected> {
  const shop = await connectedRetailer(database.db, standIns, { days: 1, size: 0, until: '2026-11-01' });
  await database.db.execute(sql`update solution set start_date = '2026-11-03' where id = ${shop.solutionId}`);
  return shop;
}

async function bring(shop: Connected, records: readonly CaseRecord[]) {
  const [place] = await database.db.execute<{ outlet: string; register: string }>(sql`
    select o.till_id as outlet, r.till_id as register from register r join outlet o on o.id = r.outlet_id
    where r.solution_id = ${shop.solutionId} order by r.id limit 1`);
  const applied = (r: CaseRecord) =>
    'applies_to' in r
      ? { applies_to: (r.applies_to as object[]).map((of) => ({ ...of, outlet: place!.outlet })) }
      : {};
  await control(`${standIns.tillUrl}/sandbox/businesses/${shop.business}/records`, {
    records: records.map((r) => ({ ...r, ...place, ...applied(r) })),
  });
  for (let i = 0; i < 4; i++) {
    await database.db.execute(sql`update solution set due_at = now() where id = ${shop.solutionId}`);
    await syncOne(database.db, { trigger: 'person', deadline: performance.now() + 60_000, only: shop });
  }
}

const owed = (id: string, total: string, at: string) =>
  receipt(
    id,
    total,
    [line('Table', total, '0.00', { tax: { code: 'FREE', amount: '0.00' } })],
    { FREE: '0.00' },
    { account: total },
    { customer: mei, at },
  );

const held = async (shop: Connected) => [
  ...(await database.db.execute<{ id: string; code: string; text: string }>(sql`
    select record_id as id, refusal_code as code, refusal_text as text from till_transaction
    where solution_id = ${shop.solutionId} and state = 'held' and record_id like 'A%' order by record_id`)),
];

const payments = async (shop: Connected) => [
  ...(await database.db.execute<{ amount: number; state: string }>(sql`
    select total_minor as amount, state from document where solution_id = ${shop.solutionId} and kind = 'payment' order by id`)),
];

describe('a payment of more than the customer owes', () => {
  test('is held whole and says by how much; with his next sale it goes by itself', async () => {
    const shop = await shopOf();
    await bring(shop, [
      owed('R1', '80.00', '2026-11-03T10:00:00+11:00'),
      accountPayment('A1', mei, ['card', '100.00'], { R1: '100.00' }),
    ]);
    expect(await held(shop)).toMatchObject([
      { code: 'payment_exceeds_debt', text: expect.stringContaining('20.00 more than the customer owes') },
    ]);
    expect(await payments(shop)).toEqual([]);

    await bring(shop, [owed('R2', '50.00', '2026-11-03T14:00:00+11:00')]);
    expect(await held(shop)).toEqual([]);
    expect(await payments(shop)).toEqual([
      { amount: 8000, state: 'posted' },
      { amount: 2000, state: 'posted' },
    ]);
  });
});

describe('a debt that is older than the start date', () => {
  test('is not ours: its payment is held, whether it names the receipt or not', async () => {
    const shop = await shopOf();
    await bring(shop, [
      owed('R0', '80.00', '2026-11-02T10:00:00+11:00'),
      accountPayment('A1', mei, ['card', '30.00'], { R0: '30.00' }),
      accountPayment('A2', mei, ['card', '50.00'], {}),
    ]);
    expect(await held(shop)).toMatchObject([
      { id: 'A1', code: 'paid_receipt_unknown', text: expect.stringContaining('It pays receipt R0') },
      {
        id: 'A2',
        code: 'payment_exceeds_debt',
        text: expect.stringContaining('choose the invoice in Xero that it pays'),
      },
    ]);
    expect(await payments(shop)).toEqual([]);
  });
});
