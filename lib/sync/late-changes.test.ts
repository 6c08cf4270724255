import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mappings, saveMapping } from '@/db/queries/mappings';
import { releaseAll } from '@/db/queries/releases';
import {
  accountPayment,
  type CaseRecord,
  cashMovement,
  closedShift,
  line,
  mei,
  openShift,
  receipt,
} from '@/lib/accounting/case-records';
import { mappingSchema } from '@/lib/accounting/mapping';
import { formatMinor, parseMinor } from '@/lib/money/money';
import { control } from '../../scripts/lib/control.ts';
import type { StandIns } from '../../scripts/lib/stand-ins.ts';
import { setStandIns } from '../../scripts/test/connected-retailer.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { type LateShop, lateShop } from '../../scripts/test/late-shop.ts';
import { startTestStandIns } from '../../scripts/test/stand-ins.ts';

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

const apron = line('Linen apron', '11.00', '1.00');
const towel = line('Tea towel', '5.50', '0.50');
type Payments = Record<string, string>;
const one = (payments: Payments, more = {}) =>
  receipt('ZR', '11.00', [apron], { GST: '1.00' }, payments, more);
const two = (payments: Payments, more = {}) =>
  receipt('ZR', '16.50', [apron, towel], { GST: '1.50' }, payments, more);
const back = (payments: Payments, more = {}) =>
  receipt('ZR', '-11.00', [line('Linen apron', '-11.00', '-1.00')], { GST: '-1.00' }, payments, more);
const onAccount = { customer: mei };
const cashBack = (account: string, cash: string): Payments => ({ account, cash });
const out = (amount: string, more = {}) => cashMovement('ZM', 'cash_out', amount, more);
const parking = (amount: string, more = {}) =>
  cashMovement('ZM', 'floating_expense', amount, { reason: 'Parking', ...more });
const petty = (amount: string, tax: string) => parking(amount, { tax: { code: 'GST', amount: tax } });
/** A closing of a shift without trade, that counted so much. */
const closing = (counted: string, removed: string) =>
  closedShift('ZS', '200.00', {
    ...{ expected: '200.00', counted, removed },
    left: formatMinor(parseMinor(counted, 2)! - parseMinor(removed, 2)!, 2),
  });

const version = (n: number, record: CaseRecord): CaseRecord => ({ ...record, version: n });
const voided = (record: CaseRecord): CaseRecord => ({ ...record, status: 'voided' });

type Change = [what: string, first: CaseRecord, then: CaseRecord, documents: string[]];

