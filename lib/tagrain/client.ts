import { ANSWER_MAXIMUM_MB, boundedAnswer } from './bounded-answer.ts';
import { recordsPage } from './schema.ts';

/** Why a page of the feed did not come. */
export type FeedFailure = {
  ok: false;
  kind: 'unauthorized' | 'unknown_business' | 'bad_cursor' | 'rate_limited' | 'unreachable' | 'unreadable';
  /** One sentence for a person. */
  message: string;
  retryAfterSeconds?: number;
};

export type FeedPage = { ok: true; records: unknown[]; next: string; more: boolean };

/** How long a till server may take for one page, unless the caller says. */
const PAGE_TIMEOUT_MS = 20_000;

/**
 * One page of the feed, docs/feed.md `GET /api/v1/records`.
 * @param baseUrl the business's address at Tagrain
 * @param cursor `next` of the page before, or null for the beginning
 */
export async function fetchRecords(
  baseUrl: string,
  apiKey: string,
  cursor: string | null,
  limit: number,
  timeoutMs = PAGE_TIMEOUT_MS,
): Promise<FeedPage | FeedFailure> {
  const url = new URL(`${baseUrl}/api/v1/records`);
  url.searchParams.set('limit', String(limit));
  if (cursor !== null) url.searchParams.set('after', cursor);
  let response: Response;
  let text: string | null;
  try {
    response = await fetch(url, {
      headers: { authorization: `Bearer ${apiKey}`, accept: 'application/json' },
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'error',
    });
    text = await boundedAnswer(response);
  } catch {
    return {
      ok: false,
      kind: 'unreachable',
      message: 'The till server did not answer. We try again by ourselves.',
    };
  }
  if (!response.ok) return refused(response);
  if (text === null) {
    return {
      ok: false,
      kind: 'unreadable',
      message: `The till server sent more than ${ANSWER_MAXIMUM_MB} MB in one answer, which is more than the feed allows. We try again by ourselves.`,
    };
  }
  const page = recordsPage.safeParse(jsonOrNull(text));
  if (!page.success) {
    return {
      ok: false,
      kind: 'unreadable',
      message: 'The till server answered in a form that is not the feed. We try again by ourselves.',
    };
  }
  return { ok: true, ...page.data };
}

function refused(response: Response): FeedFailure {
  switch (response.status) {
    case 401:
    case 403:
      return {
        ok: false,
        kind: 'unauthorized',
        message: 'Tagrain does not accept the API key. Enter the current one under Set It Up, Till feed.',
      };
    case 404:
      return {
        ok: false,
        kind: 'unknown_business',
        message: 'Tagrain does not know this business name. Check it under Set It Up, Till feed.',
      };
    case 400:
      return {
        ok: false,
        kind: 'bad_cursor',
        message: 'Tagrain did not accept where we left off. Please contact support.',
      };
    case 429: {
      const seconds = Number(response.headers.get('retry-after'));
      return {
        ok: false,
        kind: 'rate_limited',
        message: 'The till server asks for a pause.',
        retryAfterSeconds: Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 3600) : 30,
      };
    }
    default:
      return {
        ok: false,
        kind: 'unreachable',
        message: `The till server has a problem of its own (${response.status}). We try again by ourselves.`,
      };
  }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
