import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aDocument, aRecord, aShop, type Shop } from '../../lib/accounts/fixture.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { inboxPage } from './inbox.ts';
import type { DocumentToKeep } from './keep-documents.ts';
import { keepPlan } from './keep-plan.ts';
import { keepTillTransactions } from './keep-till-transactions.ts';
import { keepRawRecords } from './raw-records.ts';

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
const alsoIn = (documentId: number, record: number) =>
  database.db.execute(sql`
    insert into document_source (document_id, till_transaction_id, retailer_id, solution_id, role)
    values (${documentId}, ${record}, ${shop.retailerId}, ${shop.solutionId}, 'receipt')`);

const recordState = async (id: number) => {
  const [row] = await database.db.execute<{ state: string; code: string | null }>(
    sql`select state, refusal_code as code from till_transaction where id = ${id}`,
  );
  return row!.code ? `${row!.state}: ${row!.code}` : row!.state;
};
const documentState = async (id: number) => {
  const [row] = await database.db.execute<{ state: string; code: string | null }>(
    sql`select state, refusal_code as code from document where id = ${id}`,
  );
  return row ? (row.code ? `${row.state}: ${row.code}` : row.state) : 'dropped';
};

/** The till sends the version of this record again, with other content. */
async function contradict(record: number) {
  const [raw] = await database.db.execute<{ outlet: string; id: string; version: number }>(sql`
    select r.outlet_till_id as outlet, r.record_id as id, r.version from raw_record r
    join till_transaction t on t.raw_record_id = r.id where t.id = ${record}`);
  const again = { ...raw!, bodyJson: '{"other":"content"}', bodyHash: 'another' };
  const kept = await keepRawRecords(database.db, { ...shop, source: 'pull' }, [again]);
  expect(kept.conflicts).toHaveLength(1);
}

const planned = () => aRecord(database.db, shop, { state: 'planned' });

describe('the same version with other content', () => {
  test('arrives before anything was sent: the record is held, and what was planned of it is gone', async () => {
    const [record, other] = [await planned(), await planned()];
    const invoice = await aDocument(database.db, shop, record);
    const payment = await aDocument(database.db, shop, record, { kind: 'payment', role: 'payment:cash' });
    await hangsOn(payment, invoice);
    const elsewhere = await aDocument(database.db, shop, other);
    await contradict(record);
    expect(await recordState(record)).toBe('held: record_conflict');
    expect([await documentState(invoice), await documentState(payment)]).toEqual(['dropped', 'dropped']);
    expect([await recordState(other), await documentState(elsewhere)]).toEqual(['planned', 'planned']);
  });

  test('of one receipt in a summary: the others are planned anew', async () => {
    const [record, other] = [await planned(), await planned()];
    const summary = await aDocument(database.db, shop, record);
    await alsoIn(summary, other);
    await contradict(record);
    expect(await documentState(summary)).toBe('dropped');
    expect([await recordState(record), await recordState(other)]).toEqual([
      'held: record_conflict',
      'pending',
    ]);
  });

  test('arrives when its invoice is in Xero: that stays, and its payment is not sent', async () => {
    const [record, debtPaid] = [await planned(), await planned()];
    const invoice = await aDocument(database.db, shop, record, { state: 'posted' });
    const payment = await aDocument(database.db, shop, record, { kind: 'payment', role: 'payment:cash' });
    // Another record's payment of the debt is not contradicted.
    const later = await aDocument(database.db, shop, debtPaid, { kind: 'payment', role: 'applies:1' });
    for (const id of [payment, later]) await hangsOn(id, invoice);
    await contradict(record);
    expect(await documentState(invoice)).toBe('posted');
    expect(await documentState(payment)).toBe('stopped: record_conflict');
    expect([await documentState(later), await recordState(debtPaid)]).toEqual(['planned', 'planned']);
  });
});

test('comes while what it means is being stored: it is held all the same', async () => {
  const { db } = database;
  await db.execute(sql`
    update solution set lease_owner = 'me', lease_until = now() + interval '1 minute' where id = ${shop.solutionId}`);
  const incoming = {
    outlet: 'HL1',
    id: 'HL1-R1-RACE',
    version: 1,
    bodyJson: '{"first":true}',
    bodyHash: 'first',
  };
  await keepRawRecords(db, { ...shop, source: 'pull' }, [incoming]);
  // Read from the inbox here, before the till contradicts itself; stored after it.
  const [row] = (await inboxPage(db, shop, 0, 500)).filter((r) => (r.body as { first?: boolean }).first);
  expect(row!.conflicting).toBe(false);
  await keepRawRecords(db, { ...shop, source: 'pull' }, [
    { ...incoming, bodyJson: '{}', bodyHash: 'second' },
  ]);
  await keepTillTransactions(
    db,
    { ...shop, owner: 'me', derivedIdStart: 'file-' },
    [row!.rawRecordId],
    [
      {
        ...{ rawRecordId: row!.rawRecordId, outletId: shop.outletId, registerId: null, kind: 'sale' },
        ...{ recordId: incoming.id, version: 1, shift: null, occurredAt: '2026-11-01T01:00:00Z' },
        ...{ businessDay: '2026-11-01', currency: 'AUD', totalMinor: 1100, voided: false },
        content: { customer: null, refundOf: null, taxes: [], lines: [], payments: [] },
        ...{ state: 'pending', refusalCode: null, refusalText: null },
      },
    ],
  );
  const [kept] = await db.execute<{ id: number }>(
    sql`select id from till_transaction where raw_record_id = ${row!.rawRecordId}`,
  );
  expect(await recordState(kept!.id)).toBe('held: record_conflict');
});

test('a frozen key with other amounts holds its record and what hangs on it, nothing else', async () => {
  const { db } = database;
  await db.execute(sql`
    update solution set lease_owner = 'me', lease_until = now() + interval '1 minute' where id = ${shop.solutionId}`);
  const [sent, hanging, other] = [await aRecord(db, shop), await aRecord(db, shop), await aRecord(db, shop)];
  const before = await planned();
  const frozen = await aDocument(db, shop, before, { key: 'frozen', state: 'posted', totalMinor: 500 });
  const same = await aDocument(db, shop, before, { key: 'same', state: 'posted', role: 'x' });
  const document = (key: string, record: number, dependsOn: string[] = []): DocumentToKeep => ({
    ...{ kind: 'invoice', key, number: key, content: {}, outletId: null },
    ...{ businessDay: '2026-11-01', documentDate: '2026-11-01', currency: 'AUD', totalMinor: 1100 },
    ...{ taxMinor: 100, mappingId: null, dependsOn },
    sources: [{ tillTransactionId: record, role: 'receipt' }],
  });
  await keepPlan(
    db,
    { ...shop, owner: 'me' },
    [
      document('frozen', sent),
      document('hangs', hanging, ['frozen']),
      { ...document('same', other), sources: [{ tillTransactionId: other, role: 'again' }] },
      document('new', other),
    ],
    [sent, hanging, other].map((tillTransactionId) => ({ tillTransactionId, mappingId: null })),
    [],
    0,
  );
  expect([await recordState(sent), await recordState(hanging)]).toEqual([
    'held: sent_otherwise',
    'held: sent_otherwise',
  ]);
  expect(await recordState(other)).toBe('planned');
  expect([await documentState(frozen), await documentState(same)]).toEqual(['posted', 'posted']);
  const keys = await db.execute<{ key: string }>(
    sql`select key from document where solution_id = ${shop.solutionId} and key in ('hangs', 'new')`,
  );
  expect(keys.map(({ key }) => key)).toEqual(['new']);
});
