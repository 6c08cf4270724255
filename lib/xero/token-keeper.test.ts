import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openDatabase } from '../../db/client.ts';
import { claimRefresh } from '../../db/queries/connections.ts';
import { event, solution, xeroConnection } from '../../db/schema/index.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { aConnection, setTestEnvironment, startIdentityServer, TEST_PAIR } from './fixture/retailer.ts';
import { refreshTokens } from './sign-on.ts';
import { accessTokenFor } from './token-keeper.ts';
import { openTokens } from './tokens.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
/** A second process, as far as the database can tell. */
let elsewhere: ReturnType<typeof openDatabase>;
let xero: Awaited<ReturnType<typeof startIdentityServer>>;

beforeAll(async () => {
  xero = await startIdentityServer();
  setTestEnvironment(xero.url);
  database = await createTestDatabase();
  elsewhere = openDatabase(database.url);
});
afterAll(async () => {
  await elsewhere.close();
  await database.close();
  await xero.stop();
});
beforeEach(() => {
  Object.assign(xero.state, {
    asked: 0,
    refreshes: 0,
    newest: 0,
    delayMs: 0,
    fault: undefined,
    revoked: false,
  });
});

const stored = async (connectionId: string) => {
  const [row] = await database.db.select().from(xeroConnection).where(eq(xeroConnection.id, connectionId));
  return { ...row!, tokens: row!.tokensCipher ? openTokens(connectionId, row!.tokensCipher) : null };
};
const eventsOf = (of: { retailerId: string; solutionId: string }) =>
  database.db
    .select()
    .from(event)
    .where(and(eq(event.retailerId, of.retailerId), eq(event.solutionId, of.solutionId)));
const attentionOf = async ({ solutionId }: { solutionId: string }) =>
  (await database.db.select().from(solution).where(eq(solution.id, solutionId)))[0]!.attentionCode;

