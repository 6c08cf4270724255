import { sql } from 'drizzle-orm';
import { answersAt, startNode } from '../scripts/lib/node-process.ts';
import { freePort } from '../scripts/lib/ports.ts';
import { connectedRetailer } from '../scripts/test/connected-retailer.ts';
import { type Figure, multiple } from './figures.ts';
import type { SyncTook } from './run-sync.ts';
import { type Bench, inOwnProcess, neverOnDisk, row, type Say, withBench } from './setup.ts';

/** Receipts of a business day. */
const PER_DAY = 250;

/** What does most comes first: two or three documents for each sale, and several calls under way. */
const ways = ['each_sale', 'summary_per_day', 'summary_per_shift'];

/**
 * The conductor's highest resident memory for a long backlog beside that for a short one: a process of its own from the feed to the
 * last answer of Xero. The till and Xero are cheap stand-ins (`cheap-stand-ins.ts`); pull, interpret, plan and send are the product's.
 * PostgreSQL need not write to disk for it.
 * @param way how it is posted. By default each sale by itself, and in summaries for the short backlog only, as a comparison
 */
export async function benchMemory(
  say: Say,
  { long = 200_000, short = 10_000, way }: { long?: number; short?: number; way?: string | undefined } = {},
): Promise<Figure[]> {
  const widths = [18, 10, 10, 9, 14, 10];
  say('with a till and a Xero that keep nothing');
  say(row(widths, ['posted as', 'records', 'documents', 'seconds', 'till trans./s', 'peak MiB']));
  const measured = way ?? ways[0]!;
  const others = way === undefined ? ways.slice(1) : [];
  return withBench({ postgres: neverOnDisk }, async (bench) => {
    const peakOf = async (way: string, receipts: number) => {
      const took = await backlog(bench, receipts, way);
      const seconds = took.elapsedMs / 1000;
      say(row(widths, [way, took.pulled, took.posted, seconds, took.pulled / seconds, took.peakMiB]));
      return took.peakMiB;
    };
    const peak = await peakOf(measured, short);
    for (const other of others) await peakOf(other, short);
    const longPeak = await peakOf(measured, long);
    const figure = `peak memory for ${long.toLocaleString('en')} ÷ for ${short.toLocaleString('en')}, posted as ${measured}`;
    const seen = multiple(longPeak / peak);
    say(`${figure}: ${seen} (bar: 1.2)`);
    return [{ figure, bar: '1.2 ×', seen }];
  });
}

async function backlog({ db, standIns }: Bench, receipts: number, way: string): Promise<SyncTook> {
  const shop = await connectedRetailer(db, standIns, { days: 1, size: 1, started: false });
  const from = new Date(Date.now() - (Math.ceil(receipts / PER_DAY) + 3) * 86_400_000)
    .toISOString()
    .slice(0, 10);
  await db.execute(sql`
    insert into posting_policy (retailer_id, solution_id, valid_from, way, status)
    values (${shop.retailerId}, ${shop.solutionId}, ${from}, ${way}, 'AUTHORISED')`);
  await db.execute(sql`update mapping set valid_from = ${from} where solution_id = ${shop.solutionId}`);
  await db.execute(
    sql`update solution set start_date = ${from}, started_at = now() where id = ${shop.solutionId}`,
  );
  const answer = await fetch(`${standIns.tillUrl}/${shop.business}/api/v1/business`, {
    headers: { authorization: `Bearer ${shop.apiKey}` },
  });
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const args = { receipts, perDay: PER_DAY, from, business: await answer.json() };
  const cheap = await startNode(
    'The cheap stand-in',
    ['--import', 'tsx', 'bench/cheap-stand-ins.ts', JSON.stringify(args), String(port)],
    { isReady: answersAt(`${url}/ready`) },
  );
  try {
    const took = await inOwnProcess<SyncTook>(
      'run-sync.ts',
      {},
      { XERO_API_URL: url, TAGRAIN_URL: `${url}/{business}` },
    );
    const [left] = await db.execute<{ count: number; why: string }>(sql`
      select count(*)::int as count, min(refusal_text) as why from till_transaction
      where solution_id = ${shop.solutionId} and state not in ('planned', 'not_posted')`);
    if (left!.count > 0 || took.pulled !== receipts)
      throw new Error(`${left!.count} were not posted: ${left!.why}`);
    // Not due again while the next one is measured.
    await db.execute(sql`update solution set due_at = 'infinity' where id = ${shop.solutionId}`);
    return took;
  } finally {
    await cheap.stop();
  }
}
