import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { portalTotals } from '@/db/queries/totals';
import { compare, type TillTotals } from '../../scripts/demo/compare.ts';
import { control } from '../../scripts/lib/control.ts';
import type { StandIns } from '../../scripts/lib/stand-ins.ts';
import { booksOf } from '../../scripts/lib/xero-books.ts';
import { type Connected, connectedRetailer, setStandIns } from '../../scripts/test/connected-retailer.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { startTestStandIns } from '../../scripts/test/stand-ins.ts';
import { syncOne } from './conduct.ts';
import { syncWhatIsDue } from './cron.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let standIns: StandIns;

const waits = { firstLookUpAfterSeconds: 0, betweenLookUpsSeconds: 0, retrySeconds: 10, batchSize: 6 };

beforeAll(async () => {
  database = await createTestDatabase();
  standIns = await startTestStandIns();
  setStandIns(standIns, database.url, waits);
});
afterAll(async () => {
  await standIns?.stop();
  await database?.close();
});

const fault = (shop: Connected, body: object) =>
  control(`${standIns.xeroUrl}/sandbox/faults`, { organisationId: shop.tenantId, ...body });

async function run(shop: Connected) {
  await database.db.execute(sql`update solution set due_at = now() where id = ${shop.solutionId}`);
  return syncOne(database.db, { trigger: 'cron', deadline: performance.now() + 60_000, only: shop });
}

async function toRest(shop: Connected) {
  for (let i = 0; i < 20; i++) {
    const summary = await run(shop);
    if (summary?.outcome === 'done' && summary.posted === 0 && summary.planned === 0) return;
  }
  throw new Error('it never came to rest');
}

async function problemsOf(shop: Connected): Promise<string[]> {
  const response = await fetch(`${standIns.tillUrl}/${shop.business}/api/v1/totals`, {
    headers: { authorization: `Bearer ${shop.apiKey}` },
  });
  const till = (await response.json()) as TillTotals;
  const xero = await booksOf(standIns.xeroUrl, shop.tenantId);
  return compare(till, xero, await portalTotals(database.db, shop)).problems;
}

const rows = async <T extends Record<string, unknown>>(query: ReturnType<typeof sql>) =>
  Array.from(await database.db.execute<T>(query)) as unknown as T[];

describe('several batches under way at once', () => {
  test('what depends on others leaves after their outcome, and all is there once', async () => {
    const shop = await connectedRetailer(database.db, standIns, { days: 3, seed: 31 });
    await fault(shop, { kind: 'delayBefore', ms: 150, times: 0, method: 'PUT' });
    // The first of them take long enough that a slow machine starts the others meanwhile.
    await fault(shop, { kind: 'delayBefore', ms: 2000, times: 4, method: 'PUT', path: '/Invoices' });
    await toRest(shop);
    expect(await problemsOf(shop)).toEqual([]);
    const [most] = await rows<{ n: number }>(sql`
      select max(n)::int as n from (
        select count(*) as n from send_batch a join send_batch b on b.solution_id = a.solution_id
          and b.started_at <= a.started_at and b.ended_at > a.started_at
        where a.solution_id = ${shop.solutionId} group by a.id) x`);
    // Four calls, and beside them those of which the outcome is being recorded.
    expect(most!.n).toBeGreaterThanOrEqual(4);
    expect(most!.n).toBeLessThanOrEqual(8);
    const early = await rows(sql`
      select d.key from document_dependency dd
      join document d on d.id = dd.document_id join send_batch b on b.id = d.batch_id
      join document o on o.id = dd.depends_on_id left join send_batch ob on ob.id = o.batch_id
      where d.solution_id = ${shop.solutionId} and (o.posted_at > b.started_at or ob.ended_at > b.started_at)`);
    expect(early).toEqual([]);
  });

  test('a batch that is not full waits for those under way, which may fill it', async () => {
    const shop = await connectedRetailer(database.db, standIns, { days: 2, seed: 32 });
    await fault(shop, { kind: 'delayBefore', ms: 300, times: 0, method: 'PUT' });
    await toRest(shop);
    const beside = await rows(sql`
      select a.kind, cardinality(a.document_ids) as size from send_batch a join send_batch b on b.solution_id = a.solution_id and b.id < a.id
        and b.ended_at > a.started_at
      where a.solution_id = ${shop.solutionId} and cardinality(a.document_ids) < ${waits.batchSize} and a.kind <> 'allocation'`);
    expect(beside).toEqual([]);
  });

  test('when one fails the others are heard out, and the run ends', async () => {
    const shop = await connectedRetailer(database.db, standIns, { days: 3, seed: 33 });
    // All four are under way when the second fails, and the others are still under way then.
    const invoices = { method: 'PUT', path: '/Invoices' };
    await fault(shop, { kind: 'delayAfter', ms: 3000, times: 4, ...invoices });
    await fault(shop, { kind: 'delayBefore', ms: 1500, times: 1, skip: 1, ...invoices });
    await fault(shop, { kind: 'error500Before', times: 1, skip: 1, ...invoices });
    expect(await run(shop)).toMatchObject({ outcome: 'failed' });
    const states = await rows(sql`
      select outcome, count(*)::int > 1 as several from send_batch
      where solution_id = ${shop.solutionId} and kind = 'invoice' group by outcome order by outcome`);
    expect(states).toEqual([
      { outcome: 'answered', several: true },
      { outcome: 'server_error', several: false },
    ]);
    expect(
      await rows(sql`select id from document where solution_id = ${shop.solutionId} and state = 'sending'`),
    ).toEqual([]);
    await toRest(shop);
    expect(await problemsOf(shop)).toEqual([]);
  });
});

