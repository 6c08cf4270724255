import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { releaseAll } from '@/db/queries/releases';
import { withXero } from '@/lib/xero/client';
import type { StandIns } from '../../scripts/lib/stand-ins.ts';
import {
  type Connected,
  connectedRetailer,
  setStandIns,
  startPosting,
} from '../../scripts/test/connected-retailer.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { startTestStandIns } from '../../scripts/test/stand-ins.ts';
import { syncOne } from './conduct.ts';

/** Xero's till balance is the cash in the drawer, from the first closing on, whatever Xero held before. */

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let standIns: StandIns;

beforeAll(async () => {
  database = await createTestDatabase();
  standIns = await startTestStandIns();
  setStandIns(standIns, database.url, {
    firstLookUpAfterSeconds: 0,
    betweenLookUpsSeconds: 0,
    retrySeconds: 0,
    repeatWindowSeconds: 290,
    // Each opening on a page of its own: what one took into account, the next must read from the database.
    planPageSize: 1,
  });
});
afterAll(async () => {
  await standIns?.stop();
  await database?.close();
});

async function toRest(shop: Connected) {
  for (let i = 0; i < 10; i++) {
    await database.db.execute(sql`update solution set due_at = now() where id = ${shop.solutionId}`);
    const run = await syncOne(database.db, {
      trigger: 'person',
      deadline: performance.now() + 60_000,
      only: shop,
    });
    if (run?.outcome === 'done' && run.posted === 0 && run.planned === 0) return;
  }
  throw new Error('it never came to rest');
}

/** What the registers' last closings left in their drawers. */
async function left(shop: Connected): Promise<number> {
  const [row] = await database.db.execute<{ left: number }>(sql`
    select sum((content -> 'closing' ->> 'leftMinor')::bigint)::bigint as left from (
      select distinct on (register_id) content from till_transaction
      where solution_id = ${shop.solutionId} and kind = 'shift' and state <> 'superseded'
        and jsonb_typeof(content -> 'closing') = 'object'
      order by register_id, occurred_at desc) last`);
  return Number(row!.left);
}

/** What Xero's books say of the till account, in cents. */
async function inXero(shop: Connected): Promise<number> {
  const response = await fetch(`${standIns.xeroUrl}/sandbox/organisations/${shop.tenantId}/dump`);
  for (const text of (await response.text()).trim().split('\n')) {
    const entry = JSON.parse(text) as { kind: string; account: string; balance: string };
    if (entry.kind === 'balance' && entry.account === '091') return Math.round(Number(entry.balance) * 100);
  }
  throw new Error('no till account');
}

const openings = (shop: Connected) =>
  database.db.execute<{ kind: string; amount: number; state: string; from: string | null }>(sql`
    select kind, total_minor as amount, state, content ->> 'fromAccountId' as from from document
    where solution_id = ${shop.solutionId} and key like ${'%:opening:%'} order by id`);

/** Money on the till account in Xero on the day before posting starts. */
async function heldBefore(shop: Connected, amount: number) {
  const way = await withXero(database.db, shop);
  if (!way.ok) throw new Error(way.message);
  const dayBefore = new Date(Date.parse(`${shop.from}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
  const made = await way.value.call((api, tenant) =>
    api.createBankTransactions(
      tenant,
      {
        bankTransactions: [
          {
            ...{ type: 'RECEIVE' as never, date: dayBefore, contact: { name: 'Owner' } },
            bankAccount: { code: '091' },
            lineItems: [{ description: 'Float', quantity: 1, unitAmount: amount, accountCode: '881' }],
          },
        ],
      },
      false,
    ),
  );
  if (!made.ok) throw new Error(made.message);
}

describe('after the last closing Xero’s till balance is what was left in the drawers', () => {
  test('of a new till account: each register brings its own opening amount', async () => {
    const shop = await connectedRetailer(database.db, standIns, { days: 2, seed: 21 });
    await toRest(shop);
    const made = await openings(shop);
    expect(made).toHaveLength(3);
    expect(made.every((d) => d.state === 'posted' && d.amount > 0)).toBe(true);
    expect(await inXero(shop)).toBe(await left(shop));
  });

  test.each([
    ['less than the opening amount', 50],
    ['more than all opening amounts', 5000],
  ])('of one that held %s, counted once although three registers share it', async (_what, amount) => {
    const shop = await connectedRetailer(database.db, standIns, { days: 2, seed: 22, started: false });
    await heldBefore(shop, amount);
    await startPosting(database.db, shop, shop.from);
    await toRest(shop);
    expect(await inXero(shop)).toBe(await left(shop));
    expect(await openings(shop)).toHaveLength(3);
  });

  test('where the account it comes from is chosen late: it waits, says so, and goes by itself', async () => {
    const shop = await connectedRetailer(database.db, standIns, { days: 1, seed: 23 });
    const change = (body: ReturnType<typeof sql>) =>
      database.db.execute(sql`
        insert into mapping (retailer_id, solution_id, valid_from, body)
        select retailer_id, solution_id, valid_from, ${body} from mapping where solution_id = ${shop.solutionId} order by id limit 1`);
    await change(sql`body - 'cashInAccountId'`);
    await toRest(shop);
    const held = await database.db.execute<{ code: string }>(sql`
      select refusal_code as code from till_transaction where solution_id = ${shop.solutionId} and state = 'held' and kind = 'shift'`);
    expect(held.map((h) => h.code)).toEqual([
      'cash_in_account_missing',
      'cash_in_account_missing',
      'cash_in_account_missing',
    ]);
    await change(sql`body`);
    await releaseAll(database.db, shop);
    await toRest(shop);
    expect(await inXero(shop)).toBe(await left(shop));
  });
});
