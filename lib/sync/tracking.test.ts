import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mappings } from '@/db/queries/mappings';
import { documentsOf } from '@/db/queries/review-detail';
import { outletsAndRegisters } from '@/db/queries/till-transactions';
import { trackingField } from '@/lib/accounting/field-values';
import { type Mapping, mappingAt, mappingSchema } from '@/lib/accounting/mapping';
import { withPlaceValues } from '@/lib/accounting/place';
import { readAccounts } from '@/lib/accounts/read-accounts';
import { refreshOrganisation } from '@/lib/accounts/refresh-organisation';
import { changeMapping } from '@/lib/accounts/save-mapping';
import { formatMinor } from '@/lib/money/money';
import { control } from '../../scripts/lib/control.ts';
import type { StandIns } from '../../scripts/lib/stand-ins.ts';
import { type Connected, connectedRetailer, setStandIns } from '../../scripts/test/connected-retailer.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { startTestStandIns } from '../../scripts/test/stand-ins.ts';
import { syncOne } from './conduct.ts';

/** Tracking goes the whole way: chosen by outlet and register, sent, kept by Xero, read back, and refused by name once it is archived. */

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let standIns: StandIns;

beforeAll(async () => {
  database = await createTestDatabase();
  standIns = await startTestStandIns();
  setStandIns(standIns, database.url, {
    ...{ firstLookUpAfterSeconds: 0, betweenLookUpsSeconds: 0, retrySeconds: 0, repeatWindowSeconds: 0 },
  });
});
afterAll(async () => {
  await standIns?.stop();
  await database?.close();
});

