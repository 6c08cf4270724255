import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aDocument, aRecord, aShop, type Shop } from '../../lib/accounts/fixture.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import type { Db } from '../client.ts';
import { beginBatch } from './batches.ts';
import type { DocumentToKeep } from './keep-documents.ts';
import { keepPlan } from './keep-plan.ts';
import { recordOutcomes } from './outcomes.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let shop: Shop;
beforeAll(async () => {
  database = await createTestDatabase();
  shop = await aShop(database.db);
  await database.db.execute(sql`
    update solution set lease_owner = 'me', lease_until = now() + interval '1 hour' where id = ${shop.solutionId}`);
});
afterAll(() => database.close());

const document = (key: string, record: number, dependsOn: string[] = []): DocumentToKeep => ({
  ...{ kind: 'invoice', key, number: key, content: {}, outletId: null },
  ...{ businessDay: '2026-11-01', documentDate: '2026-11-01', currency: 'AUD', totalMinor: 1100 },
  ...{ taxMinor: 100, mappingId: null, dependsOn },
  sources: [{ tillTransactionId: record, role: 'receipt' }],
});

const keep = (documents: DocumentToKeep[], records: number[]) =>
  keepPlan(
    database.db,
    { ...shop, owner: 'me' },
    documents,
    records.map((tillTransactionId) => ({ tillTransactionId, mappingId: null })),
    [],
    0,
  );

const stored = async (...keys: string[]) => {
  const rows = await database.db.execute<{ key: string; waitingFor: number }>(sql`
    select key, waiting_for as "waitingFor" from document where solution_id = ${shop.solutionId}
      and key in (select jsonb_array_elements_text(${JSON.stringify(keys)}::text::jsonb)) order by key`);
  return Object.fromEntries(rows.map(({ key, waitingFor }) => [key, waitingFor]));
};

const stateOf = async (record: number) => {
  const [row] = await database.db.execute<{ state: string }>(
    sql`select state from till_transaction where id = ${record}`,
  );
  return row!.state;
};

/** What happens while a plan is stored and has not got the lock yet: somebody else has it, and does this. */
async function keepWhile(keeping: () => Promise<void>, happens: (dbTx: Db) => Promise<unknown>) {
  let kept: Promise<void> | undefined;
  await database.db.transaction(async (dbTx) => {
    await dbTx.execute(sql`select 1 from solution where id = ${shop.solutionId} for no key update`);
    kept = keeping();
    kept.catch(() => {});
    await untilWaiting(1, 'lease_owner');
    await happens(dbTx);
  });
  await kept;
}

async function untilWaiting(howMany: number, said: string) {
  for (;;) {
    const [row] = await database.db.execute<{ waiting: number }>(sql`
      select count(*)::int as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query like ${`%${said}%`}`);
    if (row!.waiting >= howMany) return;
    await pause(5);
  }
}

const hold = (dbTx: Db, record: number) =>
  dbTx.execute(sql`
    update till_transaction set state = 'held', refusal_code = 'record_conflict', refusal_text = '.' where id = ${record}`);

test('a record that is held while its plan is stored is not planned, and the others of its page are', async () => {
  const [one, two] = [await aRecord(database.db, shop), await aRecord(database.db, shop)];
  await keepWhile(
    () => keep([document('held meanwhile', one), document('beside it', two)], [one, two]),
    (dbTx) => hold(dbTx, one),
  );
  expect(await stored('held meanwhile', 'beside it')).toEqual({ 'beside it': 0 });
  expect([await stateOf(one), await stateOf(two)]).toEqual(['held', 'planned']);
});

test('a document that a plan hangs on and that is dropped while it is stored leaves nothing of the plan', async () => {
  const [before, record] = [
    await aRecord(database.db, shop, { state: 'planned' }),
    await aRecord(database.db, shop),
  ];
  const old = await aDocument(database.db, shop, before, { key: 'dropped meanwhile' });
  const keeping = keepWhile(
    () => keep([document('hangs on it', record, ['dropped meanwhile'])], [record]),
    (dbTx) => dbTx.execute(sql`delete from document where id = ${old}`),
  );
  await expect(keeping).rejects.toThrow('changed meanwhile');
  expect(await stored('hangs on it')).toEqual({});
  expect(await stateOf(record)).toBe('pending');
});

test('an outcome that is recorded while a plan is stored is not missed by what hangs on it', async () => {
  const [before, record] = [
    await aRecord(database.db, shop, { state: 'planned' }),
    await aRecord(database.db, shop),
  ];
  const invoice = await aDocument(database.db, shop, before, { key: 'posted meanwhile' });
  await begin([invoice]);
  await keepWhile(
    () => keep([document('paid then', record, ['posted meanwhile'])], [record]),
    (dbTx) =>
      dbTx.execute(
        sql`update document set state = 'posted', xero_id = gen_random_uuid() where id = ${invoice}`,
      ),
  );
  expect(await stored('paid then')).toEqual({ 'paid then': 0 });
});

