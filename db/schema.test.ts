import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../scripts/test/database.ts';
import { event, retailer, solution } from './schema/index.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

async function aSolution(shortId: string) {
  const { db } = database;
  const [r] = await db.insert(retailer).values({ name: 'Harbour', business: 'harbour' }).returning();
  const [s] = await db.insert(solution).values({ retailerId: r!.id, shortId }).returning();
  return { retailerId: r!.id, solutionId: s!.id };
}

describe('the database keeps the promises', () => {
  test('an event can be neither changed nor deleted', async () => {
    const { db } = database;
    const ids = await aSolution('AAAAAA');
    await db.insert(event).values({ ...ids, kind: 'test', text: 'It happened.' });
    await expect(db.update(event).set({ text: 'It did not.' })).rejects.toMatchObject({
      cause: { message: 'event is append-only' },
    });
    await expect(db.delete(event)).rejects.toMatchObject({ cause: { message: 'event is append-only' } });
  });

  test('a row cannot name the solution of another retailer', async () => {
    const { db } = database;
    const one = await aSolution('BBBBBB');
    const two = await aSolution('CCCCCC');
    await expect(
      db
        .insert(event)
        .values({ retailerId: two.retailerId, solutionId: one.solutionId, kind: 'test', text: 'x' }),
    ).rejects.toMatchObject({ cause: { constraint_name: 'event_solution' } });
  });

  test('64-bit integers come back as numbers, also from raw queries', async () => {
    const rows = await database.db.execute(sql`select 9007199254740991::bigint as n`);
    expect(rows[0]).toEqual({ n: 9007199254740991 });
  });
});
