import type { AccountingApi } from 'xero-node/dist/gen/api/accountingApi';
import type { Db } from '@/db/client';
import { connectionInUse } from '@/db/queries/connections';
import type { Scope } from '@/db/queries/scope';
import { type ApiOptions, accountingApi } from './accounting-api.ts';
import { classifyApiError, keptHeaders } from './api-error.ts';
import { failed, succeeded, type XeroResult } from './result.ts';
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
  /** A client with a valid token. Good for calls made at once; ask again rather than keep it. */
  api(options?: ApiOptions): Promise<XeroResult<AccountingApi>>;
  /**
   * One call, classified. A 401 for the token had no effect, so it is repeated once with a new token; a 403 puts the
   * connection to `reconnect`.
   */
  call<T>(
    run: (api: AccountingApi, tenantId: string) => Promise<ApiAnswer<T>>,
    options?: ApiOptions,
  ): Promise<XeroResult<XeroAnswer<T>>>;
};

/** Opens the way to the organisation that a solution is connected to, or says why there is none. Makes no call yet. */
export async function withXero(db: Db, of: Scope): Promise<XeroResult<XeroAccess>> {
  const { retailerId, solutionId } = of;
  const connection = await connectionInUse(db, of);
  if (!connection)
    return failed('not_connected', 'This solution is not connected to Xero. Open Set It Up to connect it.');
  if (connection.state === 'reconnect') return failed('reconnect', RECONNECT_SENTENCE);
  const { connectionId, organisationId, organisationName, tenantId } = connection;

  const authorised = async (options?: ApiOptions, rejected?: string) => {
    const token = await accessTokenFor(db, { retailerId, connectionId }, { rejected });
    return token.ok
      ? succeeded({ token: token.value, api: await accountingApi(token.value, options) })
      : token;
  };

  return succeeded({
    retailerId,
    solutionId,
    connectionId,
    organisationId,
    organisationName,
    tenantId,

    async api(options) {
      const result = await authorised(options);
      return result.ok ? succeeded(result.value.api) : result;
    },

    async call(run, options) {
      let rejected: string | undefined;
      for (;;) {
        const way = await authorised(options, rejected);
        if (!way.ok) return way;
        try {
          const { response, body } = await run(way.value.api, tenantId);
          const headers = keptHeaders({ ...(response.headers as Record<string, unknown>) });
          return succeeded({ status: response.status, body, data: response.data, headers });
        } catch (error) {
          const failure = classifyApiError(error);
          if (failure.kind === 'token_expired' && rejected === undefined) {
            rejected = way.value.token;
            continue;
          }
          if (failure.kind === 'disconnected') {
            await requireReconnect(db, { retailerId, connectionId, cause: 'disconnected in Xero' });
          }
          return failure;
        }
      }
    },
  });
}
