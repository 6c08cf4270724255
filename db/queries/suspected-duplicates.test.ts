import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aShop, type Shop } from '../../lib/accounts/fixture.ts';
import { decideDuplicate } from '../../lib/review/decide-duplicate.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { keepTillTransactions, type TillTransactionToKeep } from './keep-till-transactions.ts';
import { releaseHeld } from './releases.ts';
import { shiftSums } from './shifts.ts';
import { portalTotals } from './totals.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let shop: Shop;
const files = new Map<string, number>();

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  shop = await aShop(database.db);
  files.clear();
});

type Coming = {
  id: string;
  version?: number;
  at?: string;
  /** The business day, where it is not that of `at` in Sydney. */
  day?: string;
  dayOnly?: boolean;
  total?: number;
  paid?: [string, number][];
  voided?: boolean;
  shift?: string;
  /** Another source than those that come with it. */
  from?: string;
  /** As the importer marks it. */
  suspectedOf?: string;
};

const ten = '2026-11-02T10:00:00+11:00';
const owner = 'a run';

/** Receipts come, by the till or by a file, and are interpreted. */
async function come(source: string, receipts: Coming[], of: Shop = shop) {
  const { db } = database;
  const { retailerId, solutionId, outletId, registerId } = of;
  await db.execute(
    sql`update solution set lease_owner = ${owner}, lease_until = now() + interval '1 minute' where id = ${solutionId}`,
  );
  if (source !== 'till' && !files.has(source)) {
    const [file] = await db.execute<{ id: number }>(sql`
      insert into import_file (retailer_id, solution_id, name, sha256, columns, records_new, records_known, rows_refused)
      values (${retailerId}, ${solutionId}, ${source}, 'x', '{}', 0, 0, 0) returning id`);
    files.set(source, file!.id);
  }
  const kept: TillTransactionToKeep[] = [];
  for (const receipt of receipts) {
    const { id, version = 1, at = ten, dayOnly, total = 450, suspectedOf, from = source } = receipt;
    const body = {
      ...(dayOnly && { at_precision: 'day' }),
      ...(suspectedOf && { suspected_duplicate_of: { outlet: 'HL1', id: suspectedOf } }),
    };
    const [raw] = await db.execute<{ id: number }>(sql`
      insert into raw_record (retailer_id, solution_id, source, import_file_id, outlet_till_id, record_id, version, body, body_hash)
      values (${retailerId}, ${solutionId}, ${from === 'till' ? 'pull' : 'file'}, ${files.get(from) ?? null}, 'HL1', ${id},
        ${version}, ${JSON.stringify(body)}::text::jsonb, 'x') returning id`);
    const state: TillTransactionToKeep['state'] = suspectedOf
      ? 'held'
      : receipt.voided
        ? 'not_posted'
        : 'pending';
    kept.push({
      ...{ rawRecordId: raw!.id, outletId, registerId, kind: total < 0 ? 'sale_refund' : 'sale' },
      ...{ recordId: id, version, shift: receipt.shift ?? null, occurredAt: at },
      ...{ businessDay: receipt.day ?? at.slice(0, 10), currency: 'AUD', totalMinor: total },
      voided: receipt.voided ?? false,
      content: {
        payments: (receipt.paid ?? [['cash', total]]).map(([type, amountMinor], i) => {
          return { id: `${i + 1}`, type, amountMinor };
        }),
      },
      state,
      refusalCode: suspectedOf ? 'suspected_duplicate' : null,
      refusalText: suspectedOf ? 'The file says so.' : null,
    });
  }
  const ids = kept.map((k) => k.rawRecordId);
  return {
    /** Interprets them (again). */
    again: () =>
      keepTillTransactions(db, { retailerId, solutionId, owner, derivedIdStart: 'file-' }, ids, kept),
    ...(await keepTillTransactions(
      db,
      { retailerId, solutionId, owner, derivedIdStart: 'file-' },
      ids,
      kept,
    )),
  };
}

type Row = { id: number; state: string; other: string | null; text: string | null };

/** Each record by its id: how it is, and what it is held for. */
async function rows(of: Shop = shop): Promise<Record<string, Row>> {
  const found = await database.db.execute<Row & { key: string }>(sql`
    select t.record_id || case when t.version > 1 then ' v' || t.version else '' end as key, t.id, t.state,
      t.refusal_text as text, o.record_id as other
    from till_transaction t
    left join suspected_duplicate s on s.till_transaction_id = t.id and t.state = 'held'
    left join till_transaction o on o.id = s.other_id
    where t.solution_id = ${of.solutionId}`);
  return Object.fromEntries(found.map(({ key, ...row }) => [key, row]));
}

