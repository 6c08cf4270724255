import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { raiseAttention } from '../../db/queries/attention.ts';
import { choosingConnection, connectionInUse } from '../../db/queries/connections.ts';
import { beginRun } from '../../db/queries/sync.ts';
import {
  document,
  event,
  oauthState,
  solution,
  xeroApp,
  xeroConnection,
  xeroOrganisation,
} from '../../db/schema/index.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { withXero } from '../xero/client.ts';
import { aRetailer } from '../xero/fixture/retailer.ts';
import { startXero, type TestXero } from '../xero/fixture/sandbox.ts';
import { testAndSavePair } from './app-pair.ts';
import { beginConsent } from './consent-state.ts';
import { disconnect } from './disconnect.ts';
import { finishConsent } from './finish-consent.ts';
import { takeChosen } from './take-organisation.ts';

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

type Actor = Awaited<ReturnType<typeof aRetailer>>;
type Retailer = Actor & { user: string; app: { clientId: string; clientSecret: string } };

/** A retailer who has entered his right pair. */
async function retailerWithApp(): Promise<Retailer> {
  const actor = await aRetailer(database.db);
  const user = `${actor.retailerId}@example.com`;
  const app = await xero.app(user);
  expect(await testAndSavePair(database.db, actor, app)).toEqual({ ok: true, value: 'saved' });
  return { ...actor, user, app };
}

/** *Grant authorization* and what the person does at Xero. */
async function backFromXero(of: Retailer, organisationIds: string[]) {
  const { state, browser } = await beginConsent(database.db, of, undefined);
  const query = await xero.consent({ clientId: of.app.clientId, user: of.user, organisationIds, state });
  return { query, browser, personId: of.personId };
}

/** The whole way to one organisation. */
async function connect(of: Retailer, organisationIds: string[]) {
  return finishConsent(database.db, await backFromXero(of, organisationIds));
}

const connectionsOf = ({ solutionId }: Actor) =>
  database.db.select().from(xeroConnection).where(eq(xeroConnection.solutionId, solutionId));
const attentionOf = async ({ solutionId }: Actor) => {
  const [row] = await database.db.select().from(solution).where(eq(solution.id, solutionId));
  return row?.attentionCode;
};
const sentence = async (eventId: number | undefined) => {
  const [row] = await database.db.select().from(event).where(eq(event.id, eventId!));
  return row?.text;
};

