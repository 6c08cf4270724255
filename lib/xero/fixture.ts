// For tests only: a retailer with a connection, and a small identity server that rotates tokens as Xero does.
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import {
  person,
  retailer,
  solution,
  xeroApp,
  xeroConnection,
  xeroOrganisation,
} from '../../db/schema/index.ts';
import { sealClientSecret, sealTokens } from './tokens.ts';

/** Settings for a test process. Call it before anything reads the environment: it is read once. */
export function useTestEnvironment(xeroUrl: string, more: Record<string, string> = {}): void {
  Object.assign(process.env, {
    DATABASE_URL: 'postgres://nobody@localhost/unused',
    NEXTAUTH_URL: 'http://localhost:3000',
    NEXTAUTH_SECRET: 'x'.repeat(32),
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    CRON_SECRET: 'x'.repeat(16),
    SMTP_URL: 'smtp://localhost:25',
    MAIL_FROM: 'test@example.com',
    XERO_LOGIN_URL: xeroUrl,
    XERO_IDENTITY_URL: xeroUrl,
    XERO_API_URL: xeroUrl,
    ...more,
  });
}

export const TEST_PAIR = { clientId: '0123456789ABCDEF0123456789ABCDEF', clientSecret: 'right-secret' };

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

/**
 * An identity server: refresh tokens `R0`, `R1`, …; the newest one and the one before it are taken, older ones are
 * `invalid_grant`. A pair other than `TEST_PAIR` is `invalid_client`.
 */
export async function startIdentityServer() {
  const state = {
    refreshes: 0,
    /** Serial of the newest refresh token. */
    newest: 0,
    delayMs: 0,
    /** Answer with this instead. */
    fault: undefined as
      | undefined
      | { status: number; body: string; headers?: Record<string, string> }
      | 'cut',
    revoked: false,
  };
  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(await bodyOf(request));
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (state.delayMs) await new Promise((resolve) => setTimeout(resolve, state.delayMs));
    if (state.fault === 'cut') return void request.socket.destroy();
    if (state.fault)
      return void response.writeHead(state.fault.status, state.fault.headers).end(state.fault.body);
    const basic = Buffer.from(
      (request.headers.authorization ?? '').replace('Basic ', ''),
      'base64',
    ).toString();
    if (basic !== `${TEST_PAIR.clientId}:${TEST_PAIR.clientSecret}`)
      return void answer(400, { error: 'invalid_client' });
    const serial = Number(/^R(\d+)$/.exec(form.get('refresh_token') ?? '')?.[1] ?? Number.NaN);
    const isTaken = !state.revoked && (serial === state.newest || serial === state.newest - 1);
    if (form.get('grant_type') !== 'refresh_token' || !isTaken)
      return void answer(400, { error: 'invalid_grant' });
    state.refreshes += 1;
    state.newest += 1;
    answer(200, {
      access_token: `A${state.newest}`,
      refresh_token: `R${state.newest}`,
      expires_in: 1800,
      token_type: 'Bearer',
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    state,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

/** A retailer with a solution, nothing connected. */
export async function aRetailer(db: Db) {
  const [r] = await db
    .insert(retailer)
    .values({ name: 'Harbour Lane', business: 'harbour-lane' })
    .returning();
  const [p] = await db
    .insert(person)
    .values({ email: `${crypto.randomUUID()}@example.com`, passwordHash: 'none' })
    .returning();
  const shortId = randomBytes(3).toString('hex').toUpperCase();
  const [s] = await db.insert(solution).values({ retailerId: r!.id, shortId }).returning();
  return { retailerId: r!.id, solutionId: s!.id, personId: p!.id };
}

/** The same with a live connection whose tokens are `A0` and `R0`. */
export async function aConnection(db: Db, { secondsLeft = -1, clientSecret = TEST_PAIR.clientSecret } = {}) {
  const ids = await aRetailer(db);
  const { retailerId, solutionId, personId } = ids;
  const tenantId = crypto.randomUUID();
  const [app] = await db
    .insert(xeroApp)
    .values({
      retailerId,
      solutionId,
      clientId: TEST_PAIR.clientId,
      clientSecretCipher: sealClientSecret(solutionId, clientSecret),
      testedAt: sql`now()`,
    })
    .returning();
  const [organisation] = await db
    .insert(xeroOrganisation)
    .values({ retailerId, tenantId, name: 'Harbour Lane Stores' })
    .returning();
  const connectionId = crypto.randomUUID();
  await db.insert(xeroConnection).values({
    id: connectionId,
    retailerId,
    solutionId,
    appId: app!.id,
    organisationId: organisation!.id,
    tenantId,
    xeroConnectionId: crypto.randomUUID(),
    state: 'live',
    tokensCipher: sealTokens(connectionId, { accessToken: 'A0', refreshToken: 'R0' }),
    accessExpiresAt: sql`now() + make_interval(secs => ${secondsLeft})`,
    grantedBy: personId,
  });
  return { ...ids, connectionId, tenantId, organisationId: organisation!.id };
}
