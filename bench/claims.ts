import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { control } from '../scripts/lib/control.ts';
import { type Connected, connectedRetailer } from '../scripts/test/connected-retailer.ts';
import { type Bench, startBench } from './setup.ts';
import { requireNoTrouble, startWorkers, stopAll } from './workers.ts';

/** Made, or given a new day, so many at a time. */
const TOGETHER = 8;

type Shown = { runs: number; overlaps: number; starved: number; documents: number };

/**
 * 500 solutions due at once, each with a quiet day (openings, cash moves and closings, no receipts) to be fetched, planned and
 * posted, worked on by 1, 2 and 4 processes: whether two ever worked on one at the same time, whether any was left out, and how many
 * documents came of it. What the machine's cores give sets the pace; what is shown is that the work is shared safely.
 */
export async function benchClaims(
  say: (line: string) => void,
  { solutions = 500 }: { solutions?: number | undefined } = {},
): Promise<void> {
  const bench = await startBench({ sync: { runBudgetMs: 20_000 } });
  try {
    const shops: Connected[] = [];
    await forEach(solutions, async (n) => {
      shops[n] = await connectedRetailer(bench.db, bench.standIns, { days: 1, size: 0, seed: n });
    });
    say('processes  solutions     runs  by two at once  starved  documents  documents/s  seconds');
    for (const processes of [1, 2, 4]) {
      const { seconds, shown } = await drain(bench, processes);
      const { runs, overlaps, starved, documents } = shown;
      const figures = [
        ...[processes, solutions, runs, overlaps, starved, documents],
        ...[Math.round(documents / seconds), Math.round(seconds)],
      ];
      const widths = [9, 11, 9, 16, 9, 11, 13, 9];
      await forEach(solutions, (n) =>
        control(`${bench.standIns.tillUrl}/sandbox/businesses/${shops[n]!.business}/days`, { days: 1 }),
      );
      say(figures.map((n, i) => n.toLocaleString('en').padStart(widths[i]!)).join(''));
    }
  } finally {
    await bench.stop();
  }
}

async function drain({ db }: Bench, processes: number) {
  const [before] = await db.execute<{ run: number; document: number }>(sql`
    select coalesce((select max(id) from sync_run), 0) as run, coalesce((select max(id) from document), 0) as document`);
  await db.execute(sql`update solution set due_at = now()`);
  const began = performance.now();
  const workers = startWorkers(processes, 100);
  for (let open = 1; open > 0; ) {
    await pause(200);
    requireNoTrouble(workers);
    const [left] = await db.execute<{ n: number }>(
      sql`select count(*)::int as n from solution where lease_owner is not null or due_at <= now()`,
    );
    open = left!.n;
  }
  const seconds = (performance.now() - began) / 1000;
  await stopAll(workers);
  // A run begins after its claim and ends before it lets go: two that overlap had the solution at the same time.
  const [shown] = await db.execute<Shown>(sql`
    with run as (select * from sync_run where id > ${before!.run})
    select (select count(*)::int from run) as runs,
      (select count(*)::int from run a join run b on b.solution_id = a.solution_id and b.id > a.id
        where b.started_at < coalesce(a.ended_at, 'infinity')) as overlaps,
      (select count(*)::int from solution s
        where not exists (select 1 from run r where r.solution_id = s.id and r.outcome = 'done')) as starved,
      (select count(*)::int from document where state = 'posted' and id > ${before!.document}) as documents`);
  return { seconds, shown: shown! };
}

async function forEach(count: number, make: (n: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += TOGETHER) {
    await Promise.all(Array.from({ length: Math.min(TOGETHER, count - from) }, (_, i) => make(from + i)));
  }
}
