import { connect, createServer, type Server } from 'node:net';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../scripts/test/database.ts';
import { type Db, openDatabase, repeated } from './client.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** What the server keeps of a statement that was said twice, on the one connection of a pool. */
async function kept(db: Db): Promise<string[]> {
  for (const word of ['one', 'two']) await db.execute(sql`select ${word}::text as word`);
  await db.transaction(async (dbTx) => {
    await dbTx.execute(sql`select ${1}::int as outer`);
    await dbTx.transaction((inner) => inner.execute(sql`select ${1}::int as inner`));
  });
  const rows = await db.execute<{ statement: string }>(
    sql`select statement from pg_prepared_statements where statement like '%$1%' order by prepare_time`,
  );
  return rows.map((row) => row.statement);
}

/** What `repeated` comes to when it is known how the pool's one connection goes. */
async function settled(db: Db): Promise<Db> {
  repeated(db);
  await db.execute(sql`select 1`);
  return repeated(db);
}

test('what is repeated is kept, in transactions too, and nothing else', async () => {
  const { db, close } = openDatabase(database.url, { maxConnections: 1 });
  expect(await kept(db)).toEqual([]);
  expect(await kept(await settled(db))).toEqual([
    'select $1::text as word',
    'select $1::int as outer',
    'select $1::int as inner',
  ]);
  await close();
});

test('a migration that changes a column’s type breaks at most the transaction under way', async () => {
  const { db, close } = openDatabase(database.url, { maxConnections: 1 });
  const repeating = await settled(db);
  const read = (of: Db) => of.execute(sql`select cents from till_test limit ${1}`);
  const within = () => repeating.transaction((dbTx) => read(dbTx));
  await db.execute(sql`create table till_test (cents int)`);
  await db.execute(sql`insert into till_test values (7)`);
  expect([await read(repeating), await within()]).toEqual([[{ cents: 7 }], [{ cents: 7 }]]);
  await db.execute(sql`alter table till_test alter cents type text`);
  expect(await read(repeating)).toEqual([{ cents: '7' }]);
  await db.execute(sql`alter table till_test alter cents type int using cents::int`);
  await expect(within()).rejects.toThrow();
  expect(await within()).toEqual([{ cents: 7 }]);
  await close();
});

/** Between a client and PostgreSQL; it greets by a number of its own, as poolers do. */
async function pooler({ hostname, port }: URL): Promise<Server> {
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    client.pipe(upstream);
    upstream.on('data', (bytes) => {
      // BackendKeyData: K, its length 12, the process, the key.
      const at = bytes.indexOf(Buffer.from([0x4b, 0, 0, 0, 12]));
      if (at >= 0) bytes.writeUInt32BE(7, at + 5);
      client.write(bytes);
    });
    client.on('close', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}

test.each([
  ['where_direct', 0],
  ['always', 3],
  ['never', 0],
] as const)('through a pooler, set to %s', async (prepared, count) => {
  const url = new URL(database.url);
  const server = await pooler(new URL(database.url));
  url.port = String((server.address() as { port: number }).port);
  const { db, close } = openDatabase(url.href, { maxConnections: 1, prepared });
  expect(await kept(await settled(db))).toHaveLength(count);
  await close();
  server.close();
});
