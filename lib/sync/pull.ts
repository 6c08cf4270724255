import { requireLease } from '@/db/queries/fence';
import { isInboxEmpty, putIntoInbox } from '@/db/queries/inbox';
import { storeTillTransactions, type TillTransactionToKeep } from '@/db/queries/keep-till-transactions';
import { knowOutlets } from '@/db/queries/outlets';
import { type RawRecordToKeep, storeRawRecords } from '@/db/queries/raw-records';
import { reinterpretUnknownOutlets, releaseHeld } from '@/db/queries/releases';
import { moveCursor, saveFeedBusiness } from '@/db/queries/sync';
import { tagrainUrl } from '@/lib/env';
import { passes } from '@/lib/failpoint/failpoint';
import { openFeedKey } from '@/lib/secrets/feed-key';
import { fetchBusiness, outletsOf } from '@/lib/tagrain/business';
import { type FeedFailure, fetchRecords } from '@/lib/tagrain/client';
import { derivedIdStart } from '@/lib/tagrain/derived-id';
import { sameReceipt } from '@/lib/tagrain/same-receipt';
import { heldAmong, interpretInbox, isBadValue } from './interpret.ts';
import { interpretAtOnce, type Meaning } from './interpret-record.ts';
import { toKeep } from './keepable.ts';
import { KnownPlaces } from './known-places.ts';
import { OneAfterAnother } from './one-after-another.ts';
import type { Halt, Run } from './run.ts';

/**
 * Step 1: brings what the till has recorded since last time, page by page; the cursor, the records as they came and what they mean in one
 * transaction. While one page is stored the next one comes and is interpreted; they are stored one after another, and all that came is
 * stored when it returns. What waits in the inbox is older, and goes first.
 */
export async function pull(run: Run): Promise<Halt | null> {
  const { db, scope, solution, settings } = run;
  if (!solution.feedKeyCipher) return null;
  const apiKey = openFeedKey(solution.solutionId, solution.feedKeyCipher);
  const baseUrl = tagrainUrl(solution.business);
  await refreshBusiness(run, baseUrl, apiKey);
  const older = (await isInboxEmpty(db, scope)) ? null : await interpretInbox(run);
  if (older) return older;
  const fetchPage = (from: string | null) =>
    fetchRecords(baseUrl, apiKey, from, settings.pageSize, settings.tillTimeoutMs);
  let coming: ReturnType<typeof fetchPage> | null = null;
  const places = new KnownPlaces(run);
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
      const records = await readAtOnce(page.records.map(toKeep), places);
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

/** A record that came, and what it means; null: that cannot be said at once. */
type Pulled = RawRecordToKeep & { made: Meaning[] | null };

async function readAtOnce(
  records: readonly ReturnType<typeof toKeep>[],
  places: KnownPlaces,
): Promise<Pulled[]> {
  if (records.length === 0) return [];
  const known = await places.of(records.map(({ outlet }) => outlet));
  return records.map(({ body, ...record }) => ({
    ...record,
    made: interpretAtOnce(body, record.outlet, known),
  }));
}

/**
 * Stores a page. Where the database refuses a value of what it means, all of it goes to the inbox, where the one record that is to blame
 * is found.
 */
async function keepPage(run: Run, records: readonly Pulled[], next: string): Promise<void> {
  const { counts } = run;
  const kept = await storePage(run, records, next).catch((error: unknown) => {
    if (!isBadValue(error)) throw error;
    return storePage(
      run,
      records.map((record) => ({ ...record, made: null })),
      next,
    );
  });
  await passes('page_kept');
  counts.pulled += kept.pulled;
  counts.interpreted += kept.interpreted;
  counts.held += kept.held;
}

/** In one transaction: the new records, what they mean, and the cursor. What could not be read, or contradicts itself, waits in the inbox. */
function storePage(
  { db, scope, owner }: Run,
  records: readonly Pulled[],
  next: string,
): Promise<{ pulled: number; interpreted: number; held: number }> {
  return db.transaction(async (dbTx) => {
    await requireLease(dbTx, scope, owner);
    const origin = { ...scope, source: 'pull' as const, isSame: sameReceipt };
    const { fresh, conflicts } = await storeRawRecords(dbTx, origin, records);
    const contradicted = new Set(conflicts.map(({ rawRecordId }) => rawRecordId));
    const waiting: number[] = [];
    const interpreted: number[] = [];
    const ofSeveralVersions: number[] = [];
    const transactions: TillTransactionToKeep[] = [];
    for (const { rawRecordId, record, hasOtherVersion } of fresh) {
      const made = contradicted.has(rawRecordId) ? null : record.made;
      (made ? interpreted : waiting).push(rawRecordId);
      if (made && hasOtherVersion) ofSeveralVersions.push(rawRecordId);
      for (const meaning of made ?? []) transactions.push({ rawRecordId, ...meaning });
    }
    await putIntoInbox(dbTx, scope, waiting);
    const { suspected } = await storeTillTransactions(
      dbTx,
      { ...scope, derivedIdStart },
      interpreted,
      transactions,
      { ofSeveralVersions },
    );
    await moveCursor(dbTx, scope, next);
    return {
      pulled: fresh.length,
      interpreted: interpreted.length,
      held: heldAmong(transactions) + suspected,
    };
  });
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
