import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Receipt } from './records.ts';
import { yesterday } from './retailers.ts';
import { cents, type Made, ofType, standing, sumOf, Till } from './testing.ts';

let till: Till;
let made: Made;
beforeAll(async () => {
  till = await Till.start();
});
afterAll(() => till.stop());
beforeEach(async () => {
  await till.control('POST', '/reset');
  made = await till.make({ business: 'harbour-lane', seed: 7, days: 4 });
});

async function json(response: Response | Promise<Response>) {
  return (await response).json() as Promise<Record<string, unknown>>;
}

describe('the feed', () => {
  test('asks for the key and knows its businesses', async () => {
    const { url } = till;
    expect((await fetch(`${url}/harbour-lane/api/v1/business`)).status).toBe(401);
    const wrong = await till.feed({ ...made, apiKey: 'wrong' }, 'records');
    expect([wrong.status, await wrong.json()]).toEqual([401, { error: 'unauthorized' }]);
    const unknown = await fetch(`${url}/nobody/api/v1/business`);
    expect([unknown.status, await unknown.json()]).toEqual([404, { error: 'unknown_business' }]);
    expect((await till.feed(made, 'nothing')).status).toBe(404);
    expect((await till.feed(made, 'business')).status).toBe(200);
  });

  test('pages of any size give every record once and in order', async () => {
    const whole = await till.read(made);
    expect(whole.records.length).toBe(made.records);
    const identities = whole.records.map(({ outlet, id, version }) => `${outlet}|${id}|${version}`);
    expect(new Set(identities).size).toBe(identities.length);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 120 }), async (limit) => {
        expect(await till.read(made, null, limit)).toEqual(whole);
      }),
      { numRuns: 8 },
    );
  });

  test('a cursor stays valid and yields what came since', async () => {
    const { next } = await till.read(made);
    expect(await till.page(made, next, 10)).toEqual({ records: [], next, more: false });
    await till.control('POST', '/businesses/harbour-lane/trade', {
      receipts: 2,
      at: '2026-11-23T10:00:00+11:00',
    });
    const since = await till.read(made, next);
    expect(ofType(since.records, 'receipt').length).toBe(2);
    expect(since.next > next).toBe(true);
  });

  test.each(['', 'abc', '42', '000000999999', 'x'.repeat(300)])('refuses the cursor "%s"', async (cursor) => {
    const response = await till.feed(made, `records?after=${cursor}`);
    expect([response.status, await response.json()]).toEqual([400, { error: 'bad_cursor' }]);
  });

  test('refuses limits and days that are none', async () => {
    for (const limit of ['0', '1001', '-1', 'ten', '']) {
      expect([limit, await json(till.feed(made, `records?limit=${limit}`))]).toEqual([
        limit,
        { error: 'bad_limit' },
      ]);
    }
    for (const from of ['2026-02-30', 'yesterday', '']) {
      expect([from, await json(till.feed(made, `totals?from=${from}`))]).toEqual([
        from,
        { error: 'bad_day' },
      ]);
    }
    expect((await till.page(made, null, 1)).records.length).toBe(1);
  });
});

