import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Mapping } from '@/lib/accounting/mapping';
import type { PostingPolicy } from '@/lib/accounting/posting-policy';
import { withoutZeros } from '@/lib/accounting/properties/books';
import { type TillDay, workDay } from '@/lib/accounting/properties/day';
import { dayIntent } from '@/lib/accounting/properties/intents';
import { type Regime, regimes } from '@/lib/accounting/properties/regimes';
import { control } from '../../scripts/lib/control.ts';
import type { StandIns } from '../../scripts/lib/stand-ins.ts';
import { type Connected, connectedRetailer, setStandIns } from '../../scripts/test/connected-retailer.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { balancesOf, chooseAccounts, knownFacts, organisationUrl } from '../../scripts/test/random-shop.ts';
import { startTestStandIns } from '../../scripts/test/stand-ins.ts';
import { syncOne } from './conduct.ts';

/**
 * A sample of the random register-days (lib/accounting/properties) goes the whole way over HTTP: Xero takes every document, and its
 * books move as the till's own do. PROPERTY_SEED=7 takes other days.
 */
const seed = Number(process.env.PROPERTY_SEED ?? 20261103);
const DAYS_PER_SHOP = 15;

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let standIns: StandIns;

beforeAll(async () => {
  database = await createTestDatabase();
  standIns = await startTestStandIns();
  setStandIns(standIns, database.url, {
    firstLookUpAfterSeconds: 0,
    betweenLookUpsSeconds: 0,
    retrySeconds: 0,
  });
});
afterAll(async () => {
  await standIns?.stop();
  await database?.close();
});

type Way = PostingPolicy['way'];
const cases = regimes.flatMap((regime, i): [string, Way, Regime, number][] => [
  [regime.name, 'each_sale', regime, i],
  [regime.name, i % 2 === 0 ? 'summary_per_shift' : 'summary_per_day', regime, i + regimes.length],
]);

describe('random register-days', () => {
  test.each(cases)('%s, %s: Xero takes all, and moves as the till', { timeout: 180_000 }, async (...of) => {
    const [, way, regime, n] = of;
    const shop = await connectedRetailer(database.db, standIns, {
      ...{ days: 23, size: 0, seed: 3, country: regime.country },
    });
    await database.db.execute(
      sql`update posting_policy set way = ${way} where solution_id = ${shop.solutionId}`,
    );
    const mapping = await chooseAccounts(database.db, shop, regime);
    await toRest(shop);
    const before = await balancesOf(standIns.xeroUrl, shop);

    const days = await sample(shop, regime, seed + n);
    await control(`${standIns.tillUrl}/sandbox/businesses/${shop.business}/records`, {
      records: days.flatMap((day) => day.records),
    });
    await toRest(shop);

    expect(await unposted(shop)).toEqual([]);
    const after = await balancesOf(standIns.xeroUrl, shop);
    const moved = [...after].map(([id, amount]): [string, number] => [id, amount - (before.get(id) ?? 0)]);
    expect([...withoutZeros(new Map(moved))]).toEqual([
      ...booksOf(days, mapping, await systemAccounts(shop)),
    ]);
    const { balanced } = await control<{ balanced: boolean }>(
      `${organisationUrl(standIns.xeroUrl, shop)}/check`,
    );
    expect(balanced).toBe(true);
    const [posted] = await database.db.execute<{ count: number }>(
      sql`select count(*)::int as count from document where solution_id = ${shop.solutionId} and state = 'posted'`,
    );
    const receipts = days.reduce((count, day) => count + day.receiptCases.length, 0);
    console.info(
      `${regime.name}, ${way}: ${receipts} receipts, ${days.length} days, ${posted!.count} documents`,
    );
  });
});

async function sample(shop: Connected, regime: Regime, at: number): Promise<TillDay[]> {
  const [place] = await database.db.execute<{ outlet: string; register: string }>(sql`
    select o.till_id as outlet, r.till_id as register from register r join outlet o on o.id = r.outlet_id
    where r.solution_id = ${shop.solutionId} order by r.id limit 1`);
  const intents = fc.sample(dayIntent, { seed: at, numRuns: DAYS_PER_SHOP });
  return intents.map((intent, i) => {
    // The register opened before: what it held then was brought in with the shop's own first shift. Its days began in November.
    const later = { ...intent, heldCents: intent.openingCents, opening: intent.opening % 2 };
    return workDay(later, regime, place!, `D${String(i).padStart(2, '0')}-`);
  });
}

async function systemAccounts(shop: Connected) {
  const accounts = [...(await knownFacts(database.db, shop)).accounts.values()];
  const idOf = (system: string) => accounts.find((a) => a.systemAccount === system)!.accountId;
  return { owed: idOf('DEBTORS'), tax: idOf('GST') };
}

async function toRest(shop: Connected): Promise<void> {
  for (let i = 0; i < 30; i++) {
    await database.db.execute(sql`update solution set due_at = now() where id = ${shop.solutionId}`);
    const run = await syncOne(database.db, {
      ...{ trigger: 'person', only: shop },
      deadline: performance.now() + 60_000,
    });
    if (run?.outcome === 'failed') throw new Error(run.message ?? 'failed');
    if (run?.outcome === 'done' && run.posted === 0 && run.planned === 0) return;
  }
  throw new Error('it never came to rest');
}

/** Of the days' records those that were not planned, and every document that Xero did not take, with the reason. */
async function unposted({ solutionId }: Connected): Promise<unknown[]> {
  const rows = await database.db.execute(sql`
    select record_id as what, refusal_text as why from till_transaction
      where solution_id = ${solutionId} and state in ('held', 'pending') and record_id like 'D__-%'
    union all
    select number, refusal_text from document where solution_id = ${solutionId} and state <> 'posted'`);
  return [...rows];
}

/** What all the days together must have moved. */
function booksOf(days: readonly TillDay[], mapping: Mapping, names: { owed: string; tax: string }) {
  const moved = new Map<string, number>();
  for (const { books } of days) {
    for (const [account, amount] of books.byAccount(mapping, names)) {
      moved.set(account, (moved.get(account) ?? 0) + amount);
    }
  }
  return withoutZeros(moved);
}
