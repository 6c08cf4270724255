import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REDIRECT_URI, startXero, type TestXero } from './fixture/sandbox.ts';
import {
  type AppPair,
  authEventIdOf,
  authorizeUrl,
  deleteConnection,
  exchangeCode,
  listConnections,
  refreshTokens,
  revoke,
  testAppPair,
} from './sign-on.ts';
import { signOnCall } from './sign-on-call.ts';

let xero: TestXero;
let app: AppPair;
const user = 'owner@example.com';

beforeAll(async () => {
  xero = await startXero();
  app = await xero.app(user);
});
afterAll(() => xero.stop());

/** A consent to these organisations, turned into tokens. */
async function granted(organisationIds: string[]) {
  const back = await xero.consent({ clientId: app.clientId, user, organisationIds });
  const tokens = await exchangeCode(app, { code: back.get('code')!, redirectUri: REDIRECT_URI });
  if (!tokens.ok) throw new Error(tokens.message);
  return { code: back.get('code')!, ...tokens.value };
}

describe('testing a pair', () => {
  test('a right pair is right, before any consent', async () => {
    expect(await testAppPair(app, REDIRECT_URI)).toEqual({ ok: true, value: 'right' });
  });

  test.each([
    ['a wrong secret', () => ({ ...app, clientSecret: 'wrong' })],
    ['a wrong identifier', () => ({ ...app, clientId: 'F'.repeat(32) })],
    ['a secret with a colon and a percent sign', () => ({ ...app, clientSecret: 'a:b%20' })],
  ])('%s is invalid_client, and the secret is not in the answer', async (_, pair) => {
    const result = await testAppPair(pair(), REDIRECT_URI);
    expect(result).toMatchObject({ ok: false, kind: 'invalid_client' });
    expect(JSON.stringify(result)).not.toContain(pair().clientSecret);
  });
});

describe('the consent', () => {
  test('asks for exactly the scopes that are needed, and carries state and redirect URI', () => {
    const url = new URL(authorizeUrl({ clientId: app.clientId, state: 's t', redirectUri: REDIRECT_URI }));
    expect(url.pathname).toBe('/identity/connect/authorize');
    expect(url.search).not.toContain('+');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: app.clientId,
      redirect_uri: REDIRECT_URI,
      state: 's t',
      scope:
        'offline_access accounting.invoices accounting.payments accounting.banktransactions accounting.contacts ' +
        'accounting.settings accounting.reports.trialbalance.read accounting.reports.banksummary.read',
    });
  });

  test('a code gives tokens once', async () => {
    const { organisationId } = await xero.organisation(user, 'Once');
    const { code, accessToken, refreshToken, expiresInSeconds } = await granted([organisationId]);
    expect(accessToken).not.toBe(refreshToken);
    expect(expiresInSeconds).toBe(1800);
    expect(await exchangeCode(app, { code, redirectUri: REDIRECT_URI })).toMatchObject({
      ok: false,
      kind: 'invalid_grant',
    });
  });

  test('names the organisations of this consent only, and a disconnected one no more', async () => {
    const one = await xero.organisation(user, 'One');
    const two = await xero.organisation(user, 'Two');
    await granted([one.organisationId]);
    const { accessToken } = await granted([two.organisationId]);
    const eventId = authEventIdOf(accessToken);
    expect(eventId).toBeDefined();
    const ofThis = await listConnections(accessToken, eventId);
    expect(ofThis).toMatchObject({ ok: true, value: [{ tenantId: two.organisationId, tenantName: 'Two' }] });
    const all = await listConnections(accessToken);
    expect(all.ok && all.value.map((entry) => entry.tenantName)).toEqual(
      expect.arrayContaining(['One', 'Two']),
    );

    const connectionId = (ofThis.ok && ofThis.value[0]?.connectionId) || '';
    expect(connectionId).not.toBe(two.organisationId);
    expect(await deleteConnection(accessToken, connectionId)).toEqual({ ok: true, value: null });
    expect(await listConnections(accessToken, eventId)).toEqual({ ok: true, value: [] });
    expect(await deleteConnection(accessToken, connectionId)).toEqual({ ok: true, value: null });
  });

  test('a revoked refresh token is invalid_grant', async () => {
    const { organisationId } = await xero.organisation(user, 'Revoked');
    const { refreshToken } = await granted([organisationId]);
    const renewed = await refreshTokens(app, refreshToken);
    expect(renewed.ok).toBe(true);
    expect(await revoke(app, renewed.ok ? renewed.value.refreshToken : '')).toEqual({
      ok: true,
      value: null,
    });
    expect(await refreshTokens(app, refreshToken)).toMatchObject({ ok: false, kind: 'invalid_grant' });
  });

  test('a token that Xero does not know is told as run out', async () => {
    expect(await listConnections('nonsense')).toMatchObject({ ok: false, kind: 'token_expired' });
    expect(authEventIdOf('nonsense')).toBeUndefined();
  });
});

describe('a call to the sign-on side', () => {
  const serving = async (answer: RequestListener, use: (url: string) => Promise<void>) => {
    const server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  };

  test('does not follow a redirect, which would carry the secret to another host', async () => {
    let asked = 0;
    await serving(
      (_request, response) => {
        asked += 1;
        response.writeHead(302, { location: '/elsewhere' }).end();
      },
      async (url) => {
        expect(await signOnCall(url, { method: 'POST' })).toMatchObject({ ok: true, status: 302 });
      },
    );
    expect(asked).toBe(1);
  });

  test('says unreachable when nobody listens, and nothing of the request', async () => {
    const result = await signOnCall('http://127.0.0.1:1/', { headers: { authorization: 'Basic c2VjcmV0' } });
    expect(result).toEqual({ ok: false, kind: 'unreachable', message: expect.any(String), status: 0 });
  });
});
