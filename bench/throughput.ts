import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { connectedRetailer } from '../scripts/test/connected-retailer.ts';
import { replayOf } from './replay.ts';
import type { SyncTook } from './run-sync.ts';
import { type Bench, inOwnProcess, row, type Say, startBench } from './setup.ts';

/**
 * From the feed to recorded in Xero: the product, and a bare script that reads the same feed and sends the same bodies, one after
 * another, with the same clients, and keeps no books. Both in a process of their own, against the same stand-ins without limits, in
 * turns: the machine may be busy with other things, which then hits both.
 */
export async function benchThroughput(
  say: Say,
  { days = 30, turns = 2 }: { days?: number; turns?: number } = {},
): Promise<void> {
  const bench = await startBench();
  const product: Figures[] = [];
  const bare: Figures[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const shop = await connectedRetailer(bench.db, bench.standIns, { days, size: 35, seed: turn + 1 });
    const took = await withCpuOfOthers(bench, () => inOwnProcess<SyncTook>('run-sync.ts', {}));
    product.push({ ...took, records: took.pulled, documents: took.posted });
    const again = await replayOf(bench, shop);
    bare.push(await withCpuOfOthers(bench, () => again()));
  }
  await bench.stop();
  const widths = [14, 8, 10, 9, 14, 11, 10, 12, 10];
  say(
    row(widths, [
      '',
      'records',
      'documents',
      'seconds',
      'till trans./s',
      'documents/s',
      'own CPU s',
      'database CPU',
      'Xero CPU',
    ]),
  );
  for (const [name, all] of [
    ['the product', product],
    ['a bare script', bare],
  ] as const) {
    const sum = (of: (f: Figures) => number) => all.reduce((total, f) => total + of(f), 0);
    const seconds = sum((f) => f.elapsedMs) / 1000;
    const [records, documents] = [sum((f) => f.records), sum((f) => f.documents)];
    const cpu = [sum((f) => f.cpuMs), sum((f) => f.databaseCpuMs), sum((f) => f.xeroCpuMs)].map(
      (ms) => ms / 1000,
    );
    say(row(widths, [name, records, documents, seconds, records / seconds, documents / seconds, ...cpu]));
  }
  const ratios = product.map(
    (p, i) => (p.records / p.elapsedMs / (bare[i]!.records / bare[i]!.elapsedMs)) * 100,
  );
  const total = (all: Figures[]) => all.reduce((sum, f) => sum + f.elapsedMs / f.records, 0);
  say(
    `The product reaches ${((total(bare) / total(product)) * 100).toFixed(0)} % of the bare script's till transactions a second (turn by turn: ${ratios.map((r) => r.toFixed(0)).join(', ')} %; bar: 50 %).`,
  );
}

type Figures = {
  elapsedMs: number;
  cpuMs: number;
  records: number;
  documents: number;
  databaseCpuMs: number;
  xeroCpuMs: number;
};

/** What a process costs, and what it makes PostgreSQL's sessions and the stand-in for Xero do. 0 where the system does not tell. */
async function withCpuOfOthers<T>(
  { db, standIns }: Bench,
  work: () => Promise<T>,
): Promise<T & { databaseCpuMs: number; xeroCpuMs: number }> {
  const [settings] = await db.execute<{ data_directory: string }>(sql`show data_directory`);
  const pidFile = path.join(settings!.data_directory, 'postmaster.pid');
  const postmaster = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  const read = () => ({
    database: cpuMsOf(postmaster).ofEnded,
    xero: cpuMsOf(standIns.children[0]!.pid).own,
  });
  const before = read();
  const result = await work();
  const after = read();
  return {
    ...result,
    databaseCpuMs: after.database - before.database,
    xeroCpuMs: after.xero - before.xero,
  };
}

/** CPU time of a process, and of its children that have ended: PostgreSQL's sessions, once they are closed. Linux only. */
function cpuMsOf(pid: number): { own: number; ofEnded: number } {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ').map(Number);
    const ticks = (a: number, b: number) => (fields[a]! + fields[b]!) * 10;
    return { own: ticks(11, 12), ofEnded: ticks(13, 14) };
  } catch {
    return { own: 0, ofEnded: 0 };
  }
}
