import type { Db } from '@/db/client';
import { appOf, saveApp } from '@/db/queries/apps';
import { connectionInUse } from '@/db/queries/connections';
import { appendEvent } from '@/db/queries/events';
import type { Scope } from '@/db/queries/scope';
import { lockSolution } from '@/db/queries/set-up';
import { env, redirectUri } from '@/lib/env';
import { succeeded, type XeroResult } from '@/lib/xero/result';
import { type AppPair, testAppPair } from '@/lib/xero/sign-on';
import { requireReconnect } from '@/lib/xero/token-keeper';
import { openAppPair, sealClientSecret } from '@/lib/xero/tokens';

/** The pair to ask Xero with, and whose it is: null is the operator's. */
export type PairInUse = AppPair & { appId: string | null };

/** The operator's own pair, where the deployment has one. */
export function operatorPair(): AppPair | null {
  const { XERO_CLIENT_ID: clientId, XERO_CLIENT_SECRET: clientSecret } = env();
  return clientId && clientSecret ? { clientId, clientSecret } : null;
}

/** The retailer's own pair, else the operator's; null: there is none yet. @throws SealError */
export async function pairOf(db: Db, of: Scope): Promise<PairInUse | null> {
  const app = await appOf(db, of);
  if (app) return { ...openAppPair(of.solutionId, app), appId: app.appId };
  const operators = operatorPair();
  return operators && { ...operators, appId: null };
}

/**
 * Asks Xero whether the pair is right, and only then keeps it, sealed. Another app than before cannot use the tokens that the
 * old one was given: a live connection then waits for a new consent, to the same organisation.
 */
export async function testAndSavePair(
  db: Db,
  of: Scope & { personId: string },
  pair: AppPair,
): Promise<XeroResult<'saved'>> {
  const test = await testAppPair(pair, redirectUri());
  if (!test.ok) return test;
  const { retailerId, solutionId, personId } = of;
  await db.transaction(async (dbTx) => {
    await lockSolution(dbTx, of);
    const before = await appOf(dbTx, of);
    await saveApp(dbTx, of, {
      clientId: pair.clientId,
      clientSecretCipher: sealClientSecret(solutionId, pair.clientSecret),
    });
    await appendEvent(dbTx, {
      retailerId,
      solutionId,
      personId,
      kind: 'xero_app_saved',
      text: before
        ? 'The pair of his own Xero app was replaced.'
        : 'The pair of his own Xero app was entered.',
      data: { clientId: pair.clientId },
    });
    const connection = await connectionInUse(dbTx, of);
    if (before && before.clientId !== pair.clientId && connection?.appId === before.appId) {
      await requireReconnect(dbTx, {
        retailerId,
        connectionId: connection.connectionId,
        cause: 'another app was entered',
        text: 'You entered another Xero app. Press Grant authorization in Set It Up, so that it may reach your organisation.',
      });
    }
  });
  return succeeded('saved' as const);
}
