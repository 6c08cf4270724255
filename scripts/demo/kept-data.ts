import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import postgres from 'postgres';
import { placeForPostgres } from '../lib/postgres-place.ts';

/** Deletes what earlier demos kept in this folder. A database that DATABASE_URL names is not theirs to delete. */
export async function forget(dataDir: string): Promise<void> {
  const place = await placeForPostgres(path.join(dataDir, 'postgres')).catch(() => null);
  if (place) await rm(place.dataDir, { recursive: true, force: true });
  await rm(dataDir, { recursive: true, force: true });
}

/**
 * A given database that holds retailers, while the keys that their secrets were encrypted with are gone or about to go.
 * @returns a sentence, or null
 */
export async function whyKeysDoNotFit(databaseUrl: string, dataDir: string, fresh: boolean) {
  if (!fresh && existsSync(path.join(dataDir, 'secrets.json'))) return null;
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    const [{ there } = { there: null }] = await sql`select to_regclass('retailer') as there`;
    if (there === null || (await sql`select 1 from retailer limit 1`).length === 0) return null;
    return 'The database of DATABASE_URL already holds retailers, and a demo that begins anew could not read their secrets. Name an empty database; --fresh does not empty it.';
  } finally {
    await sql.end();
  }
}