test('what breaks on our side before a call gives back the call that was taken for it', async () => {
  const shop = await connectedRetailer(database.db, standIns, { days: 1, seed: 37 });
  await fault(shop, { kind: 'rate429Minute', times: 1, method: 'PUT' });
  await run(shop);
  await database.db.execute(sql`update xero_call_budget set blocked_until = null`);
  // Of those that were turned away: the others may have gone beside them. What was once on its way is frozen for everybody else.
  await database.db.transaction(async (dbTx) => {
    await dbTx.execute(sql`set local session_replication_role = replica`);
    await dbTx.execute(sql`
      update document set content = content - 'lines'
      where solution_id = ${shop.solutionId} and kind = 'invoice' and state = 'planned'`);
  });
  const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  expect(await run(shop)).toMatchObject({ outcome: 'failed' });
  error.mockRestore();
  const [budget] = await rows(
    sql`select under_way as "underWay" from xero_call_budget where retailer_id = ${shop.retailerId}`,
  );
  expect(budget).toEqual({ underWay: {} });
});

test('one that fails again and again is tried more and more seldom', async () => {
  const shop = await connectedRetailer(database.db, standIns, { days: 1, seed: 34 });
  await fault(shop, { kind: 'error503', times: 0, method: 'PUT' });
  const pauses: number[] = [];
  for (let i = 0; i < 4; i++) {
    expect(await run(shop)).toMatchObject({ outcome: 'failed' });
    await database.db.execute(
      sql`update document set not_before = null, state = 'planned' where solution_id = ${shop.solutionId} and state = 'unsure'`,
    );
    const [due] = await rows<{ seconds: number }>(
      sql`select extract(epoch from due_at - last_sync_at)::float8 as seconds from solution where id = ${shop.solutionId}`,
    );
    pauses.push(due!.seconds);
  }
  pauses.forEach((seconds, i) => {
    expect(seconds).toBeGreaterThanOrEqual(5 * 2 ** i);
    expect(seconds).toBeLessThanOrEqual(10 * 2 ** i);
  });
});

test("when the day's calls are spent the run says so, a share is left, and posting goes on when there are more", async () => {
  // No day of Xero's turns meanwhile: what connecting took of it would be given back, and more calls be left than are looked for.
  const clock = (frozen: boolean) => control(`${standIns.xeroUrl}/sandbox/clock`, { frozen });
  await clock(true);
  const shop = await connectedRetailer(database.db, standIns, { days: 2, seed: 35 });
  const limits = (core: number) =>
    control(`${standIns.xeroUrl}/sandbox/settings`, { limitsOn: true, dayLimits: { core } });
  const attention = async () =>
    (
      await rows<{ code: string | null }>(
        sql`select attention_code as code from solution where id = ${shop.solutionId}`,
      )
    )[0]?.code;
  const before = process.env.XERO_SETTINGS;
  process.env.XERO_SETTINGS = '{}';
  await limits(60);
  // What the answers told while there were more.
  await database.db.execute(sql`delete from xero_call_budget where retailer_id = ${shop.retailerId}`);
  const spent = await run(shop);
  expect(spent).toMatchObject({ outcome: 'wait', message: expect.stringContaining("The day's calls") });
  expect(await attention()).toBe('day_budget');
  const calls = spent!.calls;
  expect(calls).toBeGreaterThan(0);
  expect(calls).toBeLessThanOrEqual(10);
  expect(await run(shop)).toMatchObject({ outcome: 'wait', posted: 0 });
  const [budget] = await rows<{ left: number }>(
    sql`select day_remaining as left from xero_call_budget where retailer_id = ${shop.retailerId}`,
  );
  expect(budget?.left).toBeGreaterThanOrEqual(50 - 3);

  await limits(1_000_000);
  process.env.XERO_SETTINGS = JSON.stringify({ dayAskSeconds: 0 });
  try {
    await toRest(shop);
  } finally {
    process.env.XERO_SETTINGS = before;
  }
  await clock(false);
  expect(await attention()).toBeNull();
  expect(await problemsOf(shop)).toEqual([]);
});

test('a call of the cron stays for what waits for the next minute of Xero, and for nothing else', async () => {
  const shop = await connectedRetailer(database.db, standIns, { days: 1, seed: 36 });
  await database.db.execute(sql`update solution set due_at = now() + interval '1 hour'`);
  const lastRunWas = (outcome: string, dueInSeconds: number) =>
    database.db.execute(sql`
      with r as (insert into sync_run (retailer_id, solution_id, trigger, lease_owner, ended_at, outcome)
        values (${shop.retailerId}, ${shop.solutionId}, 'cron', 'x', now(), ${outcome}))
      update solution set due_at = now() + make_interval(secs => ${dueInSeconds}) where id = ${shop.solutionId}`);
  await lastRunWas('done', 30);
  expect((await syncWhatIsDue(database.db)).solutions).toEqual([]);
  await lastRunWas('wait', 1);
  expect((await syncWhatIsDue(database.db)).solutions).toMatchObject([{ solutionId: shop.solutionId }]);
});
