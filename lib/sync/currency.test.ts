import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  accountPayment,
  type CaseRecord,
  cashMovement,
  closedShift,
  line,
  mei,
  receipt,
} from '@/lib/accounting/case-records';
import { control } from '../../scripts/lib/control.ts';
import type { StandIns } from '../../scripts/lib/stand-ins.ts';
import { type Connected, connectedRetailer, setStandIns } from '../../scripts/test/connected-retailer.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { startTestStandIns } from '../../scripts/test/stand-ins.ts';
import { syncOne } from './conduct.ts';

/** The organisation's base currency with its own minor units, from the feed to Xero's books. */

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

/** Brings records of a till without trade of its own into an organisation that keeps its books in a currency. */
async function bring(booksIn: string, records: readonly CaseRecord[]) {
  const shop = await connectedRetailer(database.db, standIns, {
    ...{ days: 1, size: 0, until: '2026-11-01', currency: booksIn },
  });
  // Posting starts when the till's own day is over: the first shift is that of the records.
  await database.db.execute(sql`update solution set start_date = '2026-11-02' where id = ${shop.solutionId}`);
  const [place] = await database.db.execute<{ outlet: string; register: string }>(sql`
    select o.till_id as outlet, r.till_id as register from register r join outlet o on o.id = r.outlet_id
    where r.solution_id = ${shop.solutionId} order by r.id limit 1`);
  await database.db.execute(sql`
    update mapping set body = jsonb_set(body, '{expenseAccounts,Cleaning}', body -> 'expenseAccounts' -> 'Postage')
    where solution_id = ${shop.solutionId}`);
  const applied = (r: CaseRecord) =>
    'applies_to' in r
      ? { applies_to: (r.applies_to as object[]).map((of) => ({ ...of, outlet: place!.outlet })) }
      : {};
  await control(`${standIns.tillUrl}/sandbox/businesses/${shop.business}/records`, {
    records: records.map((r) => ({ ...r, ...place, ...applied(r) })),
  });
  for (let i = 0; i < 5; i++) {
    await database.db.execute(sql`update solution set due_at = now() where id = ${shop.solutionId}`);
    await syncOne(database.db, { trigger: 'person', deadline: performance.now() + 60_000, only: shop });
  }
  return shop;
}

const held = async (shop: Connected, ids: readonly string[]) => [
  ...(await database.db.execute<{ id: string; code: string; text: string }>(sql`
    select record_id as id, refusal_code as code, refusal_text as text from till_transaction
    where solution_id = ${shop.solutionId} and state = 'held' and record_id in ${ids} order by record_id, kind`)),
];

const documents = async (shop: Connected) => [
  ...(await database.db.execute<{
    kind: string;
    total: number;
    tax: number;
    state: string;
    why: string | null;
  }>(sql`
    select kind, total_minor as total, tax_minor as tax, state, refusal_text as why from document
    where solution_id = ${shop.solutionId} and kind <> 'contact' and currency = 'JPY' order by kind, total_minor`)),
];

async function balance(shop: Connected, code: string): Promise<string> {
  const response = await fetch(`${standIns.xeroUrl}/sandbox/organisations/${shop.tenantId}/dump`);
  const entries = (await response.text()).trim().split('\n');
  for (const text of entries) {
    const entry = JSON.parse(text) as { kind: string; account: string; balance: string };
    if (entry.kind === 'balance' && entry.account === code) return entry.balance;
  }
  return '0.00';
}

const inYen = { currency: 'JPY', shift: 'Y7' };
const tax = (amount: string) => ({ tax: { code: 'GST', amount } });

describe('books in yen, which has no smaller coin', () => {
  test('every kind goes from the feed to Xero in whole yen, and the till balance is the drawer', async () => {
    const shop = await bring('JPY', [
      receipt('Y1', '1200', [line('Bowl', '1200', '109')], { GST: '109' }, { cash: '1200' }, inYen),
      receipt('Y2', '-330', [line('Cup', '-330', '-30')], { GST: '-30' }, { cash: '-330' }, inYen),
      receipt(
        'Y3',
        '100',
        [line('Cup', '105', '10')],
        { GST: '9' },
        { account: '100' },
        { ...inYen, customer: mei, discount: '5' },
      ),
      { ...accountPayment('Y4', mei, ['cash', '60'], { Y3: '60' }), ...inYen },
      cashMovement('Y5', 'cash_in', '5000', inYen),
      cashMovement('Y6', 'floating_expense', '445', { ...inYen, reason: 'Cleaning', ...tax('40') }),
      {
        ...closedShift(
          'Y7',
          '1000',
          { expected: '6485', counted: '6480', removed: '5480', left: '1000' },
          {
            counts: { receipt: 3, account_payment: 1, cash_movement: 2 },
            ...{ sales: '1300', refunds: '-330', cash_in: '5000', floating_expense: '445' },
            payments: [
              { type: 'cash', amount: '870' },
              { type: 'account', amount: '100' },
            ],
            account_payments: [{ type: 'cash', amount: '60' }],
            taxes: [{ code: 'GST', amount: '88' }],
          },
        ),
        ...inYen,
      },
    ]);
    expect(await held(shop, ['Y1', 'Y2', 'Y3', 'Y4', 'Y5', 'Y6', 'Y7'])).toEqual([]);
    const posted = await documents(shop);
    expect(posted.filter((d) => d.state !== 'posted')).toEqual([]);
    expect(posted.map(({ kind, total, tax }) => [kind, total, tax])).toEqual([
      ['bank_transaction', 5, 0],
      ['bank_transaction', 445, 40],
      ['bank_transfer', 1000, 0],
      ['bank_transfer', 5000, 0],
      ['bank_transfer', 5480, 0],
      ['credit_note', 330, 30],
      ['invoice', 100, 9],
      ['invoice', 1200, 109],
      ['payment', 60, 0],
      ['payment', 330, 0],
      ['payment', 1200, 0],
    ]);
    expect(await balance(shop, '091')).toBe('1000.00');
  });
});

describe('what could not be posted to the last decimal, or belongs to other books', () => {
  const ofOther = (id: string, currency: string, total: string, taxed: string) =>
    receipt(id, total, [line('Bowl', total, taxed)], { GST: taxed }, { cash: total }, { currency });

  test('three decimals are refused, with the reason', async () => {
    const shop = await bring('KWD', [ofOther('K1', 'KWD', '1.100', '0.100')]);
    expect(await held(shop, ['K1'])).toMatchObject([
      { code: 'currency_too_fine', text: expect.stringContaining('KWD has 3 decimals, and Xero keeps two') },
    ]);
  });

  test('another currency is refused by name, and does not stop the others', async () => {
    const shop = await bring('AUD', [
      ofOther('N1', 'NZD', '11.00', '1.00'),
      ofOther('A1', 'AUD', '11.00', '1.00'),
    ]);
    expect(await held(shop, ['N1', 'A1'])).toMatchObject([
      {
        ...{ id: 'N1', code: 'currency_differs' },
        text: expect.stringContaining('recorded NZD, but the organisation keeps its books in AUD'),
      },
    ]);
    const [posted] = await database.db.execute<{ state: string }>(sql`
      select state from document where solution_id = ${shop.solutionId} and kind = 'invoice' and total_minor = 1100`);
    expect(posted).toEqual({ state: 'posted' });
  });
});
