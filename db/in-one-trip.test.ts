import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../scripts/test/database.ts';
import { inOneTrip, openDatabase, repeated } from './client.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.db.execute(sql`create table thing (id int primary key, n int not null check (n < 100))`);
});
afterAll(() => database.close());

const amounts = async () =>
  [...(await database.db.execute<{ n: number }>(sql`select n from thing order by id`))].map(({ n }) => n);
const fill = (...ns: number[]) =>
  database.db.execute(sql`
    with gone as (delete from thing)
    insert into thing select ordinality + coalesce((select max(id) from thing), 0), value::int
    from jsonb_array_elements_text(${JSON.stringify(ns)}::text::jsonb) with ordinality`);

test.each(['never', 'always'] as const)('all of it is written, kept or not: %s', async (prepared) => {
  await fill(1, 2);
  const { db, close } = openDatabase(database.url, { prepared });
  for (let i = 0; i < 3; i++)
    await inOneTrip(repeated(db), [sql`update thing set n = n + ${10}`, sql`update thing set n = n + ${1}`]);
  expect(await amounts()).toEqual([34, 35]);
  await close();
});

test('where one fails nothing is written, it is told, and the connection is good for more', async () => {
  await fill(1, 2);
  const { db, close } = openDatabase(database.url, { maxConnections: 1 });
  const all = [sql`update thing set n = n + 10`, sql`update thing set n = n + ${500}`];
  await expect(inOneTrip(db, all)).rejects.toThrow('thing_n_check');
  expect(await amounts()).toEqual([1, 2]);
  await inOneTrip(db, [sql`update thing set n = n + ${1}`]);
  expect(await amounts()).toEqual([2, 3]);
  await close();
});

test('what the lock of the first waited for is seen by the second', async () => {
  await fill(1);
  const [{ id }] = (await database.db.execute<{ id: number }>(sql`select id from thing`)) as unknown as [
    { id: number },
  ];
  let done = false;
  let waiting: Promise<void> | undefined;
  await database.db.transaction(async (dbTx) => {
    await dbTx.execute(sql`select 1 from thing where id = ${id} for update`);
    waiting = inOneTrip(database.db, [
      sql`select 1 from thing where id = ${id} for no key update`,
      sql`update thing set n = (select count(*) from thing) where id = ${id}`,
    ]).then(() => {
      done = true;
    });
    await expect
      .poll(async () => {
        const rows = await database.db.execute(
          sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return rows.length;
      })
      .toBe(1);
    await dbTx.execute(sql`insert into thing values (${id + 100}, 50)`);
    expect(done).toBe(false);
  });
  await waiting;
  expect(await amounts()).toEqual([2, 50]);
});

test('within a transaction it is part of it', async () => {
  await fill(1);
  await expect(
    database.db.transaction(async (dbTx) => {
      await inOneTrip(dbTx, [sql`update thing set n = 7`]);
      throw new Error('back');
    }),
  ).rejects.toThrow('back');
  expect(await amounts()).toEqual([1]);
});
