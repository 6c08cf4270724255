import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aShop, type Shop } from '@/lib/accounts/fixture';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { type Database, openDatabase } from '../client.ts';
import { beginBatch, nextBatches, noteRepeat, openBatches } from './batches.ts';
import { recordOutcomes } from './outcomes.ts';

/** What statements cost, told by PostgreSQL's own counters: no clock, which a busy machine would disturb. */
type Cost = { rows: number; blocks: number };

const BATCH = 50;
const SHORT = 500;
const LONG = 20_000;
const owner = 'me';

let created: Awaited<ReturnType<typeof createTestDatabase>>;
let database: Database;

beforeAll(async () => {
  created = await createTestDatabase();
  // Counters are kept by connection.
  database = openDatabase(created.url, { maxConnections: 1 });
  // Neither statistics nor reads of its own by a vacuum in between.
  for (const table of ['document', 'document_dependency', 'send_batch', 'solution']) {
    await database.db.execute(sql`alter table ${sql.identifier(table)} set (autovacuum_enabled = off)`);
  }
});
afterAll(async () => {
  await database?.close();
  await created?.close();
});

/** A shop with so many documents planned: invoices that may go, and a payment of each that waits for it. */
async function shopWith(documents: number): Promise<Shop> {
  const { db } = database;
  const shop = await aShop(db);
  const { retailerId, solutionId, organisationId } = shop;
  await db.execute(sql`
    update solution set lease_owner = ${owner}, lease_until = now() + interval '1 hour' where id = ${solutionId}`);
  await db.execute(sql`
    insert into document (retailer_id, solution_id, organisation_id, kind, key, number, content, business_day,
      document_date, currency, total_minor, tax_minor, waiting_for)
    select ${retailerId}, ${solutionId}, ${organisationId}, kind, kind || n, kind || n,
      jsonb_build_object('lines', (select jsonb_agg(repeat(md5(n || 'x' || i), 4)) from generate_series(1, 6) i)), day, day, 'AUD', 1100, 100,
      case kind when 'payment' then 1 else 0 end
    from generate_series(1, ${documents / 2}::int) n, unnest(array['invoice', 'payment']) kind, (values ('2026-01-01'::date)) first (of)
      cross join lateral (select of + n / 100 as day) d`);
  await db.transaction(async (dbTx) => {
    // With statistics of the shop before, PostgreSQL takes this one for empty and would hold each against each.
    await dbTx.execute(sql`set local enable_nestloop = off`);
    await dbTx.execute(sql`
      insert into document_dependency (retailer_id, solution_id, document_id, depends_on_id)
      select ${retailerId}, ${solutionId}, p.id, i.id from document p
      join document i on i.solution_id = p.solution_id and i.key = 'invoice' || substr(p.key, 8)
      where p.solution_id = ${solutionId} and p.kind = 'payment'`);
  });
  return shop;
}

async function counters(): Promise<Cost> {
  await database.db.execute(sql`select pg_stat_force_next_flush()`);
  const [row] = await database.db.execute<Cost>(sql`
    select sum(t.seq_tup_read + coalesce(t.idx_tup_fetch, 0))::float8 as rows,
      sum(heap_blks_read + heap_blks_hit + idx_blks_read + idx_blks_hit + coalesce(toast_blks_read + toast_blks_hit, 0)
        + coalesce(tidx_blks_read + tidx_blks_hit, 0))::float8 as blocks
    from pg_stat_user_tables t join pg_statio_user_tables using (relid)`);
  return row!;
}

/** Chooses a full batch and begins it. */
async function beginOne(shop: Shop) {
  const { db } = database;
  const ready = await nextBatches(db, shop, ['invoice', 'payment'], [], { batchSize: BATCH, atOnce: 1 });
  expect(ready).toHaveLength(BATCH);
  const batchId = await beginBatch(db, shop, {
    ...{ organisationId: shop.organisationId, kind: ready[0]!.kind, idempotencyKey: crypto.randomUUID() },
    ...{ body: new Uint8Array([1]), bodyHash: 'h', leaseOwner: owner, leaseLeftSeconds: 0 },
    documentIds: ready.map((d) => d.id),
  });
  return { ready, batchId: batchId! };
}

