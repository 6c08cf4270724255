import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
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

/**
 * Opens a pool on a PostgreSQL server.
 * @param url postgres://… address
 * @param maxConnections size of the pool; a serverless instance wants few
 */
export function openDatabase(url: string, { maxConnections = 10 } = {}): Database {
  const client = postgres(url, {
    max: maxConnections,
    onnotice: () => {},
    types: { bigint: { to: 20, from: [20], parse: safeInteger, serialize: String } },
  });
  return { db: drizzle(client, { schema }), close: () => client.end({ timeout: 5 }) };
}