/** What the till told first, what it told after that had been posted, and what of that is in Xero more. */
const changes: Change[] = [
  [
    'a sale is voided',
    one({ cash: '11.00' }),
    voided(one({ cash: '11.00' })),
    ['creditNote 11.00', 'payment 11.00'],
  ],
  ['a line comes to it', one({ cash: '11.00' }), two({ cash: '16.50' }), ['invoice 5.50', 'payment 5.50']],
  ['a line goes', two({ card: '16.50' }), one({ card: '11.00' }), ['creditNote 5.50', 'payment 5.50']],
  [
    'it was paid by card, not in cash',
    one({ cash: '11.00' }),
    one({ card: '11.00' }),
    ['bankTransfer 11.00'],
  ],
  [
    'another name for what was sold',
    one({ cash: '11.00' }),
    { ...one({ cash: '11.00' }), lines: [line('Apron, linen', '11.00', '1.00')] },
    [],
  ],
  [
    'a sale on account is voided',
    one({ account: '11.00' }, onAccount),
    voided(one({ account: '11.00' }, onAccount)),
    ['allocation 11.00', 'creditNote 11.00'],
  ],
  [
    'what was on account was paid in cash',
    one({ account: '11.00' }, onAccount),
    one({ cash: '11.00' }, onAccount),
    ['payment 11.00'],
  ],
  [
    'what was paid in cash is on account',
    one({ cash: '11.00' }, onAccount),
    one({ account: '11.00' }, onAccount),
    ['creditNote 11.00', 'invoice 11.00', 'payment 11.00'],
  ],
  [
    'a refund is voided',
    back({ cash: '-11.00' }),
    voided(back({ cash: '-11.00' })),
    ['invoice 11.00', 'payment 11.00'],
  ],
  [
    'a sale was a refund',
    one({ cash: '11.00' }),
    back({ cash: '-11.00' }),
    ['creditNote 22.00', 'payment 22.00'],
  ],
  // Account 15.00 on a sale of 11.00: 4.00 was given out in cash (`debt:1`).
  [
    'a sale on account with cash-back is voided',
    one(cashBack('15.00', '-4.00'), onAccount),
    voided(one(cashBack('15.00', '-4.00'), onAccount)),
    ['allocation 4.00', 'allocation 7.00', 'creditNote 11.00', 'payment 4.00'],
  ],
  [
    'there was no cash-back',
    one(cashBack('15.00', '-4.00'), onAccount),
    one({ account: '11.00' }, onAccount),
    ['payment 4.00'],
  ],
  [
    'the cash-back was less',
    one(cashBack('15.00', '-4.00'), onAccount),
    one(cashBack('14.00', '-3.00'), onAccount),
    ['payment 1.00'],
  ],
  [
    'the cash-back was more',
    one(cashBack('15.00', '-4.00'), onAccount),
    one(cashBack('18.00', '-7.00'), onAccount),
    [
      'allocation 11.00',
      'allocation 4.00',
      'bankTransaction 4.00',
      'bankTransaction 7.00',
      'creditNote 11.00',
      'creditNote 4.00',
      'invoice 11.00',
      'invoice 7.00',
    ],
  ],
  [
    'with the cash-back more was sold',
    one(cashBack('15.00', '-4.00'), onAccount),
    two(cashBack('20.50', '-4.00'), onAccount),
    ['invoice 5.50'],
  ],
  [
    'there was cash-back',
    one({ account: '11.00' }, onAccount),
    one(cashBack('15.00', '-4.00'), onAccount),
    ['allocation 11.00', 'bankTransaction 4.00', 'creditNote 11.00', 'invoice 11.00', 'invoice 4.00'],
  ],
  ['less was taken out', out('50.00'), out('20.00'), ['bankTransfer 30.00']],
  ['nothing was taken out', out('50.00'), voided(out('50.00')), ['bankTransfer 50.00']],
  ['an expense was more', parking('3.00'), parking('8.00'), ['bankTransaction 5.00']],
  ['an expense was less, with tax', petty('11.00', '1.00'), petty('5.50', '0.50'), ['bankTransaction 5.50']],
  ['an expense is voided', petty('11.00', '1.00'), voided(petty('11.00', '1.00')), ['bankTransaction 11.00']],
  ['short is over', closing('190.00', '190.00'), closing('210.00', '190.00'), ['bankTransaction 20.00']],
  ['nothing was short', closing('190.00', '190.00'), closing('200.00', '190.00'), ['bankTransaction 10.00']],
  [
    'nothing was taken at closing',
    closing('200.00', '200.00'),
    closing('200.00', '0.00'),
    ['bankTransfer 200.00'],
  ],
];

/** The next version of a record as the till would send it: closings are second versions already. */
const next = (first: CaseRecord, then: CaseRecord) => version((first.version as number) + 1, then);
const prior = (record: CaseRecord): CaseRecord[] => (record.id === 'ZS' ? [openShift('ZS', '200.00')] : []);

const booked = async (shop: LateShop): Promise<string[]> =>
  (await shop.books()).flatMap((e) =>
    /^(invoice|creditNote|payment|allocation|bankTransaction|bankTransfer)$/.test(e.kind)
      ? [`${e.kind} ${e.total ?? e.amount}`]
      : [],
  );

function more(before: readonly string[], after: readonly string[]): string[] {
  const left = [...after];
  for (const entry of before) left.splice(left.indexOf(entry), 1);
  return left.sort();
}

/** The same records under another id, so that all changes happen in one shop. */
const renamed = (record: CaseRecord, mark: string): CaseRecord => ({ ...record, id: `${record.id}${mark}` });

/** How much each account moved. */
function moved(before: Record<string, number>, after: Record<string, number>): Record<string, number> {
  const accounts = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const all = accounts.map((name): [string, number] => [name, (after[name] ?? 0) - (before[name] ?? 0)]);
  return Object.fromEntries(all.filter(([, amount]) => amount !== 0));
}

