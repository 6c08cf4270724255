/** Developer portal, consent, tokens and their lifetimes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answered, type Reply, SCOPES, type TestSandbox, testSandbox } from './testing.ts';

const REDIRECT = 'http://localhost:3000/oAuth2CallBack';
const MINUTE = 60_000;

let sandbox: TestSandbox;

beforeAll(async () => {
  sandbox = await testSandbox();
});
afterAll(() => sandbox.stop());

const form = (fields: Record<string, string>): string => new URLSearchParams(fields).toString();
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** A browser of one person: keeps the session cookie, posts forms. */
async function person(email: string) {
  const signIn = await sandbox.request(
    'POST',
    '/login',
    form({ email, password: 'x', code: '123456', returnTo: '/app/manage' }),
    FORM,
  );
  expect(signIn.status).toBe(302);
  const cookie = (signIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return {
    get: (path: string) => sandbox.request('GET', path, undefined, { cookie }),
    post: (path: string, fields: Record<string, string>) =>
      sandbox.request('POST', path, form(fields), { ...FORM, cookie }),
  };
}

const newApp = (more: Record<string, string> = {}): Record<string, string> => ({
  name: 'Tagrain',
  integrationType: 'web',
  companyUrl: 'https://shop.tagrain.net',
  privacyUrl: '',
  termsUrl: '',
  redirectUri: REDIRECT,
  agreed: 'yes',
  ...more,
});

const authorise = (clientId: string, more: Record<string, string> = {}): string =>
  `/identity/connect/authorize?${form({ response_type: 'code', client_id: clientId, redirect_uri: REDIRECT, scope: SCOPES, state: 'st', ...more })}`;

const basic = (id: string, secret: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
  ...FORM,
});

const token = (
  app: { clientId: string; clientSecret: string },
  fields: Record<string, string>,
): Promise<Reply> =>
  sandbox.request('POST', '/connect/token', form(fields), basic(app.clientId, app.clientSecret));

async function tokens(more: Record<string, unknown> = {}) {
  const app = await sandbox.control('POST', '/apps', {});
  const { organisationId } = await sandbox.control('POST', '/organisations', {});
  const set = await sandbox.control('POST', '/tokens', {
    clientId: app.clientId,
    organisationIds: [organisationId],
    ...more,
  });
  return { app, set, organisationId };
}

const read = (set: { access_token: string }, tenant: string): Promise<Reply> =>
  sandbox.request('GET', '/api.xro/2.0/Organisation', undefined, {
    authorization: `Bearer ${set.access_token}`,
    'xero-tenant-id': tenant,
  });

describe('developer portal', () => {
  test('an app is made with the seven fields; the secret is shown once', async () => {
    const browser = await person('owner@shop.example');
    const created = await browser.post('/app/new', newApp());
    expect(created.status).toBe(302);
    const address = created.headers.get('location') ?? '';
    const page = await browser.get(address);
    const clientId = /value="([0-9A-F]{32})"/.exec(page.text)?.[1];
    expect(clientId).toBeDefined();
    expect(page.text).toContain('Generate a secret');
    const withSecret = await browser.post(`${address}/secret`, {});
    const secret = /name="clientSecret" value="([^"]+)"/.exec(withSecret.text)?.[1] ?? '';
    expect(secret.length).toBeGreaterThan(30);
    expect((await browser.get(address)).text).not.toContain(secret);
    const reply = await token(
      { clientId: clientId ?? '', clientSecret: secret },
      { grant_type: 'authorization_code', code: 'made-up', redirect_uri: REDIRECT },
    );
    expect([reply.status, reply.json]).toEqual([400, { error: 'invalid_grant' }]);
  });

  test.each([
    ['no agreement', { agreed: '' }, 'agree'],
    ['http on an address', { redirectUri: 'http://127.0.0.1:3000/oAuth2CallBack' }, 'redirect URI'],
    ['http on a host', { redirectUri: 'http://shop.example/cb' }, 'redirect URI'],
    ['no company URL', { companyUrl: 'shop' }, 'Company'],
    ['no name', { name: '' }, 'App name'],
  ])('refuses an app with %s', async (_, change, sentence) => {
    const browser = await person('owner@shop.example');
    const reply = await browser.post('/app/new', newApp(change));
    expect(reply.status).toBe(400);
    expect(reply.text).toContain(sentence);
  });

  test('only a web app gets a secret', async () => {
    const browser = await person('owner@shop.example');
    const address =
      (await browser.post('/app/new', newApp({ integrationType: 'mobile' }))).headers.get('location') ?? '';
    expect((await browser.get(address)).text).not.toContain('Generate a secret');
    expect((await browser.post(`${address}/secret`, {})).status).toBe(400);
  });

  test("another person's app is not shown", async () => {
    const address =
      (await (await person('owner@shop.example')).post('/app/new', newApp())).headers.get('location') ?? '';
    expect((await (await person('other@shop.example')).get(address)).status).toBe(404);
  });
});

