import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { canonicalJson, sha256Hex } from '../../lib/tagrain/canonical.ts';
import { sameReceipt } from '../../lib/tagrain/same-receipt.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { retailer, solution } from '../schema/index.ts';
import { keepRawRecords } from './raw-records.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let scope: { retailerId: string; solutionId: string };

beforeAll(async () => {
  database = await createTestDatabase();
  const [r] = await database.db.insert(retailer).values({ name: 'Shop', business: 'shop' }).returning();
  const [s] = await database.db.insert(solution).values({ retailerId: r!.id, shortId: 'ABCDEF' }).returning();
  scope = { retailerId: r!.id, solutionId: s!.id };
});
afterAll(() => database.close());

const record = (id: string, change: object = {}) => {
  const body = {
    ...{
      type: 'receipt',
      outlet: 'O',
      id,
      version: 1,
      at: '2026-11-01T09:00:00+11:00',
      currency: 'AUD',
      status: 'completed',
    },
    ...{ total: '10.00', taxes: [{ amount: '0.91' }], payments: [{ type: 'cash', amount: '10.00' }] },
    ...change,
  };
  const bodyJson = canonicalJson(body);
  return { outlet: 'O', id, version: 1, bodyJson, bodyHash: sha256Hex(bodyJson) };
};

const inbox = async () =>
  (await database.db.execute(sql`select 1 from raw_inbox where solution_id = ${scope.solutionId}`)).length;

test('a record is kept once, whatever number of times it comes, and waits in the inbox once', async () => {
  const { db } = database;
  expect(
    await keepRawRecords(db, { ...scope, source: 'pull' }, [record('A'), record('A'), record('B')]),
  ).toEqual({
    ...{ new: 2, known: 1, conflicts: [] },
  });
  expect(await keepRawRecords(db, { ...scope, source: 'pull' }, [record('A')])).toMatchObject({
    new: 0,
    known: 1,
  });
  expect(await inbox()).toBe(2);
});

test('the same version with other content is named, within one page too, and the first one holds', async () => {
  const { db } = database;
  const changed = { ...record('C', { total: '11.00' }) };
  const kept = await keepRawRecords(db, { ...scope, source: 'pull' }, [record('C'), changed]);
  expect(kept.conflicts).toEqual([{ rawRecordId: expect.any(Number), outlet: 'O', id: 'C', version: 1 }]);
  const [row] = await db.execute<{ total: string; noted: string }>(
    sql`select body->>'total' as total, conflict->>'total' as noted from raw_record where record_id = 'C'`,
  );
  expect(row).toEqual({ total: '10.00', noted: '11.00' });
});

test('a receipt that came by a file and then by the feed is one receipt, though the feed tells more of it', async () => {
  const { db } = database;
  await keepRawRecords(db, { ...scope, source: 'file' }, [record('D')]);
  const told = record('D', { at: '2026-10-31T22:00:00Z', operator: 'Kim', lines: [] });
  expect(await keepRawRecords(db, { ...scope, source: 'pull', isSame: sameReceipt }, [told])).toMatchObject({
    ...{ new: 0, known: 1, conflicts: [] },
  });
  const dearer = record('D', { total: '12.00' });
  expect(
    (await keepRawRecords(db, { ...scope, source: 'pull', isSame: sameReceipt }, [dearer])).conflicts,
  ).toHaveLength(1);
});

test('what came can be neither changed nor deleted', async () => {
  const { db } = database;
  await expect(db.execute(sql`update raw_record set body = '{}'`)).rejects.toMatchObject({
    cause: { message: 'raw_record keeps what came' },
  });
  await expect(db.execute(sql`delete from raw_record`)).rejects.toMatchObject({
    cause: { message: 'raw_record keeps what came' },
  });
});
