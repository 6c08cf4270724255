import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '@/db/client';
import { raiseAttention } from '@/db/queries/attention';
import {
  type ConnectionTokens,
  claimRefresh,
  connectionTokens,
  markReconnect,
  type OfConnection,
  releaseRefresh,
  saveRefreshed,
} from '@/db/queries/connections';
import { appendEvent } from '@/db/queries/events';
import { env } from '@/lib/env';
import { passes } from '@/lib/failpoint/failpoint';
import { failed, succeeded, type XeroFailure, type XeroResult } from './result.ts';
import { xeroSettings } from './settings.ts';
import { type AppPair, refreshTokens } from './sign-on.ts';
import { openAppPair, openTokens, sealTokens } from './tokens.ts';

const POLL_MS = 120;

export type TokenOptions = {
  /** The token that Xero answered 401 to: a refresh is due unless someone has made one since. */
  rejected?: string;
};

/**
 * A valid access token of a connection, refreshed when it has to be: one refresh at a time over all processes.
 *
 * No database transaction is open during the call. Whoever refreshes holds a lease (a conditional update on the token's
 * version), calls, and saves the new pair before anybody uses it; the others poll. Should he die in between, the lease runs out
 * and the next one refreshes with the old token, which Xero takes for 30 minutes more.
 *
 * A refusal for good (`invalid_grant`, `invalid_client`) puts the connection to `reconnect`, with attention and one event.
 */
export async function accessTokenFor(
  db: Db,
  of: OfConnection,
  { rejected }: TokenOptions = {},
): Promise<XeroResult<string>> {
  const { tokenMinimumSeconds, refreshLeaseSeconds, refreshWaitMs } = xeroSettings();
  const deadline = performance.now() + refreshWaitMs;
  while (performance.now() < deadline) {
    const row = await connectionTokens(db, { ...of, minimumSecondsLeft: tokenMinimumSeconds });
    const unusable = whyUnusable(row);
    if (unusable) return unusable;
    const connection = row!;

    const stored = openTokens(connection.connectionId, connection.tokensCipher);
    const refused = stored.accessToken === rejected;
    if (connection.fresh && !refused) return succeeded(stored.accessToken);

    const { tokenVersion } = connection;
    if (!(await claimRefresh(db, { ...of, tokenVersion, leaseSeconds: refreshLeaseSeconds }))) {
      await pause(POLL_MS);
      continue;
    }
    await passes('refresh_claimed');
    const outcome = await refresh(db, of, connection, stored.refreshToken);
    if (outcome === 'overtaken') continue;
    if (outcome.ok || refused || !connection.stillValid) return outcome;
    // It could not be refreshed for now, but has not run out yet: good for one more call.
    return outcome.kind === 'reconnect' ? outcome : succeeded(stored.accessToken);
  }
  return failed(
    'unreachable',
    'The access to Xero is being renewed, and it takes unusually long. Please try again in a minute.',
  );
}

function whyUnusable(connection: ConnectionTokens | null): XeroFailure | null {
  if (!connection || connection.state === 'ended') {
    return failed('not_connected', 'This solution is not connected to Xero.');
  }
  return connection.state === 'reconnect' ? failed('reconnect', RECONNECT_SENTENCE) : null;
}

export const RECONNECT_SENTENCE =
  'Xero does not let the portal in any more. Open Set It Up and press Grant authorization to connect again.';

const OTHER_PAIR_SENTENCE =
  'Xero does not accept the Client Secret of your app any more. Open Set It Up, enter the pair again, and press Grant authorization.';

/** The pair that this connection's tokens belong to: his own app's, or the operator's. */
function appPairOf(connection: ConnectionTokens): AppPair | null {
  const { appId, clientId, clientSecretCipher } = connection;
  if (appId)
    return clientId && clientSecretCipher
      ? openAppPair(connection.solutionId, { clientId, clientSecretCipher })
      : null;
  const { XERO_CLIENT_ID, XERO_CLIENT_SECRET } = env();
  return XERO_CLIENT_ID && XERO_CLIENT_SECRET
    ? { clientId: XERO_CLIENT_ID, clientSecret: XERO_CLIENT_SECRET }
    : null;
}

/** Refreshes under the lease that was just claimed. */
async function refresh(
  db: Db,
  of: OfConnection,
  connection: ConnectionTokens,
  refreshToken: string,
): Promise<XeroResult<string> | 'overtaken'> {
  const { tokenVersion } = connection;
  const app = appPairOf(connection);
  const result = app ? await refreshTokens(app, refreshToken) : failed('invalid_client', OTHER_PAIR_SENTENCE);
  if (result.ok) {
    await passes('tokens_answered');
    const tokensCipher = sealTokens(connection.connectionId, result.value);
    const { expiresInSeconds, accessToken } = result.value;
    const saved = await saveRefreshed(db, { ...of, tokenVersion, tokensCipher, expiresInSeconds });
    await passes('tokens_saved');
    return saved ? succeeded(accessToken) : 'overtaken';
  }
  if (result.kind === 'invalid_grant' || result.kind === 'invalid_client') {
    const why = result.kind === 'invalid_grant' ? RECONNECT_SENTENCE : OTHER_PAIR_SENTENCE;
    // A choice that was never made simply ends by itself; there is nothing to reconnect.
    if (connection.state === 'choosing') return failed('reconnect', why, { status: result.status });
    const isMine = await requireReconnect(db, { ...of, tokenVersion, cause: result.kind, text: why });
    return isMine ? failed('reconnect', why, { status: result.status }) : 'overtaken';
  }
  await releaseRefresh(db, { ...of, tokenVersion });
  return result;
}

/**
 * Puts a live connection to `reconnect`, with attention on its solution and one event, all or nothing.
 * @param of.tokenVersion only if no newer tokens have been saved since
 * @returns false when it was not live any more, or has newer tokens
 */
export async function requireReconnect(
  db: Db,
  of: OfConnection & { cause: string; text?: string; tokenVersion?: number },
): Promise<boolean> {
  const { retailerId, connectionId, cause, tokenVersion, text = RECONNECT_SENTENCE } = of;
  return db.transaction(async (dbTx) => {
    const marked = await markReconnect(dbTx, { retailerId, connectionId, tokenVersion, why: cause });
    if (!marked) return false;
    const ofSolution = { retailerId, solutionId: marked.solutionId };
    await raiseAttention(dbTx, ofSolution, { code: 'reconnect', text });
    await appendEvent(dbTx, {
      ...ofSolution,
      kind: 'xero_reconnect_needed',
      text: `The connection to ${marked.organisationName} needs a new authorization.`,
      data: { connectionId, cause },
    });
    return true;
  });
}