describe('connecting', () => {
  test('one organisation is connected and read', async () => {
    const of = await retailerWithApp();
    const { organisationId: tenantId } = await xero.organisation(of.user, 'Harbour Lane');
    expect(await connect(of, [tenantId])).toMatchObject({ to: 'set_up', notice: 'connected' });
    expect(await connectionInUse(database.db, of)).toMatchObject({
      state: 'live',
      tenantId,
      organisationName: 'Harbour Lane',
    });
    const [organisation] = await database.db
      .select()
      .from(xeroOrganisation)
      .where(eq(xeroOrganisation.tenantId, tenantId));
    expect(organisation).toMatchObject({ baseCurrency: 'AUD', countryCode: 'AU', paysTax: true });
    expect(organisation?.chart).toMatchObject({
      accounts: expect.arrayContaining([
        expect.objectContaining({ type: 'BANK', enablePaymentsToAccount: expect.any(Boolean) }),
      ]),
      taxRates: expect.arrayContaining([
        expect.objectContaining({ taxType: 'OUTPUT', effectiveRate: '10', canApplyToRevenue: true }),
      ]),
    });
  });

  test('no secret and no token stands in any row as it is', async () => {
    const of = await retailerWithApp();
    const { organisationId } = await xero.organisation(of.user, 'Sealed');
    const back = await backFromXero(of, [organisationId]);
    await finishConsent(database.db, back);
    const rows = JSON.stringify([
      await database.db.select().from(xeroApp).where(eq(xeroApp.solutionId, of.solutionId)),
      await connectionsOf(of),
      await database.db.select().from(oauthState).where(eq(oauthState.solutionId, of.solutionId)),
      await database.db.select().from(event).where(eq(event.solutionId, of.solutionId)),
    ]);
    for (const secret of [
      of.app.clientSecret,
      back.query.get('code')!,
      back.query.get('state')!,
      back.browser,
    ]) {
      expect(rows).not.toContain(secret);
    }
    // A JWT begins so.
    expect(rows).not.toContain('eyJ');
  });

  test('several organisations wait for a choice, which is made once', async () => {
    const of = await retailerWithApp();
    const one = await xero.organisation(of.user, 'One');
    const two = await xero.organisation(of.user, 'Two');
    expect(await connect(of, [one.organisationId, two.organisationId])).toEqual({
      to: 'choose',
      solutionId: of.solutionId,
    });
    expect(await connectionInUse(database.db, of)).toBeNull();
    const waiting = await choosingConnection(database.db, of);
    expect(waiting?.offered.map((offer) => offer.tenantName).sort()).toEqual(['One', 'Two']);

    expect(await takeChosen(database.db, of, crypto.randomUUID())).toEqual({
      ok: false,
      code: 'choice_gone',
    });
    expect(await takeChosen(database.db, of, two.organisationId)).toEqual({ ok: true });
    expect(await takeChosen(database.db, of, one.organisationId)).toEqual({ ok: false, code: 'choice_gone' });
    expect(await connectionInUse(database.db, of)).toMatchObject({ tenantId: two.organisationId });
  });

  test('authorizing the same organisation again replaces the tokens and clears the attention', async () => {
    const of = await retailerWithApp();
    const { organisationId } = await xero.organisation(of.user, 'Again');
    await connect(of, [organisationId]);
    await xero.control('POST', `organisations/${organisationId}/disconnect`, {});
    const access = await withXero(database.db, of);
    const call = await (access.ok && access.value.call((api, tenantId) => api.getAccounts(tenantId)));
    expect(call).toMatchObject({ ok: false, kind: 'disconnected' });
    expect(await connectionInUse(database.db, of)).toMatchObject({ state: 'reconnect' });

    expect(await connect(of, [organisationId])).toMatchObject({ notice: 'connected' });
    expect(await connectionInUse(database.db, of)).toMatchObject({ state: 'live' });
    expect(await attentionOf(of)).toBeNull();
    const rows = await connectionsOf(of);
    expect(rows.map((one) => [one.state, one.tokensCipher === '']).sort()).toEqual([
      ['ended', true],
      ['live', false],
    ]);
  });
});

describe('a reconnection while a run is at work', () => {
  const reconnect = { code: 'reconnect', text: 'Grant authorization again.' };

  test('is not undone by that run’s end; a later run may ask again', async () => {
    const of = await retailerWithApp();
    const { organisationId } = await xero.organisation(of.user, 'Meanwhile');
    await connect(of, [organisationId]);
    await beginRun(database.db, of, 'cron', 'one');
    await raiseAttention(database.db, of, reconnect);
    expect(await attentionOf(of)).toBe('reconnect');

    await connect(of, [organisationId]);
    expect(await attentionOf(of)).toBeNull();
    await raiseAttention(database.db, of, reconnect);
    expect(await attentionOf(of)).toBeNull();
    await raiseAttention(database.db, of, { code: 'feed_unauthorized', text: 'Enter the key.' });
    expect(await attentionOf(of)).toBe('feed_unauthorized');

    await beginRun(database.db, of, 'cron', 'two');
    await raiseAttention(database.db, of, reconnect);
    expect(await attentionOf(of)).toBe('reconnect');
  });
});

