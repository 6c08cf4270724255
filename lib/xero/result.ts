/** What can go wrong between us and Xero, classified once, here at the edge. */
export type XeroFailureKind =
  /** Token endpoint: identifier or secret is wrong; Xero does not say which. */
  | 'invalid_client'
  /** Token endpoint: the code or refresh token is spent, expired or revoked. */
  | 'invalid_grant'
  /** 401 `TokenExpired`, or a token that Xero has revoked: a refresh mends it, or tells that it is over. */
  | 'token_expired'
  /** 401 `AuthorizationUnsuccessful`: the consent did not cover what was asked; a new consent mends it. */
  | 'missing_scope'
  /** 403 `AuthenticationUnsuccessful`: disconnected in Xero, or the person who consented lost his role. */
  | 'disconnected'
  /** 429; `retryAfterSeconds` where Xero gave it. */
  | 'rate_limited'
  /** No answer: no connection, cut off, or too slow. A write may have had its effect. */
  | 'unreachable'
  /** 5xx, or an answer that cannot be read. A write may have had its effect. */
  | 'server_error'
  /** Xero understood and said no. */
  | 'refused'
  /** Ours: this solution has no connection that could be used. */
  | 'not_connected'
  /** Ours: the connection needs a new consent. */
  | 'reconnect';

export type XeroFailure = {
  ok: false;
  kind: XeroFailureKind;
  /** One sentence for a person. Never a secret or a token. */
  message: string;
  /** HTTP status, 0 for no answer; left out where no call was made. */
  status?: number;
  /** In our seconds, of the database's clock. */
  retryAfterSeconds?: number;
  /** `rate_limited`: which limit, in Xero's word: minute, day, concurrent, appminute. */
  limit?: string;
  /** Xero's answer as it came, for whoever has to read validation errors. */
  body?: unknown;
  headers?: Record<string, string>;
};

export type XeroResult<T> = { ok: true; value: T } | XeroFailure;

export const succeeded = <T>(value: T): XeroResult<T> => ({ ok: true, value });

export const failed = (
  kind: XeroFailureKind,
  message: string,
  details: Omit<XeroFailure, 'ok' | 'kind' | 'message'> = {},
): XeroFailure => ({ ok: false, kind, message, ...details });
