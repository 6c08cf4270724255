import type { AccountingApi } from 'xero-node/dist/gen/api/accountingApi';
import { env } from '@/lib/env';
import { xeroSettings } from './settings.ts';

export type ApiOptions = {
  timeoutMs?: number;
  /** Sent instead of what xero-node would write: the exact bytes that were noted down before sending. */
  body?: Uint8Array;
  /**
   * Leaves what Xero answered as text, in `data` as `Unread`. xero-node makes objects and dates of every field of it, which takes longer
   * than all else about a sending and is looked at by nobody.
   */
  unread?: boolean;
};

/** A successful answer's text, as it came. */
export class Unread {
  constructor(readonly text: string) {}
}

/**
 * An authenticated accounting client of xero-node.
 *
 * Only `accountingApi.js` is loaded, and only here, on first use: the whole package costs twice the time and memory, and
 * routes that never talk to Xero pay nothing. xero-node fixes host and transport in its code, but lets a client have
 * an "authentication" that may change each request before it leaves: timeout, exact bytes and no redirects (a redirect would
 * carry the token elsewhere) go in by that door, so that axios' global defaults stay as they are.
 */
export async function accountingApi(accessToken: string, options: ApiOptions = {}): Promise<AccountingApi> {
  const { AccountingApi } = await import('xero-node/dist/gen/api/accountingApi.js');
  const { apiTimeoutMs } = xeroSettings();
  const api = new AccountingApi(`${env().XERO_API_URL}/api.xro/2.0`);
  api.accessToken = accessToken;
  api.setDefaultAuthentication({
    applyToRequest(request) {
      request.timeout = options.timeoutMs ?? apiTimeoutMs;
      request.maxRedirects = 0;
      if (options.body) {
        request.data = Buffer.from(options.body);
        request.headers = { ...request.headers, 'Content-Type': 'application/json' };
      }
      if (options.unread) request.transformResponse = leaveUnread;
    },
  });
  return api;
}

/** Of a refusal xero-node tells the body, read as ever. */
function leaveUnread(text: string, _headers: unknown, status?: number): unknown {
  if (status !== undefined && status >= 200 && status < 300) return new Unread(text);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
