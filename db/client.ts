import type { SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres, { type Sql } from 'postgres';
import { type Prepared, preparingClient } from './prepared.ts';
import * as schema from './schema/index.ts';

/** Drizzle over the whole schema, or a transaction of it: every query takes one explicitly. */
export type Db = Pick<
  PostgresJsDatabase<typeof schema>,
  'select' | 'selectDistinct' | 'insert' | 'update' | 'delete' | 'execute' | 'transaction' | 'query'
>;

export type Database = {
  db: PostgresJsDatabase<typeof schema>;
  close(): Promise<void>;
};

/** A 64-bit integer as a JavaScript number; one that does not fit is a fault, never rounded. */
function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`integer out of range: ${text}`);
  return value;
}

/** For each pool’s `db` the one over the same pool whose statements PostgreSQL keeps. */
const keepingTwin = new WeakMap<Db, () => Db>();

/** For each pool’s `db`, and its twin, the client below it, and whether PostgreSQL keeps what is said through it. */
const clients = new WeakMap<Db, { client: Sql; keeps: boolean }>();

/**
 * Opens a pool on a PostgreSQL server.
 * @param url postgres://… address
 * @param maxConnections size of the pool; a serverless instance wants few
 * @param prepared whether PostgreSQL keeps what is said by `repeated`
 */
export function openDatabase(
  url: string,
  { maxConnections = 10, prepared = 'where_direct' }: { maxConnections?: number; prepared?: Prepared } = {},
): Database {
  const client = postgres(url, {
    max: maxConnections,
    onnotice: () => {},
    types: { bigint: { to: 20, from: [20], parse: safeInteger, serialize: String } },
  });
  const db = drizzle({ client, schema });
  const keeping = preparingClient(client, prepared);
  let twin: Db | null = null;
  keepingTwin.set(db, () => {
    const keepingClient = keeping();
    if (keepingClient && !twin) {
      twin = drizzle({ client: keepingClient, schema });
      clients.set(twin, { client, keeps: true });
    }
    return twin ?? db;
  });
  clients.set(db, { client, keeps: false });
  return { db, close: () => client.end({ timeout: 5 }) };
}

/**
 * The same pool for a statement that is said again and again: PostgreSQL keeps it, where the way to it allows that. Only for statements of
 * fixed text that find their rows by key whatever the sizes are, since their plan is made without the values and may be as old as the
 * connection (docs/decisions/2026-11-26-prepared-statements.md). Within a transaction it is what that transaction was begun with.
 */
export const repeated = (db: Db): Db => keepingTwin.get(db)?.() ?? db;

/**
 * The statements of one transaction, sent one behind the other without waiting for an answer between them: what the first locks is held
 * for as long as PostgreSQL needs, and not for as long as this process is busy with other things. As in any transaction here each sees
 * what was committed before it began, so also what it had to wait for before it got the lock.
 * @throws what the first one that failed threw; then nothing was written
 */
export async function inOneTrip(db: Db, statements: readonly SQL[]): Promise<void> {
  const pool = clients.get(db);
  // Within a transaction: part of it.
  if (!pool) return void (await db.transaction((dbTx) => oneByOne(dbTx, statements)));
  const connection = await pool.client.reserve();
  try {
    const said = statements.map((statement) => dialect.sqlToQuery(statement));
    const answers = await Promise.allSettled([
      connection.unsafe('begin'),
      ...said.map(({ sql, params }) => connection.unsafe(sql, params as never[], { prepare: pool.keeps })),
      // Where one failed PostgreSQL rolls back here.
      connection.unsafe('commit'),
    ]);
    const failed = answers.find((answer) => answer.status === 'rejected');
    if (failed) throw failed.reason;
  } finally {
    connection.release();
  }
}

const dialect = new PgDialect();

async function oneByOne(db: Db, statements: readonly SQL[]): Promise<void> {
  for (const statement of statements) await db.execute(statement);
}
