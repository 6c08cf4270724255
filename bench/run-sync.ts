import { sql } from 'drizzle-orm';
import { openDatabase } from '../db/client.ts';
import { env } from '../lib/env.ts';
import { syncWhatIsDue } from '../lib/sync/cron.ts';

/**
 * Calls the cron's work again and again until nothing is left to do, and prints what it took: the product, in a process of its own.
 * Argument: JSON with `databaseUrl`, where that is another way to the same database.
 */

export type SyncTook = {
  elapsedMs: number;
  cpuMs: number;
  /** The process's highest resident memory, all it loaded included. */
  peakMiB: number;
  pulled: number;
  posted: number;
  held: number;
};

const MAXIMUM_RUNS = 100;
const { databaseUrl = env().DATABASE_URL } = JSON.parse(process.argv[2] ?? '{}') as { databaseUrl?: string };
const { db, close } = openDatabase(databaseUrl, { prepared: env().DATABASE_PREPARED });
// Loading is measured by the bench `idle`, not here.
await import('xero-node/dist/gen/api/accountingApi.js');
await import('../lib/xero/client.ts');
await import('../lib/sync/send.ts');

const took = { pulled: 0, posted: 0, held: 0 };
const [began, cpuBefore] = [performance.now(), process.cpuUsage()];
for (let runs = 0; ; runs++) {
  if (runs > MAXIMUM_RUNS) throw new Error('it never came to rest');
  const { solutions } = await syncWhatIsDue(db);
  for (const each of solutions) {
    took.pulled += each.pulled;
    took.posted += each.posted;
    took.held += each.held;
    if (each.outcome !== 'done' && each.outcome !== 'time')
      throw new Error(`${each.outcome}: ${each.message}`);
  }
  const left = await db.execute(sql`select 1 from solution where due_at <= now() limit 1`);
  if (left.length === 0) break;
}
const cpu = process.cpuUsage(cpuBefore);
const result: SyncTook = {
  ...{ elapsedMs: performance.now() - began, cpuMs: (cpu.user + cpu.system) / 1000 },
  ...{ peakMiB: process.resourceUsage().maxRSS / 1024, ...took },
};
await close();
console.log(JSON.stringify(result));