test('what a new document waits for is counted of what is there already, posted, drafted and planned', async () => {
  const { db } = database;
  const old = async (key: string, state: string, xeroStatus: string | null = null) => {
    const id = await aDocument(db, shop, await aRecord(db, shop, { state: 'planned' }), { key, state });
    await db.execute(sql`update document set xero_status = ${xeroStatus} where id = ${id}`);
  };
  await old('in Xero', 'posted', 'AUTHORISED');
  await old('a draft', 'posted', 'DRAFT');
  await old('not sent', 'planned');
  const hanging: [key: string, on: string[], waitsFor: number][] = [
    ['on posted', ['in Xero'], 0],
    ['on a draft', ['a draft'], 1],
    ['on planned', ['not sent'], 1],
    ['on all of them', ['a draft', 'in Xero', 'not sent', 'on posted'], 3],
  ];
  const record = await aRecord(db, shop);
  const documents = hanging.map(([key, on]) => ({
    ...document(key, record, on),
    sources: [{ tillTransactionId: record, role: key }],
  }));
  await keep(documents, [record]);
  const keys = hanging.map(([key]) => key);
  expect(await stored(...keys)).toEqual(Object.fromEntries(hanging.map(([key, , n]) => [key, n])));
});

test('a plan that was stored before is planned again under the lock', async () => {
  const record = await aRecord(database.db, shop);
  const more = {
    ...document('not any more', record),
    sources: [{ tillTransactionId: record, role: 'more' }],
  };
  await keep([document('first', record), more], [record]);
  expect(await stored('first', 'not any more')).toEqual({ first: 0, 'not any more': 0 });
  await database.db.execute(sql`update till_transaction set state = 'pending' where id = ${record}`);
  await keep([document('otherwise', record)], [record]);
  expect(await stored('first', 'not any more', 'otherwise')).toEqual({ otherwise: 0 });
});

test('batches are begun and recorded beside one another, also where the same hangs on documents of both', async () => {
  const { db } = database;
  const record = await aRecord(db, shop, { state: 'planned' });
  const make = (key: string) => aDocument(db, shop, record, { key, role: key });
  const [ofOne, ofTwo] = await all(
    ['one', 'two'].map((name) => all(range(25).map((i) => make(`${name} ${i}`)))),
  );
  const hanging = await all(range(400).map((i) => make(`hang ${i}`)));
  // Of other numbers PostgreSQL goes through the same in another order.
  await hang(hanging, ofOne!);
  await hang(hanging.slice(0, 150).toReversed(), ofTwo!);
  await db.execute(sql`
    update document d set waiting_for = (select count(*) from document_dependency where document_id = d.id)
    where key like 'hang %' and solution_id = ${shop.solutionId}`);
  const batches = await all([ofOne!, ofTwo!].map((ids) => begin(ids)));
  expect(batches).not.toContain(null);
  let recorded: Promise<unknown> | undefined;
  await db.transaction(async (dbTx) => {
    // Who holds the first of what hangs on both stops both there, with none of the others in their hands: no circle can come of it.
    await dbTx.execute(sql`select 1 from document where id = ${Math.min(...hanging)} for update`);
    recorded = all([outcome(batches[0]!, ofOne!), outcome(batches[1]!, ofTwo!)]);
    await untilWaiting(2, 'document');
    const free = await dbTx.execute(sql`
      select id from document where solution_id = ${shop.solutionId} and key like 'hang %' for update skip locked`);
    expect(free).toHaveLength(hanging.length);
  });
  await recorded;
  const [row] = await db.execute<{ free: number }>(sql`
    select count(*)::int as free from document where solution_id = ${shop.solutionId} and key like 'hang %' and waiting_for = 0`);
  expect(row!.free).toBe(400);
});

test('no batch is begun where the lease is about to end', async () => {
  const record = await aRecord(database.db, shop, { state: 'planned' });
  const id = await aDocument(database.db, shop, record, { key: 'late in the lease' });
  expect(await begin([id], 2 * 3600)).toBeNull();
  expect(await begin([id], 1800)).not.toBeNull();
});

const range = (n: number) => [...Array(n).keys()];
const all = <T>(these: readonly Promise<T>[]) => Promise.all(these);

const hang = (documentIds: readonly number[], on: readonly number[]) =>
  database.db.execute(sql`
    insert into document_dependency (document_id, depends_on_id, retailer_id, solution_id)
    select h.id::bigint, o.id::bigint, ${shop.retailerId}, ${shop.solutionId}
    from jsonb_array_elements_text(${JSON.stringify(documentIds)}::text::jsonb) h(id),
      jsonb_array_elements_text(${JSON.stringify(on)}::text::jsonb) o(id)`);

const begin = (documentIds: number[], leaseLeftSeconds = 60) =>
  beginBatch(database.db, shop, {
    ...{ organisationId: shop.organisationId, kind: 'invoice', idempotencyKey: crypto.randomUUID() },
    ...{ body: new Uint8Array([32]), bodyHash: 'h', documentIds, leaseOwner: 'me', leaseLeftSeconds },
  });

const outcome = (batchId: number, documentIds: readonly number[]) =>
  recordOutcomes(
    database.db,
    { ...shop, owner: 'me' },
    documentIds.map((documentId) => ({ documentId, state: 'posted', xeroId: crypto.randomUUID() })),
    { id: batchId, ended: true, outcome: 'answered', statusCode: 200 },
  );
