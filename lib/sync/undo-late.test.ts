import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { undoGroups } from '@/db/queries/undo';
import { accountPayment, type CaseRecord, line, mei, receipt } from '@/lib/accounting/case-records';
import { undoDocument } from '@/lib/review/undo-document';
import { control } from '../../scripts/lib/control.ts';
import type { StandIns } from '../../scripts/lib/stand-ins.ts';
import { setStandIns } from '../../scripts/test/connected-retailer.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { type LateShop, lateShop } from '../../scripts/test/late-shop.ts';
import { startTestStandIns } from '../../scripts/test/stand-ins.ts';
import { syncOne } from './conduct.ts';
import { syncNow } from './sync-now.ts';

/** Undoing what the till changed later, and summaries: whatever hangs together goes together, and nothing is left that moves the books. */

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let standIns: StandIns;

beforeAll(async () => {
  database = await createTestDatabase();
  standIns = await startTestStandIns();
  setStandIns(standIns, database.url, {
    ...{ firstLookUpAfterSeconds: 0, betweenLookUpsSeconds: 0, retrySeconds: 0 },
  });
});
afterAll(async () => {
  await standIns?.stop();
  await database?.close();
});

const apron = line('Linen apron', '11.00', '1.00');
const towel = line('Tea towel', '5.50', '0.50');
type Payments = Record<string, string>;
const one = (id: string, payments: Payments, more = {}) =>
  receipt(id, '11.00', [apron], { GST: '1.00' }, payments, more);
const two = (id: string, payments: Payments, more = {}) =>
  receipt(id, '16.50', [apron, towel], { GST: '1.50' }, payments, more);
const renamed = (record: CaseRecord): CaseRecord => ({
  ...record,
  lines: [line('Apron, linen', '11.00', '1.00')],
});
const onAccount = { customer: mei };
const version = (n: number, record: CaseRecord): CaseRecord => ({ ...record, version: n });
const voided = (record: CaseRecord): CaseRecord => ({ ...record, status: 'voided' });

const sendAll = async (shop: LateShop, ...records: CaseRecord[]) => {
  await shop.send(...records);
  await shop.sync();
};

/** One run, however it ends. */
async function run({ shop }: LateShop) {
  await database.db.execute(sql`update solution set due_at = now() where id = ${shop.solutionId}`);
  await database.db.execute(
    sql`update xero_call_budget set blocked_until = null where retailer_id = ${shop.retailerId}`,
  );
  return syncOne(database.db, { trigger: 'person', only: shop, deadline: performance.now() + 60_000 });
}

const fault = ({ shop }: LateShop, body: object) =>
  control(`${standIns.xeroUrl}/sandbox/faults`, { organisationId: shop.tenantId, ...body });
const noFaults = () => fetch(`${standIns.xeroUrl}/sandbox/faults`, { method: 'DELETE' });

type Doc = { id: number; number: string; kind: string; state: string };

/** All documents of what the tests sent, but contacts, oldest first. */
const documents = async ({ shop }: LateShop): Promise<Doc[]> => [
  ...(await database.db.execute<Doc>(sql`
    select id, number, kind, state from document d where solution_id = ${shop.solutionId} and exists (
      select 1 from document_source s join till_transaction t on t.id = s.till_transaction_id
      where s.document_id = d.id and t.record_id like 'Z%') order by id`)),
];
const statesOf = async (shop: LateShop) => (await documents(shop)).map((d) => `${d.kind} ${d.state}`);

async function documentLike({ shop }: LateShop, pattern: string): Promise<Doc> {
  const [row] = await database.db.execute<Doc>(sql`
    select id, number, kind, state from document where solution_id = ${shop.solutionId} and number like ${pattern}
    order by id limit 1`);
  return row!;
}

async function askUndo({ shop }: LateShop, document: Doc) {
  const [person] = await database.db.execute<{ id: string }>(
    sql`select id from person where email = ${`${shop.business}@example.com`}`,
  );
  await undoDocument(database.db, { ...shop, personId: person!.id }, { documentId: document.id });
}

async function undo(shop: LateShop, document: Doc) {
  await askUndo(shop, document);
  await syncNow(database.db, shop.shop, performance.now() + 60_000, 'undo');
}

/** How much each account moved. */
function moved(before: Record<string, number>, after: Record<string, number>): Record<string, number> {
  const accounts = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const all = accounts.map((name): [string, number] => [name, (after[name] ?? 0) - (before[name] ?? 0)]);
  return Object.fromEntries(all.filter(([, amount]) => amount !== 0));
}

