import { sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { releaseAll } from '@/db/queries/releases';
import { portalTotals } from '@/db/queries/totals';
import { formatMinor, parseMinor } from '@/lib/money/money';
import { percent, taxInside } from '@/lib/money/rounding';
import { withXero, type XeroAccess } from '@/lib/xero/client';
import { compare, type TillTotals } from '../../scripts/demo/compare.ts';
import { control } from '../../scripts/lib/control.ts';
import type { StandIns } from '../../scripts/lib/stand-ins.ts';
import { booksOf } from '../../scripts/lib/xero-books.ts';
import { type Connected, connectedRetailer, setStandIns } from '../../scripts/test/connected-retailer.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { startTestStandIns } from '../../scripts/test/stand-ins.ts';
import { syncOne } from './conduct.ts';

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

type Way = 'each_sale' | 'summary_per_shift' | 'summary_per_day';

/** A shop whose receipts are summed from its first day on. Its days are long over, so that no clock decides. */
async function shopOf(way: Way, options: Parameters<typeof connectedRetailer>[2] = {}): Promise<Connected> {
  const shop = await connectedRetailer(database.db, standIns, { days: 2, until: '2025-11-16', ...options });
  await database.db.execute(
    sql`update posting_policy set way = ${way} where solution_id = ${shop.solutionId}`,
  );
  return shop;
}

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

async function fromTill<T>(shop: Connected, path: string): Promise<T> {
  const response = await fetch(`${standIns.tillUrl}/${shop.business}/api/v1/${path}`, {
    headers: { authorization: `Bearer ${shop.apiKey}` },
  });
  return (await response.json()) as T;
}

/** Where till and Xero differ by an amount, or something stays unposted. Counts differ: that is what a summary is for. */
async function differences(shop: Connected): Promise<string[]> {
  const till = await fromTill<TillTotals>(shop, 'totals');
  const xero = await booksOf(standIns.xeroUrl, shop.tenantId);
  const { problems } = compare(till, xero, await portalTotals(database.db, shop));
  return problems.filter((p) => /differ by|not posted/.test(p));
}

type Document = {
  kind: string;
  key: string;
  number: string;
  hash: string;
  state: string;
  day: string;
  totalMinor: number;
  taxMinor: number;
  accountId: string | null;
  signed: number;
  receipts: number;
};

const documents = async (shop: Connected): Promise<Document[]> => [
  ...(await database.db.execute<Document>(sql`
    select d.kind, d.key, d.number, md5(d.content::text) as hash, d.state, d.document_date as day, d.total_minor as "totalMinor",
      d.tax_minor as "taxMinor", d.content ->> 'accountId' as "accountId",
      case when d.kind = 'credit_note' or d.content ->> 'of' like 'credit_note%' then -1 else 1 end as signed,
      (select count(*) from document_source s where s.document_id = d.id and s.role = 'receipt' and s.live)::int as receipts
    from document d where d.solution_id = ${shop.solutionId} and d.kind <> 'contact' order by d.key`)),
];

const isSummary = ({ kind, key }: Document) =>
  /^(invoice|credit_note):@(shift|day|register):/.test(key) && kind !== 'payment';

const receipts = async (shop: Connected) => [
  ...(await database.db.execute<{
    id: string;
    state: string;
    code: string | null;
    text: string | null;
    shift: string;
    day: string;
    in: number;
    kind: string;
    onAccount: boolean;
  }>(sql`
    select t.record_id as id, t.kind, t.state, t.refusal_code as code, t.refusal_text as text, t.shift_till_id as shift, t.business_day as day,
      t.content -> 'payments' @> '[{"type": "account"}]' as "onAccount",
      (select count(*) from document_source s where s.till_transaction_id = t.id and s.role = 'receipt' and s.live)::int as in
    from till_transaction t
    where t.solution_id = ${shop.solutionId} and t.kind in ('sale', 'sale_refund') and t.state <> 'superseded' and not t.voided
    order by t.record_id`)),
];

type Sent = {
  type: string;
  outlet: string;
  register: string;
  id: string;
  shift: string | null;
  at: string;
  total: string;
  lines: { kind: string; tax: { code: string; amount: string } }[];
  taxes: { code: string; amount: string }[];
  payments: { type: string }[];
  closing?: { taxes: { code: string; amount: string }[] } | null;
};
const less = (amount: string, part: string) => formatMinor(parseMinor(amount, 2)! - parseMinor(part, 2)!, 2);
const recordsOf = async (shop: Connected) =>
  (await fromTill<{ records: Sent[] }>(shop, 'records?limit=1000')).records;

const append = (shop: Connected, records: object[]) =>
  control(`${standIns.tillUrl}/sandbox/businesses/${shop.business}/records`, { records });

/** One that any summary may hold: paid at once, and taxed. */
const isPlainSale = (r: Sent) =>
  r.type === 'receipt' &&
  !r.total.startsWith('-') &&
  r.taxes.length === 1 &&
  r.taxes[0]?.code === 'GST' &&
  r.lines.every((l) => l.tax.code === 'GST') &&
  r.payments.every((p) => p.type === 'cash' || p.type === 'card');

/** Has the till send a record otherwise than it did; before it was pulled. */
async function replace(shop: Connected, record: Sent, change: Partial<Sent>) {
  const path = `${standIns.tillUrl}/sandbox/businesses/${shop.business}/records/${record.outlet}/${record.id}`;
  await control(path, undefined, 'DELETE');
  await append(shop, [{ ...record, ...change }]);
}

type Body = { taxTypes: Record<string, string>; paymentTypes: Record<string, { accountId: string }> };

/** Saves a mapping that differs from the newest one. */
async function remap(shop: Connected, change: (body: Body) => Body) {
  const [newest] = await database.db.execute<{ body: Body }>(
    sql`select body from mapping where solution_id = ${shop.solutionId} order by id desc limit 1`,
  );
  await database.db.execute(sql`
    insert into mapping (retailer_id, solution_id, valid_from, body)
    values (${shop.retailerId}, ${shop.solutionId}, ${shop.from}, ${JSON.stringify(change(newest!.body))}::text::jsonb)`);
}

async function inXero<T>(shop: Connected, use: Parameters<XeroAccess['call']>[0]) {
  const way = await withXero(database.db, shop);
  if (!way.ok) throw new Error(way.message);
  const answer = await way.value.call(use);
  if (!answer.ok) throw new Error(answer.message);
  return answer.value as T;
}

/** The account that cards are mapped to, and another that takes payments. */
async function twoCardAccounts(shop: Connected): Promise<[string, string]> {
  const [row] = await database.db.execute<{ card: string; gift: string }>(sql`
    select body -> 'paymentTypes' -> 'card' ->> 'accountId' as card, body ->> 'cashOutAccountId' as gift
    from mapping where solution_id = ${shop.solutionId} limit 1`);
  return [row!.card, row!.gift];
}

async function zoneAndCutoff(shop: Connected, outlet: string): Promise<[string, string]> {
  const [row] = await database.db.execute<{ zone: string; cutoff: string }>(sql`
    select time_zone as zone, day_cutoff as cutoff from outlet where solution_id = ${shop.solutionId} and till_id = ${outlet}`);
  return [row!.zone, row!.cutoff];
}

/** Some hours after the end of a business day. */
const momentAround = (day: string, zone: string, cutoff: string, hours: number) =>
  Temporal.PlainDate.from(day)
    .add({ days: 1 })
    .toPlainDateTime(Temporal.PlainTime.from(cutoff))
    .toZonedDateTime(zone)
    .add({ hours })
    .toString({ timeZoneName: 'never' });

/** A sale of one line at 10 %, paid in one payment type. */
function aSale(
  like: { outlet: string; register: string; shift: string | null; at: string },
  id: string,
  total: string,
  type = 'cash',
) {
  const { outlet, register, shift, at } = like;
  const tax = formatMinor(taxInside(parseMinor(total, 2)!, percent('10')), 2);
  return {
    ...{ type: 'receipt', outlet, register, shift, id, version: 1, at, currency: 'AUD', status: 'completed' },
    ...{ customer: null, prices: 'inclusive', refund_of: null, discount: '0.00', rounding: '0.00', total },
    lines: [
      {
        ...{ kind: 'product', product: { id: 'P1', name: 'Apron', category: 'Kitchen' }, quantity: '1' },
        ...{
          unit_price: total,
          discount: '0.00',
          surcharge: '0.00',
          total,
          tax: { code: 'GST', amount: tax },
        },
      },
    ],
    taxes: [{ code: 'GST', amount: tax }],
    payments: [{ id: '1', type, amount: total }],
  };
}

describe.each<Way>(['summary_per_shift', 'summary_per_day'])('%s', (way) => {
  test('posts all that the till took, to the cent, in few documents', async () => {
    const shop = await shopOf(way, { days: 3, size: 12, seed: 27 });
    const like = (await recordsOf(shop)).find(isPlainSale)!;
    const customer = { id: 'C1', name: 'Quay Street Bakery' };
    await append(shop, [{ ...aSale({ ...like, shift: null }, 'DEBT', '44.00', 'account'), customer }]);
    await toRest(shop);
    expect(await differences(shop)).toEqual([]);

    const all = await documents(shop);
    expect(all.every((d) => d.state === 'posted')).toBe(true);
    const rows = await receipts(shop);
    expect(
      rows.map((r) => [r.id, r.state, r.in]).filter(([, state, n]) => state !== 'planned' || n !== 1),
    ).toEqual([]);
    const summaries = all.filter(isSummary);
    const summedSales = rows.filter((r) => r.kind === 'sale' && !r.onAccount);
    const groups = new Set(
      summedSales.map((r) => `${way === 'summary_per_day' ? r.id.split('-')[0] : r.shift} ${r.day}`),
    );
    expect(summaries.filter((d) => d.kind === 'invoice')).toHaveLength(groups.size);
    // Whatever is on account keeps its own invoice, and everything else is in a summary.
    const summed = summaries.reduce((n, d) => n + d.receipts, 0);
    const own = all.filter((d) => d.kind === 'invoice' && !isSummary(d));
    expect(own).toHaveLength(rows.filter((r) => r.onAccount).length);
    expect(summed + own.length).toBe(rows.length);

    const till = await fromTill<
      TillTotals & { taxes: { total: string }[]; payment_types: { type: string; total: string }[] }
    >(shop, 'totals');
    const sumOf = (totals: { total: string }[]) =>
      totals.reduce((n, { total }) => n + parseMinor(total, 2)!, 0);
    const sales = all.filter((d) => d.kind === 'invoice' || d.kind === 'credit_note');
    expect(sales.reduce((n, d) => n + d.signed * d.taxMinor, 0)).toBe(sumOf(till.taxes));
    const [{ body } = { body: null }] = await database.db.execute<{
      body: { paymentTypes: Record<string, { accountId: string }> };
    }>(sql`select body from mapping where solution_id = ${shop.solutionId}`);
    for (const type of ['cash', 'card', 'giftcard']) {
      const posted = all.filter(
        (d) => d.kind === 'payment' && d.accountId === body!.paymentTypes[type]!.accountId,
      );
      const took = sumOf(till.payment_types.filter((t) => t.type === type));
      expect([type, posted.reduce((n, d) => n + d.signed * d.totalMinor, 0)]).toEqual([type, took]);
    }
  });

  test('puts a receipt that comes late into a supplement, and leaves what was sent as it is', async () => {
    const shop = await shopOf(way, { days: 1, seed: 22 });
    await toRest(shop);
    const before = await documents(shop);
    const like = (await recordsOf(shop)).find((r) => r.type === 'receipt')!;
    await append(shop, [aSale(like, 'LATE-1', '11.00'), aSale(like, 'LATE-2', '22.00', 'card')]);
    await toRest(shop);
    const after = await documents(shop);
    expect(after.filter((d) => before.some((b) => b.key === d.key))).toEqual(before);
    const added = after.filter((d) => !before.some((b) => b.key === d.key));
    expect(added.map((d) => [d.kind, d.totalMinor, d.receipts])).toEqual([
      ['invoice', 3300, 2],
      ['payment', 2200, 0],
      ['payment', 1100, 0],
    ]);
    expect(added[0]?.number).toMatch(/-SUM-[0-9A-F]{16}$/);

    await append(shop, [aSale(like, 'LATE-3', '5.50')]);
    await toRest(shop);
    const last = await documents(shop);
    expect(last.filter((d) => isSummary(d) && d.kind === 'invoice')).toHaveLength(
      before.filter((d) => isSummary(d) && d.kind === 'invoice').length + 2,
    );
    expect(await differences(shop)).toEqual([]);
  });

  test('waits for every record of a shift, says what is missing, and goes when it comes', async () => {
    const shop = await shopOf(way, { days: 1, seed: 23 });
    const lost = (await recordsOf(shop)).find((r) => r.type === 'receipt')!;
    const record = `${standIns.tillUrl}/sandbox/businesses/${shop.business}/records/${lost.outlet}/${lost.id}`;
    await control(record, undefined, 'DELETE');
    await toRest(shop);
    const rows = await receipts(shop);
    const isKeptBack = (r: (typeof rows)[number]) =>
      way === 'summary_per_day' ? r.id.startsWith(`${lost.outlet}-`) : r.shift === lost.shift;
    const [kept, gone] = [rows.filter((r) => r.state === 'held'), rows.filter((r) => r.state === 'planned')];
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.every((r) => isKeptBack(r) && r.code === 'shift_incomplete')).toBe(true);
    expect(kept[0]?.text).toMatch(
      new RegExp(`shift ${lost.shift} is incomplete: the closing counts \\d+ receipts, \\d+ came`),
    );
    expect(gone.some((r) => !isKeptBack(r))).toBe(true);
    expect((await documents(shop)).every((d) => d.state === 'posted')).toBe(true);

    await control(`${record}/resend`, {});
    await toRest(shop);
    expect(await differences(shop)).toEqual([]);
    expect((await documents(shop)).some((d) => /-SUM-[0-9A-F]{16}$/.test(d.number))).toBe(false);
  });

  test('waits for one receipt that cannot be posted, names it, and goes when it is mended', async () => {
    const shop = await shopOf(way, { days: 1, seed: 24 });
    const sent = await recordsOf(shop);
    const bad = sent.find(isPlainSale)!;
    const odd = bad.taxes.map((t) => ({ ...t, code: 'ODD' }));
    await replace(shop, bad, {
      lines: bad.lines.map((l) => ({ ...l, tax: { ...l.tax, code: 'ODD' } })),
      taxes: odd,
    });
    // The till closed with it so.
    const shift = sent.find((r) => r.outlet === bad.outlet && r.id === bad.shift && r.closing)!;
    const taxes = shift.closing!.taxes.map(({ code, amount }) => ({
      code,
      amount: code === 'GST' ? less(amount, odd[0]!.amount) : amount,
    }));
    await replace(shop, shift, { closing: { ...shift.closing!, taxes: [...taxes, ...odd] } });
    await toRest(shop);
    const held = (await receipts(shop)).filter((r) => r.state === 'held');
    expect(held.filter((r) => r.code !== 'summary_waits').map((r) => [r.id, r.code])).toEqual([
      [bad.id, 'tax_rate_missing'],
    ]);
    const waiting = held.filter((r) => r.code === 'summary_waits');
    expect(waiting.length).toBeGreaterThan(1);
    for (const { text } of waiting)
      expect(text).toContain(`waits for receipt ${bad.id}: Choose the tax rate`);

    await remap(shop, (body) => ({ ...body, taxTypes: { ...body.taxTypes, ODD: 'OUTPUT' } }));
    await releaseAll(database.db, shop);
    await toRest(shop);
    expect(await differences(shop)).toEqual([]);
  });

  test('waits for one receipt that the till got wrong, and goes when the till has corrected it', async () => {
    const shop = await shopOf(way, { days: 1, seed: 25 });
    const bad = (await recordsOf(shop)).find(isPlainSale)!;
    await replace(shop, bad, { lines: [] });
    await toRest(shop);
    const held = (await receipts(shop)).filter((r) => r.state === 'held');
    expect(held.find((r) => r.id === bad.id)?.code).toBe('receipt_does_not_add_up');
    expect(held.length).toBeGreaterThan(2);
    for (const r of held.filter((r) => r.id !== bad.id))
      expect(r.text).toContain(`waits for receipt ${bad.id}`);

    await append(shop, [{ ...bad, version: 2 }]);
    await toRest(shop);
    expect(await differences(shop)).toEqual([]);
  });

  test('is planned again as a whole when Xero refused a part of it, and posts nothing twice', async () => {
    const shop = await shopOf(way, { days: 1, seed: 26 });
    const [card, other] = await twoCardAccounts(shop);
    await inXero(shop, (api, tenant) =>
      api.updateAccount(tenant, card, { accounts: [{ accountID: card, status: 'ARCHIVED' as never }] }),
    );
    await toRest(shop);
    const before = await documents(shop);
    const refused = before.filter((d) => d.state === 'refused');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every((d) => d.kind === 'payment' && d.accountId === card)).toBe(true);

    await remap(shop, (body) => ({
      ...body,
      paymentTypes: { ...body.paymentTypes, card: { accountId: other } },
    }));
    await releaseAll(database.db, shop);
    await toRest(shop);
    const after = await documents(shop);
    const posted = before.filter((d) => d.state === 'posted');
    expect(after.filter((d) => posted.some((p) => p.key === d.key))).toEqual(posted);
    expect(after.filter((d) => d.state !== 'posted')).toEqual([]);
    expect(await differences(shop)).toEqual([]);
  });
});