describe('a return from Xero that does not count', () => {
  /** Each ends with a sentence, and nothing stored. */
  async function refused(
    of: Retailer,
    change: (back: Awaited<ReturnType<typeof backFromXero>>) => Promise<unknown> | unknown,
  ) {
    const { organisationId } = await xero.organisation(of.user, 'Refused');
    const back = await backFromXero(of, [organisationId]);
    await change(back);
    const returned = await finishConsent(database.db, back);
    expect(await connectionsOf(of)).toEqual([]);
    return returned;
  }

  test('without a state', async () => {
    const of = await retailerWithApp();
    expect(await refused(of, (back) => back.query.delete('state'))).toEqual({
      to: 'set_up',
      notice: 'state_missing',
    });
  });

  test('with a state that nobody began with', async () => {
    const of = await retailerWithApp();
    const returned = await refused(of, (back) => back.query.set('state', 'x'.repeat(43)));
    expect(returned).toEqual({ to: 'set_up', notice: 'state_unknown' });
  });

  test('with a state that has expired', async () => {
    const of = await retailerWithApp();
    const returned = await refused(of, () =>
      database.db
        .update(oauthState)
        .set({ expiresAt: '2020-01-01T00:00:00Z' })
        .where(eq(oauthState.solutionId, of.solutionId)),
    );
    expect(returned).toMatchObject({ notice: 'state_expired', solutionId: of.solutionId });
  });

  test('in another browser, with or without a cookie of its own; the right one may still finish', async () => {
    const of = await retailerWithApp();
    const { organisationId } = await xero.organisation(of.user, 'Browser');
    const back = await backFromXero(of, [organisationId]);
    for (const browser of [undefined, '', 'y'.repeat(43)]) {
      expect(await finishConsent(database.db, { ...back, browser })).toMatchObject({
        notice: 'state_other_browser',
      });
    }
    expect(await connectionsOf(of)).toEqual([]);
    expect(await finishConsent(database.db, back)).toMatchObject({ notice: 'connected' });
  });

  test('of another person', async () => {
    const of = await retailerWithApp();
    const { personId } = await aRetailer(database.db);
    const returned = await refused(of, (back) => Object.assign(back, { personId }));
    expect(returned).toMatchObject({ notice: 'state_other_person' });
  });

  test('a second time: also when both come at once, one counts', async () => {
    const of = await retailerWithApp();
    const { organisationId } = await xero.organisation(of.user, 'Replay');
    const back = await backFromXero(of, [organisationId]);
    const both = await Promise.all([finishConsent(database.db, back), finishConsent(database.db, back)]);
    expect(both.map((one) => 'notice' in one && one.notice).sort()).toEqual(['connected', 'state_used']);
    expect(await finishConsent(database.db, back)).toMatchObject({ notice: 'state_used' });
    expect(await connectionsOf(of)).toHaveLength(1);
  });

  test('cancelled at Xero', async () => {
    const of = await retailerWithApp();
    const returned = await refused(of, (back) => {
      back.query.delete('code');
      back.query.set('error', 'access_denied');
    });
    expect(returned).toMatchObject({ notice: 'cancelled', solutionId: of.solutionId });
  });

  test('with a code that has expired', async () => {
    const of = await retailerWithApp();
    const returned = await refused(of, () => xero.control('POST', 'clock', { advanceMs: 6 * 60_000 }));
    expect(returned).toMatchObject({ notice: 'took_too_long' });
  });

  test('after the secret was changed in Xero', async () => {
    const of = await retailerWithApp();
    const other = await xero.app(of.user);
    const returned = await refused(of, async () => {
      const pair = { clientId: of.app.clientId, clientSecret: other.clientSecret };
      // Not through Test, which would not save it.
      const { sealClientSecret } = await import('../xero/tokens.ts');
      await database.db
        .update(xeroApp)
        .set({ clientSecretCipher: sealClientSecret(of.solutionId, pair.clientSecret) })
        .where(eq(xeroApp.solutionId, of.solutionId));
    });
    expect(returned).toMatchObject({ notice: 'pair_refused' });
  });

  test('while Xero does not answer', async () => {
    const of = await retailerWithApp();
    const returned = await refused(of, () =>
      xero.control('POST', 'faults', { kind: 'refuseConnection', path: '/connect/token' }),
    );
    expect(returned).toMatchObject({ notice: 'xero_unreachable' });
  });
});

