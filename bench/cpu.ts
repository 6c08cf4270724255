import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import type { Bench } from './setup.ts';

/** What a process costs, and what it makes PostgreSQL's sessions and the stand-in for Xero do. 0 where the system does not tell. */
export async function withCpuOfOthers<T>(
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
