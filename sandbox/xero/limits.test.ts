/** Limits, idempotency keys and faults. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Client, sale, type TestSandbox, testSandbox } from './testing.ts';

let sandbox: TestSandbox;
let client: Client;

beforeEach(async () => {
  sandbox = await testSandbox();
  // No minute and no day turns in the midst of a test.
  await sandbox.control('POST', '/clock', { frozen: true });
  client = await sandbox.connect();
});
afterEach(() => sandbox.stop());

const invoice = (InvoiceNumber: string) => ({ Invoices: [sale({ InvoiceNumber })] });
const put = (number: string, key?: string) =>
  client.call(
    'PUT',
    'Invoices?summarizeErrors=false',
    invoice(number),
    key === undefined ? {} : { 'idempotency-key': key },
  );
const count = async (): Promise<number> =>
  (await sandbox.control('GET', `/organisations/${client.organisationId}/books`)).invoices.count;

describe('limits', () => {
  test('the sixty-first call of a minute is refused, with the seconds to wait; the next minute is open', async () => {
    await sandbox.control('POST', '/settings', { limitsOn: true });
    await sandbox.control('POST', '/clock', { setTo: '2026-12-01T10:00:20Z', frozen: true });
    client = await sandbox.connect();
    for (let i = 0; i < 60; i += 1) expect((await client.get('Currencies')).status).toBe(200);
    const over = await client.get('Currencies');
    expect(over.status).toBe(429);
    expect(over.headers.get('x-rate-limit-problem')).toBe('minute');
    expect(over.headers.get('retry-after')).toBe('40');
    expect(over.headers.get('x-minlimit-remaining')).toBe('0');
    await sandbox.control('POST', '/clock', { advanceMs: 40_000 });
    expect((await client.get('Currencies')).headers.get('x-minlimit-remaining')).toBe('59');
    expect((await sandbox.control('GET', '/calls')).refused429).toBe(1);
  });

  test('the day limit goes by the tier of the app', async () => {
    await sandbox.control('POST', '/settings', { limitsOn: true, dayLimits: { core: 3 } });
    for (let i = 0; i < 3; i += 1) await client.get('Currencies');
    const over = await client.get('Currencies');
    expect([over.status, over.headers.get('x-rate-limit-problem')]).toEqual([429, 'day']);
    expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('the sixth call at once is refused, without a time to wait', async () => {
    await sandbox.control('POST', '/settings', { limitsOn: true });
    await sandbox.control('POST', '/faults', { kind: 'delayBefore', ms: 300, times: 5 });
    const replies = await Promise.all([1, 2, 3, 4, 5, 6].map(() => client.get('Currencies')));
    const refused = replies.filter((reply) => reply.status === 429);
    expect(refused).toHaveLength(1);
    expect(refused[0]?.headers.get('x-rate-limit-problem')).toBe('concurrent');
    expect(refused[0]?.headers.get('retry-after')).toBeNull();
  });
});

describe('idempotency keys', () => {
  test('the same request again gets the stored answer and has no second effect', async () => {
    const first = await put('I-1', 'k');
    const again = await put('I-1', 'k');
    expect(again.text).toBe(first.text);
    expect(await count()).toBe(1);
    const left = (reply: typeof first) => Number(reply.headers.get('x-daylimit-remaining'));
    expect(left(again)).toBe(left(first) - 1);
  });

  test('another request with the key is refused', async () => {
    await put('I-1', 'k');
    const other = await put('I-2', 'k');
    expect(other.status).toBe(400);
    expect(other.text).toContain('is used with a different request');
    expect(await count()).toBe(1);
  });

  test('after six minutes the key is forgotten', async () => {
    await put('I-1', 'k');
    await sandbox.control('POST', '/clock', { advanceMs: 6 * 60_000 + 1 });
    expect((await put('I-1', 'k')).json.Invoices[0].StatusAttributeString).toBe('ERROR');
  });

  test('an internal error is stored too', async () => {
    await sandbox.control('POST', '/faults', { kind: 'error500Before', method: 'PUT' });
    expect((await put('I-1', 'k')).status).toBe(500);
    expect((await put('I-1', 'k')).status).toBe(500);
    expect((await put('I-1', 'k2')).status).toBe(200);
    expect(await count()).toBe(1);
  });

  test('a repeat while the first is under way waits for it', async () => {
    await sandbox.control('POST', '/faults', { kind: 'delayAfter', method: 'PUT', ms: 200 });
    const [first, second] = await Promise.all([put('I-1', 'k'), put('I-1', 'k')]);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.text).toBe(first.text);
    expect(await count()).toBe(1);
  });

  test('a refusal for a limit is not stored', async () => {
    await sandbox.control('POST', '/faults', { kind: 'rate429Minute', method: 'PUT' });
    expect((await put('I-1', 'k')).status).toBe(429);
    expect((await put('I-1', 'k')).status).toBe(200);
  });

  test('a key of 129 characters', async () => {
    expect((await put('I-1', 'k'.repeat(129))).status).toBe(400);
    expect((await put('I-1', 'k'.repeat(128))).status).toBe(200);
  });
});

describe('faults', () => {
  const fault = (kind: string, more = {}) =>
    sandbox.control('POST', '/faults', { kind, method: 'PUT', ...more });

  test.each([
    ['answerLost', 1],
    ['resetMidBody', 1],
    ['refuseConnection', 0],
  ])('%s: the caller gets nothing, the books have %i', async (kind, expected) => {
    await fault(kind);
    await expect(put('F-1')).rejects.toThrow();
    expect(await count()).toBe(expected);
    expect((await put('F-2')).status).toBe(200);
  });

  test.each([
    ['error500Before', 500, 0],
    ['error500After', 500, 1],
    ['error503', 503, 0],
    ['rate429Minute', 429, 0],
    ['rate429Day', 429, 0],
  ])('%s answers %i, the books have %i', async (kind, status, expected) => {
    await fault(kind);
    expect((await put('F-1')).status).toBe(status);
    expect(await count()).toBe(expected);
  });

  test('skip, times, path and organisation are heeded', async () => {
    await fault('error503', { path: '/Invoices', skip: 1, times: 2, organisationId: client.organisationId });
    expect((await client.call('PUT', 'Contacts', { Name: 'x' })).status).toBe(200);
    const statuses: number[] = [];
    for (let i = 0; i < 4; i += 1) statuses.push((await put(`F-${i}`)).status);
    expect(statuses).toEqual([200, 503, 503, 200]);
    expect((await sandbox.control('GET', '/faults')).faults).toEqual([]);
    await fault('error503', { organisationId: 'other' });
    expect((await put('F-9')).status).toBe(200);
  });

  test('endless until deleted', async () => {
    const { faults } = await fault('error503', { times: 0 });
    for (let i = 0; i < 3; i += 1) expect((await put('F-1')).status).toBe(503);
    await sandbox.control('DELETE', `/faults/${faults[0].id}`);
    expect((await put('F-1')).status).toBe(200);
  });

  test('tokens revoked: 401, and the refresh token is spent', async () => {
    await fault('tokensRevoked', { method: '' });
    expect((await client.get('Currencies')).status).toBe(401);
    expect((await client.get('Currencies')).status).toBe(401);
    const { clientId, clientSecret, refresh_token } = client.access;
    const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token }).toString();
    const reply = await sandbox.request('POST', '/connect/token', body, {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(reply.json).toEqual({ error: 'invalid_grant' });
  });

  test('disconnected: 403 from now on', async () => {
    await fault('disconnected', { method: '' });
    for (let i = 0; i < 2; i += 1) {
      const reply = await client.get('Currencies');
      expect([reply.status, reply.json.Detail]).toEqual([403, 'AuthenticationUnsuccessful']);
    }
  });

  test('a refresh whose answer is lost can be tried again', async () => {
    await sandbox.control('POST', '/faults', { kind: 'answerLost', path: '/connect/token' });
    const { clientId, clientSecret, refresh_token } = client.access;
    const refresh = () =>
      sandbox.request(
        'POST',
        '/connect/token',
        new URLSearchParams({ grant_type: 'refresh_token', refresh_token }).toString(),
        {
          authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
      );
    await expect(refresh()).rejects.toThrow();
    expect((await refresh()).status).toBe(200);
  });

  test('keys forgotten', async () => {
    await put('F-1', 'k');
    await fault('idempotencyForgotten');
    expect((await put('F-1', 'k')).json.Invoices[0].StatusAttributeString).toBe('ERROR');
  });

  test('a fault that is none is refused', async () => {
    await expect(fault('nonsense')).rejects.toThrow('kind must be one of');
    await expect(sandbox.control('POST', '/settings', { minutLimit: 1 })).rejects.toThrow('not a setting');
  });
});
