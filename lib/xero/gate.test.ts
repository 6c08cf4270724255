import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { callBudget } from '../../db/queries/call-budgets.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { withXero } from './client.ts';
import { aLiveConnection } from './fixture/live.ts';
import { startXero, type TestXero } from './fixture/sandbox.ts';
import { type Caller, enter, leave, shortage } from './gate.ts';

let xero: TestXero;
let database: Awaited<ReturnType<typeof createTestDatabase>>;

beforeAll(async () => {
  xero = await startXero();
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.close();
  await xero.stop();
});
beforeEach(async () => {
  delete process.env.XERO_SETTINGS;
  await xero.control('DELETE', 'faults');
  await xero.control('DELETE', 'calls');
  // No minute and no day of Xero's turns in the midst of a test, but where it is about that.
  await xero.control('POST', 'clock', { rate: 1, frozen: true });
  await xero.control('POST', 'settings', { limitsOn: true, minuteLimit: 60, dayLimits: { starter: 1000 } });
});

const settings = (some: Record<string, number>) => {
  process.env.XERO_SETTINGS = JSON.stringify(some);
};
const connected = () => aLiveConnection(database.db, xero);
type Shop = Awaited<ReturnType<typeof connected>>;

/** A run that has so much time for each wait, and a way into the organisation as it takes it. */
const patient: Caller = {
  is: 'run',
  wait: (ms) => new Promise((resolve) => setTimeout(() => resolve(true), ms)),
};
const hasty: Caller = { is: 'run', wait: () => Promise.resolve(false) };
async function way(shop: Shop, caller: Caller) {
  const opened = await withXero(database.db, shop, caller);
  if (!opened.ok) throw new Error(opened.message);
  return opened.value;
}
const ask = async (shop: Shop, caller: Caller) =>
  (await way(shop, caller)).call((api, tenantId) => api.getTaxRates(tenantId));

const told = () => xero.control<{ total: number; refused429: number }>('GET', 'calls');
const budget = (shop: Shop) => callBudget(database.db, shop, { perMinute: 60, minuteSeconds: 60 });

describe('the limits over all processes', () => {
  test('many at once get what Xero allows, each minute anew, and none is refused for speed', async () => {
    // A minute of Xero's is 3 seconds, in which it takes 12.
    await xero.control('POST', 'clock', { rate: 20, frozen: false });
    await xero.control('POST', 'settings', { minuteLimit: 12 });
    settings({ secondMs: 50, gatePollMs: 100, callsPerMinute: 12 });
    const shop = await connected();
    await xero.control('POST', 'faults', { kind: 'delayBefore', ms: 20, times: 0, path: '/TaxRates' });
    const answers = await Promise.all(Array.from({ length: 40 }, () => ask(shop, patient)));
    expect(answers.filter((a) => !a.ok)).toEqual([]);
    expect(await told()).toMatchObject({ total: 40, refused429: 0 });
  });

  test('a run leaves one of the five at once to a person', async () => {
    const shop = await connected();
    for (let i = 0; i < 4; i++) expect(await enter(database.db, shop, hasty)).toMatchObject({ ok: true });
    expect(await enter(database.db, shop, hasty)).toMatchObject({ ok: false, kind: 'rate_limited' });
    expect(await enter(database.db, shop, { is: 'person' })).toMatchObject({ ok: true });
    settings({ personWaitMs: 0 });
    expect(await enter(database.db, shop, { is: 'person' })).toMatchObject({ ok: false });
  });

  test('organisations do not wait for each other', async () => {
    const [one, other] = [await connected(), await connected()];
    for (let i = 0; i < 4; i++) await enter(database.db, one, hasty);
    expect(await enter(database.db, one, hasty)).toMatchObject({ ok: false });
    expect(await enter(database.db, other, hasty)).toMatchObject({ ok: true });
  });

  test('a call of a process that died holds its place until it must be over, and counts in the minute after', async () => {
    const shop = await connected();
    settings({ apiTimeoutMs: 1500, deadAfterMs: 500 });
    for (let i = 0; i < 4; i++) await enter(database.db, shop, hasty);
    expect(await enter(database.db, shop, hasty)).toMatchObject({ ok: false });
    await vi.waitUntil(async () => (await budget(shop))?.underWay === 0, { timeout: 20_000, interval: 100 });
    expect(await budget(shop)).toMatchObject({ underWay: 0, inMinute: 4 });
    expect(await enter(database.db, shop, hasty)).toMatchObject({ ok: true });
  });
});