describe('consent', () => {
  test('allow: back with code and state; only the chosen organisations are connected', async () => {
    const app = await sandbox.control('POST', '/apps', { owner: 'retailer@shop.example' });
    const browser = await person('retailer@shop.example');
    const page = await browser.get(authorise(app.clientId));
    const ids = [...page.text.matchAll(/name="organisation"\s+value="([^"]+)"/g)].map(
      (match) => match[1] ?? '',
    );
    expect(ids).toHaveLength(2);
    const reply = await browser.post(authorise(app.clientId), {
      organisation: ids[1] ?? '',
      decision: 'allow',
    });
    const back = new URL(reply.headers.get('location') ?? '');
    expect(back.origin + back.pathname).toBe(REDIRECT);
    expect(back.searchParams.get('state')).toBe('st');
    const set = (
      await token(app, {
        grant_type: 'authorization_code',
        code: back.searchParams.get('code') ?? '',
        redirect_uri: REDIRECT,
      })
    ).json;
    const list = await sandbox.request('GET', '/connections', undefined, {
      authorization: `Bearer ${set.access_token}`,
    });
    expect(list.json.map((c: Answered) => c.tenantId)).toEqual([ids[1]]);
    const claims = JSON.parse(Buffer.from(set.access_token.split('.')[1], 'base64url').toString());
    expect(list.json[0].authEventId).toBe(claims.authentication_event_id);
    const other = await sandbox.request('GET', '/connections?authEventId=none', undefined, {
      authorization: `Bearer ${set.access_token}`,
    });
    expect(other.json).toEqual([]);
  });

  test('cancel: back with access_denied', async () => {
    const app = await sandbox.control('POST', '/apps', {});
    const browser = await person('demo@harbourlane.example');
    const reply = await browser.post(authorise(app.clientId), { decision: 'cancel' });
    const back = new URL(reply.headers.get('location') ?? '');
    expect(Object.fromEntries(back.searchParams)).toEqual({
      error: 'access_denied',
      error_description: 'TenantConsent status DENIED',
      state: 'st',
    });
  });

  test.each([
    ['an unknown client', (id: string) => authorise(`${id.slice(1)}0`)],
    [
      'a redirect URI that is not exactly the same',
      (id: string) => authorise(id, { redirect_uri: `${REDIRECT}/` }),
    ],
    ['a broad scope', (id: string) => authorise(id, { scope: 'offline_access accounting.transactions' })],
    ['no scope', (id: string) => authorise(id, { scope: '' })],
  ])("%s ends on Xero's own error page", async (_, address) => {
    const app = await sandbox.control('POST', '/apps', {});
    const reply = await (await person('demo@harbourlane.example')).get(address(app.clientId));
    expect(reply.status).toBe(400);
    expect(reply.headers.get('location')).toBeNull();
    expect(reply.text).toContain('something went wrong');
  });

  test('a third uncertified app is not connected', async () => {
    const { organisationId } = await sandbox.control('POST', '/organisations', {});
    for (let i = 0; i < 2; i += 1) {
      const app = await sandbox.control('POST', '/apps', {});
      await sandbox.control('POST', '/tokens', { clientId: app.clientId, organisationIds: [organisationId] });
    }
    const third = await sandbox.control('POST', '/apps', {});
    const refused = sandbox.control('POST', '/tokens', {
      clientId: third.clientId,
      organisationIds: [organisationId],
    });
    await expect(refused).rejects.toThrow('uncertified');
  });
});

