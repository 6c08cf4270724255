import { sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { portalTotals } from '../../db/queries/totals.ts';
import type { CaseRecord } from '../../lib/accounting/case-records.ts';
import { syncOne } from '../../lib/sync/conduct.ts';
import { control } from '../lib/control.ts';
import type { StandIns } from '../lib/stand-ins.ts';
import { type Connected, connectedRetailer } from './connected-retailer.ts';

/** A line of the dump of Xero's books, as text. */
export type BookLine = Record<string, string> & { kind: string };

/** A shop without trade of its own, at whose till things happen late: a test hands it records, syncs, and looks into Xero. */
export async function lateShop(db: Db, standIns: StandIns, way = 'each_sale') {
  const shop = await connectedRetailer(db, standIns, { days: 25, size: 0, seed: 3 });
  const { solutionId } = shop;
  await db.execute(sql`update posting_policy set way = ${way} where solution_id = ${solutionId}`);
  const place = await placeOf(db, shop);
  const xero = `${standIns.xeroUrl}/sandbox/organisations/${shop.tenantId}`;
  const send = (...records: CaseRecord[]) =>
    control(`${standIns.tillUrl}/sandbox/businesses/${shop.business}/records`, {
      records: records.map((r) => placed(r, place)),
    });
  return {
    ...{ shop, send },
    sync: () => toRest(db, shop),
    lock: (periodLockDate: string | null) => control(`${xero}/lock-dates`, { periodLockDate }),
    /** So that the next run reads the organisation again. */
    forgetFacts: () =>
      db.execute(
        sql`update xero_organisation set chart_at = now() - interval '1 day' where retailer_id = ${shop.retailerId}`,
      ),
    books: async (): Promise<BookLine[]> =>
      (await (await fetch(`${xero}/dump`)).text())
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text)),
    /** What each account holds, by name, those that hold nothing left out. */
    balances: async (): Promise<Record<string, number>> => {
      const { accounts } = await control<{ accounts: { name: string; balanceMinor: number }[] }>(
        `${xero}/trial-balance`,
      );
      return Object.fromEntries(
        accounts.filter((a) => a.balanceMinor !== 0).map((a) => [a.name, a.balanceMinor]),
      );
    },
    held: async () => [
      ...(await db.execute<{ id: string; version: number; code: string; text: string }>(sql`
        select record_id as id, version, refusal_code as code, refusal_text as text from till_transaction
        where solution_id = ${solutionId} and state = 'held' order by record_id, version`)),
    ],
    /** What did not go, with the reason; none when all did. */
    open: async () => [
      ...(await db.execute(sql`
        select record_id as what, coalesce(refusal_text, state) as why from till_transaction
          where solution_id = ${solutionId} and state in ('held', 'pending')
        union all
        select number, coalesce(refusal_text, state) from document where solution_id = ${solutionId} and state <> 'posted'`)),
    ],
    totals: () => portalTotals(db, shop),
  };
}

export type LateShop = Awaited<ReturnType<typeof lateShop>>;

async function placeOf(db: Db, { solutionId }: Connected): Promise<{ outlet: string; register: string }> {
  const [place] = await db.execute<{ outlet: string; register: string }>(sql`
    select o.till_id as outlet, r.till_id as register from register r join outlet o on o.id = r.outlet_id
    where r.solution_id = ${solutionId} order by r.id limit 1`);
  return place!;
}

/** A record as this till would send it. */
function placed(record: CaseRecord, place: { outlet: string; register: string }): Record<string, unknown> {
  const { refund_of: refundOf, applies_to: appliesTo } = record as {
    refund_of?: object;
    applies_to?: object[];
  };
  return {
    ...{ ...record, ...place },
    ...(refundOf ? { refund_of: { ...refundOf, outlet: place.outlet } } : {}),
    ...(appliesTo ? { applies_to: appliesTo.map((of) => ({ ...of, outlet: place.outlet })) } : {}),
  };
}

async function toRest(db: Db, shop: Connected): Promise<void> {
  for (let i = 0; i < 20; i++) {
    await db.execute(sql`update solution set due_at = now() where id = ${shop.solutionId}`);
    const run = await syncOne(db, { trigger: 'person', only: shop, deadline: performance.now() + 60_000 });
    if (run?.outcome === 'failed') throw new Error(run.message ?? 'failed');
    if (run?.outcome === 'done' && run.posted === 0 && run.planned === 0 && run.refused === 0) return;
  }
  throw new Error('it never came to rest');
}
