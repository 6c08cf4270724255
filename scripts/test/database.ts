import postgres from 'postgres';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';

/** A migrated, empty database of this test file's own. Close it in `afterAll`. */
export async function createTestDatabase(): Promise<Database & { url: string }> {
  const adminUrl = inject('postgresUrl');
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database "${name}" template template_migrated`);
  await admin.end();
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { ...openDatabase(url.href), url: url.href };
}
