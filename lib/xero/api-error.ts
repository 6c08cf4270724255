import { z } from 'zod';
import { failed, type XeroFailure } from './result.ts';
import { xeroSettings } from './settings.ts';
import { retryAfterSeconds } from './sign-on-call.ts';

const rejected = z.object({
  response: z.object({
    statusCode: z.number(),
    body: z.unknown(),
    headers: z.record(z.string(), z.unknown()).default({}),
  }),
});

// Every field may also be null: a 401 of Xero's has `"Type":null`.
const detailed = z.object({
  Detail: z.string().nullish(),
  Message: z.string().nullish(),
  Elements: z
    .array(z.object({ ValidationErrors: z.array(z.object({ Message: z.string() })).nullish() }))
    .nullish(),
});

// Answers carry cookies and, were they ever echoed, credentials: only what the portal uses goes on.
const KEPT_HEADERS =
  /^(x-(min|day|appmin)limit-remaining|x-rate-limit-problem|retry-after|xero-correlation-id)$/;

export function keptHeaders(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      KEPT_HEADERS.test(name.toLowerCase()) ? [[name.toLowerCase(), String(value)]] : [],
    ),
  );
}

/** Xero's own words about a refusal, as many of them as there are. */
function detailOf(body: unknown): string | undefined {
  const { data } = detailed.safeParse(typeof body === 'string' ? safeJson(body) : body);
  if (!data) return undefined;
  const validation = data.Elements?.flatMap((element) => element.ValidationErrors ?? []).map(
    (error) => error.Message,
  );
  const words = validation?.length ? validation.join(' · ') : (data.Detail ?? data.Message);
  return words || undefined;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** How long Xero asks us to keep still; it does not say where too many calls are under way, or the whole app makes too many. */
function pauseOf(headers: Record<string, string>): number | undefined {
  const seconds = retryAfterSeconds(headers['retry-after']);
  return seconds === undefined ? undefined : (seconds * xeroSettings().secondMs) / 1000;
}

/**
 * What a rejection of an xero-node API method means. They reject with a JSON string; anything else is a bug of ours.
 * @throws the error itself, when it does not come from a call
 */
export function classifyApiError(error: unknown): XeroFailure {
  const { data } = rejected.safeParse(typeof error === 'string' ? safeJson(error) : undefined);
  if (!data) throw error;
  const { statusCode: status, body } = data.response;
  const headers = keptHeaders(data.response.headers);
  const details = { status, body, headers };
  const said = detailOf(body);

  if (status === 0) {
    // The body is then axios' message (a host name and a port at most), of no use to a retailer.
    return failed('unreachable', 'Xero did not answer.', { status, headers });
  }
  if (status < 400) {
    // An answer that broke off in the middle of its body: axios then rejects with its status.
    return failed('unreachable', 'Xero’s answer broke off.', { status, headers });
  }
  if (status === 401) {
    // TokenExpired, or AuthenticationUnsuccessful for a token that was revoked: a refresh mends it, or tells that it is over.
    return said?.startsWith('AuthorizationUnsuccessful')
      ? failed(
          'missing_scope',
          'Xero says that the consent does not cover this. Please grant authorization again.',
          details,
        )
      : failed('token_expired', 'The access to Xero has run out.', details);
  }
  if (status === 403) {
    return failed(
      'disconnected',
      'Xero says that this organisation is not connected to the portal any more.',
      details,
    );
  }
  if (status === 429) {
    return failed('rate_limited', 'The limit of calls to Xero is used up for now.', {
      ...details,
      retryAfterSeconds: pauseOf(headers),
      limit: headers['x-rate-limit-problem'],
    });
  }
  if (status >= 500) return failed('server_error', 'Xero has a problem of its own.', details);
  return failed('refused', said ?? `Xero refused this (status ${status}).`, details);
}
