import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aDocument, aRecord, aShop, type Shop } from '../../lib/accounts/fixture.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { releaseAll } from './releases.ts';
import { shiftSums } from './shifts.ts';
import { pendingPage } from './till-transactions.ts';
import { portalTotals } from './totals.ts';
import { settleVersions } from './versions.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let shop: Shop;
beforeAll(async () => {
  database = await createTestDatabase();
  shop = await aShop(database.db);
});
afterAll(() => database.close());

const hangsOn = (documentId: number, on: number) =>
  database.db.execute(sql`
    insert into document_dependency (document_id, depends_on_id, retailer_id, solution_id)
    values (${documentId}, ${on}, ${shop.retailerId}, ${shop.solutionId})`);

const stateOf = async (id: number) => {
  const [row] = await database.db.execute<{ state: string; code: string | null }>(
    sql`select state, refusal_code as code from till_transaction where id = ${id}`,
  );
  return row;
};

/** A sale that was planned, and a newer version of it that has just come. */
async function changed(
  recordId: string,
  document: Parameters<typeof aDocument>[3],
  newer: Parameters<typeof aRecord>[2] = {},
) {
  const { db } = database;
  const first = await aRecord(db, shop, { recordId, state: 'planned' });
  const documentId = await aDocument(db, shop, first, document);
  const second = await aRecord(db, shop, { recordId, version: 2, ...newer });
  return { first, second, documentId };
}

const settle = async (id: number) => {
  const [row] = await database.db.execute<{ raw: number }>(
    sql`select raw_record_id as raw from till_transaction where id = ${id}`,
  );
  await database.db.transaction((dbTx) => settleVersions(dbTx, shop, [row!.raw]));
};

/** What the planner will be told that it corrects. */
const earlierOf = async (id: number) => {
  const page = await pendingPage(database.db, shop, '2026-01-01', 100);
  return page.find((row) => row.id === id)?.earlier;
};

const isThere = async (documentId: number) =>
  (await database.db.execute(sql`select 1 from document where id = ${documentId}`)).length === 1;

describe('a newer version of a record that was planned', () => {
  test.each([
    ['planned and never sent', { state: 'planned' }],
    ['refused by Xero', { state: 'refused', attempts: 1 }],
  ])('takes its place where the document is %s', async (what, document) => {
    const { first, second, documentId } = await changed(`unsent ${what}`, document);
    await settle(second);
    expect(await stateOf(first)).toMatchObject({ state: 'superseded' });
    expect(await stateOf(second)).toMatchObject({ state: 'pending' });
    expect(await isThere(documentId)).toBe(false);
  });

  test.each([
    ['posted', { state: 'posted' }],
    ['in doubt', { state: 'unsure', attempts: 1 }],
    ['waiting to be sent again', { state: 'planned', attempts: 1 }],
  ])('is planned as its correction where the document is %s', async (what, document) => {
    const { first, second, documentId } = await changed(`sent ${what}`, document, {
      voided: true,
      state: 'not_posted',
    });
    await settle(second);
    expect(await stateOf(first)).toMatchObject({ state: 'planned' });
    expect(await stateOf(second)).toMatchObject({ state: 'pending' });
    expect(await earlierOf(second)).toMatchObject({
      version: 1,
      keys: [expect.any(String)],
      stoppedNumber: null,
    });
    expect(await isThere(documentId)).toBe(true);
  });

  test('lets what hung on the dropped documents be planned again', async () => {
    const { second, documentId } = await changed('paid later', { state: 'planned' });
    const payment = await aRecord(database.db, shop, { kind: 'payment', state: 'planned' });
    const paid = await aDocument(database.db, shop, payment, { kind: 'payment', role: 'applies:1' });
    await hangsOn(paid, documentId);
    await settle(second);
    expect(await stateOf(payment)).toMatchObject({ state: 'pending' });
    expect(await isThere(paid)).toBe(false);
  });

  test('is its correction where the older one was put back to be planned while a document of it is posted', async () => {
    const { first, second } = await changed('half refused', { state: 'posted' });
    await aDocument(database.db, shop, first, { kind: 'payment', role: 'payment:card', state: 'refused' });
    await releaseAll(database.db, shop);
    expect(await stateOf(first)).toMatchObject({ state: 'pending' });
    await settle(second);
    expect(await stateOf(first)).toMatchObject({ state: 'planned' });
    expect(await stateOf(second)).toMatchObject({ state: 'pending' });
    expect(await earlierOf(second)).toMatchObject({ version: 1 });
  });

  test('is its correction while something that hangs on the older one may have left', async () => {
    const { second, documentId } = await changed('half sent', { state: 'planned' });
    const payment = await aRecord(database.db, shop, { kind: 'payment', state: 'planned' });
    const paid = await aDocument(database.db, shop, payment, {
      kind: 'payment',
      role: 'applies:1',
      state: 'posted',
    });
    await hangsOn(paid, documentId);
    await settle(second);
    expect(await earlierOf(second)).toMatchObject({ version: 1 });
    expect(await isThere(documentId)).toBe(true);
  });

  test('counts once, as it is now', async () => {
    const own = await aShop(database.db);
    const record = { recordId: 'twice', shiftTillId: 'S1' };
    const first = await aRecord(database.db, own, { ...record, state: 'planned' });
    await aDocument(database.db, own, first, { state: 'posted' });
    await aRecord(database.db, own, {
      ...record,
      version: 2,
      state: 'held',
      refusalCode: 'changed_after_posting',
      refusalText: '-',
      totalMinor: 900,
    });
    expect((await portalTotals(database.db, own)).records).toEqual([
      { kind: 'sale', count: 1, totalMinor: 900 },
    ]);
    expect(await shiftSums(database.db, own, [{ outlet: 'HL1', shift: 'S1' }])).toMatchObject([
      { receipts: 1, salesMinor: 900 },
    ]);
  });
});

describe('after a mend', () => {
  test('records go again whose document Xero refused, and those whose document waits for a refused one', async () => {
    const { db } = database;
    const refused = await aRecord(db, shop, { state: 'planned' });
    await aDocument(db, shop, refused, { state: 'refused' });
    const ofContact = await aRecord(db, shop, { state: 'planned' });
    const invoice = await aDocument(db, shop, ofContact, { waitingFor: 1 });
    const [contact] = await db.execute<{ id: number }>(sql`
      insert into document (retailer_id, solution_id, organisation_id, kind, key, number, content, business_day,
        document_date, currency, total_minor, tax_minor, state)
      values (${shop.retailerId}, ${shop.solutionId}, ${shop.organisationId}, 'contact', 'c', 'C-1', '{}', '2026-11-01',
        '2026-11-01', 'AUD', 0, 0, 'refused') returning id`);
    await hangsOn(invoice, contact!.id);
    const other = await aRecord(db, shop, { state: 'planned' });
    await aDocument(db, shop, other, { state: 'planned' });
    await releaseAll(db, shop);
    expect(await stateOf(refused)).toMatchObject({ state: 'pending' });
    expect(await stateOf(ofContact)).toMatchObject({ state: 'pending' });
    expect(await stateOf(other)).toMatchObject({ state: 'planned' });
  });
});
