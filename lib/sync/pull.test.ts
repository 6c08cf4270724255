import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { keepRawRecords } from '@/db/queries/raw-records';
import type { StandIns } from '../../scripts/lib/stand-ins.ts';
import { connectedRetailer, setStandIns } from '../../scripts/test/connected-retailer.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { startTestStandIns } from '../../scripts/test/stand-ins.ts';
import { syncOne } from './conduct.ts';
import { toKeep } from './keepable.ts';

/** What happens at a step of the run. */
const at = vi.hoisted(() => ({ passed: [] as string[], step: '', act: async () => {} }));
vi.mock('@/lib/failpoint/failpoint', () => ({
  passes: async (step: string) => {
    at.passed.push(step);
    if (step !== at.step) return;
    at.step = '';
    await at.act();
  },
}));

type FeedRecord = { type: string; outlet: string; id: string; version: number; at: string };
type Connected = Awaited<ReturnType<typeof connectedRetailer>>;

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let standIns: StandIns;
beforeAll(async () => {
  database = await createTestDatabase();
  standIns = await startTestStandIns();
  setStandIns(standIns, database.url, { retrySeconds: 0 });
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await standIns?.stop();
  await database?.close();
});
beforeEach(() => {
  at.passed = [];
  at.step = '';
});

/** A retailer who has not started to post: records come and are interpreted, and that is all. */
async function aTill(seed: number): Promise<Connected & { records: FeedRecord[] }> {
  const shop = await connectedRetailer(database.db, standIns, { days: 1, seed });
  await database.db.execute(sql`
    update solution set start_date = null, started_at = null where id = ${shop.solutionId}`);
  const { records } = await fetch(`${standIns.tillUrl}/${shop.business}/api/v1/records?limit=1000`, {
    headers: { authorization: `Bearer ${shop.apiKey}` },
  }).then((r) => r.json() as Promise<{ records: FeedRecord[] }>);
  return { ...shop, records };
}

const sync = (shop: Connected) =>
  syncOne(database.db, { trigger: 'person', deadline: performance.now() + 30_000, only: shop });

/** The till's next page holds these records, whatever it has. */
function nextPage(records: unknown[], next: string) {
  const real = globalThis.fetch;
  vi.stubGlobal('fetch', async (url: URL | string, init?: RequestInit) => {
    if (!String(url).includes('/records?')) return real(url, init);
    vi.stubGlobal('fetch', real);
    return Response.json({ records, next, more: false });
  });
}

async function stored({ solutionId }: Connected) {
  const [row] = await database.db.execute<{
    cursor: string | null;
    raw: number;
    inbox: number;
    interpreted: number;
  }>(sql`
    select s.feed_cursor as cursor, (select count(*)::int from raw_record where solution_id = s.id) as raw,
      (select count(*)::int from raw_inbox where solution_id = s.id) as inbox,
      (select count(distinct raw_record_id)::int from till_transaction where solution_id = s.id) as interpreted
    from solution s where s.id = ${solutionId}`);
  return row!;
}

const transactionsOf = async ({ solutionId }: Connected, id: string) => [
  ...(await database.db.execute<{ kind: string; state: string; code: string | null; version: number }>(sql`
    select kind, state, refusal_code as code, version from till_transaction
    where solution_id = ${solutionId} and record_id = ${id} order by version`)),
];

test('a page is interpreted as it comes, without a way through the inbox', async () => {
  const shop = await aTill(31);
  const run = await sync(shop);
  const all = shop.records.length;
  expect(run).toMatchObject({ outcome: 'done', pulled: all, interpreted: all });
  expect(await stored(shop)).toMatchObject({ raw: all, inbox: 0, interpreted: all });
  expect(at.passed).toContain('page_kept');
  expect(at.passed).not.toContain('interpreted');
});

test('of a page with a value that the database refuses all goes on but the one record', async () => {
  const shop = await aTill(32);
  const { id } = shop.records.find(({ type }) => type === 'receipt')!;
  // No value is known to slip through the reader; a constraint of this test alone stands for one.
  await database.db.execute(
    sql.raw(
      `alter table till_transaction add constraint poison check (record_id <> '${id}' or kind = 'unknown') not valid`,
    ),
  );
  const run = await sync(shop).finally(() =>
    database.db.execute(sql`alter table till_transaction drop constraint poison`),
  );
  const all = shop.records.length;
  expect(run).toMatchObject({ outcome: 'done', pulled: all, interpreted: all });
  expect(await stored(shop)).toMatchObject({ raw: all, inbox: 0, interpreted: all });
  expect(await transactionsOf(shop, id)).toMatchObject([
    { kind: 'unknown', state: 'held', code: 'record_unreadable' },
  ]);
  const held = await database.db.execute(sql`
    select 1 from till_transaction where solution_id = ${shop.solutionId} and refusal_code = 'record_unreadable'`);
  expect(held).toHaveLength(1);
});