describe('tokens', () => {
  test.each([
    ['wrong secret', (app: Answered) => ({ ...app, clientSecret: 'x' })],
    ['wrong id', (app: Answered) => ({ ...app, clientId: 'X' })],
  ])('%s is invalid_client', async (_, change) => {
    const app = await sandbox.control('POST', '/apps', {});
    const reply = await token(change(app), { grant_type: 'refresh_token', refresh_token: 'x' });
    expect([reply.status, reply.json]).toEqual([400, { error: 'invalid_client' }]);
  });

  test('an unknown grant type is told so', async () => {
    const app = await sandbox.control('POST', '/apps', {});
    expect((await token(app, {})).json).toEqual({ error: 'unsupported_grant_type' });
    expect((await token(app, { grant_type: 'client_credentials' })).json).toEqual({
      error: 'unauthorized_client',
    });
  });

  test('a code is good once, for five minutes, with its own redirect URI', async () => {
    const app = await sandbox.control('POST', '/apps', {});
    const consent = async () =>
      (await sandbox.control('POST', '/consents', { clientId: app.clientId, redirectUri: REDIRECT }))
        .code as string;
    const exchange = (code: string, uri = REDIRECT) =>
      token(app, { grant_type: 'authorization_code', code, redirect_uri: uri });
    const code = await consent();
    expect((await exchange(code, `${REDIRECT}x`)).json).toEqual({ error: 'invalid_grant' });
    expect((await exchange(code)).status).toBe(200);
    expect((await exchange(code)).json).toEqual({ error: 'invalid_grant' });
    const late = await consent();
    await sandbox.control('POST', '/clock', { advanceMs: 5 * MINUTE + 1000 });
    expect((await exchange(late)).json).toEqual({ error: 'invalid_grant' });
  });

  test('an access token ends after 30 minutes', async () => {
    const { set, organisationId } = await tokens();
    expect((await read(set, organisationId)).status).toBe(200);
    await sandbox.control('POST', '/clock', { advanceMs: 30 * MINUTE + 1000 });
    const reply = await read(set, organisationId);
    expect(reply.status).toBe(401);
    expect(reply.json.Detail).toMatch(/^TokenExpired/);
  });

  test('a refresh rotates; the one before may be tried again for 30 minutes, and the one in between is lost', async () => {
    const { app, set } = await tokens();
    const refresh = async (refresh_token: string) =>
      token(app, { grant_type: 'refresh_token', refresh_token });
    const second = (await refresh(set.refresh_token)).json;
    expect(second.refresh_token).not.toBe(set.refresh_token);
    const retried = (await refresh(set.refresh_token)).json;
    expect(retried.refresh_token).toBeDefined();
    expect((await refresh(second.refresh_token)).json).toEqual({ error: 'invalid_grant' });
    await sandbox.control('POST', '/clock', { advanceMs: 30 * MINUTE + 1000 });
    expect((await refresh(set.refresh_token)).json).toEqual({ error: 'invalid_grant' });
    expect((await refresh(retried.refresh_token)).status).toBe(200);
  });

  test('a refresh token ends after 60 days unused', async () => {
    const { app, set } = await tokens();
    await sandbox.control('POST', '/clock', { advanceMs: 60 * 24 * 60 * MINUTE + 1000 });
    expect(
      (await token(app, { grant_type: 'refresh_token', refresh_token: set.refresh_token })).json,
    ).toEqual({ error: 'invalid_grant' });
  });

  test('a refresh token belongs to its app', async () => {
    const { set } = await tokens();
    const other = await sandbox.control('POST', '/apps', {});
    expect(
      (await token(other, { grant_type: 'refresh_token', refresh_token: set.refresh_token })).json,
    ).toEqual({ error: 'invalid_grant' });
  });

  test('without offline_access there is no refresh token', async () => {
    const { set } = await tokens({ scope: 'accounting.settings' });
    expect(set.refresh_token).toBeUndefined();
  });

  test('revocation ends the tokens and all connections of the user to the app', async () => {
    const { app, set, organisationId } = await tokens();
    const reply = await sandbox.request(
      'POST',
      '/connect/revocation',
      form({ token: set.refresh_token }),
      basic(app.clientId, app.clientSecret),
    );
    expect(reply.status).toBe(200);
    expect((await read(set, organisationId)).status).toBe(401);
    expect(
      (await token(app, { grant_type: 'refresh_token', refresh_token: set.refresh_token })).json,
    ).toEqual({ error: 'invalid_grant' });
    expect((await sandbox.control('GET', `/apps/${app.clientId}/tenants`)).tenants).toEqual([]);
  });

  test('DELETE of a connection disconnects that organisation only', async () => {
    const { set, organisationId } = await tokens();
    const headers = { authorization: `Bearer ${set.access_token}` };
    expect(
      (await sandbox.request('DELETE', `/connections/${set.connections[0].id}`, undefined, headers)).status,
    ).toBe(204);
    const reply = await read(set, organisationId);
    expect([reply.status, reply.json.Detail]).toEqual([403, 'AuthenticationUnsuccessful']);
  });

  test('a person disconnects the app in Xero', async () => {
    const { set, organisationId } = await tokens();
    expect(await sandbox.control('POST', `/organisations/${organisationId}/disconnect`, {})).toEqual({
      disconnected: 1,
    });
    expect((await read(set, organisationId)).status).toBe(403);
  });
});