describe('the way of posting', () => {
  test('changes with a business day, and no receipt is posted in both', async () => {
    const shop = await shopOf('each_sale', { days: 3, seed: 27 });
    const days = [0, 1, 2].map((n) =>
      new Date(Date.parse(shop.from) + n * 86_400_000).toISOString().slice(0, 10),
    );
    for (const [i, way] of (['summary_per_shift', 'summary_per_day'] as const).entries()) {
      await database.db.execute(sql`
        insert into posting_policy (retailer_id, solution_id, valid_from, way, status)
        values (${shop.retailerId}, ${shop.solutionId}, ${days[i + 1]}, ${way}, 'AUTHORISED')`);
    }
    await toRest(shop);
    expect(await differences(shop)).toEqual([]);
    const rows = await receipts(shop);
    expect(rows.every((r) => r.state === 'planned' && r.in === 1)).toBe(true);
    // What is on account keeps its own invoice on any day.
    const onAccount = new Set(rows.filter((r) => r.onAccount).map((r) => r.id));
    const invoices = (await documents(shop)).filter(
      (d) => d.kind === 'invoice' && ![...onAccount].some((id) => d.key.includes(`:${id}:`)),
    );
    const kindsOn = (day: string) => {
      const kinds = invoices.filter((d) => d.day === day).map((d) => /:@(\w+):/.exec(d.key)?.[1] ?? 'own');
      return [...new Set(kinds)].sort();
    };
    expect(days.map(kindsOn)).toEqual([['own'], ['shift'], ['day']]);
  });
});

