import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dryRunStart } from '@/db/queries/dry-run';
import type { DocumentToKeep } from '@/db/queries/keep-documents';
import { organisationOf } from '@/db/queries/organisations';
import type { PlannedDocument } from '@/lib/accounting/document';
import { anchorOf } from '@/lib/accounting/mend';
import { syncOne } from '@/lib/sync/conduct';
import { factsOf } from '@/lib/sync/facts';
import { dayBefore } from '@/lib/sync/openings';
import { withXero } from '@/lib/xero/client';
import { control } from '../../scripts/lib/control.ts';
import type { StandIns } from '../../scripts/lib/stand-ins.ts';
import {
  type Connected,
  connectedRetailer,
  setStandIns,
  startPosting,
} from '../../scripts/test/connected-retailer.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { startTestStandIns } from '../../scripts/test/stand-ins.ts';
import { heldBefore } from './held-before.ts';
import { planPeriod } from './plan-period.ts';
import { readDryRun } from './read-dry-run.ts';
import type { KindTally } from './tally.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let standIns: StandIns;

beforeAll(async () => {
  database = await createTestDatabase();
  standIns = await startTestStandIns();
  setStandIns(standIns, database.url, { retrySeconds: 0 });
});
afterAll(async () => {
  await standIns?.stop();
  await database?.close();
});

type Way = 'each_sale' | 'summary_per_shift' | 'summary_per_day';

async function sync(shop: Connected) {
  await database.db.execute(sql`update solution set due_at = now() where id = ${shop.solutionId}`);
  const run = await syncOne(database.db, {
    ...{ trigger: 'person', only: shop },
    deadline: performance.now() + 60_000,
  });
  expect(run?.outcome).toBe('done');
}

/** On the first day debts are made in several ways; on the second they are paid and set off, mostly without saying which. */
function debts([first, second]: string[], place: { outlet: string; register: string }) {
  const common = { ...place, version: 1, currency: 'AUD', status: 'completed' };
  const customer = { id: 'C-DEBT', name: 'Owen Debtor' };
  const receipt = (id: string, day: string, total: string, payments: Record<string, string>) => ({
    ...{ ...common, type: 'receipt', id, at: `${day}T12:00:00+11:00`, prices: 'inclusive', customer, total },
    lines: [
      { kind: 'product', product: { id: 'T', name: 'Table' }, total, tax: { code: 'FREE', amount: '0.00' } },
    ],
    taxes: [{ code: 'FREE', amount: '0.00' }],
    payments: Object.entries(payments).map(([type, amount], i) => ({ id: String(i + 1), type, amount })),
  });
  const payment = (id: string, at: string, amount: string, applies_to: object[]) => ({
    ...{ ...common, type: 'account_payment', id, at: `${second}T${at}:00+11:00`, customer },
    ...{ payment: { id: '1', type: 'card', amount }, applies_to },
  });
  return [
    receipt('D1', first!, '80.00', { account: '80.00' }),
    receipt('D2', first!, '40.00', { account: '60.00', cash: '-20.00' }),
    receipt('D3', second!, '30.00', { account: '30.00' }),
    receipt('D4', second!, '-25.00', { account: '-25.00' }),
    receipt('D5', second!, '10.00', { card: '15.00', account: '-5.00' }),
    payment('P1', '13:00', '50.00', []),
    payment('P2', '14:00', '70.00', [{ outlet: place.outlet, id: 'D2', amount: '70.00' }]),
  ];
}

/** The till account holds 50.00 in Xero on the evening before the first day. */
async function heldInXero(shop: Connected) {
  const way = await withXero(database.db, shop);
  if (!way.ok) throw new Error(way.message);
  const bankTransaction = {
    ...{ type: 'RECEIVE' as never, date: dayBefore(shop.from), contact: { name: 'Owner' } },
    bankAccount: { code: '091' },
    lineItems: [{ description: 'Float', quantity: 1, unitAmount: 50, accountCode: '881' }],
  };
  const made = await way.value.call((api, tenant) =>
    api.createBankTransactions(tenant, { bankTransactions: [bankTransaction] }, false),
  );
  if (!made.ok) throw new Error(made.message);
}