describe('the token keeper', () => {
  test('hands out a token that is good for more than two minutes without a call', async () => {
    const of = await aConnection(database.db, { secondsLeft: 140 });
    expect(await accessTokenFor(database.db, of)).toEqual({ ok: true, value: 'A0' });
    expect(xero.state.refreshes).toBe(0);
  });

  test('refreshes when less is left, and keeps the new pair before it hands out the token', async () => {
    const of = await aConnection(database.db, { secondsLeft: 115 });
    expect(await accessTokenFor(database.db, of)).toEqual({ ok: true, value: 'A1' });
    const row = await stored(of.connectionId);
    expect(row.tokens).toEqual({ accessToken: 'A1', refreshToken: 'R1' });
    expect(row).toMatchObject({ tokenVersion: 2, refreshLeaseUntil: null });
  });

  test('ten callers in two processes cause exactly one refresh and all get its token', async () => {
    const of = await aConnection(database.db);
    xero.state.delayMs = 300;
    const callers = Array.from({ length: 10 }, (_, n) =>
      accessTokenFor(n % 2 ? database.db : elsewhere.db, of),
    );
    expect(await Promise.all(callers)).toEqual(Array(10).fill({ ok: true, value: 'A1' }));
    expect(xero.state.refreshes).toBe(1);
  });

  test('five callers whose token Xero rejected cause exactly one refresh', async () => {
    const of = await aConnection(database.db, { secondsLeft: 1000 });
    xero.state.delayMs = 200;
    const callers = Array.from({ length: 5 }, () => accessTokenFor(database.db, of, { rejected: 'A0' }));
    expect(await Promise.all(callers)).toEqual(Array(5).fill({ ok: true, value: 'A1' }));
    expect(xero.state.refreshes).toBe(1);
    // One who comes late with the same complaint gets the token that was made since.
    expect(await accessTokenFor(database.db, of, { rejected: 'A0' })).toEqual({ ok: true, value: 'A1' });
    expect(xero.state.refreshes).toBe(1);
  });

  test('a crash between the refresh and its saving costs a wait for the lease, and nothing else', async () => {
    const of = await aConnection(database.db);
    const began = performance.now();
    expect(await claimRefresh(database.db, { ...of, tokenVersion: 1, leaseSeconds: 1 })).toBe(true);
    expect(await refreshTokens(TEST_PAIR, 'R0')).toMatchObject({ ok: true, value: { refreshToken: 'R1' } });
    // … and here the process died: R1 is lost, R0 is still what is stored.
    expect(await accessTokenFor(elsewhere.db, of)).toEqual({ ok: true, value: 'A2' });
    expect(performance.now() - began).toBeGreaterThan(950);
    expect((await stored(of.connectionId)).tokens).toEqual({ accessToken: 'A2', refreshToken: 'R2' });
  });

  test('one who was overtaken while he slept uses what the other saved', async () => {
    const of = await aConnection(database.db);
    xero.state.delayMs = 400;
    const slow = accessTokenFor(database.db, of);
    await vi.waitUntil(() => xero.state.asked === 1, { timeout: 20_000, interval: 5 });
    // His lease ends early, and another refreshes and saves before he does.
    await database.db
      .update(xeroConnection)
      .set({ refreshLeaseUntil: null })
      .where(eq(xeroConnection.id, of.connectionId));
    xero.state.delayMs = 0;
    const fast = await accessTokenFor(elsewhere.db, of);
    expect(fast.ok).toBe(true);
    expect(await slow).toEqual(fast);
    expect((await stored(of.connectionId)).tokenVersion).toBe(2);
  });

  test('a refresh token that was revoked puts the connection to reconnect, with attention and one event', async () => {
    const of = await aConnection(database.db);
    xero.state.revoked = true;
    const both = await Promise.all([accessTokenFor(database.db, of), accessTokenFor(elsewhere.db, of)]);
    expect(both).toEqual([
      expect.objectContaining({ ok: false, kind: 'reconnect' }),
      expect.objectContaining({ ok: false, kind: 'reconnect' }),
    ]);
    expect((await stored(of.connectionId)).state).toBe('reconnect');
    expect(await attentionOf(of)).toBe('reconnect');
    expect(await eventsOf(of)).toHaveLength(1);
    expect(await accessTokenFor(database.db, of)).toMatchObject({ ok: false, kind: 'reconnect' });
    expect(await eventsOf(of)).toHaveLength(1);
  });

  test('a secret that Xero does not accept any more asks for the pair', async () => {
    const of = await aConnection(database.db, { clientSecret: 'old-secret' });
    expect(await accessTokenFor(database.db, of)).toMatchObject({
      ok: false,
      kind: 'reconnect',
      message: expect.stringContaining('enter the pair again'),
    });
  });

  test.each([
    ['cut off', 'cut' as const, 'unreachable'],
    ['a 500', { status: 500, body: 'oops' }, 'server_error'],
    ['a 429', { status: 429, body: '', headers: { 'retry-after': '7' } }, 'rate_limited'],
    ['a page of HTML', { status: 200, body: '<html>' }, 'server_error'],
  ])('%s passes: the connection stays live and the next call may refresh at once', async (_, fault, kind) => {
    const of = await aConnection(database.db);
    xero.state.fault = fault;
    expect(await accessTokenFor(database.db, of)).toMatchObject({ ok: false, kind });
    expect(await stored(of.connectionId)).toMatchObject({
      state: 'live',
      refreshLeaseUntil: null,
      tokenVersion: 1,
    });
    xero.state.fault = undefined;
    expect(await accessTokenFor(database.db, of)).toEqual({ ok: true, value: 'A1' });
  });

  test('a token with a minute left is still used when it cannot be renewed for now', async () => {
    const of = await aConnection(database.db, { secondsLeft: 60 });
    xero.state.fault = 'cut';
    expect(await accessTokenFor(database.db, of)).toEqual({ ok: true, value: 'A0' });
  });

  test('another retailer does not get it', async () => {
    const of = await aConnection(database.db, { secondsLeft: 1000 });
    const other = await aConnection(database.db);
    const foreign = { retailerId: other.retailerId, connectionId: of.connectionId };
    expect(await accessTokenFor(database.db, foreign)).toMatchObject({ ok: false, kind: 'not_connected' });
  });
});
