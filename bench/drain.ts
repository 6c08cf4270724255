import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Child } from '../scripts/lib/children.ts';
import { control } from '../scripts/lib/control.ts';
import { connectedRetailer } from '../scripts/test/connected-retailer.ts';
import type { Figure } from './figures.ts';
import { withBench } from './setup.ts';
import { requireNoTrouble, startWorkers, stopAll } from './workers.ts';

/** Xero's clock, and all our waits with it, run so much faster. */
const FASTER = 3;
/** So many of Xero's whole minutes are looked at. */
const MINUTES = 5;
/** Small batches, so that a few thousand documents last for some minutes; documents are not what is measured. */
const BATCH_SIZE = 3;
/** What Xero takes to answer a batch, in its own seconds. */
const ANSWER_SECONDS = 1.5;
const CALLS_A_MINUTE = 60;

type CallLog = { refused429: number; last: { at: string; path: string; status: number }[] };

/**
 * A backlog drained by two processes that are called every minute, as a cron does, against the stand-in with its limits on: the calls that
 * Xero took in its whole minutes, beside those that it would have taken. Batches are small, so that a few thousand documents last for
 * some minutes; documents are not what is measured.
 */
export async function benchDrain(
  say: (line: string) => void,
  { days = 16 }: { days?: number | undefined } = {},
): Promise<Figure[]> {
  const fast = (seconds: number) => seconds / FASTER;
  const settings = {
    standIn: { clockRate: FASTER },
    sync: {
      ...{
        runBudgetMs: fast(50_000),
        leaseSeconds: fast(90),
        idleSeconds: fast(300),
        retrySeconds: fast(15),
      },
      ...{ sliceMs: fast(20_000), longWaitMs: fast(1000), batchSize: BATCH_SIZE },
    },
    xero: { secondMs: fast(1000), apiTimeoutMs: fast(40_000), deadAfterMs: fast(5000), gatePollMs: 50 },
  };
  return withBench(settings, async ({ db, standIns }) => {
    let workers: Child[] = [];
    try {
      const shop = await connectedRetailer(db, standIns, { days, size: 25 });
      await control(`${standIns.xeroUrl}/sandbox/faults`, {
        ...{ kind: 'delayBefore', ms: fast(ANSWER_SECONDS * 1000), times: 0, path: '/api.xro/' },
      });
      workers = await startWorkers(2, fast(60_000));
      // What the till has recorded is fetched and planned first: meanwhile there is little to send.
      const pending = async () =>
        (
          await db.execute(sql`select 1 from solution s where s.id = ${shop.solutionId} and (s.feed_cursor is null or exists (
          select 1 from till_transaction t where t.solution_id = s.id and t.state = 'pending')) limit 1`)
        ).length > 0;
      while (await pending()) await pause(200);
      const { now } = await control<{ now: string }>(`${standIns.xeroUrl}/sandbox/clock`);
      const readLog = () => control<CallLog>(`${standIns.xeroUrl}/sandbox/calls?last=1000`);
      let log = await readLog();
      while (wholeMinutes(log, now).length < MINUTES) {
        await pause(1000);
        log = await readLog();
        requireNoTrouble(workers);
      }
      const [left] = await db.execute<{ posted: number; ready: number }>(sql`
      select count(*) filter (where state = 'posted')::int as posted,
        count(*) filter (where standing = 'ready' and state = 'planned')::int as ready
      from document where solution_id = ${shop.solutionId}`);
      if (left!.ready === 0)
        throw new Error('the backlog was too small: there was a minute with nothing to send');
      const minutes = wholeMinutes(log, now);
      const [made, allowed] = [minutes.reduce((sum, n) => sum + n, 0), minutes.length * CALLS_A_MINUTE];
      say(
        `Two processes, ${BATCH_SIZE} documents a call; Xero's clock and ours ${FASTER} × as fast; an answer takes ${ANSWER_SECONDS} of its seconds. ${left!.posted.toLocaleString('en')} documents were posted.`,
      );
      say(`calls in each of Xero's whole minutes of the drain: ${minutes.join(', ')}`);
      const seen = `${((made / allowed) * 100).toFixed(1)} %`;
      say(`calls made ÷ calls that the limits allow: ${made} ÷ ${allowed} = ${seen} (bar: 95 %)`);
      say(`answers 429: ${log.refused429} (bar: 0)`);
      return [
        { figure: 'calls made ÷ calls that Xero’s limits allow', bar: '95 %', seen },
        { figure: 'answers 429', bar: '0', seen: String(log.refused429) },
      ];
    } finally {
      await stopAll(workers);
    }
  });
}

/** How many calls began in each of Xero's whole minutes after a moment. */
function wholeMinutes({ last }: CallLog, after: string): number[] {
  const minuteOf = (ms: number) => Math.floor(ms / 60_000);
  const counts: number[] = [];
  for (const { at, path, status } of last) {
    if (!path.toLowerCase().startsWith('/api.xro/') || status === 429) continue;
    // The log tells when a call was answered; it counted when it came.
    const n = minuteOf(Date.parse(at) - ANSWER_SECONDS * 1000) - minuteOf(Date.parse(after)) - 1;
    if (n >= 0) counts[n] = (counts[n] ?? 0) + 1;
  }
  return Array.from(counts, (n) => n ?? 0).slice(0, -1);
}