describe('what Xero tells', () => {
  test('calls that somebody else makes are counted with ours', async () => {
    const shop = await connected();
    await xero.control('POST', 'settings', { minuteLimit: 20 });
    await ask(shop, hasty);
    expect(await budget(shop)).toMatchObject({ inMinute: 41, credit: 19 });
  });

  test('a 429 that somebody else caused is waited out, as long as Retry-After says', async () => {
    const shop = await connected();
    settings({ secondMs: 100 });
    await xero.control('POST', 'faults', { kind: 'rate429Minute', ms: 30_000, path: '/TaxRates' });
    expect(await ask(shop, hasty)).toMatchObject({ kind: 'rate_limited', retryAfterSeconds: 3 });
    expect(await ask(shop, hasty)).toMatchObject({ kind: 'rate_limited' });
    expect((await told()).total).toBe(1);
    expect(await ask(shop, patient)).toMatchObject({ ok: true });
    expect((await told()).total).toBe(2);
  });

  test('of the day a share is left to people; the run is told that it is the day, and asks again after a time', async () => {
    const shop = await connected();
    await xero.control('POST', 'settings', { dayLimits: { starter: 52 } });
    expect(await ask(shop, hasty)).toMatchObject({ ok: true });
    expect(await ask(shop, hasty)).toMatchObject({ ok: true });
    expect(await ask(shop, hasty)).toMatchObject({ kind: 'rate_limited', limit: 'day' });
    expect(await ask(shop, { is: 'person' })).toMatchObject({ ok: true });
    expect((await told()).total).toBe(3);
    settings({ dayAskSeconds: 0 });
    expect(await ask(shop, hasty)).toMatchObject({ ok: true });
  });

  test("after Xero's no to the day's last call nobody calls, a person neither", async () => {
    const shop = await connected();
    await xero.control('POST', 'faults', { kind: 'rate429Day', ms: 3_600_000, path: '/TaxRates' });
    expect(await ask(shop, { is: 'person' })).toMatchObject({ kind: 'rate_limited', limit: 'day' });
    expect(await ask(shop, { is: 'person' })).toMatchObject({ kind: 'rate_limited', limit: 'day' });
    expect((await told()).total).toBe(1);
  });

  test('an answer that was lost gives its place back', async () => {
    const shop = await connected();
    await xero.control('POST', 'faults', { kind: 'answerLost', path: '/TaxRates' });
    expect(await ask(shop, hasty)).toMatchObject({ kind: 'unreachable' });
    expect(await budget(shop)).toMatchObject({ underWay: 0, inMinute: 1, dayRemaining: null });
  });
});

test('credit is what an answer told, less what it cannot have counted', async () => {
  const shop = await connected();
  const pass = async () => {
    const entered = await enter(database.db, shop, { is: 'person' });
    if (!entered.ok) throw new Error(entered.message);
    return entered.value;
  };
  const [first, second] = [await pass(), await pass()];
  const third = await pass();
  // Told as the second call came: the first may have come later, the third surely did.
  await leave(database.db, shop, second, { 'x-minlimit-remaining': '50' }, null);
  expect((await budget(shop))?.credit).toBe(48);
  // Nothing was under way beside the first as it began; two were begun since.
  await leave(database.db, shop, first, { 'x-minlimit-remaining': '51' }, null);
  expect((await budget(shop))?.credit).toBe(49);
  await leave(database.db, shop, third, { 'x-minlimit-remaining': '30' }, null);
  expect((await budget(shop))?.credit).toBe(30);
  const rows = await database.db.execute(
    sql`select under_way from xero_call_budget where organisation_id = ${shop.organisationId}`,
  );
  expect(rows[0]).toEqual({ under_way: {} });
});

test('what is short is said with how long it lasts', () => {
  const limits = { perMinute: 60, dayKept: 50, dayAskSeconds: 3600 };
  const quiet = {
    ...{ underWay: 0, inMinute: 0, credit: 0, minuteFreeSeconds: null },
    ...{ dayRemaining: 1000, dayToldSecondsAgo: 5, blockedSeconds: null, blockedBy: null },
  };
  const full = { ...quiet, inMinute: 60, minuteFreeSeconds: 12.3 };
  expect(shortage(full, limits, 200)).toEqual({ of: 'minute', waitMs: 12_300 });
  // An answer that is awaited may tell of more.
  expect(shortage({ ...full, underWay: 1 }, limits, 200).waitMs).toBeLessThanOrEqual(300);
  expect(shortage({ ...full, blockedSeconds: 40, blockedBy: 'minute' }, limits, 200)).toEqual({
    ...{ of: 'pause', waitMs: 40_000 },
  });
  expect(shortage({ ...quiet, dayRemaining: 50 }, limits, 200)).toEqual({ of: 'day', waitMs: 3_595_000 });
  expect(shortage({ ...quiet, underWay: 4 }, limits, 200).of).toBe('at_once');
});
