import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aDocument, aRecord, aShop, type Shop } from '../../lib/accounts/fixture.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { keepDecision } from './decide-duplicate.ts';
import type { DocumentToKeep } from './keep-documents.ts';
import { keepPlan } from './keep-plan.ts';
import { releaseAll } from './releases.ts';
import { groupReceipts, nextDayWithReceipts, summaryGroups } from './summaries.ts';
import { pendingPage } from './till-transactions.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let shop: Shop;
const owner = crypto.randomUUID();
const day = '2026-11-01';
const spanOf = (onAccount: string, outlet: string | null = null, except: string[] = []) => ({
  ...{ outlet, except, from: day, to: null },
  onAccount: [onAccount],
});
const spans = [spanOf('account')];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  shop = await aShop(database.db);
  await database.db.execute(sql`
    update solution set lease_owner = ${owner}, lease_until = now() + interval '1 hour' where id = ${shop.solutionId}`);
});

const record = (with_ = {}) => aRecord(database.db, shop, { shiftTillId: 'S1', ...with_ });
const receipt = (type: string) => ({ lines: [], payments: [{ id: '1', type, amountMinor: 1100 }] });

async function stateOf(id: number) {
  const [row] = await database.db.execute<{ state: string }>(
    sql`select state from till_transaction where id = ${id}`,
  );
  return row?.state;
}

const summary = (key: string, ...records: number[]): DocumentToKeep => ({
  ...{ kind: 'invoice', key, number: key, content: {}, outletId: shop.outletId },
  ...{
    businessDay: day,
    documentDate: day,
    currency: 'AUD',
    totalMinor: 1100,
    taxMinor: 100,
    mappingId: null,
  },
  ...{
    dependsOn: [],
    sources: records.map((tillTransactionId) => ({ tillTransactionId, role: 'receipt' })),
  },
});

const keep = (documents: DocumentToKeep[], ...records: number[]) =>
  keepPlan(
    database.db,
    { ...shop, owner },
    documents,
    records.map((tillTransactionId) => ({ tillTransactionId, mappingId: null })),
    [],
    0,
  );

const keys = async () =>
  (
    await database.db.execute<{ key: string }>(
      sql`select key from document where solution_id = ${shop.solutionId} order by key`,
    )
  ).map((d) => d.key);

describe('receipts that are summed', () => {
  test('are in a group, and not on a page; those on account are on a page, and in no group', async () => {
    const [summed, debt, cashIn] = [
      await record({ content: receipt('cash') }),
      await record({ content: receipt('account') }),
      await record({ kind: 'cash_in' }),
    ];
    const before = await record({ businessDay: '2026-10-31' });
    const [group, ...others] = await summaryGroups(database.db, shop, day, true, spans);
    expect(others).toEqual([]);
    expect(group).toMatchObject({ outlet: 'HL1', shift: 'S1', register: null });
    const inGroup = await groupReceipts(database.db, shop, group!, true, spans);
    expect(inGroup.map((r) => [r.id, r.summary, r.left])).toEqual([[summed, null, {}]]);
    const page = await pendingPage(database.db, shop, '2026-10-01', 10, spans);
    expect(page.map((r) => r.id)).toEqual([before, debt, cashIn]);
  });

  test('stay in the summary that they are in, and the others out of it, whatever is on account now', async () => {
    const [summed, single] = [
      await record({ content: receipt('tab') }),
      await record({ content: receipt('cash') }),
    ];
    await aDocument(database.db, shop, summed, { key: 'invoice:@shift:HL1:S1', state: 'posted' });
    await aDocument(database.db, shop, single, { key: 'invoice:HL1:X:1', state: 'posted' });
    const now = [spanOf('tab')];
    const [group] = await summaryGroups(database.db, shop, day, true, now);
    const inGroup = await groupReceipts(database.db, shop, group!, true, now);
    expect(inGroup.map((r) => [r.id, r.summary?.key, r.left])).toEqual([
      [summed, 'invoice:@shift:HL1:S1', { receipt: 'invoice:@shift:HL1:S1' }],
    ]);
    expect((await pendingPage(database.db, shop, day, 10, now)).map((r) => r.id)).toEqual([single]);
  });

  test('are those of the outlets for which it was decided', async () => {
    const id = await record();
    for (const [span, isSummed] of [
      [spanOf('account', 'HL1'), true],
      [spanOf('account', 'HL2'), false],
      [spanOf('account', null, ['HL2']), true],
      [spanOf('account', null, ['HL1']), false],
    ] as const) {
      const groups = await summaryGroups(database.db, shop, day, true, [span]);
      const page = await pendingPage(database.db, shop, day, 10, [span]);
      expect([groups.length, page.map((r) => r.id)]).toEqual(isSummed ? [1, []] : [0, [id]]);
    }
  });

  test('are never those of another retailer, nor of another solution of his', async () => {
    await record();
    const other = await aShop(database.db);
    const wrong = { retailerId: other.retailerId, solutionId: shop.solutionId };
    const [group] = await summaryGroups(database.db, shop, day, true, spans);
    for (const scope of [other, wrong]) {
      expect(await nextDayWithReceipts(database.db, scope, day, null)).toBeNull();
      expect(await summaryGroups(database.db, scope, day, true, spans)).toEqual([]);
      expect(await groupReceipts(database.db, scope, group!, true, spans)).toEqual([]);
    }
  });
});