const states = async () =>
  Object.fromEntries(
    Object.entries(await rows()).map(([id, { state, other }]) => [
      id,
      other ? `${state} for ${other}` : state,
    ]),
  );

const decide = async (id: string, decision: 'another_sale' | 'same', who: Shop = shop) =>
  decideDuplicate(database.db, who, { tillTransactionId: (await rows())[id]!.id, decision });

const posted = (id: string) =>
  database.db.execute(sql`
    update till_transaction set state = 'planned' where solution_id = ${shop.solutionId} and record_id = ${id}`);

const events = async () => {
  const found = await database.db.execute<{ text: string; personId: string }>(sql`
    select text, person_id as "personId" from event where solution_id = ${shop.solutionId} and kind = 'duplicate_decided' order by id`);
  return [...found];
};

describe('a receipt that came before by another way', () => {
  it('is held when the file came first and is posted, and the sentence names the other', async () => {
    await come('a.csv', [{ id: 'file-1' }]);
    await posted('file-1');
    expect((await come('till', [{ id: 'A', at: '2026-11-02T10:00:41+11:00' }])).suspected).toBe(1);
    expect(await states()).toEqual({ 'file-1': 'planned', A: 'held for file-1' });
    expect((await rows()).A?.text).toContain('receipt file-1 of 2026-11-02 10:00:');
  });

  it('is held when the feed came first, also where the file was not marked', async () => {
    await come('till', [{ id: 'A', at: '2026-11-02T10:00:41+11:00' }]);
    await come('a.csv', [{ id: 'file-1' }]);
    expect(await states()).toEqual({ A: 'pending', 'file-1': 'held for A' });
  });

  it('is held when both are interpreted together: the one that came later', async () => {
    await come('a.csv', [{ id: 'file-1' }, { id: 'A', from: 'till' }]);
    expect(await states()).toEqual({ 'file-1': 'pending', A: 'held for file-1' });
  });

  it('is not held for one that is held for it, when it is interpreted again', async () => {
    const file = await come('a.csv', [{ id: 'file-1' }]);
    await come('till', [{ id: 'A' }]);
    await file.again();
    expect(await states()).toEqual({ 'file-1': 'pending', A: 'held for file-1' });
  });

  it('is compared as exactly as both know their time', async () => {
    await come('seconds.csv', [{ id: 'file-1', at: '2026-11-02T10:00:41+11:00' }]);
    await come('minutes.csv', [{ id: 'file-2', at: '2026-11-02T11:30:00+11:00' }]);
    await come('till', [
      { id: 'other second', at: '2026-11-02T10:00:42+11:00' },
      { id: 'same second', at: '2026-11-02T10:00:41.300+11:00' },
      { id: 'other minute', at: '2026-11-02T11:31:02+11:00' },
      { id: 'same minute', at: '2026-11-02T11:30:59+11:00' },
    ]);
    expect(await states()).toMatchObject({
      ...{ 'other second': 'pending', 'same second': 'held for file-1' },
      ...{ 'other minute': 'pending', 'same minute': 'held for file-2' },
    });
  });

  it('is compared by the day where a file has no times: the business day, or the calendar’s', async () => {
    const day = { at: '2026-11-02T04:00:00+11:00', dayOnly: true };
    await come('days.csv', [
      { id: 'file-1', ...day },
      { id: 'file-2', ...day },
    ]);
    await come('till', [
      { id: 'the day before', at: '2026-11-01T22:00:11+11:00' },
      { id: 'that afternoon', at: '2026-11-02T16:12:11+11:00' },
      { id: 'that night', at: '2026-11-03T01:12:11+11:00', day: '2026-11-02' },
    ]);
    expect(await states()).toMatchObject({
      'the day before': 'pending',
      'that afternoon': expect.stringMatching(/held for file-/),
      'that night': expect.stringMatching(/held for file-/),
    });
    // The day is all that its sentence may say of it.
    expect((await rows())['that night']?.text).toMatch(/ of 2026-11-02:/);
  });

  it('is another one with another total, kind, payment or outlet', async () => {
    const [second] = await database.db.execute<{ id: number }>(sql`
      insert into outlet (retailer_id, solution_id, till_id, name, time_zone) values
      (${shop.retailerId}, ${shop.solutionId}, 'HL2', 'Hill', 'Australia/Sydney') returning id`);
    await come('a.csv', [{ id: 'file-1' }]);
    await come('till', [
      { id: 'total', total: 451 },
      { id: 'kind', total: -450 },
      { id: 'type', paid: [['card', 450]] },
      {
        id: 'split',
        paid: [
          ['cash', 400],
          ['cash', 50],
        ],
      },
    ]);
    await come('till', [{ id: 'outlet' }], { ...shop, outletId: second!.id });
    expect(Object.values(await rows()).map((r) => r.state)).toEqual(Array(6).fill('pending'));
  });

  it('is the same whatever the order of its payments', async () => {
    const [cash, card] = [
      ['cash', 200],
      ['card', 250],
    ] as [string, number][];
    await come('a.csv', [{ id: 'file-1', paid: [cash!, card!] }]);
    await come('till', [{ id: 'A', paid: [card!, cash!] }]);
    expect((await rows()).A?.state).toBe('held');
  });

  it('is never one of the till’s own, however equal, nor one of another retailer’s', async () => {
    await come('till', [{ id: 'A' }, { id: 'B' }]);
    await come('numbered.csv', [{ id: 'C' }]);
    const stranger = await aShop(database.db);
    await come('till', [{ id: 'X' }], stranger);
    files.clear();
    await come('theirs.csv', [{ id: 'file-1' }], stranger);
    expect(await states()).toEqual({ A: 'pending', B: 'pending', C: 'pending' });
  });

  it('never holds what is posted, when it is interpreted again', async () => {
    const file = await come('a.csv', [{ id: 'file-1' }]);
    await posted('file-1');
    await come('till', [{ id: 'A' }]);
    await file.again();
    expect(await states()).toEqual({ 'file-1': 'planned', A: 'held for file-1' });
  });
});

