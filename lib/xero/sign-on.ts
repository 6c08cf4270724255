import { z } from 'zod';
import { env } from '@/lib/env';
import { failed, succeeded, type XeroFailure, type XeroResult } from './result.ts';
import { type SignOnAnswer, signOnCall } from './sign-on-call.ts';

/**
 * Exactly what is asked for: apps made since 2 March 2026 know only these granular scopes. `openid` is left out on purpose:
 * we want no identity, only access. A scope asked for later would mean that everyone consents again, so the two report
 * scopes that proofs need are in from the start.
 */
export const XERO_SCOPES = [
  'offline_access',
  'accounting.invoices',
  'accounting.payments',
  'accounting.banktransactions',
  'accounting.contacts',
  'accounting.settings',
  'accounting.reports.trialbalance.read',
  'accounting.reports.banksummary.read',
] as const;

/** A Xero app, as its owner sees it in the developer portal. */
export type AppPair = { clientId: string; clientSecret: string };

export type TokenPair = { accessToken: string; refreshToken: string };

export type GrantedTokens = TokenPair & { expiresInSeconds: number };

/** One organisation that the app may reach. Its id is not the tenant's: `DELETE /connections/{id}` wants it. */
export type XeroConnectionEntry = { connectionId: string; tenantId: string; tenantName: string };

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number().int().positive(),
});

const errorAnswer = z.object({ error: z.string() });

const connectionsAnswer = z.array(
  z.object({ id: z.guid(), tenantId: z.guid(), tenantType: z.string(), tenantName: z.string().nullish() }),
);

// RFC 6749 §2.3.1 form-encodes both halves; Xero's ids and secrets are unreserved characters, so this changes nothing for
// right ones and keeps a mistyped colon from shifting the border between them.
const basic = ({ clientId, clientSecret }: AppPair) =>
  `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64')}`;

const form = (path: string, app: AppPair, fields: Record<string, string>) =>
  signOnCall(`${env().XERO_IDENTITY_URL}${path}`, {
    method: 'POST',
    headers: { authorization: basic(app), accept: 'application/json' },
    body: new URLSearchParams(fields),
  });

const refusals: Record<string, () => XeroFailure> = {
  invalid_client: () =>
    failed(
      'invalid_client',
      'Xero does not accept the Client Identifier or the Client Secret (it does not say which).',
      {
        status: 400,
      },
    ),
  invalid_grant: () =>
    failed('invalid_grant', 'Xero says that this authorization is used up or has expired.', { status: 400 }),
};

/** What a token endpoint's refusal means. Only the error's code is carried on, never the answer. */
function refusalOf(answer: SignOnAnswer): XeroFailure {
  const { data } = errorAnswer.safeParse(answer.body);
  const known = data && Object.hasOwn(refusals, data.error) ? refusals[data.error] : undefined;
  if (known) return known();
  if (data) {
    const code = /^[\w.-]{1,40}$/.test(data.error) ? data.error : 'an unknown error';
    return failed('refused', `Xero refused to sign the portal on (${code}).`, { status: answer.status });
  }
  return failed('server_error', 'Xero gave an answer that cannot be read.', { status: answer.status });
}

async function tokens(app: AppPair, fields: Record<string, string>): Promise<XeroResult<GrantedTokens>> {
  const answer = await form('/connect/token', app, fields);
  if (!answer.ok) return answer;
  if (answer.status !== 200) return refusalOf(answer);
  const { data } = tokenAnswer.safeParse(answer.body);
  if (!data)
    return failed('server_error', 'Xero gave an answer that cannot be read.', { status: answer.status });
  return succeeded({
    accessToken: data.access_token,
    refreshToken: data.refresh_token,
    expiresInSeconds: data.expires_in,
  });
}

/**
 * Whether Xero knows this pair, before any consent: a made-up code is refused as `invalid_grant` for a right pair and as
 * `invalid_client` for a wrong one. The redirect URI cannot be tested this way.
 */
export async function testAppPair(app: AppPair, redirectUri: string): Promise<XeroResult<'right'>> {
  const result = await tokens(app, {
    grant_type: 'authorization_code',
    code: `test-${crypto.randomUUID()}`,
    redirect_uri: redirectUri,
  });
  if (result.ok || result.kind === 'invalid_grant') return succeeded('right' as const);
  return result;
}

