import type { AccountingApi } from 'xero-node/dist/gen/api/accountingApi';
import type { Db } from '@/db/client';
import { connectionInUse } from '@/db/queries/connections';
import type { Scope } from '@/db/queries/scope';
import { type ApiOptions, accountingApi } from './accounting-api.ts';
import { classifyApiError, keptHeaders } from './api-error.ts';
import { type Caller, enter, leave, type Pass } from './gate.ts';
import { failed, succeeded, type XeroFailure, type XeroResult } from './result.ts';
import { accessTokenFor, RECONNECT_SENTENCE, requireReconnect } from './token-keeper.ts';

/** What an xero-node method resolves with, as far as we look at it. */
type ApiAnswer<T> = { response: { status: number; data: unknown; headers: unknown }; body: T };

export type XeroAnswer<T> = {
  status: number;
  /** As xero-node read it. */
  body: T;
  /** As it came. */
  data: unknown;
  /** The limits and the correlation id; see `keptHeaders`. */
  headers: Record<string, string>;
};

/** The way into one organisation, for one solution. */
export type XeroAccess = Scope & {
  connectionId: string;
  organisationId: string;
  organisationName: string;
  tenantId: string;
  /**
   * Waits until Xero's limits allow a call, and takes it out of what they allow. For those who note something down between that and the
   * call, which must not get old; the pass goes into `call`, or back with `pass.giveBack`.
   */
  enter(): Promise<XeroResult<EnteredPass>>;
  /**
   * One call, within Xero's limits, classified. A 401 for the token had no effect, so it is repeated once with a new token; a 403 puts the
   * connection to `reconnect`.
   */
  call<T>(
    run: (api: AccountingApi, tenantId: string) => Promise<ApiAnswer<T>>,
    options?: ApiOptions & { pass?: EnteredPass },
  ): Promise<XeroResult<XeroAnswer<T>>>;
};

/** Leave to make one call with a token that is good for it. */
export type EnteredPass = Pass & { token: string; giveBack(): Promise<void> };

/**
 * So long a token that was read is used without a look whether there is another one: of several calls one after another one looks. It is
 * short beside the time that a token is good for when it is read (`tokenMinimumSeconds`); where somebody disconnects meanwhile, Xero refuses.
 */
const TOKEN_KNOWN_MS = 2000;

/** What a rejection means; null: it does not come from a call but from a bug of ours. */
function failureOf(error: unknown): XeroFailure | null {
  try {
    return classifyApiError(error);
  } catch {
    return null;
  }
}

/**
 * Opens the way to the organisation that a solution is connected to, or says why there is none. Makes no call yet.
 * @param caller who has to wait where Xero's limits are reached, and how; left out, a person before a screen
 */
export async function withXero(
  db: Db,
  of: Scope,
  caller: Caller = { is: 'person' },
): Promise<XeroResult<XeroAccess>> {
  const { retailerId, solutionId } = of;
  const connection = await connectionInUse(db, of);
  if (!connection)
    return failed('not_connected', 'This solution is not connected to Xero. Open Set It Up to connect it.');
  if (connection.state === 'reconnect') return failed('reconnect', RECONNECT_SENTENCE);
  const { connectionId, organisationId, organisationName, tenantId } = connection;

  const organisation = { retailerId, organisationId };
  let known: { token: string; until: number } | null = null;
  const tokenFor = async (rejected?: string): Promise<XeroResult<string>> => {
    if (known && rejected === undefined && performance.now() < known.until) return succeeded(known.token);
    const token = await accessTokenFor(db, { retailerId, connectionId }, { rejected });
    known = token.ok ? { token: token.value, until: performance.now() + TOKEN_KNOWN_MS } : null;
    return token;
  };

  const enterWithToken = async (): Promise<XeroResult<EnteredPass>> => {
    // The token first: a refresh may take its time, and a pass should not get old.
    const token = await tokenFor();
    if (!token.ok) return token;
    const entered = await enter(db, organisation, caller);
    if (!entered.ok) return entered;
    const pass = entered.value;
    const giveBack = () => leave(db, organisation, pass, undefined, null);
    return succeeded({ ...pass, token: token.value, giveBack });
  };

  return succeeded({
    retailerId,
    solutionId,
    connectionId,
    organisationId,
    organisationName,
    tenantId,

    enter: enterWithToken,

    async call(run, { pass: given, ...options } = {}) {
      const entered = given ? succeeded(given) : await enterWithToken();
      if (!entered.ok) return entered;
      const pass = entered.value;
      for (let token = pass.token, isSecond = false; ; isSecond = true) {
        try {
          const { response, body } = await run(await accountingApi(token, options), tenantId);
          const headers = keptHeaders({ ...(response.headers as Record<string, unknown>) });
          await leave(db, organisation, pass, headers, null);
          return succeeded({ status: response.status, body, data: response.data, headers });
        } catch (error) {
          const failure = failureOf(error);
          if (failure?.kind === 'token_expired' && !isSecond) {
            const renewed = await tokenFor(token);
            if (renewed.ok) {
              token = renewed.value;
              continue;
            }
            await pass.giveBack();
            return renewed;
          }
          await leave(db, organisation, pass, failure?.headers, failure);
          if (!failure) throw error;
          if (failure.kind === 'disconnected') {
            await requireReconnect(db, { retailerId, connectionId, cause: 'disconnected in Xero' });
          }
          return failure;
        }
      }
    },
  });
}