describe('an organisation', () => {
  test('of another solution is refused by name, over all retailers', async () => {
    const first = await retailerWithApp();
    const second = await retailerWithApp();
    const { organisationId } = await xero.organisation(first.user, 'Shared Books');
    await xero.control('POST', 'organisations', { name: 'Other', users: [second.user] });
    expect(await connect(first, [organisationId])).toMatchObject({ notice: 'connected' });
    // The same person in Xero, with the second retailer's app.
    const returned = await connect({ ...second, user: first.user }, [organisationId]);
    expect(returned).toMatchObject({ notice: 'organisation_refused', solutionId: second.solutionId });
    const text = await sentence('about' in returned ? returned.about : undefined);
    expect(text).toContain('Shared Books is already connected to another solution');
    expect(await connectionsOf(second)).toEqual([]);
    expect(await connectionInUse(database.db, first)).toMatchObject({ state: 'live' });
  });

  test('other than the one connected now has to wait until that one is disconnected', async () => {
    const of = await retailerWithApp();
    const one = await xero.organisation(of.user, 'First Books');
    const two = await xero.organisation(of.user, 'Second Books');
    await connect(of, [one.organisationId]);
    const returned = await connect(of, [two.organisationId]);
    expect(returned).toMatchObject({ notice: 'organisation_refused' });
    expect(await sentence('about' in returned ? returned.about : undefined)).toContain(
      'disconnect First Books first',
    );
    expect(await connectionInUse(database.db, of)).toMatchObject({
      tenantId: one.organisationId,
      state: 'live',
    });
  });

  test('other than the one that holds the documents is refused, even after a disconnect', async () => {
    const of = await retailerWithApp();
    const one = await xero.organisation(of.user, 'Old Books');
    const two = await xero.organisation(of.user, 'New Books');
    await connect(of, [one.organisationId]);
    const organisationId = (await connectionInUse(database.db, of))!.organisationId;
    await database.db.insert(document).values({
      retailerId: of.retailerId,
      solutionId: of.solutionId,
      organisationId,
      kind: 'invoice',
      key: 'k',
      number: 'n',
      content: {},
      businessDay: '2026-11-01',
      documentDate: '2026-11-01',
      currency: 'AUD',
      totalMinor: 100,
      taxMinor: 9,
    } as typeof document.$inferInsert);
    expect(await disconnect(database.db, of)).toEqual({ ok: true, toldXero: true });
    const returned = await connect(of, [two.organisationId]);
    expect(await sentence('about' in returned ? returned.about : undefined)).toContain(
      'would mix two sets of books',
    );
    expect(await connectionInUse(database.db, of)).toBeNull();
    expect(await connect(of, [one.organisationId])).toMatchObject({ notice: 'connected' });
  });
});

describe('disconnecting', () => {
  test('ends the connection at Xero and forgets the tokens here', async () => {
    const of = await retailerWithApp();
    const { organisationId } = await xero.organisation(of.user, 'Ended');
    await connect(of, [organisationId]);
    expect(await xero.tenantsOf(of.app.clientId)).toHaveLength(1);
    expect(await disconnect(database.db, of)).toEqual({ ok: true, toldXero: true });
    expect(await xero.tenantsOf(of.app.clientId)).toEqual([]);
    expect(await connectionsOf(of)).toEqual([expect.objectContaining({ state: 'ended', tokensCipher: '' })]);
    // Pressed twice.
    expect(await disconnect(database.db, of)).toEqual({ ok: true, toldXero: false });
  });

  test('ends nothing while Xero does not answer', async () => {
    const of = await retailerWithApp();
    const { organisationId } = await xero.organisation(of.user, 'Unanswered');
    await connect(of, [organisationId]);
    await xero.control('POST', 'faults', {
      kind: 'refuseConnection',
      path: '/connections',
      method: 'DELETE',
    });
    expect(await disconnect(database.db, of)).toMatchObject({ ok: false, kind: 'unreachable' });
    expect(await connectionInUse(database.db, of)).toMatchObject({ state: 'live' });
  });

  test('frees the organisation for another solution', async () => {
    const first = await retailerWithApp();
    const second = await retailerWithApp();
    const { organisationId } = await xero.organisation(first.user, 'Passed On');
    await connect(first, [organisationId]);
    await disconnect(database.db, first);
    expect(await connect({ ...second, user: first.user }, [organisationId])).toMatchObject({
      notice: 'connected',
    });
  });
});

describe('the pair', () => {
  test('a wrong one is not saved', async () => {
    const of = await aRetailer(database.db);
    const app = await xero.app('wrong@example.com');
    const result = await testAndSavePair(database.db, of, { ...app, clientSecret: 'wrong' });
    expect(result).toMatchObject({ ok: false, kind: 'invalid_client' });
    expect(await database.db.select().from(xeroApp).where(eq(xeroApp.solutionId, of.solutionId))).toEqual([]);
  });

  test('of another app asks for a new consent; a new secret of the same app does not', async () => {
    const of = await retailerWithApp();
    const { organisationId } = await xero.organisation(of.user, 'Two Apps');
    await connect(of, [organisationId]);
    await testAndSavePair(database.db, of, of.app);
    expect(await connectionInUse(database.db, of)).toMatchObject({ state: 'live' });
    await testAndSavePair(database.db, of, await xero.app(of.user));
    expect(await connectionInUse(database.db, of)).toMatchObject({ state: 'reconnect' });
    const needed = await database.db
      .select()
      .from(event)
      .where(and(eq(event.solutionId, of.solutionId), eq(event.kind, 'xero_reconnect_needed')));
    expect(needed).toHaveLength(1);
  });
});
