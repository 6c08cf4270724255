import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
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
    twin ??= keepingClient && drizzle({ client: keepingClient, schema });
    return twin ?? db;
  });
  return { db, close: () => client.end({ timeout: 5 }) };
}

/**
 * The same pool for a statement that is said again and again: PostgreSQL keeps it, where the way to it allows that. Only for statements of
 * fixed text that find their rows by key whatever the sizes are, since their plan is made without the values and may be as old as the
 * connection (docs/decisions/2026-11-26-prepared-statements.md). Within a transaction it is what that transaction was begun with.
 */
export const repeated = (db: Db): Db => keepingTwin.get(db)?.() ?? db;
