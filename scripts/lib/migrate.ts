import { fileURLToPath } from 'node:url';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { openDatabase } from '../../db/client.ts';

/** Brings a database to the newest migration. Safe to call again. */
export async function migrateDatabase(url: string): Promise<void> {
  const { db, close } = openDatabase(url, { maxConnections: 1 });
  try {
    await migrate(db, { migrationsFolder: fileURLToPath(new URL('../../db/migrations', import.meta.url)) });
  } finally {
    await close();
  }
}
