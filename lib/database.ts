import { type Db, openDatabase } from '@/db/client';
import { env } from './env.ts';

// Next reloads modules in development; the pool outlives them.
const holder = globalThis as { oneEnterpriseDatabase?: ReturnType<typeof openDatabase> };

/** This process's pool of connections. Only edges and the conductor's entry take it; everything below is handed a `Db`. */
export function database(): Db {
  holder.oneEnterpriseDatabase ??= openDatabase(env().DATABASE_URL, { prepared: env().DATABASE_PREPARED });
  return holder.oneEnterpriseDatabase.db;
}