test('a shift over the cut-off has one summary for each business day', async () => {
  const shop = await shopOf('summary_per_shift', { days: 1, seed: 28 });
  const like = (await recordsOf(shop)).find(isPlainSale)!;
  const [zone, cutoff] = await zoneAndCutoff(shop, like.outlet);
  const at = (hours: number) => momentAround(shop.from, zone, cutoff, hours);
  const place = { outlet: like.outlet, register: like.register, shift: 'NIGHT' };
  const shift = (version: number, closing: object | null, when: string) => ({
    ...{ type: 'shift', outlet: like.outlet, register: like.register, id: 'NIGHT', version, at: when },
    ...{ currency: 'AUD', status: 'completed', opened_at: at(-2), opening_amount: '100.00', closing },
  });
  await append(shop, [
    shift(1, null, at(-2)),
    aSale({ ...place, at: at(-1) }, 'EVENING', '11.00'),
    aSale({ ...place, at: at(1) }, 'MORNING', '22.00'),
  ]);
  await toRest(shop);
  expect((await receipts(shop)).filter((r) => r.shift === 'NIGHT').map((r) => r.state)).not.toContain(
    'planned',
  );

  const closing = {
    ...{
      closed_at: at(2),
      counts: { receipt: 2, account_payment: 0, cash_movement: 0 },
      sales: '33.00',
      refunds: '0.00',
    },
    ...{
      payments: [{ type: 'cash', amount: '33.00' }],
      account_payments: [],
      taxes: [{ code: 'GST', amount: '3.00' }],
    },
    ...{
      cash_in: '0.00',
      cash_out: '0.00',
      floating_expense: '0.00',
      cash_expected: '133.00',
      cash_counted: '133.00',
    },
    ...{ cash_removed: '33.00', cash_left: '100.00', counted: [] },
  };
  await append(shop, [shift(2, closing, at(2))]);
  await toRest(shop);
  const night = (await documents(shop)).filter((d) => d.key.includes(':NIGHT:') && isSummary(d));
  const day = (n: number) => new Date(Date.parse(shop.from) + n * 86_400_000).toISOString().slice(0, 10);
  expect(night.map((d) => [d.day, d.totalMinor, d.state])).toEqual([
    [day(0), 1100, 'posted'],
    [day(1), 2200, 'posted'],
  ]);
  expect(await differences(shop)).toEqual([]);
});

test('receipts that name no shift are summed per register, when their day is over', async () => {
  const shop = await shopOf('summary_per_shift', { days: 1, seed: 29 });
  const like = (await recordsOf(shop)).find(isPlainSale)!;
  const place = { ...like, shift: null };
  const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString();
  await append(shop, [
    aSale(place, 'A', '11.00'),
    aSale(place, 'B', '22.00'),
    aSale({ ...place, at: tomorrow }, 'C', '33.00'),
  ]);
  await toRest(shop);
  const found = (await documents(shop)).filter((d) => d.key.startsWith('invoice:@register:'));
  expect(found.map((d) => [d.totalMinor, d.receipts])).toEqual([[3300, 2]]);
  expect((await receipts(shop)).filter((r) => r.state === 'pending').map((r) => r.id)).toEqual(['C']);
});