describe('a retailer', () => {
  const text = async (options: Record<string, unknown>) => {
    const one = await till.make({ ...options, replace: true });
    return JSON.stringify([one, (await till.read(one)).records]);
  };

  test('is the same bytes for the same seed, days and start, and others for another seed', async () => {
    const options = { business: 'twin', seed: 3, days: 8, extras: true };
    const first = await text(options);
    expect(await text(options)).toBe(first);
    expect(await text({ ...options, seed: 4 })).not.toBe(first);
  });

  test('that goes on for a day is the one that was made a day longer', async () => {
    const longer = await till.make({ business: 'twin', seed: 3, days: 9, extras: true });
    const whole = await till.read(longer);
    const shorter = await till.make({
      business: 'twin',
      seed: 3,
      days: 8,
      until: '2026-11-21',
      extras: true,
      replace: true,
    });
    const answer = await json(till.control('POST', '/businesses/twin/days', { days: 1 }));
    expect(answer).toMatchObject({ from: '2026-11-22', to: '2026-11-22' });
    expect(await till.read(shorter)).toEqual(whole);
  });

  test('can be as large and as small as asked', async () => {
    const empty = await till.make({ business: 'empty', days: 0 });
    expect(await till.read(empty)).toEqual({ records: [], next: '000000000000', more: false });
    expect(await json(till.feed(empty, 'totals'))).toMatchObject({ from: null, to: null, taxes: [] });
    const big = await till.make({ business: 'big', days: 1, outlets: 4, registers: 9, size: 100 });
    expect((await till.business(big)).outlets.map((outlet) => outlet.registers.length)).toEqual([3, 2, 2, 2]);
    expect(big.records).toBeGreaterThan(500);
  });

  test('ends by default with the last day that is over at all of its outlets', () => {
    const at = (time: string) => Date.parse(time);
    const both = { country: 'US', outlets: 2 } as const;
    expect(yesterday({ country: 'AU', outlets: 1 }, at('2026-11-23T03:59:00+11:00'))).toBe('2026-11-21');
    expect(yesterday({ country: 'AU', outlets: 1 }, at('2026-11-23T04:00:00+11:00'))).toBe('2026-11-22');
    expect(yesterday(both, at('2026-11-23T04:30:00-05:00'))).toBe('2026-11-21');
    expect(yesterday(both, at('2026-11-23T05:00:00-05:00'))).toBe('2026-11-22');
  });

  test('keeps to Sundays off where told so', async () => {
    const quiet = await till.make({ business: 'quiet', days: 1, closedSundays: true });
    const { records } = await till.read(quiet);
    expect([...new Set(records.map((record) => record.outlet))]).toEqual(['QU1']);
  });

  test('trades through both changes of the clocks, and every moment has the offset of its place', async () => {
    for (const [until, before, after] of [
      ['2026-10-04', '+10:00', '+11:00'],
      ['2026-04-05', '+11:00', '+10:00'],
    ] as const) {
      const night = await till.make({
        business: 'night',
        until,
        days: 3,
        size: 400,
        outlets: 1,
        replace: true,
      });
      const { records } = await till.read(night);
      const offsets = new Set(ofType(records, 'receipt').map((receipt) => receipt.at.slice(-6)));
      expect([...offsets].sort()).toEqual([before, after].sort());
      const late = ofType(records, 'receipt').filter((receipt) => receipt.at.startsWith(until));
      expect(late.some((receipt) => receipt.at.slice(11, 13) < '02' && receipt.at.endsWith(before))).toBe(
        true,
      );
      expect(late.filter((receipt) => until.endsWith('10-04') && receipt.at.slice(11, 13) === '02')).toEqual(
        [],
      );
    }
  });
});

