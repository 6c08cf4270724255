import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectionInUse } from '../../db/queries/connections.ts';
import { xeroConnection } from '../../db/schema/index.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { aRetailer } from '../xero/fixture/retailer.ts';
import { startXero, type TestXero } from '../xero/fixture/sandbox.ts';
import { accessTokenFor } from '../xero/token-keeper.ts';
import { pairOf, testAndSavePair } from './app-pair.ts';
import { beginConsent } from './consent-state.ts';
import { finishConsent } from './finish-consent.ts';

let xero: TestXero;
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let operators: { clientId: string; clientSecret: string };

beforeAll(async () => {
  xero = await startXero();
  operators = await xero.app('operator@example.com');
  // Before the environment is read for the first time.
  Object.assign(process.env, {
    XERO_CLIENT_ID: operators.clientId,
    XERO_CLIENT_SECRET: operators.clientSecret,
  });
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.close();
  await xero.stop();
});

test('without a pair of his own the operator’s is used, for the consent and for renewing it; his own takes precedence', async () => {
  const { db } = database;
  const of = await aRetailer(db);
  const user = 'owner@example.com';
  const { organisationId } = await xero.organisation(user, 'Operated');
  expect(await pairOf(db, of)).toEqual({ ...operators, appId: null });

  const { state, browser } = await beginConsent(db, of, undefined);
  const query = await xero.consent({
    clientId: operators.clientId,
    user,
    organisationIds: [organisationId],
    state,
  });
  expect(await finishConsent(db, { query, browser, personId: of.personId })).toMatchObject({
    notice: 'connected',
  });
  const connection = (await connectionInUse(db, of))!;
  expect(connection.appId).toBeNull();

  const own = await xero.app(user);
  await testAndSavePair(db, of, own);
  expect(await pairOf(db, of)).toMatchObject(own);
  // The connection goes on under the app that it was granted to.
  await db
    .update(xeroConnection)
    .set({ accessExpiresAt: '2020-01-01T00:00:00Z' })
    .where(eq(xeroConnection.id, connection.connectionId));
  expect(
    await accessTokenFor(db, { retailerId: of.retailerId, connectionId: connection.connectionId }),
  ).toMatchObject({ ok: true });
});