async function costOf(work: () => Promise<void>): Promise<Cost> {
  const before = await counters();
  await work();
  const after = await counters();
  return { rows: after.rows - before.rows, blocks: after.blocks - before.blocks };
}

/** Chooses a full batch, begins it and records it as posted, as a run does. */
const sendOne = (shop: Shop): Promise<Cost> =>
  costOf(async () => {
    const { ready, batchId } = await beginOne(shop);
    await recordOutcomes(
      database.db,
      { ...shop, owner },
      ready.map((d) => ({
        documentId: d.id,
        state: 'posted',
        xeroId: crypto.randomUUID(),
        xeroStatus: 'AUTHORISED',
      })),
      { id: batchId, ended: true, outcome: 'answered', statusCode: 200 },
    );
  });

/** What the next run does with a batch whose outcome nobody wrote down: finds it with its documents, and notes that they go again. */
async function takeUpOne(shop: Shop): Promise<Cost> {
  const { batchId } = await beginOne(shop);
  return costOf(async () => {
    const open = await openBatches(database.db, shop);
    expect(open.map(({ id, documents }) => [id, documents.length])).toEqual([[batchId, BATCH]]);
    expect(await noteRepeat(database.db, { ...shop, owner }, batchId)).toBe(true);
  });
}

/** A batch of invoices, which frees their payments, and one of those: one like the other. */
async function sendBoth(shop: Shop): Promise<Cost> {
  const [invoices, payments] = [await sendOne(shop), await sendOne(shop)];
  return { rows: invoices.rows + payments.rows, blocks: invoices.blocks + payments.blocks };
}

test('beginning a batch enters nothing into an index', async () => {
  const shop = await shopWith(SHORT);
  const inPlace = async () => {
    await database.db.execute(sql`select pg_stat_force_next_flush()`);
    const [row] = await database.db.execute<{ updates: number; inPlace: number }>(sql`
      select n_tup_upd as updates, n_tup_hot_upd as "inPlace" from pg_stat_user_tables where relname = 'document'`);
    return row!;
  };
  const before = await inPlace();
  await beginOne(shop);
  const after = await inPlace();
  expect(after.updates - before.updates).toBe(BATCH);
  // These are long, and of a page that holds three there is not room for three more; with an index on what changes it would be none.
  expect(after.inPlace - before.inPlace).toBeGreaterThan(BATCH / 2);
});

describe.each(['without statistics', 'with statistics'])('%s', (statistics) => {
  test('a batch costs the same however long the backlog is', { timeout: 120_000 }, async () => {
    const [costs, takenUp]: [Cost[], Cost[]] = [[], []];
    for (const documents of [SHORT, LONG]) {
      const shop = await shopWith(documents);
      if (statistics === 'with statistics') await database.db.execute(sql`analyze`);
      costs.push(await sendBoth(shop));
      takenUp.push(await takeUpOne(shop));
    }
    const [short, long] = costs;
    console.info(`${statistics}: ${JSON.stringify({ short, long, takenUp })}`);
    // Rows are those of the batch and what hangs on it, some of them read several times; a small table is read as a whole, which is
    // why the shorter backlog may cost more. Of blocks an index that holds more has a level more, here and there.
    expect(long!.rows).toBeLessThanOrEqual(short!.rows * 1.1);
    expect(long!.rows).toBeLessThanOrEqual(30 * 2 * BATCH);
    expect(long!.blocks).toBeLessThanOrEqual(short!.blocks * 1.5);
    // Its documents twice, and not whatever else is under way.
    expect(takenUp[1]!.rows).toBeLessThanOrEqual(3 * BATCH);
  });
});