/** A shop whose records are here, and of which nothing is posted yet. */
async function shopOf(way: Way): Promise<Connected> {
  const shop = await connectedRetailer(database.db, standIns, {
    ...{ days: 2, size: 9, seed: 4, until: '2025-11-16', started: false },
  });
  const [place] = await database.db.execute<{ outlet: string; register: string }>(sql`
    select o.till_id as outlet, r.till_id as register from register r join outlet o on o.id = r.outlet_id
    where r.solution_id = ${shop.solutionId} order by r.id limit 1`);
  const records = debts([shop.from, '2025-11-16'], place!);
  await control(`${standIns.tillUrl}/sandbox/businesses/${shop.business}/records`, { records });
  await heldInXero(shop);
  await sync(shop);
  await startPosting(database.db, shop, shop.from);
  await database.db.execute(
    sql`update solution set start_date = null, started_at = null where id = ${shop.solutionId}`,
  );
  await database.db.execute(
    sql`update posting_policy set way = ${way} where solution_id = ${shop.solutionId}`,
  );
  return shop;
}

const start = (shop: Connected) =>
  database.db.execute(
    sql`update solution set start_date = ${shop.from}, started_at = now() where id = ${shop.solutionId}`,
  );

async function dry(shop: Connected, from: string, to: string, pageSize = 500): Promise<DocumentToKeep[]> {
  const [row] = await database.db.execute<{ id: string }>(
    sql`select id from xero_organisation where retailer_id = ${shop.retailerId}`,
  );
  const organisation = await organisationOf(database.db, {
    ...{ retailerId: shop.retailerId, organisationId: row!.id },
  });
  const begun = (await dryRunStart(database.db, shop))!;
  const found: DocumentToKeep[] = [];
  const reader = {
    ...{ db: database.db, scope: { retailerId: shop.retailerId, solutionId: shop.solutionId } },
  };
  const of = { ...begun, facts: factsOf(organisation!)!, period: { from, to }, pageSize };
  const parts = planPeriod(reader, { ...of, tillBalances: await heldBefore(reader, of) });
  for await (const { documents } of parts) found.push(...documents);
  return found;
}

const held = async (shop: Connected) => [
  ...(await database.db.execute(sql`
    select record_id, refusal_text from till_transaction where solution_id = ${shop.solutionId} and state = 'held'`)),
];

type Stored = { key: string; kind: string; content: PlannedDocument; day: string };

/** What a sync stored. */
const stored = async (shop: Connected): Promise<Stored[]> => [
  ...(await database.db.execute<Stored>(sql`
    select key, kind, content, business_day as day from document
    where solution_id = ${shop.solutionId} order by key`)),
];

const daysOfShop = async (shop: Connected) =>
  (
    await database.db.execute<{ day: string }>(sql`
      select distinct business_day as day from till_transaction
      where solution_id = ${shop.solutionId} and state = 'pending' order by 1`)
  ).map(({ day }) => day);

/** As it is stored: JSON knows no negative zero. */
const asJson = (content: unknown) => JSON.parse(JSON.stringify(content)) as unknown;

/** By key; a document that came twice would be lost in a map, so it is looked for. */
function byKey<T extends { key: string }>(documents: readonly T[]): Map<string, T> {
  const map = new Map(documents.map((d) => [d.key, d]));
  expect(map.size).toBe(documents.length);
  return map;
}

/** What is in them, by key. */
const contents = (documents: Iterable<{ key: string; content: unknown }>) =>
  Object.fromEntries([...documents].map(({ key, content }) => [key, asJson(content)]));

describe.each<Way>(['each_sale', 'summary_per_day', 'summary_per_shift'])('the dry run of %s', (way) => {
  test('is, field for field, what the next sync sends: of each day and of all', async () => {
    const shop = await shopOf(way);
    const days = await daysOfShop(shop);
    expect(days).toHaveLength(2);
    await start(shop);
    const ofDays = new Map<string, DocumentToKeep[]>();
    for (const day of days) ofDays.set(day, await dry(shop, day, day));
    const ofAll = byKey(await dry(shop, days[0]!, days.at(-1)!));
    // Pages of few records part sales from the payments that pay them.
    const inSmallPages = byKey(await dry(shop, days[0]!, days.at(-1)!, 5));
    expect(await stored(shop)).toEqual([]);

    await sync(shop);
    const sent = byKey(await stored(shop));
    expect(sent.size).toBeGreaterThan(way === 'each_sale' ? 40 : 10);
    expect([...sent.values()].some(({ kind }) => kind === 'payment')).toBe(true);

    const openings = [...sent.values()].filter(({ key }) => key.includes(':opening:'));
    expect(openings.length).toBeGreaterThan(1);
    // All of the debts were posted, and what was paid without saying what.
    expect([...sent.keys()].filter((key) => /:(P1|P2|D4|D5):/.test(key)).length).toBeGreaterThan(8);
    expect(await held(shop)).toEqual([]);
    expect(contents(ofAll.values())).toEqual(contents(sent.values()));
    expect(contents(inSmallPages.values())).toEqual(contents(sent.values()));
    for (const [day, documents] of ofDays) {
      const own = documents.filter((d) => d.kind !== 'contact').map((d) => d.key);
      const really = [...sent.values()]
        .filter((d) => d.day === day && d.kind !== 'contact')
        .map((d) => d.key);
      expect(own.sort()).toEqual(really.sort());
      for (const { key, content } of documents) expect(asJson(content)).toEqual(sent.get(key)!.content);
    }
    expect(await dry(shop, days[0]!, days.at(-1)!)).toEqual([]);
  });
});

