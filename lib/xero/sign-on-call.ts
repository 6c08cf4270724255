import { failed, type XeroFailure } from './result.ts';
import { xeroSettings } from './settings.ts';

export type SignOnAnswer = { ok: true; status: number; body: unknown };

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Retry-After in seconds, where it is a whole number of them. */
export function retryAfterSeconds(value: string | null | undefined): number | undefined {
  return value && /^\d{1,6}$/.test(value) ? Number(value) : undefined;
}

/**
 * One call to Xero's sign-on side (tokens, connections), with a timeout, no redirects followed and no cache.
 * Statuses below 500 other than 429 come back as answers: what they mean differs per call. The request (which carries the
 * secret) is in no result and in no error.
 */
export async function signOnCall(url: string, init: RequestInit): Promise<SignOnAnswer | XeroFailure> {
  let status: number;
  let text: string;
  let retryAfter: string | null;
  try {
    const response = await fetch(url, {
      ...init,
      cache: 'no-store',
      redirect: 'manual',
      signal: AbortSignal.timeout(xeroSettings().signOnTimeoutMs),
    });
    status = response.status;
    retryAfter = response.headers.get('retry-after');
    text = await response.text();
  } catch {
    return failed('unreachable', 'Xero did not answer. Please try again in a minute.', { status: 0 });
  }
  if (status === 429) {
    return failed('rate_limited', 'Xero asks us to wait a little. Please try again in a minute.', {
      status,
      retryAfterSeconds: retryAfterSeconds(retryAfter),
    });
  }
  if (status >= 500)
    return failed('server_error', 'Xero has a problem of its own. Please try again later.', { status });
  return { ok: true, status, body: text === '' ? undefined : parsed(text) };
}
