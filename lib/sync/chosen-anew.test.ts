import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { ReadyDocument } from '@/db/queries/batches';
import { control } from '../../scripts/lib/control.ts';
import type { StandIns } from '../../scripts/lib/stand-ins.ts';
import { connectedRetailer, setStandIns } from '../../scripts/test/connected-retailer.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { startTestStandIns } from '../../scripts/test/stand-ins.ts';
import { syncOne } from './conduct.ts';

/** What happens at a step of the conductor; a crash happens there elsewhere, here something else in the database, or nothing for a while. */
const at = vi.hoisted(() => ({
  chosen: async () => {},
  read: (read: () => Promise<ReadyDocument[]>) => read(),
}));
vi.mock('@/lib/failpoint/failpoint', () => ({
  passes: (step: string) => (step === 'batch_chosen' ? at.chosen() : undefined),
}));
vi.mock('@/db/queries/batches', async (original) => {
  const queries = await original<typeof import('@/db/queries/batches')>();
  const nextBatches: typeof queries.nextBatches = (...args) => at.read(() => queries.nextBatches(...args));
  return { ...queries, nextBatches };
});

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let standIns: StandIns;
const batchSize = 5;
beforeAll(async () => {
  database = await createTestDatabase();
  standIns = await startTestStandIns();
  setStandIns(standIns, database.url, { batchSize });
});
beforeEach(() => {
  at.chosen = async () => {};
  at.read = (read) => read();
});
afterAll(async () => {
  await standIns?.stop();
  await database?.close();
});

test('a batch of which a document was stopped between choosing and writing it down is chosen anew without it', async () => {
  const { db } = database;
  const shop = await connectedRetailer(db, standIns, { days: 1, seed: 41 });
  let stopped: number | null = null;
  at.chosen = async () => {
    if (stopped !== null) return;
    const [row] = await db.execute<{ id: number }>(sql`
      update document set state = 'stopped', refusal_code = 'record_conflict', refusal_text = 'The till contradicts itself.'
      where id = (select id from document where solution_id = ${shop.solutionId} and kind = 'invoice' and state = 'planned'
          and waiting_for = 0 order by business_day, id limit 1)
        -- Those go first, and alone.
        and not exists (select 1 from document where solution_id = ${shop.solutionId} and kind = 'contact' and state = 'planned')
      returning id`);
    stopped = row?.id ?? null;
  };
  const run = await syncOne(db, {
    trigger: 'person',
    only: shop,
    deadline: performance.now() + 60_000,
  });
  expect(run).toMatchObject({ outcome: 'done' });
  const left = await db.execute<{ id: number; attempts: number }>(sql`
    select id, attempts from document where solution_id = ${shop.solutionId} and kind = 'invoice' and state <> 'posted'`);
  expect([...left]).toEqual([{ id: stopped, attempts: 0 }]);
});

test('a batch that is not full is chosen anew where anything was under way before it was read, though all that has ended since', async () => {
  const { db } = database;
  const shop = await connectedRetailer(db, standIns, { days: 3, seed: 43 });
  // Calls take a while, so that some are under way when the next is chosen; what was read is looked at when they have ended.
  await control(`${standIns.xeroUrl}/sandbox/faults`, {
    ...{ organisationId: shop.tenantId, kind: 'delayBefore', ms: 150, times: 0, method: 'PUT' },
  });
  const open = async () => {
    const [row] = await db.execute(
      sql`select 1 from send_batch where solution_id = ${shop.solutionId} and ended_at is null limit 1`,
    );
    return row !== undefined;
  };
  const readInQuiet = new Set<number>();
  at.read = async (read) => {
    const wasOpen = await open();
    const ready = await read();
    if (ready.length === 0 || ready.length >= batchSize) return ready;
    if (!wasOpen) for (const { id } of ready) readInQuiet.add(id);
    for (let i = 0; (await open()) && i < 200; i++) await pause(20);
    // A call is over a moment after it is recorded.
    await pause(50);
    return ready;
  };
  const run = await syncOne(db, { trigger: 'person', only: shop, deadline: performance.now() + 60_000 });
  expect(run).toMatchObject({ outcome: 'done' });
  const went = await db.execute<{ id: number }>(sql`
    select d.id::int from document d join send_batch b on b.id = d.batch_id
    where b.solution_id = ${shop.solutionId} and cardinality(b.document_ids) < ${batchSize} and b.kind not in ('contact', 'allocation')`);
  expect([...went].filter(({ id }) => !readInQuiet.has(id))).toEqual([]);
});