describe('a summary', () => {
  test('is taken back as a whole, and its receipts are not posted again; its supplement stays, and what comes later goes', async () => {
    const shop = await lateShop(database.db, standIns, 'summary_per_day');
    await shop.sync();
    const before = await shop.balances();
    await sendAll(shop, one('Z1', { cash: '11.00' }), two('Z2', { card: '16.50' }));
    await sendAll(shop, one('Z3', { cash: '11.00' }));
    const summaries = (await documents(shop)).filter((d) => d.kind === 'invoice');
    expect(summaries).toHaveLength(2);
    const [summary, supplement] = summaries;
    await undo(shop, summary!);
    await shop.sync();
    const group = await undoGroups(database.db, shop.shop, [summary!.id]);
    expect(group.map((m) => [m.kind, m.state, m.undo?.state])).toEqual([
      ['payment', 'undone', 'done'],
      ['payment', 'undone', 'done'],
      ['invoice', 'undone', 'done'],
    ]);
    expect((await documents(shop)).find((d) => d.id === supplement!.id)?.state).toBe('posted');
    expect(moved(before, await shop.balances())).toEqual({ GST: -100, Sales: -1000, 'Till 1': 1100 });
    await sendAll(shop, one('Z4', { card: '11.00' }));
    const after = { 'Card Clearing': 1100, GST: -200, Sales: -2000, 'Till 1': 1100 };
    expect(moved(before, await shop.balances())).toEqual(after);
    // The till changes a receipt of it: nothing of that is in Xero, and a person has decided so.
    await sendAll(shop, version(2, voided(one('Z1', { cash: '11.00' }))));
    expect(await shop.held()).toMatchObject([
      { id: 'Z1', version: 2, code: 'changed_after_posting', text: expect.stringContaining(summary!.number) },
    ]);
    expect(moved(before, await shop.balances())).toEqual(after);
  });

  test('of which one receipt was corrected: the correction goes with it', async () => {
    const shop = await lateShop(database.db, standIns, 'summary_per_day');
    await shop.sync();
    const before = await shop.balances();
    await sendAll(shop, one('Z1', { cash: '11.00' }), two('Z2', { card: '16.50' }));
    await sendAll(shop, version(2, two('Z1', { cash: '16.50' })));
    const [summary] = (await documents(shop)).filter((d) => d.kind === 'invoice');
    await undo(shop, summary!);
    await shop.sync();
    expect(new Set((await documents(shop)).map((d) => d.state))).toEqual(new Set(['undone']));
    expect(await shop.balances()).toEqual(before);
  });
});

