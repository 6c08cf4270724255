import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { StandIns } from '../../scripts/lib/stand-ins.ts';
import { connectedRetailer, setStandIns } from '../../scripts/test/connected-retailer.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { startTestStandIns } from '../../scripts/test/stand-ins.ts';
import { syncOne } from './conduct.ts';

/** What happens at a step of the conductor; a crash happens there elsewhere, here something else in the database. */
const at = vi.hoisted(() => ({ chosen: async () => {} }));
vi.mock('@/lib/failpoint/failpoint', () => ({
  passes: (step: string) => (step === 'batch_chosen' ? at.chosen() : undefined),
}));

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let standIns: StandIns;
beforeAll(async () => {
  database = await createTestDatabase();
  standIns = await startTestStandIns();
  setStandIns(standIns, database.url);
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
