import { rmSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Database, openDatabase } from '../db/client.ts';
import { spawnNode } from '../scripts/lib/children.ts';
import { migrateDatabase } from '../scripts/lib/migrate.ts';
import { freePort } from '../scripts/lib/ports.ts';
import { type RunningPostgres, startPostgres } from '../scripts/lib/postgres.ts';
import { type StandIns, startStandIns, withoutLimits } from '../scripts/lib/stand-ins.ts';
import { setStandIns } from '../scripts/test/connected-retailer.ts';

export type Say = (line: string) => void;

export type Bench = {
  databaseUrl: string;
  db: Database['db'];
  standIns: StandIns;
};

type Settings = {
  standIn?: Record<string, unknown>;
  sync?: Record<string, number>;
  xero?: Record<string, number>;
  postgres?: Record<string, string>;
};

/** Of a PostgreSQL that need not survive anything: for benches that do not measure time. */
export const neverOnDisk = {
  ...{ fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  ...{ shared_buffers: '512MB', max_wal_size: '8GB' },
};

/**
 * Does what a bench does, against a PostgreSQL of its own as it comes, with `fsync`, and the stand-ins, each in a process of its own. The
 * environment of this process points to them meanwhile, and so does that of its children; they are stopped however it ends.
 * @param settings of the stand-in for Xero, which has no limits where none are given, of the conductor, of the way to Xero, and of
 *   PostgreSQL
 */
export async function withBench<T>(settings: Settings, work: (bench: Bench) => Promise<T>): Promise<T> {
  const server = await startEmptyPostgres(settings.postgres);
  try {
    const standIns = await startStandIns({
      ports: { xero: await freePort(), till: await freePort() },
      dataDir: null,
      xeroSettings: settings.standIn ?? withoutLimits,
    });
    try {
      const databaseUrl = server.urlOf('bench');
      setStandIns(standIns, databaseUrl, settings.sync, settings.xero);
      const { db, close } = openDatabase(databaseUrl);
      try {
        return await work({ databaseUrl, db, standIns });
      } finally {
        await close();
      }
    } finally {
      await standIns.stop();
    }
  } finally {
    await server.stop();
  }
}

/** A server with one migrated, empty database, `bench`. It leaves nothing behind. */
async function startEmptyPostgres(settings: Record<string, string> = {}): Promise<RunningPostgres> {
  // Not inside the checkout: the server runs as another user when this one is root, and must be able to reach its files.
  const base = await mkdtemp(path.join(tmpdir(), 'oneenterprise-bench-'));
  await chmod(base, 0o755);
  // It is deleted by who keeps it, but not where writing out a long backlog at the end took longer than a stop may take.
  const remove = () => rmSync(base, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  process.once('exit', remove);
  const server = await startPostgres({
    dataDir: path.join(base, 'postgres'),
    port: await freePort(),
    deleteAfter: base,
    settings,
  });
  await server.createDatabase('bench');
  await migrateDatabase(server.urlOf('bench'));
  return {
    ...server,
    async stop() {
      await server.stop();
      remove();
    },
  };
}

/**
 * Runs a script of bench/ in a process of its own, so that it is measured alone.
 * @returns what it printed last, which is JSON
 * @throws Error with what it printed
 */
export async function inOwnProcess<T>(
  script: string,
  args: unknown,
  env: Record<string, string> = {},
): Promise<T> {
  const child = spawnNode(['--import', 'tsx', `bench/${script}`, JSON.stringify(args)], {
    env,
    output: 'keep',
  });
  const code = await child.ended;
  const lines = child.lastLines();
  if (code !== 0) throw new Error(`bench/${script} failed:\n${lines}`);
  return JSON.parse(lines.trim().split('\n').at(-1)!) as T;
}

/** A table's row: the first cell to the left, figures to the right. */
export const row = (widths: readonly number[], cells: readonly (string | number)[]): string =>
  cells
    .map((cell, i) => {
      const text = typeof cell === 'number' ? cell.toLocaleString('en', { maximumFractionDigits: 2 }) : cell;
      return i === 0 ? text.padEnd(widths[i]!) : text.padStart(widths[i]!);
    })
    .join('  ');