/** Where the person goes to consent. Xero itself shows what is wrong with the identifier, the redirect URI or the scopes. */
export function authorizeUrl(flow: { clientId: string; state: string; redirectUri: string }): string {
  const url = new URL(`${env().XERO_LOGIN_URL}/identity/connect/authorize`);
  const fields = {
    response_type: 'code',
    client_id: flow.clientId,
    redirect_uri: flow.redirectUri,
    scope: XERO_SCOPES.join(' '),
    state: flow.state,
  };
  // %20, not +, between the scopes: Xero's own examples have it so.
  url.search = Object.entries(fields)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  return url.href;
}

/** Turns the code of a consent into tokens. A code works once and for five minutes; after that `invalid_grant`. */
export const exchangeCode = (app: AppPair, flow: { code: string; redirectUri: string }) =>
  tokens(app, { grant_type: 'authorization_code', code: flow.code, redirect_uri: flow.redirectUri });

/**
 * A new pair of tokens for the old one. The refresh token rotates: the new one must be kept before anything else is done.
 * Only the token keeper calls this, one at a time per connection.
 */
export const refreshTokens = (app: AppPair, refreshToken: string) =>
  tokens(app, { grant_type: 'refresh_token', refresh_token: refreshToken });

/**
 * Ends a refresh token, and with it **every** connection of that user to that app: other solutions of the same app
 * included. To end one organisation's connection use `deleteConnection`.
 */
export async function revoke(app: AppPair, refreshToken: string): Promise<XeroResult<null>> {
  const answer = await form('/connect/revocation', app, { token: refreshToken });
  if (!answer.ok) return answer;
  return answer.status === 200 ? succeeded(null) : refusalOf(answer);
}

const bearer = (accessToken: string) => ({
  authorization: `Bearer ${accessToken}`,
  accept: 'application/json',
});

/** What a refusal of the connections endpoint means. */
function connectionsRefusal(status: number): XeroFailure {
  if (status === 401) return failed('token_expired', 'The access to Xero has run out.', { status });
  if (status === 403)
    return failed('disconnected', 'Xero says that this organisation is not connected any more.', { status });
  return failed('refused', `Xero refused to list the organisations (status ${status}).`, { status });
}

/**
 * The organisations that these tokens reach.
 * @param authEventId narrows the list to those of one consent
 */
export async function listConnections(
  accessToken: string,
  authEventId?: string,
): Promise<XeroResult<XeroConnectionEntry[]>> {
  const query = authEventId ? `?authEventId=${encodeURIComponent(authEventId)}` : '';
  const answer = await signOnCall(`${env().XERO_API_URL}/connections${query}`, {
    headers: bearer(accessToken),
  });
  if (!answer.ok) return answer;
  if (answer.status !== 200) return connectionsRefusal(answer.status);
  const { data } = connectionsAnswer.safeParse(answer.body);
  if (!data)
    return failed('server_error', 'Xero gave an answer that cannot be read.', { status: answer.status });
  return succeeded(
    data
      // A practice (an accountant's own workspace) has no books to post to.
      .filter((entry) => entry.tenantType === 'ORGANISATION')
      .map(({ id, tenantId, tenantName }) => ({
        connectionId: id,
        tenantId,
        tenantName: tenantName ?? 'Organisation without a name',
      })),
  );
}

/** Disconnects one organisation from the app. One that is disconnected already counts as done. */
export async function deleteConnection(accessToken: string, connectionId: string): Promise<XeroResult<null>> {
  const answer = await signOnCall(`${env().XERO_API_URL}/connections/${encodeURIComponent(connectionId)}`, {
    method: 'DELETE',
    headers: bearer(accessToken),
  });
  if (!answer.ok) return answer;
  if (answer.status === 204 || answer.status === 200 || answer.status === 404) return succeeded(null);
  return connectionsRefusal(answer.status);
}

/**
 * Which consent an access token came from (its claim `authentication_event_id`). The signature is not checked: the token
 * came straight from Xero over TLS, and the claim only narrows a list that Xero itself filters.
 */
export function authEventIdOf(accessToken: string): string | undefined {
  try {
    const claims: unknown = JSON.parse(
      Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString('utf8'),
    );
    return z.object({ authentication_event_id: z.guid() }).parse(claims).authentication_event_id;
  } catch {
    return undefined;
  }
}
