import { requireLease } from '@/db/queries/fence';
import { knowOutlets } from '@/db/queries/outlets';
import { keepRawRecords, type RawRecordToKeep } from '@/db/queries/raw-records';
import { reinterpretUnknownOutlets, releaseHeld } from '@/db/queries/releases';
import { moveCursor, saveFeedBusiness } from '@/db/queries/sync';
import { tagrainUrl } from '@/lib/env';
import { passes } from '@/lib/failpoint/failpoint';
import { openFeedKey } from '@/lib/secrets/feed-key';
import { fetchBusiness, outletsOf } from '@/lib/tagrain/business';
import { canonicalJson, sha256Hex } from '@/lib/tagrain/canonical';
import { type FeedFailure, fetchRecords } from '@/lib/tagrain/client';
import { sameReceipt } from '@/lib/tagrain/same-receipt';
import { keepableRecord } from '@/lib/tagrain/schema';
import { OneAfterAnother } from './one-after-another.ts';
import type { Halt, Run } from './run.ts';

/**
 * Step 1: brings what the till has recorded since last time, page by page; raw records and cursor in one transaction. While one page
 * is stored the next one comes and is made ready; they are stored one after another, and all that came is stored when it returns.
 */
export async function pull(run: Run): Promise<Halt | null> {
  const { solution, settings } = run;
  if (!solution.feedKeyCipher) return null;
  const apiKey = openFeedKey(solution.solutionId, solution.feedKeyCipher);
  const baseUrl = tagrainUrl(solution.business);
  await refreshBusiness(run, baseUrl, apiKey);
  const fetchPage = (from: string | null) =>
    fetchRecords(baseUrl, apiKey, from, settings.pageSize, settings.tillTimeoutMs);
  let coming: ReturnType<typeof fetchPage> | null = null;
  const storing = new OneAfterAnother();
  try {
    for (let cursor = solution.feedCursor; ; ) {
      const halt = await run.at('pull');
      if (halt) return halt;
      const page = await (coming ?? fetchPage(cursor));
      if (!page.ok) return haltOf(page);
      await passes('page_fetched');
      const isLast = !page.more || page.next === cursor;
      if (!isLast) {
        coming = fetchPage(page.next);
        // Where the run ends before, nobody asks for it any more, and the next run fetches it again.
        coming.catch(() => {});
      }
      const records = page.records.map(toKeep);
      await storing.next(() => keepPage(run, records, page.next));
      if (isLast) return null;
      cursor = page.next;
    }
  } finally {
    await storing.ended();
  }
}

function haltOf(failure: FeedFailure): Halt {
  switch (failure.kind) {
    case 'rate_limited':
      return { why: 'wait', seconds: failure.retryAfterSeconds ?? 30, message: failure.message };
    case 'unreachable':
    case 'unreadable':
      return { why: 'failed', message: failure.message };
    default:
      return { why: 'attention', code: `feed_${failure.kind}`, message: failure.message };
  }
}

async function keepPage(
  { db, scope, owner, counts }: Run,
  records: readonly RawRecordToKeep[],
  next: string,
): Promise<void> {
  await db.transaction(async (dbTx) => {
    await requireLease(dbTx, scope, owner);
    const kept = await keepRawRecords(dbTx, { ...scope, source: 'pull', isSame: sameReceipt }, records);
    await moveCursor(dbTx, scope, next);
    counts.pulled += kept.new;
  });
  await passes('page_kept');
}

/** Shops open outlets and change payment types: asked now and then, so that what the records name is known before they come. */
async function refreshBusiness(
  { db, scope, solution, settings }: Run,
  baseUrl: string,
  apiKey: string,
): Promise<void> {
  const age = solution.businessAgeSeconds;
  if (age !== null && age < settings.businessRefreshSeconds) return;
  const answer = await fetchBusiness(baseUrl, apiKey, settings.tillTimeoutMs);
  // Why it does not answer is said by the records that follow, in one place.
  if (!answer.ok) return;
  await db.transaction(async (dbTx) => {
    await saveFeedBusiness(dbTx, scope, answer.business);
    await knowOutlets(dbTx, scope, outletsOf(answer.business));
    await reinterpretUnknownOutlets(dbTx, scope);
    // What was held for want of something that the till has now told gets another look.
    await releaseHeld(dbTx, scope);
  });
  await passes('business_kept');
}

/**
 * A record without an identity is kept too, under one made from its content: nothing that came is lost. Two things PostgreSQL cannot
 * hold, NUL and half a surrogate pair, are replaced; they carry no meaning.
 */
export function toKeep(came: unknown): RawRecordToKeep {
  const body = storable(came, MAXIMUM_DEPTH);
  const bodyHash = sha256Hex(canonicalJson(body));
  const parsed = keepableRecord.safeParse(body);
  return parsed.success
    ? { outlet: parsed.data.outlet, id: parsed.data.id, version: parsed.data.version, body, bodyHash }
    : { outlet: '?', id: `unreadable-${bodyHash.slice(0, 32)}`, version: 1, body, bodyHash };
}

/** No record of the feed is half as deep; what is deeper is cut there. */
const MAXIMUM_DEPTH = 16;

/** What can be stored is left as it is: most always everything, and a backlog is long. */
function storable(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return isStorable(value) ? value : mended(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '(too deep)';
  if (Array.isArray(value)) {
    const kept = value.map((v) => storable(v, depth - 1));
    return kept.some((v, i) => v !== value[i]) ? kept : value;
  }
  let isKept = true;
  const entries = Object.entries(value).map(([key, v]) => {
    const entry = [storable(key, 0), storable(v, depth - 1)] as const;
    isKept &&= entry[0] === key && entry[1] === v;
    return entry;
  });
  return isKept ? value : Object.fromEntries(entries);
}

const isStorable = (text: string) => !text.includes('\u0000') && text.isWellFormed();

const mended = (text: string) => text.toWellFormed().replaceAll('\u0000', '\uFFFD');