describe('of several equal receipts', () => {
  it('each stands for one: two in a file and two from the till are two pairs, a third from the till is a sale', async () => {
    await come('a.csv', [{ id: 'file-1' }, { id: 'file-2' }]);
    await come('till', [{ id: 'A' }, { id: 'B' }, { id: 'C' }]);
    expect(await states()).toMatchObject({ A: 'held for file-1', B: 'held for file-2', C: 'pending' });
  });

  it('the same when they come one by one', async () => {
    await come('a.csv', [{ id: 'file-1' }, { id: 'file-2' }]);
    for (const id of ['A', 'B', 'C']) await come('till', [{ id }]);
    expect(await states()).toMatchObject({ A: 'held for file-1', B: 'held for file-2', C: 'pending' });
  });

  it('the same the other way round: a third in the file has no pair at the till', async () => {
    await come('till', [{ id: 'A' }, { id: 'B' }]);
    await come('a.csv', [{ id: 'file-1' }, { id: 'file-2' }, { id: 'file-3' }]);
    expect(await states()).toMatchObject({
      ...{ 'file-1': 'held for A', 'file-2': 'held for B', 'file-3': 'pending' },
    });
  });

  it('one that stands for the till’s may still stand for that of a second file', async () => {
    await come('a.csv', [{ id: 'file-1' }]);
    await come('till', [{ id: 'A' }]);
    await decide('A', 'same');
    await come('b.csv', [{ id: 'file-9' }]);
    expect(await states()).toMatchObject({
      'file-1': 'pending',
      A: 'duplicate',
      'file-9': 'held for file-1',
    });
  });

  it('a file’s own second row waits, and when it is said to be the first, the till’s second is a sale', async () => {
    await come('a.csv', [{ id: 'file-1' }, { id: 'file-2', suspectedOf: 'file-1' }]);
    await come('till', [{ id: 'A' }, { id: 'B' }]);
    expect(await states()).toEqual({
      ...{ 'file-1': 'pending', 'file-2': 'held for file-1', A: 'held for file-1', B: 'held for file-2' },
    });
    await decide('file-2', 'same');
    expect(await states()).toEqual({
      ...{ 'file-1': 'pending', 'file-2': 'duplicate', A: 'held for file-1', B: 'pending' },
    });
  });
});

