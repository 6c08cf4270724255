import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { syncProgress } from '@/db/queries/progress';
import { control } from '../../scripts/lib/control.ts';
import type { StandIns } from '../../scripts/lib/stand-ins.ts';
import { connectedRetailer, setStandIns } from '../../scripts/test/connected-retailer.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { startTestStandIns } from '../../scripts/test/stand-ins.ts';
import { inWords, syncNow } from './sync-now.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let standIns: StandIns;
beforeAll(async () => {
  database = await createTestDatabase();
  standIns = await startTestStandIns();
  // A second of Xero's is one of ours: the pause it asks for is to be seen.
  setStandIns(standIns, database.url, {}, {});
});
afterAll(async () => {
  await standIns?.stop();
  await database?.close();
});

test('pressed while a limit of Xero’s is waited for, it calls nobody and says when it goes on', async () => {
  const { db } = database;
  const shop = await connectedRetailer(db, standIns, { days: 1 });
  const press = () => syncNow(db, shop, performance.now() + 60_000);
  const runs = async () => (await db.execute(sql`select id from sync_run`)).length;
  await control(`${standIns.xeroUrl}/sandbox/faults`, {
    // So long whatever the second of Xero's minute is.
    ...{ kind: 'rate429Minute', ms: 30_000, method: 'PUT', times: 1, organisationId: shop.tenantId },
  });

  expect((await syncProgress(db, shop)).waiting).toBeNull();
  expect(await press()).toMatchObject({ outcome: 'wait' });
  expect(await runs()).toBe(1);

  const told = await press();
  expect(told).toMatchObject({ solutionId: shop.solutionId, outcome: 'wait', calls: 0, pulled: 0 });
  expect(told?.message).toMatch(/limit of calls to Xero .* The next try is in \d+ (second|minute)s?\.$/);
  expect(await runs()).toBe(1);
  const { waiting, nextSyncAt } = await syncProgress(db, shop);
  expect(waiting).toMatchObject({ until: nextSyncAt, seconds: expect.any(Number) });

  // Somebody else's pause is not ours.
  const other = await connectedRetailer(db, standIns, { days: 1, seed: 2 });
  expect((await syncProgress(db, other)).waiting).toBeNull();

  // The pause is over, or what it was about was mended.
  await db.execute(sql`update solution set due_at = now() where id = ${shop.solutionId}`);
  await db.execute(
    sql`update xero_call_budget set blocked_until = now() where retailer_id = ${shop.retailerId}`,
  );
  expect((await syncProgress(db, shop)).waiting).toBeNull();
  expect(await press()).toMatchObject({ outcome: 'done', posted: expect.any(Number) });
  expect(await runs()).toBe(2);

  // Done and not due for a while: that is no pause, and whoever presses wants it now.
  expect(await press()).toMatchObject({ outcome: 'done' });
  expect(await runs()).toBe(3);
});

test.each([
  [0.2, '1 second'],
  [59.1, '60 seconds'],
  [91, '2 minutes'],
  [3600, '60 minutes'],
  [86_000, '24 hours'],
])('%d seconds are %s', (seconds, words) => {
  expect(inWords(seconds)).toBe(words);
});
