import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aRecord, aShop } from '../../lib/accounts/fixture.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { postedOf, syncProgress } from './progress.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

// Over 200,000 documents this reads 170 pages instead of 22,000; with the few of a test, the planner has to be asked for it.
test('what is posted over years can be counted from an index, without opening a document', async () => {
  const plan = await database.db.transaction(async (dbTx) => {
    await dbTx.execute(sql`set local enable_seqscan = off`);
    await dbTx.execute(sql`set local enable_bitmapscan = off`);
    return dbTx.execute<{ 'QUERY PLAN': string }>(sql`
      explain select ${postedOf(sql`${crypto.randomUUID()}::uuid`)}`);
  });
  expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toContain(
    'Index Only Scan using document_posted',
  );
});

test('records wait for posting to be started only until it is', async () => {
  const { db } = database;
  const shop = await aShop(db);
  await aRecord(db, shop);
  await aRecord(db, shop, { state: 'held', refusalCode: 'x', refusalText: 'x' });
  expect((await syncProgress(db, shop)).records).toMatchObject({ notStarted: 1, waiting: 0, held: 1 });
  await db.execute(
    sql`update solution set start_date = '2026-11-01', started_at = now() where id = ${shop.solutionId}`,
  );
  expect((await syncProgress(db, shop)).records).toMatchObject({ notStarted: 0, waiting: 1 });
});
