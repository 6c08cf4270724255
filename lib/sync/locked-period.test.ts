import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountPayment, cashMovement, line, mei, receipt } from '@/lib/accounting/case-records';
import { changeLateItems } from '@/lib/accounts/change-late-items';
import { readAfterConnecting } from '@/lib/connect/finish-consent';
import { readDryRun } from '@/lib/dry-run/read-dry-run';
import { control } from '../../scripts/lib/control.ts';
import type { StandIns } from '../../scripts/lib/stand-ins.ts';
import { setStandIns } from '../../scripts/test/connected-retailer.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { type LateShop, lateShop } from '../../scripts/test/late-shop.ts';
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

const apron = line('Linen apron', '11.00', '1.00');
const sale = (id: string) => receipt(id, '11.00', [apron], { GST: '1.00' }, { cash: '11.00' });
/** Every kind that a day may bring late; all of business day 2026-11-03. */
const records = (mark: string) => [
  sale(`${mark}1`),
  receipt(`${mark}2`, '11.00', [apron], { GST: '1.00' }, { account: '11.00' }, { customer: mei }),
  accountPayment(`${mark}3`, mei, ['cash', '11.00'], { [`${mark}2`]: '11.00' }),
  cashMovement(`${mark}4`, 'cash_out', '5.00'),
  cashMovement(`${mark}5`, 'floating_expense', '3.00', { reason: 'Parking' }),
];

const choose = async ({ shop }: LateShop, lateItems: 'hold' | 'first_open_day') => {
  const [p] = await database.db.execute<{ id: string }>(sql`select id from person limit 1`);
  return changeLateItems(database.db, { ...shop, personId: p!.id }, { lateItems });
};

/** Date and reference of what is in Xero of records whose ids begin with a mark: after a hyphen or a space, since short ids are random. */
const inXero = async (shop: LateShop, mark: string) =>
  (await shop.books())
    .filter((e) => new RegExp(`[- ]${mark}\\d`).test(`${e.number ?? ''} ${e.reference ?? ''}`))
    .map((e) => `${e.kind} ${e.date} ${e.reference?.replace(/^[A-Z0-9]{6}-[A-Z0-9]+-/, '')}`)
    .sort();

describe.each(['each_sale', 'summary_per_day'])('records of a locked period, %s', (way) => {
  test('are held until the retailer chooses otherwise, and then go on the first open day', async () => {
    const shop = await lateShop(database.db, standIns, way);
    await shop.lock('2026-11-10');
    await shop.forgetFacts();
    await shop.send(...records('ZL'));
    await shop.sync();
    const held = (await shop.held()).filter((h) => h.id.startsWith('ZL')).map((h) => h.code);
    expect(held).toEqual(Array(5).fill('locked_period'));

    await choose(shop, 'first_open_day');
    const dryRun = await readDryRun(database.db, shop.shop, {
      from: '2026-11-03',
      to: '2026-11-03',
      page: 1,
    });
    expect(dryRun.state === 'planned' && dryRun.preflight.map((row) => row.title)).toContainEqual(
      expect.stringMatching(/^\d+ documents are dated on the first open day$/),
    );
    await shop.sync();
    expect(await shop.open()).toEqual([]);
    const days = await database.db.execute<{ day: string; date: string }>(sql`
      select distinct business_day as day, document_date as date from document
      where solution_id = ${shop.shop.solutionId} and kind <> 'contact' and (number like '%-ZL%' or number like '%-SUM' and business_day = '2026-11-03')`);
    expect([...days]).toEqual([{ day: '2026-11-03', date: '2026-11-11' }]);
    expect(await inXero(shop, 'ZL')).toEqual(
      [
        'bankTransaction 2026-11-11 ZL5-1-2026-11-03-EXP',
        'bankTransfer 2026-11-11 ZL4-1-2026-11-03-OUT',
        'invoice 2026-11-11 Harbour ZL2, of 2026-11-03',
        'payment 2026-11-11 ZL3-1-2026-11-03-P1',
        ...(way === 'each_sale'
          ? ['invoice 2026-11-11 Harbour ZL1, of 2026-11-03', 'payment 2026-11-11 ZL1-1-P1']
          : []),
      ].sort(),
    );
    if (way !== 'each_sale') {
      const summary = (await shop.books()).find((e) => e.kind === 'invoice' && /-SUM\b/.test(e.number ?? ''));
      expect(summary).toMatchObject({
        date: '2026-11-11',
        reference: expect.stringMatching(/, of 2026-11-03$/),
      });
    }
  });

  test('go on the first open day too where the lock date moved and nobody knew: Xero refuses, and it is planned again', async () => {
    const shop = await lateShop(database.db, standIns, way);
    await choose(shop, 'first_open_day');
    await shop.sync();
    const before = (await shop.balances())['Cash in Transit'] ?? 0;
    await shop.lock('2026-11-10');
    await shop.send(...records('ZM'));
    await shop.sync();
    expect(await shop.open()).toEqual([]);
    expect(await inXero(shop, 'ZM')).toContain('bankTransfer 2026-11-11 ZM4-1-2026-11-03-OUT');
    expect((await shop.balances())['Cash in Transit']).toBe(before + 500);
  });
});

test('the lock date moved back, and the run that read so lost its solution: the next one looks again at what was held', async () => {
  const shop = await lateShop(database.db, standIns);
  const { solutionId, tenantId } = shop.shop;
  await shop.lock('2026-11-10');
  await shop.forgetFacts();
  await shop.send(sale('ZN1'));
  await shop.sync();
  expect((await shop.held()).map((h) => h.id)).toContain('ZN1');
  await shop.lock(null);
  await shop.forgetFacts();
  await shop.send({ ...sale('ZN2'), at: '2026-11-20T10:00:00+11:00' });
  await control(`${standIns.xeroUrl}/sandbox/faults`, {
    ...{ organisationId: tenantId, kind: 'delayBefore', ms: 2000, times: 1 },
    ...{ method: 'GET', path: '/TrackingCategories' },
  });
  const taxRatesRead = async () =>
    (
      await control<{ byEndpoint: Record<string, { status: Record<string, number> }> }>(
        `${standIns.xeroUrl}/sandbox/calls`,
      )
    ).byEndpoint['GET /TaxRates']?.status['200'] ?? 0;
  const before = await taxRatesRead();
  await database.db.execute(sql`update solution set due_at = now() where id = ${solutionId}`);
  const deadline = performance.now() + 60_000;
  const running = syncOne(database.db, { trigger: 'person', only: shop.shop, deadline });
  while ((await taxRatesRead()) === before) await new Promise((resolve) => setTimeout(resolve, 20));
  await database.db.execute(sql`update solution set lease_owner = 'another' where id = ${solutionId}`);
  expect(await running).toMatchObject({ outcome: 'lease_lost' });
  await database.db.execute(
    sql`update solution set lease_owner = null, lease_until = null where id = ${solutionId}`,
  );
  await shop.sync();
  expect(await shop.open()).toEqual([]);
});

test('the lock date moved back, and it was read when a person connected anew: what was held gets another look', async () => {
  const shop = await lateShop(database.db, standIns);
  await shop.lock('2026-11-10');
  await shop.forgetFacts();
  await shop.send(sale('ZN1'));
  await shop.sync();
  expect((await shop.held()).map((h) => h.id)).toContain('ZN1');
  await shop.lock(null);
  await readAfterConnecting(database.db, shop.shop);
  await shop.sync();
  expect(await shop.open()).toEqual([]);
});