async function planned(shop: Connected, from: string, to: string) {
  const dryRun = await readDryRun(database.db, shop, { from, to, page: 1 });
  if (dryRun.state !== 'planned') throw new Error(dryRun.state);
  return dryRun;
}

const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);

describe('the movement per account', () => {
  test('is the same before, as what would be sent, and after, as what was sent', async () => {
    const shop = await shopOf('each_sale');
    const days = await daysOfShop(shop);
    const before = await planned(shop, days[0]!, days.at(-1)!);
    // Not started yet: it is as if it were on the first of them.
    expect(before.documents).toHaveLength(50);
    expect(before.pageCount).toBe(Math.ceil(before.documentCount / 50));
    expect(before.sent).toEqual([]);
    expect(sum(before.movement.map((m) => m.wouldMinor))).toBe(0);
    expect(before.movement.filter((m) => m.wouldMinor !== 0).length).toBeGreaterThan(5);

    await start(shop);
    await sync(shop);
    const after = await planned(shop, days[0]!, days.at(-1)!);
    expect(after.would).toEqual([]);
    expect(after.documentCount).toBe(0);
    for (const { id, wouldMinor } of before.movement) {
      const sent = after.movement.find((m) => m.id === id)?.sentMinor ?? 0;
      expect([id, sent]).toEqual([id, wouldMinor]);
    }
    const count = (kinds: KindTally[], kind: string) => kinds.find((k) => k.kind === kind) ?? null;
    for (const kind of ['invoice', 'credit_note', 'payment']) {
      expect(count(after.sent, kind)).toEqual(count(before.would, kind));
    }
  });
});