test('what ends a run between fetching and keeping a page leaves nothing of it, cursor included', async () => {
  const shop = await aTill(33);
  const before = await stored(shop);
  at.step = 'page_fetched';
  at.act = () => Promise.reject(new Error('the process dies here'));
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  expect(await sync(shop)).toMatchObject({ outcome: 'failed', pulled: 0 });
  said.mockRestore();
  expect(await stored(shop)).toEqual(before);
});

test.each([
  ['the records', 34, 'raw_record', 'false'],
  ['the cursor', 36, 'solution', 'feed_cursor is null'],
] as const)(
  'where %s cannot be stored nothing of a page is, and all of it later',
  async (_what, seed, table, check) => {
    const shop = await aTill(seed);
    const before = await stored(shop);
    await database.db.execute(
      sql.raw(`alter table ${table} add constraint stuck check (${check}) not valid`),
    );
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const run = await sync(shop).finally(() =>
      database.db.execute(sql.raw(`alter table ${table} drop constraint stuck`)),
    );
    said.mockRestore();
    expect(run).toMatchObject({ outcome: 'failed', pulled: 0, interpreted: 0 });
    expect(await stored(shop)).toEqual(before);
    expect(await sync(shop)).toMatchObject({ outcome: 'done', pulled: shop.records.length });
  },
);

test('a record twice in a page with other content is held, and nothing else', async () => {
  const shop = await aTill(35);
  const [one, other] = shop.records.filter(({ type }) => type === 'receipt');
  nextPage([one, { ...one, at: other!.at }, other], '000000000001');
  expect(await sync(shop)).toMatchObject({ outcome: 'done', pulled: 2, interpreted: 2, held: 1 });
  expect(await transactionsOf(shop, one!.id)).toMatchObject([{ state: 'held', code: 'record_conflict' }]);
  expect(await transactionsOf(shop, other!.id)).toMatchObject([{ state: 'pending' }]);
  expect(await stored(shop)).toMatchObject({ raw: 2, inbox: 0 });
});

test('a record that is known is not interpreted again', async () => {
  const shop = await aTill(36);
  const [one, other] = shop.records.filter(({ type }) => type === 'receipt');
  nextPage([one], '000000000001');
  await sync(shop);
  await database.db.execute(sql`
    update till_transaction set total_minor = 7 where solution_id = ${shop.solutionId}`);
  nextPage([one, other], '000000000002');
  expect(await sync(shop)).toMatchObject({ pulled: 1, interpreted: 1 });
  const [kept] = await database.db.execute(sql`
    select total_minor as total from till_transaction where solution_id = ${shop.solutionId} and record_id = ${one!.id}`);
  expect(kept).toEqual({ total: 7 });
});

test('what waits in the inbox goes before what is pulled, and the newest version counts', async () => {
  const shop = await aTill(37);
  const one = shop.records.find(({ type }) => type === 'receipt')!;
  await keepRawRecords(database.db, { ...shop, source: 'pull' }, [toKeep(one)]);
  at.step = 'interpreted';
  at.act = async () => expect(await stored(shop)).toMatchObject({ raw: 1, inbox: 1, cursor: null });
  nextPage([{ ...one, version: 2 }], '000000000001');
  expect(await sync(shop)).toMatchObject({ outcome: 'done', pulled: 1, interpreted: 2 });
  expect(at.step).toBe('');
  expect(await transactionsOf(shop, one.id)).toMatchObject([
    { version: 1, state: 'superseded' },
    { version: 2, state: 'pending' },
  ]);
});

test('what comes into the inbox while a page is pulled is interpreted after it, and the newest version counts', async () => {
  const shop = await aTill(38);
  const one = shop.records.find(({ type }) => type === 'receipt')!;
  at.step = 'page_fetched';
  at.act = async () => void (await keepRawRecords(database.db, { ...shop, source: 'pull' }, [toKeep(one)]));
  nextPage([{ ...one, version: 2 }], '000000000001');
  expect(await sync(shop)).toMatchObject({ outcome: 'done', pulled: 1, interpreted: 2 });
  expect(await transactionsOf(shop, one.id)).toMatchObject([
    { version: 1, state: 'superseded' },
    { version: 2, state: 'pending' },
  ]);
});
