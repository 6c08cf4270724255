import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { randomShortId } from './people.ts';
import { claiming, claimSolution, releaseSolution } from './sync.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());
beforeEach(() => database.db.execute(sql`delete from solution`));

/** Solutions of one retailer, by how many seconds each is due already. */
async function retailerWith(...dueSeconds: number[]): Promise<string[]> {
  const made = dueSeconds.map((seconds) => ({ seconds, short_id: randomShortId() }));
  const rows = await database.db.execute<{ id: string }>(sql`
    with r as (insert into retailer (name, business) values ('Shop', 'shop') returning id),
    s as (insert into solution (retailer_id, short_id, feed_key_cipher, due_at)
      select r.id, m.short_id, 'key', now() - make_interval(secs => m.seconds)
      from r, jsonb_to_recordset(${JSON.stringify(made)}::text::jsonb) as m(seconds float8, short_id text)
      returning id, due_at)
    select id from s order by due_at`);
  return rows.map((row) => row.id);
}

const claim = async (seconds = 90) =>
  (await claimSolution(database.db, { owner: crypto.randomUUID(), seconds }))?.solutionId ?? null;

test('the longest due is taken first, and nothing that is not due', async () => {
  const [longest, shorter] = await retailerWith(20, 10, -5);
  expect([await claim(), await claim(), await claim()]).toEqual([longest, shorter, null]);
});

test('a retailer with many solutions does not hold up the others, and none of his is left out', async () => {
  const [a1, a2, a3] = await retailerWith(30, 20, 10);
  const [b] = await retailerWith(5);
  expect([await claim(), await claim(), await claim(), await claim()]).toEqual([a1, b, a2, a3]);
});

test('who has run goes behind those who wait', async () => {
  const [one] = await retailerWith(30);
  const [two] = await retailerWith(20);
  const first = await claimSolution(database.db, { owner: 'x', seconds: 90 });
  expect(first?.solutionId).toBe(one);
  await releaseSolution(database.db, first!, { owner: 'x', dueInSeconds: 0, failed: true });
  expect([await claim(), await claim()]).toEqual([two, one]);
});

test('many at once get each one once, and all of them', async () => {
  const all = (await Promise.all(Array.from({ length: 5 }, () => retailerWith(3, 2, 1)))).flat();
  const claims = await Promise.all(Array.from({ length: 40 }, () => claim()));
  const got = claims.filter((id) => id !== null);
  expect(new Set(got).size).toBe(got.length);
  // One may see nothing while others are claiming just then; the next look finds it.
  for (let id = await claim(); id !== null; id = await claim()) got.push(id);
  expect(got.sort()).toEqual(all.sort());
});

test('the lease of one that died passes on', async () => {
  const [only] = await retailerWith(1);
  expect(await claim(-1)).toBe(only);
  expect(await claim()).toBe(only);
  expect(await claim()).toBeNull();
});

test('a claim reads the due ones by their index, however many solutions there are', async () => {
  await database.db.execute(sql`
    with r as (insert into retailer (name, business) select 'Shop', 'shop' from generate_series(1, 4000) returning id)
    insert into solution (retailer_id, short_id, feed_key_cipher, due_at)
    select id, upper(substr(md5(id::text), 1, 6)), 'key', now() + make_interval(secs => (random() * 300 - 10)::float8) from r
    on conflict do nothing`);
  await database.db.execute(sql`analyze solution`);
  const plan = await database.db.execute<{ 'QUERY PLAN': string }>(
    sql`explain ${claiming({ owner: 'x', seconds: 90 })}`,
  );
  expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('Index Scan using solution_due');
});
