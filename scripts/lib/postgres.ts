import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { startNode } from './node-process.ts';

export type RunningPostgres = {
  /** Address of a database on it. */
  urlOf(database: string): string;
  createDatabase(name: string): Promise<void>;
  stop(): Promise<void>;
};

export type KeeperOptions = {
  /** Where its files live; kept between starts. */
  dataDir: string;
  port: number;
  /** A folder to delete when it has ended, however it ended. */
  deleteAfter?: string;
  settings?: Record<string, string>;
};

/** What the keeper prints when the server takes connections. */
export const READY = 'PostgreSQL takes connections.';

export const passwordFileOf = (dataDir: string) => `${dataDir}.password`;

/**
 * Starts an embedded PostgreSQL server (a real one, on a real socket) on loopback, in a process of its own that stops it when this
 * process is gone.
 * @throws Error with a sentence and the server's last lines
 */
export async function startPostgres(options: KeeperOptions): Promise<RunningPostgres> {
  const password = existsSync(options.dataDir)
    ? (await readFile(passwordFileOf(options.dataDir), 'utf8')).trim()
    : crypto.randomUUID();
  const keeper = fileURLToPath(new URL('postgres-keeper.ts', import.meta.url));
  const child = await startNode(
    'The embedded PostgreSQL',
    ['--import', 'tsx', keeper, JSON.stringify(options)],
    { isReady: (lines) => lines.includes(READY), env: { POSTGRES_PASSWORD: password } },
  );
  const urlOf = (database: string) =>
    `postgres://oneenterprise:${password}@127.0.0.1:${options.port}/${database}`;
  return {
    urlOf,
    async createDatabase(name) {
      const sql = postgres(urlOf('postgres'), { max: 1, onnotice: () => {} });
      try {
        const found = await sql`select 1 from pg_database where datname = ${name}`;
        if (found.length === 0) await sql.unsafe(`create database "${name}"`);
      } finally {
        await sql.end();
      }
    },
    async stop() {
      await child.stop();
      // Where the keeper itself had to be ended, it could not.
      if (options.deleteAfter) await rm(options.deleteAfter, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