async function toRest(shop: Connected) {
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

const byHand = (shop: Connected, path: string, body: object) =>
  control(`${standIns.xeroUrl}/sandbox/organisations/${shop.tenantId}/tracking${path}`, body);

type InXero = {
  kind: string;
  reference: string;
  number?: string;
  lines?: { amount: string; tax: string; tracking: string[] }[];
};

async function booksOf(shop: Connected): Promise<InXero[]> {
  const response = await fetch(`${standIns.xeroUrl}/sandbox/organisations/${shop.tenantId}/dump`);
  const text = await response.text();
  return text
    .trim()
    .split('\n')
    .map((row) => JSON.parse(row) as InXero);
}

/** What Xero holds by tracking: the gross of all lines that bear it. */
async function grossByTracking(shop: Connected): Promise<Map<string, number>> {
  const sums = new Map<string, number>();
  for (const { kind, lines = [] } of await booksOf(shop)) {
    const sign = kind === 'creditNote' ? -1 : kind === 'invoice' ? 1 : 0;
    for (const { amount, tracking } of lines) {
      if (sign === 0) continue;
      const key = tracking.join(' + ');
      sums.set(key, (sums.get(key) ?? 0) + sign * Math.round(Number(amount) * 100));
    }
  }
  return sums;
}

/** What the till took, by what is chosen at the register. */
async function takingsByTracking(shop: Connected, wordsOf: (mapping: Mapping) => string) {
  const [newest] = await mappings(database.db, shop);
  const mapping = mappingSchema.parse(newest!.body);
  const rows = await database.db.execute<{ outlet: string; register: string; total: number }>(sql`
    select o.till_id as outlet, r.till_id as register, sum(t.total_minor)::bigint as total from till_transaction t
      join outlet o on o.id = t.outlet_id join register r on r.id = t.register_id
    where t.solution_id = ${shop.solutionId} and t.kind in ('sale', 'sale_refund') and t.state = 'planned' group by 1, 2`);
  expect(rows.length).toBe(3);
  const sums = new Map<string, number>();
  for (const { outlet, register, total } of rows) {
    const words = wordsOf(mappingAt(mapping, outlet, register));
    sums.set(words, (sums.get(words) ?? 0) + total);
  }
  return sums;
}

const said = (sums: ReadonlyMap<string, number>) =>
  [...sums].map(([words, minor]) => `${words} ${formatMinor(minor, 2)}`).sort();

/** A shop with two categories: one chosen for all, one by outlet, and one register otherwise. */
async function trackedShop(way: 'each_sale' | 'summary_per_day') {
  const shop = await connectedRetailer(database.db, standIns, {
    days: 2,
    until: '2025-11-16',
    started: true,
  });
  await database.db.execute(
    sql`update posting_policy set way = ${way} where solution_id = ${shop.solutionId}`,
  );
  await byHand(shop, '', { name: 'Season', options: ['Summer'] });
  await refreshOrganisation(database.db, shop);
  const { facts, shown } = await readAccounts(database.db, shop);
  const categories = [...facts!.tracking.values()];
  const category = (name: string) => categories.find((one) => one.name === name)!;
  const optionId = (of: string, name: string) =>
    [...category(of).options.values()].find((option) => option.name === name)!.optionId;
  const outletField = trackingField(category('Outlet').categoryId);
  const { outlets, registers } = await outletsAndRegisters(database.db, shop);
  const [first, second] = outlets as [(typeof outlets)[number], (typeof outlets)[number]];
  const lastOfFirst = registers.filter((r) => r.outletId === first.id).at(-1)!;
  const place = (outlet: string, register: string | null = null) => ({ outlet, register });
  const chosen = withPlaceValues(
    {
      ...shown.mapping!.body,
      tracking: { [category('Season').categoryId]: optionId('Season', 'Summer') },
    },
    [
      { place: place(first.tillId), field: outletField, value: optionId('Outlet', 'Harbour') },
      {
        ...{ place: place(first.tillId, lastOfFirst.tillId), field: outletField },
        value: optionId('Outlet', 'Station'),
      },
    ],
  );
  await changeMapping(
    database.db,
    { ...shop, personId: await personOf(shop) },
    { mapping: chosen, validFrom: shop.from },
  );
  const nameOf = (categoryId: string, option: string) => {
    const found = facts!.tracking.get(categoryId)!;
    return `${found.name}: ${found.options.get(option)!.name}`;
  };
  const wordsOf = ({ tracking }: Mapping) =>
    Object.keys(tracking)
      .sort()
      .map((id) => nameOf(id, tracking[id]!))
      .join(' + ');
  return { shop, wordsOf, outletField, second };
}

async function personOf({ business }: Connected): Promise<string> {
  const [row] = await database.db.execute<{ id: string }>(
    sql`select id from person where email = ${`${business}@example.com`}`,
  );
  return row!.id;
}

/** What waits or is held. */
const openRecords = async ({ solutionId }: Connected) => [
  ...(await database.db.execute<{ state: string; code: string | null; count: number }>(sql`
    select state, refusal_code as code, count(*)::int as count from till_transaction where solution_id = ${solutionId}
      and state in ('held', 'pending') group by 1, 2 order by 1, 2`)),
];

describe.each(['each_sale', 'summary_per_day'] as const)('posted as %s', (way) => {
  test('every line is tracked as its register is, and Xero holds the till’s takings by tracking', async () => {
    const { shop, wordsOf } = await trackedShop(way);
    await toRest(shop);
    expect(await openRecords(shop)).toEqual([]);
    const [open] = await database.db.execute(
      sql`select number, state, refusal_text from document where solution_id = ${shop.solutionId} and state <> 'posted'`,
    );
    expect(open).toBeUndefined();
    const expected = await takingsByTracking(shop, wordsOf);
    expect([...expected.keys()].some((words) => words.includes('Outlet: Station'))).toBe(true);
    expect(said(await grossByTracking(shop))).toEqual(said(expected));
    for (const { kind, lines = [] } of await booksOf(shop)) {
      // Cash movements too; a transfer and a payment have no lines.
      for (const { tracking } of lines) expect([kind, tracking.length > 0]).toEqual([kind, true]);
    }
  });
});

describe('an option that is archived in Xero', () => {
  test('is refused by name before it is sent, and goes by itself once it is restored', async () => {
    const { shop, outletField } = await trackedShop('each_sale');
    await byHand(shop, '/Outlet/Station', { status: 'ARCHIVED' });
    expect(await refreshOrganisation(database.db, shop)).toMatchObject({ ok: true });
    await toRest(shop);
    const held = await openRecords(shop);
    expect(held).toEqual([{ state: 'held', code: 'tracking_unusable', count: expect.any(Number) }]);
    const [example] = await database.db.execute<{ text: string }>(sql`
      select refusal_text as text from till_transaction where solution_id = ${shop.solutionId} and state = 'held' limit 1`);
    expect(example!.text).toContain('“Station” is archived in Xero under “Outlet”');
    const { missing } = (await readAccounts(database.db, shop)).shown;
    expect(missing.map(({ field }) => field)).toEqual([expect.stringContaining(`.${outletField}`)]);
    // What is tracked by Harbour went all the same.
    expect([...(await grossByTracking(shop)).keys()].join()).toContain('Outlet: Harbour');

    await byHand(shop, '/Outlet/Station', { status: 'ACTIVE', name: 'Central' });
    expect(await refreshOrganisation(database.db, shop)).toMatchObject({ ok: true });
    await toRest(shop);
    expect(await openRecords(shop)).toEqual([]);
    expect([...(await grossByTracking(shop)).keys()].join()).toContain('Outlet: Central');
  });

  test('since it was read is refused by Xero, and goes once another is chosen', async () => {
    const { shop, outletField } = await trackedShop('each_sale');
    await byHand(shop, '/Outlet/Station', { status: 'ARCHIVED' });
    await toRest(shop);
    const [refused] = await database.db.execute<{ count: number; text: string }>(sql`
      select count(*)::int as count, min(refusal_text) as text from document where solution_id = ${shop.solutionId}
        and state = 'refused'`);
    expect(refused!.count).toBeGreaterThan(0);
    expect(refused!.text).toMatch(/tracking option/);
    await refreshOrganisation(database.db, shop);
    const { shown } = await readAccounts(database.db, shop);
    const place = shown.places.find(({ fields }) => fields.some(({ problem }) => problem))!;
    const mapping = withPlaceValues(shown.mapping!.body, [{ place, field: outletField, value: null }]);
    await changeMapping(
      database.db,
      { ...shop, personId: await personOf(shop) },
      { mapping, validFrom: shop.from },
    );
    await toRest(shop);
    expect(await openRecords(shop)).toEqual([]);
    const [open] = await database.db.execute(
      sql`select number, state from document where solution_id = ${shop.solutionId} and state <> 'posted'`,
    );
    expect(open).toBeUndefined();
    expect([...(await grossByTracking(shop)).keys()].join()).not.toContain('Station');
  });
});

test('the page of a transaction reads the tracking of its lines', async () => {
  const { shop } = await trackedShop('each_sale');
  await toRest(shop);
  const [row] = await database.db.execute<{ id: number }>(
    sql`select id from till_transaction where solution_id = ${shop.solutionId} and kind = 'sale' order by id limit 1`,
  );
  const [invoice] = await documentsOf(database.db, shop, row!.id);
  expect(invoice!.lines.length).toBeGreaterThan(0);
  for (const { tracking } of invoice!.lines) {
    expect(tracking!.length).toBeGreaterThan(0);
    expect(tracking![0]).toEqual({ categoryId: expect.any(String), optionId: expect.any(String) });
  }
});
