import { sql } from 'drizzle-orm';
import type { Db } from '../db/client.ts';
import { control } from '../scripts/lib/control.ts';
import { type Connected, connectedRetailer } from '../scripts/test/connected-retailer.ts';
import { countRoundTrips } from './count-round-trips.ts';
import { type Figure, multiple } from './figures.ts';
import { replayOf } from './replay.ts';
import type { SyncTook } from './run-sync.ts';
import { type Bench, inOwnProcess, row, type Say, withBench } from './setup.ts';

const BATCH = 50;
/** Receipts of a register on a common day: thousands in a month, as a busy shop has them. */
const SIZE = 35;

/**
 * How many calls a backlog costs, counted by the stand-in for Xero, beside the floor (documents of a kind ÷ 50, rounded up) and beside
 * a client that sends each document alone; and how often the database is asked, counted on the wire.
 */
export async function benchCalls(say: Say): Promise<Figure[]> {
  return withBench({}, async (bench) => [...(await eachSale(bench, say)), ...(await summaries(bench, say))]);
}

async function eachSale(bench: Bench, say: Say): Promise<Figure[]> {
  const shop = await connectedRetailer(bench.db, bench.standIns, { days: 10, size: SIZE });
  const { calls, took, roundTrips } = await counted(bench);
  const documents = await documentsOf(bench.db, shop);
  const floor = floorOf(documents);
  const sales = documents.find((d) => d.kind === 'invoice')?.count ?? 0;
  const { calls: naive } = await (await replayOf(bench, shop, { oneByOne: true }))();
  const per1000 = (n: number) => (n * 1000) / sales;
  const widths = [44, 8, 16, 10];
  say(
    `each sale by itself: ${sales} sales, ${took.posted} documents (${documents.map((d) => `${d.count} ${d.kind}`).join(', ')})`,
  );
  say(row(widths, ['', 'calls', 'per 1,000 sales', '÷ floor']));
  for (const [name, n] of [
    ['floor: ⌈documents of a kind ÷ 50⌉', floor],
    ['the product', calls],
    ['one call per document', naive],
  ] as const) {
    say(row(widths, [name, n, per1000(n), n / floor]));
  }
  say(
    `database round trips: ${roundTrips}, ${(roundTrips / took.posted).toFixed(2)} per document, ${(roundTrips / took.pulled).toFixed(2)} per till transaction (bar: at most 1 per document)`,
  );
  return [
    { figure: 'each sale: calls ÷ floor', bar: '1.05 ×', seen: multiple(calls / floor) },
    { figure: 'one call per document ÷ floor', bar: 'told', seen: multiple(naive / floor) },
    {
      ...{ figure: 'database round trips per document', bar: '1' },
      seen: (roundTrips / took.posted).toFixed(2),
    },
  ];
}

async function summaries(bench: Bench, say: Say): Promise<Figure[]> {
  const shop = await connectedRetailer(bench.db, bench.standIns, {
    days: 10,
    size: SIZE,
    seed: 2,
    started: false,
  });
  await bench.db.execute(sql`
    insert into posting_policy (retailer_id, solution_id, valid_from, way, status)
    values (${shop.retailerId}, ${shop.solutionId}, ${shop.from}, 'summary_per_shift', 'AUTHORISED')`);
  await bench.db.execute(
    sql`update solution set start_date = ${shop.from}, started_at = now() where id = ${shop.solutionId}`,
  );
  const { calls, took } = await counted(bench);
  const documents = await documentsOf(bench.db, shop);
  const [counts] = await bench.db.execute<{ days: number; sales: number }>(sql`
    select count(distinct (register_id, business_day))::int as days, count(*)::int as sales from till_transaction
    where solution_id = ${shop.solutionId} and kind = 'sale'`);
  const { days, sales } = counts!;
  const floor = floorOf(documents);
  say(
    `one summary per register and shift: ${sales} sales of ${days} register-days, ${took.posted} documents`,
  );
  say(
    `calls: ${calls}, ${(calls / days).toFixed(2)} per register-day, ${((calls * 1000) / sales).toFixed(1)} per 1,000 sales; floor ${floor}, ${(floor / days).toFixed(2)} per register-day; ÷ floor ${(calls / floor).toFixed(2)}`,
  );
  return [
    {
      ...{ figure: 'summaries: calls per register-day (floor)', bar: 'told' },
      seen: `${(calls / days).toFixed(2)} (${(floor / days).toFixed(2)})`,
    },
  ];
}

/** What the product's work costs in calls to Xero (the identity server aside) and in round trips to the database. */
async function counted(bench: Bench) {
  const callLog = `${bench.standIns.xeroUrl}/sandbox/calls`;
  await control(callLog, undefined, 'DELETE');
  const wire = await countRoundTrips(bench.databaseUrl);
  const took = await inOwnProcess<SyncTook>('run-sync.ts', { databaseUrl: wire.url });
  const roundTrips = wire.stop();
  const { byEndpoint } = await control<{ byEndpoint: Record<string, { calls: number }> }>(callLog);
  const toXero = Object.entries(byEndpoint).filter(([endpoint]) => !endpoint.includes('/connect'));
  return { took, roundTrips, calls: toXero.reduce((sum, [, { calls }]) => sum + calls, 0) };
}

const documentsOf = async (db: Db, { solutionId }: Connected) => [
  ...(await db.execute<{ kind: string; count: number }>(sql`
    select kind, count(*)::int as count from document where solution_id = ${solutionId} and state = 'posted'
    group by kind order by 2 desc`)),
];

/** An allocation's credit note stands in the address: each is a call. */
const floorOf = (documents: readonly { kind: string; count: number }[]): number =>
  documents.reduce(
    (sum, { kind, count }) => sum + (kind === 'allocation' ? count : Math.ceil(count / BATCH)),
    0,
  );
