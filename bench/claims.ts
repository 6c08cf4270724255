import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { control } from '../scripts/lib/control.ts';
import { type Connected, connectedRetailer } from '../scripts/test/connected-retailer.ts';
import type { Figure } from './figures.ts';
import { feedReceipt } from './receipts.ts';
import { type Bench, row, type Say, withBench } from './setup.ts';
import { requireNoTrouble, startWorkers, stopAll, workedOn } from './workers.ts';

/** Made, handed sales, or asked for its books, so many shops at a time. */
const TOGETHER = 8;
/** Of each solution, each time: as many invoices, and a payment or two for each. */
const SALES = 3;

/**
 * 500 solutions due at once, each with a few sales to be fetched, planned and posted, worked on by 1, 2 and 4 processes: whether two
 * ever worked on one at the same time, whether any was left out, whether Xero's books hold each sale once, how the processes
 * shared the work, and how many documents a second came of it. What the machine's cores give sets the pace; what is shown is that the
 * work is shared safely.
 */
export async function benchClaims(
  say: Say,
  { solutions = 500 }: { solutions?: number } = {},
): Promise<Figure[]> {
  return withBench({ sync: { runBudgetMs: 20_000 } }, async (bench) => {
    const shops: Connected[] = [];
    await forEach(solutions, async (n) => {
      shops[n] = await connectedRetailer(bench.db, bench.standIns, {
        ...{ days: 0, size: 0, outlets: 1, registers: 1, seed: n },
      });
    });
    const places = await placesOf(bench);
    const widths = [10, 9, 9, 14, 11, 8, 6, 9, 11, 7];
    say(
      row(widths, [
        ...['processes', 'solutions', 'runs', 'by two at once', 'left out'],
        ...['doubled', 'lost', 'documents', 'documents/s', 'seconds', 'share of each'],
      ]),
    );
    let sales = 0;
    const all: (Shown & Books & { perSecond: number })[] = [];
    for (const processes of [1, 2, 4]) {
      await forEach(solutions, (n) => {
        const { business, solutionId, from } = shops[n]!;
        const here = { ...places.get(solutionId), at: `${from}T09:12:33+11:00` };
        const records = Array.from({ length: SALES }, (_, i) => ({
          ...{ ...(feedReceipt(sales + i) as object), ...here },
        }));
        return control(`${bench.standIns.tillUrl}/sandbox/businesses/${business}/records`, { records });
      });
      sales += SALES;
      const { seconds, shares, shown } = await drain(bench, processes);
      const books = await booksOfAll(bench, shops, sales);
      const { runs, overlaps, starved, documents } = shown;
      const perSecond = Math.round(documents / seconds);
      all.push({ ...shown, ...books, perSecond });
      say(
        row(widths, [
          ...[String(processes), solutions, runs, overlaps, starved, books.doubled, books.lost, documents],
          ...[perSecond, Math.round(seconds)],
          `${shares.map((n) => Math.round((n / runs) * 100)).join(', ')} %`,
        ]),
      );
    }
    const each = (of: (one: (typeof all)[number]) => number) => all.map(of).join(', ');
    const of = `${solutions} solutions due at once, 1, 2, 4 processes`;
    return [
      { figure: `${of}: worked on by two at once`, bar: '0', seen: each((one) => one.overlaps) },
      { figure: 'left out', bar: '0', seen: each((one) => one.starved) },
      {
        figure: 'sales twice in Xero; not there',
        bar: '0; 0',
        seen: `${each((one) => one.doubled)}; ${each((one) => one.lost)}`,
      },
      { figure: 'documents a second', bar: 'told', seen: each((one) => one.perSecond) },
    ];
  });
}

type Books = { doubled: number; lost: number };

type Shown = { runs: number; overlaps: number; starved: number; documents: number };

/** All of them, due at once, until none is and nobody works on one. The processes are there when the clock starts. */
async function drain({ db }: Bench, processes: number) {
  const [before] = await db.execute<{ run: number; document: number }>(sql`
    select coalesce((select max(id) from sync_run), 0) as run, coalesce((select max(id) from document), 0) as document`);
  await db.execute(sql`update solution set due_at = 'infinity'`);
  const workers = await startWorkers(processes, 100);
  try {
    await db.execute(sql`update solution set due_at = now()`);
    const began = performance.now();
    for (let open = true; open; ) {
      await pause(200);
      requireNoTrouble(workers);
      [{ open } = { open: true }] = await db.execute<{ open: boolean }>(
        sql`select exists (select 1 from solution where lease_owner is not null or due_at <= now()) as open`,
      );
    }
    const seconds = (performance.now() - began) / 1000;
    // A run begins after its claim and ends before it lets go: two that overlap had the solution at the same time.
    const [shown] = await db.execute<Shown>(sql`
      with run as (select * from sync_run where id > ${before!.run})
      select (select count(*)::int from run) as runs,
        (select count(*)::int from run a join run b on b.solution_id = a.solution_id and b.id > a.id
          where b.started_at < coalesce(a.ended_at, 'infinity')) as overlaps,
        (select count(*)::int from solution s
          where not exists (select 1 from run r where r.solution_id = s.id and r.outcome = 'done')) as starved,
        (select count(*)::int from document where state = 'posted' and id > ${before!.document}) as documents`);
    // Each tells at the end of its tick.
    const told = () => workedOn(workers).reduce((sum, n) => sum + n, 0);
    for (let waits = 0; told() < shown!.runs && waits < 50; waits++) await pause(100);
    return { seconds, shares: workedOn(workers), shown: shown! };
  } finally {
    await stopAll(workers);
  }
}

/** Sales that Xero's books hold too often, and too seldom, over all organisations; each had so many. */
async function booksOfAll({ standIns }: Bench, shops: readonly Connected[], sales: number): Promise<Books> {
  let [doubled, lost] = [0, 0];
  await forEach(shops.length, async (n) => {
    const { invoices } = await control<{ invoices: { count: number } }>(
      `${standIns.xeroUrl}/sandbox/organisations/${shops[n]!.tenantId}/books`,
    );
    doubled += Math.max(0, invoices.count - sales);
    lost += Math.max(0, sales - invoices.count);
  });
  return { doubled, lost };
}

/** The one register of each shop, by solution, as the till names it. */
async function placesOf({ db }: Bench): Promise<Map<string, { outlet: string; register: string }>> {
  const rows = await db.execute<{ solutionId: string; outlet: string; register: string }>(sql`
    select r.solution_id as "solutionId", o.till_id as outlet, r.till_id as register
    from register r join outlet o on o.id = r.outlet_id`);
  return new Map(rows.map(({ solutionId, ...place }) => [solutionId, place]));
}

async function forEach(count: number, make: (n: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += TOGETHER) {
    await Promise.all(Array.from({ length: Math.min(TOGETHER, count - from) }, (_, i) => make(from + i)));
  }
}