describe('the preflight', () => {
  type Body = { taxTypes: Record<string, string>; tracking?: Record<string, string> };

  async function remap(shop: Connected, change: (body: Body) => Body) {
    const [newest] = await database.db.execute<{ body: Body }>(
      sql`select body from mapping where solution_id = ${shop.solutionId} order by id desc limit 1`,
    );
    await database.db.execute(sql`
      insert into mapping (retailer_id, solution_id, valid_from, body)
      values (${shop.retailerId}, ${shop.solutionId}, ${shop.from}, ${JSON.stringify(change(newest!.body))}::text::jsonb)`);
  }

  test('names what is not mapped with the way to its field; what is held for it is planned once it is mapped', async () => {
    const shop = await shopOf('each_sale');
    const days = await daysOfShop(shop);
    const whole = await planned(shop, days[0]!, days.at(-1)!);
    expect(whole.preflight.filter((p) => p.tone === 'stop')).toEqual([]);

    const without = ({ taxTypes: { FREE: _free, ...taxTypes }, ...body }: Body) => ({ ...body, taxTypes });
    await remap(shop, without);
    const lacking = await planned(shop, days[0]!, days.at(-1)!);
    const stops = lacking.preflight.filter((p) => p.tone === 'stop');
    expect(stops).toHaveLength(1);
    expect(stops[0]).toMatchObject({
      title: expect.stringMatching(/^\d+ records?: No tax rate is chosen/),
      link: { href: `/solutions/${shop.solutionId}/accounts#${anchorOf('taxTypes.FREE')}` },
    });
    expect(lacking.documentCount).toBeLessThan(whole.documentCount);

    // The sync holds them; a mapping that mends them is seen here before anything is let go.
    await start(shop);
    await sync(shop);
    await remap(shop, (body) => ({ ...body, taxTypes: { ...body.taxTypes, FREE: 'EXEMPTOUTPUT' } }));
    const mended = await planned(shop, days[0]!, days.at(-1)!);
    const count = (kinds: KindTally[]) => sum(kinds.filter((k) => k.kind === 'invoice').map((k) => k.count));
    expect(count(mended.would)).toBeGreaterThan(0);
    expect(count(mended.would) + count(mended.sent)).toBe(count(whole.would));
    expect(mended.preflight.filter((p) => p.tone === 'stop')).toEqual([]);
  });

  test('tells a locked period and an archived account', async () => {
    const shop = await shopOf('each_sale');
    const days = await daysOfShop(shop);
    await database.db.execute(
      sql`update xero_organisation set period_lock_date = ${days[0]} where retailer_id = ${shop.retailerId}`,
    );
    const locked = await planned(shop, days[0]!, days[0]!);
    expect(locked.documentCount).toBe(0);
    expect(locked.preflight[0]).toMatchObject({
      tone: 'stop',
      title: expect.stringContaining('locked in Xero'),
    });
    await database.db.execute(sql`
      update xero_organisation set chart = jsonb_set(chart, '{accounts}', (
        select jsonb_agg(case when a ->> 'type' in ('REVENUE', 'SALES') then a || '{"status": "ARCHIVED"}' else a end)
        from jsonb_array_elements(chart -> 'accounts') a)) where retailer_id = ${shop.retailerId}`);
    const archived = await planned(shop, days[1]!, days[1]!);
    expect(archived.preflight[0]).toMatchObject({
      tone: 'stop',
      title: expect.stringContaining('A chosen account is archived'),
      link: { href: expect.stringContaining('#field-salesAccountId') },
    });
  });

  test('tells archived tracking with the way to its field, and shows the tracking of every line', async () => {
    const shop = await shopOf('each_sale');
    const [day] = await daysOfShop(shop);
    const read = await database.db.execute<{ category: string; option: string }>(sql`
      select c ->> 'trackingCategoryId' as category, c -> 'options' -> 0 ->> 'trackingOptionId' as option
      from xero_organisation, jsonb_array_elements(chart -> 'tracking') c where retailer_id = ${shop.retailerId}`);
    const { category, option } = read[0]!;
    await remap(shop, (body) => ({ ...body, tracking: { [category]: option } }));
    const tracked = await planned(shop, day!, day!);
    const lines = tracked.documents.flatMap((d) => d.lines);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line.tracking).toEqual(['Outlet: Harbour']);
    await database.db.execute(sql`
      update xero_organisation set chart = jsonb_set(chart, '{tracking,0,status}', '"ARCHIVED"') where retailer_id = ${shop.retailerId}`);
    const { preflight } = await planned(shop, day!, day!);
    expect(preflight[0]).toMatchObject({
      ...{ tone: 'stop', title: expect.stringContaining('tracking category or option is archived') },
      detail: expect.stringContaining('Tracking category “Outlet” is archived in Xero'),
      link: { href: expect.stringContaining(`#${anchorOf(`tracking.${category}`)}`) },
    });
  });

  test('knows a plan that caps invoices, and recommends the way that makes the fewest', async () => {
    const shop = await shopOf('each_sale');
    const days = await daysOfShop(shop);
    const advice = async () => {
      const { preflight } = await planned(shop, days[0]!, days.at(-1)!);
      return preflight.filter(({ title }) => /better way|plan in Xero/.test(title));
    };
    expect(await advice()).toEqual([]);
    await database.db.execute(
      sql`update xero_organisation set organisation_class = 'IGNITE' where retailer_id = ${shop.retailerId}`,
    );
    expect(await advice()).toMatchObject([
      {
        title: 'One summary per outlet and day is the better way of posting here',
        detail: expect.stringMatching(
          /no more than 20 invoices a month, and (this period makes \d+ in|each sale would)/,
        ),
        link: { href: `/solutions/${shop.solutionId}/accounts` },
      },
    ]);
    await database.db.execute(
      sql`update posting_policy set way = 'summary_per_day' where solution_id = ${shop.solutionId}`,
    );
    expect(await advice()).toEqual([]);
  });
});

test('what cannot be planned says why', async () => {
  const shop = await connectedRetailer(database.db, standIns, { days: 1, size: 2, started: false });
  const asked = { from: null, to: null, page: 1 };
  expect(await readDryRun(database.db, shop, asked)).toEqual({ state: 'nothing' });
  expect(
    await readDryRun(database.db, shop, { ...asked, from: '2026-01-01', to: '2026-03-01' }),
  ).toMatchObject({
    state: 'problem',
  });
  await database.db.execute(
    sql`update xero_organisation set chart = null where retailer_id = ${shop.retailerId}`,
  );
  expect(await readDryRun(database.db, shop, asked)).toEqual({ state: 'not_read' });
  await database.db.execute(sql`
    update xero_connection set state = 'ended', ended_at = now(), ended_why = 'test' where solution_id = ${shop.solutionId}`);
  expect(await readDryRun(database.db, shop, asked)).toEqual({ state: 'not_connected' });
});