describe('a decision', () => {
  beforeEach(async () => {
    await come('a.csv', [{ id: 'file-1' }]);
    await posted('file-1');
  });

  it('that it is another sale releases it, for ever, and makes the solution due', async () => {
    const till = await come('till', [{ id: 'A' }]);
    await decide('A', 'another_sale');
    await till.again();
    await come('till', [{ id: 'A', version: 2 }]);
    expect(await states()).toEqual({ 'file-1': 'planned', A: 'superseded', 'A v2': 'pending' });
    const [solution] = await database.db.execute(
      sql`select due_at <= now() as due from solution where id = ${shop.solutionId}`,
    );
    expect(solution).toEqual({ due: true });
    expect(await events()).toEqual([
      { text: 'A is another sale than file-1. It is posted.', personId: shop.personId },
    ]);
  });

  it('that it is another sale outlives the mark that a file gave it', async () => {
    const file = await come('b.csv', [{ id: 'file-2', suspectedOf: 'file-1' }]);
    await decide('file-2', 'another_sale');
    await file.again();
    expect((await rows())['file-2']?.state).toBe('pending');
  });

  it('that it is the same never posts it, counts it once, and leaves its shift whole', async () => {
    const till = await come('till', [{ id: 'A', shift: 'S1' }]);
    await decide('A', 'same');
    await till.again();
    await releaseHeld(database.db, shop);
    expect(await states()).toEqual({ 'file-1': 'planned', A: 'duplicate' });
    expect((await portalTotals(database.db, shop)).records).toEqual([
      { kind: 'sale', count: 1, totalMinor: 450 },
    ]);
    expect(await shiftSums(database.db, shop, [{ outlet: 'HL1', shift: 'S1' }])).toMatchObject([
      { receipts: 1, salesMinor: 450, payments: { cash: 450 } },
    ]);
    // Its place is taken: the till's next equal receipt is a sale.
    await come('till', [{ id: 'B' }]);
    expect((await rows()).B?.state).toBe('pending');
  });

  it('said twice, also at once, is one decision and one event', async () => {
    await come('till', [{ id: 'A' }]);
    await Promise.all([decide('A', 'same'), decide('A', 'same')]);
    await decide('A', 'same');
    expect(await events()).toHaveLength(1);
  });

  it('is not turned round by a second, contrary one', async () => {
    await come('till', [{ id: 'A' }]);
    await decide('A', 'same');
    await expect(decide('A', 'another_sale')).rejects.toMatchObject({
      status: 409,
      code: 'decided_otherwise',
    });
    expect((await rows()).A?.state).toBe('duplicate');
    expect(await events()).toHaveLength(1);
  });

  it('is not for another retailer, nor about what is not suspected', async () => {
    await come('till', [{ id: 'A' }]);
    const stranger = await aShop(database.db);
    await expect(decide('A', 'same', stranger)).rejects.toMatchObject({ status: 404 });
    const mixed = { ...stranger, solutionId: shop.solutionId };
    await expect(decide('A', 'another_sale', mixed)).rejects.toMatchObject({ status: 404 });
    await expect(decide('file-1', 'same')).rejects.toMatchObject({ status: 404 });
    expect(await states()).toEqual({ 'file-1': 'planned', A: 'held for file-1' });
    expect(await events()).toEqual([]);
  });

  it('cannot be “the same” when there is nothing left that it could be', async () => {
    await come('b.csv', [{ id: 'file-2', at: '2026-11-02T12:00:00+11:00', suspectedOf: 'gone' }]);
    await expect(decide('file-2', 'same')).rejects.toMatchObject({ status: 409, code: 'other_is_gone' });
    await decide('file-2', 'another_sale');
    expect((await rows())['file-2']?.state).toBe('pending');
  });

  it('releasing what a mapping mended leaves it waiting', async () => {
    await come('till', [{ id: 'A' }]);
    await releaseHeld(database.db, shop);
    expect((await rows()).A?.state).toBe('held');
  });
});

describe('a receipt that the till changes later', () => {
  it('keeps its suspicion, although its total is another now', async () => {
    await come('a.csv', [{ id: 'file-1' }]);
    await posted('file-1');
    await come('till', [{ id: 'A' }]);
    await decide('A', 'same');
    await come('till', [{ id: 'A', version: 2, total: 400 }]);
    expect(await states()).toEqual({ 'file-1': 'planned', A: 'superseded', 'A v2': 'held for file-1' });
    expect((await rows())['A v2']?.text).toMatch(/the till has changed it since/);
  });

  it('and voids, while the same is posted, is held for a person', async () => {
    await come('a.csv', [{ id: 'file-1' }]);
    await posted('file-1');
    await come('till', [{ id: 'A' }]);
    await decide('A', 'same');
    await come('till', [{ id: 'A', version: 2, voided: true }]);
    expect((await rows())['A v2']).toMatchObject({
      state: 'held',
      text: expect.stringContaining('Receipt file-1'),
    });
  });

  it('is followed by what is held for it', async () => {
    await come('till', [{ id: 'A' }]);
    await come('a.csv', [{ id: 'file-1' }]);
    await come('till', [{ id: 'A', version: 2, total: 400 }]);
    const [pair] = await database.db.execute(sql`
      select o.version from suspected_duplicate s join till_transaction o on o.id = s.other_id where s.solution_id = ${shop.solutionId}`);
    expect(pair).toEqual({ version: 2 });
    expect(await states()).toEqual({ A: 'superseded', 'A v2': 'pending', 'file-1': 'held for A' });
  });
});