describe('control calls', () => {
  const trade = (body: unknown) => till.control('POST', '/businesses/harbour-lane/trade', body);

  test('trade now opens a shift on what was left, adds receipts, and closes when told to', async () => {
    const before = await till.read(made);
    const [last] = ofType(standing(before.records), 'shift')
      .filter((shift) => shift.register === 'HL2-R1')
      .slice(-1);
    const at = '2026-11-23T12:00:00+10:00';
    const { records } = (await json(trade({ receipts: 3, register: 'HL2-R1', at }))) as {
      records: Receipt[];
    };
    expect(records.map(({ type }) => type)).toEqual(['shift', 'receipt', 'receipt', 'receipt']);
    expect(records[0]).toMatchObject({ version: 1, opening_amount: last?.closing?.cash_left, closing: null });
    expect(records.at(-1)?.at).toBe(at);
    const rest = (await json(trade({ receipts: 0, register: 'HL2-R1', at, close: true }))) as {
      records: { closing: { counts: unknown; sales: string; refunds: string } }[];
    };
    expect(rest.records.length).toBe(1);
    const { closing } = rest.records[0]!;
    expect(closing.counts).toMatchObject({ receipt: 3 });
    expect(cents(closing.sales) + cents(closing.refunds)).toBe(
      sumOf(records.slice(1).map(({ total }) => total)),
    );
    expect((await till.read(made, before.next)).records).toEqual([...records, ...rest.records]);
  });

  test('trade now refuses what cannot be', async () => {
    expect(await json(trade({ at: '2026-11-01T12:00:00+10:00' }))).toMatchObject({ error: 'too_early' });
    expect(await json(trade({ register: 'HL9-R1' }))).toMatchObject({ error: 'unknown_register' });
    expect(await json(trade({ receipts: -1 }))).toMatchObject({ error: 'bad_receipts' });
    expect(await json(trade({ at: 'noon' }))).toMatchObject({ error: 'bad_at' });
    const unknown = await till.control('POST', '/businesses/nobody/trade', {});
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { error: 'unknown_business' }]);
    expect((await till.read(made)).records.length).toBe(made.records);
  });

  test('an open shift is closed before the next day begins', async () => {
    await trade({ receipts: 1, at: '2026-11-23T12:00:00+11:00' });
    const answer = await json(till.control('POST', '/businesses/harbour-lane/days', { days: 1 }));
    expect(answer).toMatchObject({ from: '2026-11-24' });
    const shifts = ofType(standing((await till.read(made)).records), 'shift');
    expect(shifts.every((shift) => shift.closing)).toBe(true);
  });

  test('appended records arrive as they are, and the totals count what they can read', async () => {
    const { records, next } = await till.read(made);
    const [sale] = ofType(records, 'receipt').filter((receipt) => !receipt.total.startsWith('-'));
    const voided = { ...sale!, version: 2, status: 'voided' };
    const wrong = [{ type: 'layby', odd: [1] }, null, { ...sale!, id: 'X1', total: 12.5, at: 'never' }];
    const kinds = async () =>
      (await json(till.feed(made, 'totals'))).kinds as { count: number; total: string }[];
    const before = await kinds();
    await till.control('POST', '/businesses/harbour-lane/records', { records: [voided, ...wrong] });
    expect((await till.read(made, next)).records).toEqual([voided, ...wrong]);
    const after = await kinds();
    expect(after[0]?.count).toBe(before[0]!.count - 1);
    expect(cents(after[0]!.total)).toBe(cents(before[0]!.total) - cents(sale!.total));
  });

  test('a lost record is missing from the feed but not from the totals, and can come late', async () => {
    const whole = await till.read(made, null, 7);
    const totals = await json(till.feed(made, 'totals'));
    const lost = ofType(whole.records, 'receipt')[4]!;
    const path = `/businesses/harbour-lane/records/${lost.outlet}/${lost.id}`;
    expect(await json(till.control('DELETE', path))).toEqual({ records: 1 });
    expect((await till.control('DELETE', path)).status).toBe(404);
    const without = await till.read(made, null, 7);
    expect(without.records).toEqual(whole.records.filter((record) => record.id !== lost.id));
    expect(without.next).toBe(whole.next);
    expect(await json(till.feed(made, 'totals'))).toEqual(totals);
    expect(await json(till.control('POST', `${path}/resend`))).toEqual({ records: 1 });
    expect((await till.read(made, whole.next)).records).toEqual([lost]);
    expect(await json(till.feed(made, 'totals'))).toEqual(totals);
  });

  test('a lost record at the end leaves no page that says more and then has nothing', async () => {
    const { records } = await till.read(made);
    for (const { outlet, id } of records.slice(-3)) {
      await till.control('DELETE', `/businesses/harbour-lane/records/${outlet}/${id}`);
    }
    const rest = await till.read(made);
    const page = await till.page(made, null, rest.records.length);
    expect(page.more).toBe(false);
  });

  test('businesses are listed with their keys, refused twice, replaced and forgotten', async () => {
    const list = (await json(till.control('GET', '/businesses'))) as { businesses: Made[] };
    expect(list.businesses).toEqual([made]);
    const body = { business: 'harbour-lane' };
    expect((await till.control('POST', '/businesses', body)).status).toBe(409);
    expect((await till.control('POST', '/businesses', { ...body, replace: true })).status).toBe(201);
    for (const wrong of [
      {},
      { business: 'UPPER' },
      { business: 'sandbox' },
      { business: 'ok', country: 'FR' },
    ]) {
      expect((await till.control('POST', '/businesses', wrong)).status).toBe(400);
    }
    expect((await till.control('DELETE', '/businesses/harbour-lane')).status).toBe(200);
    expect(await json(till.control('GET', '/health'))).toEqual({ ok: true, businesses: 0 });
  });
});

