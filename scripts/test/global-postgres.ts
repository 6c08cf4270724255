import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { migrateDatabase } from '../lib/migrate.ts';
import { freePort } from '../lib/ports.ts';
import { startPostgres } from '../lib/postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string;
  }
}

/** One PostgreSQL server for the whole run, with a migrated template from which each test file copies its own database. */
export default async function setup(project: { provide(key: 'postgresUrl', value: string): void }) {
  // Not inside the checkout: the server runs as another user when this one is root, and must be able to reach its files.
  const base = await mkdtemp(path.join(tmpdir(), 'oneenterprise-test-'));
  await chmod(base, 0o755);
  const server = await startPostgres({
    dataDir: path.join(base, 'postgres'),
    port: await freePort(),
    deleteAfter: base,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
  });
  await server.createDatabase('template_migrated');
  await migrateDatabase(server.urlOf('template_migrated'));
  project.provide('postgresUrl', server.urlOf('postgres'));
  return () => server.stop();
}
