import type { Db } from '@/db/client';
import { beginChoosing, connectionInUse, type NewConnection } from '@/db/queries/connections';
import { releaseAll } from '@/db/queries/releases';
import type { Scope } from '@/db/queries/scope';
import { redirectUri } from '@/lib/env';
import { withXero } from '@/lib/xero/client';
import { readOrganisation } from '@/lib/xero/read-organisation';
import type { XeroFailureKind } from '@/lib/xero/result';
import {
  authEventIdOf,
  exchangeCode,
  type GrantedTokens,
  listConnections,
  type XeroConnectionEntry,
} from '@/lib/xero/sign-on';
import { sealTokens } from '@/lib/xero/tokens';
import { pairOf } from './app-pair.ts';
import { takeState } from './consent-state.ts';
import type { NoticeCode } from './notices.ts';
import { takeNewConsent } from './take-organisation.ts';

/** Where a person goes from Xero's return, and what he is told. */
export type Returned =
  | { to: 'set_up'; notice: NoticeCode; solutionId?: string; about?: number }
  | { to: 'choose'; solutionId: string };

export type Back = {
  /** Xero's answer: `code` and `state`, or `error`. */
  query: URLSearchParams;
  /** The browser's cookie from when it began. */
  browser: string | undefined;
  personId: string;
};

/**
 * Xero sent somebody back. The state is taken first, once; only then is the code turned into tokens, and nothing is stored before
 * all is known to be in order.
 */
export async function finishConsent(db: Db, { query, browser, personId }: Back): Promise<Returned> {
  const taken = await takeState(db, { state: query.get('state'), browser, personId });
  const error = query.get('error');
  if (error) {
    const solutionId = taken.ok ? taken.of.solutionId : taken.solutionId;
    return { to: 'set_up', notice: error === 'access_denied' ? 'cancelled' : 'xero_error', solutionId };
  }
  if (!taken.ok) return { to: 'set_up', notice: taken.why, solutionId: taken.solutionId };
  const { of } = taken;
  const told = (notice: NoticeCode, about?: number): Returned => ({
    to: 'set_up',
    notice,
    solutionId: of.solutionId,
    about,
  });

  const code = query.get('code');
  if (!code) return told('xero_error');
  const pair = await pairOf(db, of);
  if (!pair) return told('no_app');
  const tokens = await exchangeCode(pair, { code, redirectUri: redirectUri() });
  if (!tokens.ok) return told(exchangeNotices[tokens.kind] ?? 'xero_unreachable');

  const organisations = await reachable(db, of, tokens.value);
  if (organisations === null) return told('xero_unreachable');
  const connectionId = crypto.randomUUID();
  const consent: NewConnection = {
    retailerId: of.retailerId,
    solutionId: of.solutionId,
    connectionId,
    appId: pair.appId,
    tokensCipher: sealTokens(connectionId, tokens.value),
    expiresInSeconds: tokens.value.expiresInSeconds,
    grantedBy: personId,
  };
  const [only, ...others] = organisations;
  if (!only) return told('no_organisation');
  if (others.length > 0) {
    await beginChoosing(db, consent, organisations);
    return { to: 'choose', solutionId: of.solutionId };
  }
  const result = await takeNewConsent(db, { ...of, personId }, consent, only);
  if (!result.ok) return told(result.code, result.eventId);
  return told(await readAfterConnecting(db, of));
}

const exchangeNotices: Partial<Record<XeroFailureKind, NoticeCode>> = {
  invalid_grant: 'took_too_long',
  invalid_client: 'pair_refused',
  refused: 'xero_error',
};

/**
 * The organisations of this consent. When Xero ties none to it (he consented anew to one that was connected before), all that
 * the tokens reach are offered; of those the one that this solution uses already needs no choice.
 * @returns null when Xero did not say
 */
async function reachable(db: Db, of: Scope, tokens: GrantedTokens): Promise<XeroConnectionEntry[] | null> {
  const authEventId = authEventIdOf(tokens.accessToken);
  const ofThisConsent = await listConnections(tokens.accessToken, authEventId);
  if (!ofThisConsent.ok) return null;
  if (ofThisConsent.value.length > 0 || !authEventId) return ofThisConsent.value;
  const all = await listConnections(tokens.accessToken);
  if (!all.ok) return null;
  const known = await connectionInUse(db, of);
  const same = all.value.filter((entry) => entry.tenantId === known?.tenantId);
  return same.length > 0 ? same : all.value;
}

/** Reads the organisation that was just connected, and has what was held looked at again. A failure to read does not undo the connection. */
export async function readAfterConnecting(db: Db, of: Scope): Promise<'connected' | 'connected_unread'> {
  const xero = await withXero(db, of);
  const read = xero.ok ? await readOrganisation(db, xero.value) : xero;
  if (!read.ok) return 'connected_unread';
  await db.transaction((dbTx) => releaseAll(dbTx, of));
  return 'connected';
}