describe('ordered faults', () => {
  const order = (fault: unknown) => till.control('POST', '/faults', fault);

  test('strike so many matching calls and no others', async () => {
    await order({ kind: 'error', times: 2, path: 'records', skip: 1, status: 503 });
    const statuses: number[] = [];
    for (const path of ['business', 'records', 'records', 'totals', 'records', 'records']) {
      statuses.push((await till.feed(made, path)).status);
    }
    expect(statuses).toEqual([200, 200, 503, 200, 503, 200]);
  });

  test('a rate limit says when to come again', async () => {
    await order({ kind: 'rate_limit', retryAfterSeconds: 9 });
    const limited = await till.feed(made, 'records');
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '9']);
    expect((await till.feed(made, 'records')).status).toBe(200);
  });

  test('a cut connection gives no answer, or half a body', async () => {
    await order({ kind: 'cut' });
    await expect(till.feed(made, 'records')).rejects.toThrow();
    await order({ kind: 'cut', where: 'middle' });
    const half = await till.feed(made, 'records');
    expect(half.status).toBe(200);
    await expect(half.text()).rejects.toThrow();
    expect((await till.feed(made, 'records')).status).toBe(200);
  });

  test('malformed JSON arrives whole but cannot be read; a delayed answer is right', async () => {
    await order({ kind: 'malformed' });
    const broken = await (await till.feed(made, 'records')).text();
    expect(broken.startsWith('{"records":[')).toBe(true);
    expect(() => JSON.parse(broken)).toThrow();
    await order({ kind: 'delay', delayMs: 5 });
    expect((await till.page(made, null, 5)).records.length).toBe(5);
    expect(await json(till.control('GET', '/faults'))).toEqual({ faults: [] });
  });

  test('unknown kinds are refused, and orders can be taken back', async () => {
    expect((await order({ kind: 'flood' })).status).toBe(400);
    await order({ kind: 'error', times: 5 });
    await till.control('DELETE', '/faults');
    expect((await till.feed(made, 'records')).status).toBe(200);
  });
});

describe('the pages', () => {
  test('show the till, its key and where its settings lead, and escape what they show', async () => {
    await till.control('POST', '/businesses/harbour-lane/records', {
      records: [{ type: 'cash_movement', at: '<b>', id: '<script>alert(1)</script>', version: 1 }],
    });
    const text = await (await fetch(`${till.url}/harbour-lane`)).text();
    expect(text).toContain(made.apiKey);
    expect(text).toContain('href="http://localhost:3000/sign-in"');
    expect(text).toContain('&lt;script&gt;alert(1)');
    expect(text).not.toContain('<script>alert(1)');
    expect((await (await fetch(till.url)).text()).includes('href="/harbour-lane"')).toBe(true);
    expect((await fetch(`${till.url}/nobody`)).status).toBe(404);
  });

  test('make a business and trade by their forms', async () => {
    const post = (path: string, fields: Record<string, string>) =>
      fetch(`${till.url}${path}`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
    const created = await post('/', { business: 'corner-shop', country: 'NZ', days: '1' });
    expect([created.status, created.headers.get('location')]).toEqual([303, '/corner-shop']);
    const list = (await json(till.control('GET', '/businesses'))) as { businesses: Made[] };
    const shop = list.businesses.find(({ business }) => business === 'corner-shop')!;
    const { next } = await till.read(shop);
    await post('/corner-shop/trade', { receipts: '2', register: '', close: 'on' });
    const came = (await till.read(shop, next)).records;
    expect(ofType(came, 'receipt').length).toBe(2);
    expect(ofType(standing(came), 'shift').every((shift) => shift.closing)).toBe(true);
    const refused = await post('/', { business: 'corner-shop', country: 'NZ', days: '1' });
    expect(refused.headers.get('location')).toMatch(/^\/\?message=/);
  });
});

describe('the journal', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'tagrain-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  test('brings the same books back after a restart, cursors and lost records included', async () => {
    const first = await Till.start({ dataDir });
    const shop = await first.make({ business: 'harbour-lane', seed: 5, days: 3 });
    await first.control('POST', '/businesses/harbour-lane/trade', { receipts: 5, close: true });
    const { records } = await first.read(shop);
    const lost = ofType(records, 'receipt')[0]!;
    await first.control('DELETE', `/businesses/harbour-lane/records/${lost.outlet}/${lost.id}`);
    await first.control('POST', '/businesses/harbour-lane/records', { records: [{ type: 'odd' }] });
    const before = await first.read(shop);
    const totals = await json(first.feed(shop, 'totals'));
    await first.stop();

    // A process that was killed while it wrote leaves half a line.
    appendFileSync(join(dataDir, 'journal.jsonl'), '{"call":"tra');
    const second = await Till.start({ dataDir });
    expect(await second.read(shop)).toEqual(before);
    expect(await json(second.feed(shop, 'totals'))).toEqual(totals);
    await second.control('POST', '/reset');
    await second.stop();
    expect(readFileSync(join(dataDir, 'journal.jsonl'), 'utf8')).toBe('');
  });
});