describe('a summary is kept', () => {
  test('with all of its records, or waits with all of them', async () => {
    const [good, held, elsewhere] = [await record(), await record(), await record()];
    await database.db.execute(sql`
      update till_transaction set state = 'held', refusal_code = 'record_conflict', refusal_text = 'Twice.' where id = ${held}`);
    await keep([summary('a', good, held), summary('b', elsewhere)], good, held, elsewhere);
    expect(await keys()).toEqual(['b']);
    expect([await stateOf(good), await stateOf(held), await stateOf(elsewhere)]).toEqual([
      'pending',
      'held',
      'planned',
    ]);
  });

  test('again in place of the one before, where that never left, and who is left out waits again', async () => {
    const [a, b] = [await record(), await record()];
    await keep([summary('a', a), summary('b', b)], a, b);
    await database.db.execute(
      sql`update till_transaction set state = 'pending' where solution_id = ${shop.solutionId}`,
    );
    await keep([summary('a', a, b)], a, b);
    expect(await keys()).toEqual(['a']);
    await database.db.execute(sql`update till_transaction set state = 'pending' where id = ${a}`);
    await keep([summary('a', a)], a);
    const sources = await database.db.execute<{ id: number }>(
      sql`select till_transaction_id as id from document_source where solution_id = ${shop.solutionId}`,
    );
    expect(sources.map((s) => s.id)).toEqual([a]);
    expect([await stateOf(a), await stateOf(b)]).toEqual(['planned', 'pending']);
  });
});

test('where a person says that a receipt is one that is here already, the summary that waited for it goes on', async () => {
  const waits = await record({
    ...{ shiftTillId: null, state: 'held', refusalCode: 'summary_waits', refusalText: 'It waits.' },
  });
  const twin = await record({
    ...{
      shiftTillId: null,
      state: 'held',
      refusalCode: 'suspected_duplicate',
      refusalText: 'Is it the same?',
    },
  });
  const [someone] = await database.db.execute<{ id: string }>(
    sql`insert into person (email, password_hash) values (${`${shop.solutionId}@example.com`}, 'none') returning id`,
  );
  await database.db.execute(sql`
    insert into suspected_duplicate (till_transaction_id, other_id, retailer_id, solution_id)
    values (${twin}, ${waits}, ${shop.retailerId}, ${shop.solutionId})`);
  await keepDecision(database.db, shop, { tillTransactionId: twin, decision: 'same', personId: someone!.id });
  expect([await stateOf(waits), await stateOf(twin)]).toEqual(['pending', 'duplicate']);
});

test('where Xero refused something of a summary, all of its records go again', async () => {
  const [moved, other, elsewhere] = [
    await record({ state: 'planned' }),
    await record({ state: 'planned' }),
    await record({ state: 'planned' }),
  ];
  const documentId = await aDocument(database.db, shop, moved, {
    key: 'invoice:@shift:HL1:S1',
    state: 'posted',
  });
  await database.db.execute(sql`
    insert into document_source (document_id, till_transaction_id, retailer_id, solution_id, role)
    values (${documentId}, ${other}, ${shop.retailerId}, ${shop.solutionId}, 'receipt')`);
  await aDocument(database.db, shop, moved, { kind: 'bank_transfer', role: 'move:1', state: 'refused' });
  await aDocument(database.db, shop, elsewhere, { key: 'invoice:HL1:X:1', state: 'posted' });
  await releaseAll(database.db, shop);
  expect([await stateOf(moved), await stateOf(other), await stateOf(elsewhere)]).toEqual([
    ...['pending', 'pending', 'planned'],
  ]);
});