describe.each(['each_sale', 'summary_per_day'])('changed at the till after it was posted, %s', (way) => {
  let shop: LateShop;
  beforeAll(async () => {
    shop = await lateShop(database.db, standIns, way);
    await shop.sync();
  });
  const post = async (...records: CaseRecord[]) => {
    await shop.send(...records);
    await shop.sync();
    expect(await shop.open()).toEqual([]);
    return shop.balances();
  };

  test.each(changes.map((change, i) => [...change, `X${i}`] as const))(
    '%s: the books are as if it had come so at once',
    async (_what, first, then, documents, mark) => {
      const before = await shop.balances();
      await post(...prior(first).map((r) => renamed(r, mark)), renamed(first, mark));
      const entries = await booked(shop);
      const late = await post(renamed(next(first, then), mark));
      expect(more(entries, await booked(shop))).toEqual(documents);
      const atOnce = await post(
        ...prior(first).map((r) => renamed(r, `${mark}Y`)),
        renamed(next(first, then), `${mark}Y`),
      );
      expect(moved(before, late)).toEqual(moved(late, atOnce));
    },
  );
});

describe('a late change', () => {
  const posted = async (...records: CaseRecord[]) => {
    const shop = await lateShop(database.db, standIns);
    await shop.send(...records);
    await shop.sync();
    expect(await shop.open()).toEqual([]);
    return shop;
  };
  const sendAll = async (shop: LateShop, ...records: CaseRecord[]) => {
    await shop.send(...records);
    await shop.sync();
  };
  const entry = async (shop: LateShop, pattern: RegExp) =>
    (await shop.books()).filter((e) => pattern.test(`${e.kind} ${e.number ?? ''} ${e.reference ?? ''}`));

  test('names the document that it corrects, and goes in an open period whatever is chosen for late items', async () => {
    const shop = await posted(one({ cash: '11.00' }), out('50.00'), { ...parking('3.00'), id: 'ZE' });
    await shop.lock('2026-11-10');
    await shop.forgetFacts();
    await sendAll(
      shop,
      version(2, two({ cash: '16.50' })),
      version(2, voided(out('50.00'))),
      version(2, { ...parking('2.00'), id: 'ZE' }),
    );
    expect(await shop.open()).toEqual([]);
    const [invoice] = await entry(shop, /^invoice .*-ZR-2-C /);
    const [first] = await entry(shop, /^invoice .*-ZR-1 /);
    expect(invoice).toMatchObject({
      date: '2026-11-11',
      reference: `Harbour ZR, corrects ${first!.number}, of 2026-11-03`,
      total: '5.50',
    });
    expect(await entry(shop, /^bankTransfer .*-ZM-2-R-2026-11-03-OUT/)).toHaveLength(1);
    expect(await entry(shop, /^bankTransaction .*-ZE-2-C-2026-11-03-EXP/)).toMatchObject([
      { date: '2026-11-11', type: 'RECEIVE', total: '1.00' },
    ]);
  });

  test('corrects what the change before it made, and what is back after a void is posted anew', async () => {
    const shop = await posted(one({ cash: '11.00' }));
    await sendAll(shop, version(2, two({ cash: '16.50' })));
    await sendAll(shop, version(3, two({ card: '16.50' })));
    const before = await shop.balances();
    await sendAll(shop, version(4, voided(one({ card: '11.00' }))));
    await sendAll(shop, version(5, one({ cash: '11.00' })));
    expect(await shop.open()).toEqual([]);
    expect(moved(before, await shop.balances())).toEqual({
      'Card Clearing': -1650,
      GST: 50,
      Sales: 500,
      'Till 1': 1100,
    });
    const references = (await entry(shop, /^(invoice|creditNote) .*-ZR-/)).map(
      (e) => `${e.number} ${e.total}`,
    );
    expect(references.map((r) => r.replace(/^.*-ZR-/, '')).sort()).toEqual([
      '1 11.00',
      '2-C 5.50',
      '4-C 16.50',
      '5 11.00',
    ]);
  });

  test('that comes before the one before it has left takes its place', async () => {
    const shop = await posted(one({ cash: '11.00' }));
    await shop.send(version(2, two({ cash: '16.50' })), version(3, voided(one({ cash: '11.00' }))));
    await shop.sync();
    expect((await entry(shop, /-ZR-2/)).length).toBe(0);
    expect((await entry(shop, /^creditNote .*-ZR-3-C/)).map((e) => e.total)).toEqual(['11.00']);
  });

  test('by which a customer owes more: a later payment pays both invoices', async () => {
    const shop = await posted(one({ account: '11.00' }, onAccount));
    await sendAll(shop, version(2, two({ account: '16.50' }, onAccount)));
    await sendAll(shop, accountPayment('ZP', mei, ['cash', '16.50'], { ZR: '16.50' }));
    expect(await shop.open()).toEqual([]);
    const due = (await entry(shop, /^invoice .*-ZR-/)).map((e) => [e.total, e.status]);
    expect(due.sort()).toEqual([
      ['11.00', 'PAID'],
      ['5.50', 'PAID'],
    ]);
    await sendAll(shop, version(2, accountPayment('ZP', mei, ['cash', '10.00'], { ZR: '10.00' })));
    expect((await shop.held()).map((h) => [h.id, h.code])).toEqual([['ZP', 'changed_after_posting']]);
  });

  test('of a receipt with cash-back: each version counts, a payment pays all that is due, and a void leaves nothing', async () => {
    const start = await posted();
    const before = await start.balances();
    await sendAll(start, one(cashBack('15.00', '-4.00'), onAccount));
    await sendAll(start, version(2, one(cashBack('18.00', '-7.00'), onAccount)));
    await sendAll(start, version(3, two(cashBack('20.50', '-4.00'), onAccount)));
    expect(await start.open()).toEqual([]);
    await sendAll(start, version(4, voided(one({ account: '11.00' }, onAccount))));
    expect(await start.open()).toEqual([]);
    expect(moved(before, await start.balances())).toEqual({});

    await sendAll(start, { ...one(cashBack('15.00', '-4.00'), onAccount), id: 'ZQ' });
    await sendAll(start, { ...version(2, one(cashBack('18.00', '-7.00'), onAccount)), id: 'ZQ' });
    await sendAll(start, accountPayment('ZP', mei, ['card', '18.00'], { ZQ: '18.00' }));
    expect(await start.open()).toEqual([]);
    expect(moved(before, await start.balances())).toEqual({
      ...{ 'Card Clearing': 1800, GST: -100, Sales: -1000, 'Till 1': -700 },
    });
  });

  test('of what went under two mappings is held by name: no one mapping says what is in Xero', async () => {
    const shop = await posted();
    const [before] = await mappings(database.db, shop.shop);
    const body = mappingSchema.parse(before!.body);
    const accounts = await database.db.execute<{ id: string; code: string; class: string; type: string }>(sql`
      select a ->> 'accountId' as id, a ->> 'code' as code, a ->> 'class' as class, a ->> 'type' as type
      from xero_organisation x, jsonb_array_elements(x.chart -> 'accounts') a
      where x.retailer_id = ${shop.shop.retailerId} and a ->> 'status' = 'ACTIVE'`);
    const till = accounts.find((a) => a.id === (body.paymentTypes.cash as { accountId: string }).accountId)!;
    const sales = accounts.find((a) => a.class === 'REVENUE' && a.id !== body.salesAccountId)!;
    const archived = (Status: string) =>
      control(`${standIns.xeroUrl}/sandbox/organisations/${shop.shop.tenantId}/accounts/${till.code}`, {
        Status,
      });
    await archived('ARCHIVED');
    await sendAll(shop, one({ cash: '11.00' }));
    expect(await shop.open()).toMatchObject([{ what: expect.stringContaining('-ZR-1-P') }]);
    // The cash goes elsewhere now, and so does what is sold: the invoice stays where it is, its payment goes the new way.
    await saveMapping(database.db, shop.shop, {
      ...{ validFrom: before!.validFrom, personId: null },
      body: {
        ...body,
        salesAccountId: sales.id,
        paymentTypes: { ...body.paymentTypes, cash: body.paymentTypes.card! },
      },
    });
    await releaseAll(database.db, shop.shop);
    await shop.sync();
    expect(await shop.open()).toEqual([]);
    const posts = await shop.balances();
    await sendAll(shop, version(2, voided(one({ cash: '11.00' }))));
    expect(await shop.held()).toMatchObject([
      {
        id: 'ZR',
        code: 'changed_after_posting',
        text: expect.stringContaining('under two choices of accounts'),
      },
    ]);
    expect(await shop.balances()).toEqual(posts);
    await archived('ACTIVE');
  });

  test('of what a person undid in Xero is held by name', async () => {
    const shop = await posted(one({ account: '11.00' }, onAccount));
    const [document] = await database.db.execute<{ number: string }>(sql`
      update document set state = 'undone' where solution_id = ${shop.shop.solutionId} and number like '%-ZR-1' returning number`);
    await sendAll(shop, version(2, voided(one({ account: '11.00' }, onAccount))));
    expect(await shop.held()).toMatchObject([
      {
        id: 'ZR',
        version: 2,
        code: 'changed_after_posting',
        text: expect.stringContaining(document!.number),
      },
    ]);
  });
});