describe('a document that was corrected', () => {
  test('with its correction in Xero: both go', async () => {
    const shop = await lateShop(database.db, standIns);
    await shop.sync();
    const before = await shop.balances();
    await sendAll(shop, one('ZR', { account: '11.00' }, onAccount));
    await sendAll(shop, version(2, voided(one('ZR', { account: '11.00' }, onAccount))));
    await undo(shop, await documentLike(shop, '%-ZR-1'));
    await shop.sync();
    expect(await statesOf(shop)).toEqual(['invoice undone', 'credit_note undone', 'allocation undone']);
    expect(await shop.balances()).toEqual(before);
  });

  test('with its correction still to be sent: that is never sent', async () => {
    const shop = await lateShop(database.db, standIns);
    await shop.sync();
    const before = await shop.balances();
    await sendAll(shop, one('ZR', { cash: '11.00' }));
    await fault(shop, { kind: 'rate429Minute', method: 'PUT', path: '/CreditNotes', times: 0 });
    await shop.send(version(2, voided(one('ZR', { cash: '11.00' }))));
    await run(shop);
    expect((await documentLike(shop, '%-ZR-2-C')).state).toBe('planned');
    await run(shop);
    await database.db.execute(sql`update xero_call_budget set blocked_until = null`);
    await undo(shop, await documentLike(shop, '%-ZR-1'));
    await noFaults();
    await shop.sync();
    expect(new Set((await documents(shop)).map((d) => d.state))).toEqual(new Set(['undone']));
    expect(await shop.balances()).toEqual(before);
  });

  test('with its correction in doubt: that is settled first, then both go', async () => {
    const shop = await lateShop(database.db, standIns);
    await shop.sync();
    const before = await shop.balances();
    await sendAll(shop, one('ZR', { card: '11.00' }));
    await fault(shop, { kind: 'error500After', method: 'PUT', path: '/CreditNotes', times: 1 });
    await shop.send(version(2, voided(one('ZR', { card: '11.00' }))));
    await run(shop);
    expect((await documentLike(shop, '%-ZR-2-C')).state).toBe('unsure');
    await undo(shop, await documentLike(shop, '%-ZR-1'));
    await shop.sync();
    expect(new Set((await documents(shop)).map((d) => d.state))).toEqual(new Set(['undone']));
    expect(await shop.balances()).toEqual(before);
  });

  test('undone alone, a correction leaves what it corrected; the next version is held by name', async () => {
    const shop = await lateShop(database.db, standIns);
    await sendAll(shop, one('ZR', { cash: '11.00' }));
    const first = await shop.balances();
    await sendAll(shop, version(2, two('ZR', { cash: '16.50' })));
    const correction = await documentLike(shop, '%-ZR-2-C');
    await undo(shop, correction);
    await shop.sync();
    expect(await shop.balances()).toEqual(first);
    await sendAll(shop, version(3, voided(one('ZR', { cash: '11.00' }))));
    expect(await shop.held()).toMatchObject([
      {
        id: 'ZR',
        version: 3,
        code: 'changed_after_posting',
        text: expect.stringContaining(correction.number),
      },
    ]);
    expect(await shop.balances()).toEqual(first);
  });

  test('past a version that moved nothing: the correction after it still hangs on the first', async () => {
    const shop = await lateShop(database.db, standIns);
    await shop.sync();
    const before = await shop.balances();
    await sendAll(shop, one('ZR', { cash: '11.00' }));
    await sendAll(shop, version(2, renamed(one('ZR', { cash: '11.00' }))));
    await sendAll(shop, version(3, two('ZR', { cash: '16.50' })));
    await undo(shop, await documentLike(shop, '%-ZR-1'));
    await shop.sync();
    expect(new Set((await documents(shop)).map((d) => d.state))).toEqual(new Set(['undone']));
    expect(await shop.balances()).toEqual(before);
  });

  test('reversed and posted anew: what corrects the new one hangs on that too', async () => {
    const shop = await lateShop(database.db, standIns);
    await sendAll(shop, one('ZR', { cash: '11.00' }, onAccount));
    await sendAll(shop, version(2, one('ZR', { account: '11.00' }, onAccount)));
    const anew = await documentLike(shop, '%-ZR-2');
    await sendAll(shop, version(3, two('ZR', { account: '16.50' }, onAccount)));
    expect(await shop.open()).toEqual([]);
    await undo(shop, anew);
    await shop.sync();
    expect((await documentLike(shop, '%-ZR-3-C')).state).toBe('undone');
  });

  test('what waits for a correction that is never sent is not sent either', async () => {
    const shop = await lateShop(database.db, standIns);
    await sendAll(shop, one('ZR', { account: '11.00' }, onAccount));
    await fault(shop, { kind: 'rate429Minute', method: 'PUT', path: '/Invoices', times: 0 });
    await shop.send(
      version(2, two('ZR', { account: '16.50' }, onAccount)),
      accountPayment('ZP', mei, ['cash', '16.50'], { ZR: '16.50' }),
    );
    await run(shop);
    await run(shop);
    await database.db.execute(sql`update xero_call_budget set blocked_until = null`);
    await undo(shop, await documentLike(shop, '%-ZR-1'));
    await noFaults();
    await shop.sync();
    expect((await documents(shop)).filter((d) => d.state !== 'undone')).toEqual([]);
  });

  test('of which a payment stopped for a person: nothing is changed, and it says so', async () => {
    const shop = await lateShop(database.db, standIns);
    await sendAll(shop, one('ZR', { cash: '5.00', card: '6.00' }));
    const before = await shop.balances();
    const [invoice, first, second] = await documents(shop);
    await database.db.execute(sql`
      update document set state = 'stopped', refusal_code = 'different_in_xero', refusal_text = 'Other.' where id = ${second!.id}`);
    await undo(shop, invoice!);
    expect(await shop.balances()).toEqual(before);
    expect(await documents(shop)).toMatchObject([invoice!, first!, { state: 'stopped' }]);
    const [told] = await database.db.execute<{ text: string }>(
      sql`select refusal_text as text from document_undo where document_id = ${invoice!.id}`,
    );
    expect(told!.text).toMatch(/Remove it there, then undo it again/);
  });
});
