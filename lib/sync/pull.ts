import { keepRawRecords, type RawRecordToKeep } from '@/db/queries/raw-records';
import { moveCursor } from '@/db/queries/sync';
import { tagrainUrl } from '@/lib/env';
import { canonicalJson, sha256Hex } from '@/lib/tagrain/canonical';
import { fetchRecords } from '@/lib/tagrain/client';
import { openFeedKey } from '@/lib/secrets/feed-key';
import { keepableRecord } from '@/lib/tagrain/schema';
import type { Halt, Run } from './run.ts';

/** Step 1: brings what the till has recorded since last time, page by page; raw records and cursor in one transaction. */
export async function pull(run: Run): Promise<Halt | null> {
  const { db, scope, solution, settings } = run;
  if (!solution.feedKeyCipher) return null;
  const apiKey = openFeedKey(solution.solutionId, solution.feedKeyCipher);
  const baseUrl = tagrainUrl(solution.business);
  for (let cursor = solution.feedCursor; ; ) {
    const halt = await run.at('pull');
    if (halt) return halt;
    const page = await fetchRecords(baseUrl, apiKey, cursor, settings.pageSize);
    if (!page.ok) {
      if (page.kind === 'rate_limited') {
        return { why: 'wait', seconds: page.retryAfterSeconds ?? 30, message: page.message };
      }
      return page.kind === 'unreachable' || page.kind === 'unreadable'
        ? { why: 'failed', message: page.message }
        : { why: 'attention', code: `feed_${page.kind}`, message: page.message };
    }
    await db.transaction(async (dbTx) => {
      const kept = await keepRawRecords(dbTx, { ...scope, source: 'pull' }, page.records.map(toKeep));
      await moveCursor(dbTx, scope, page.next);
      run.counts.pulled += kept.new;
    });
    if (!page.more || page.next === cursor) return null;
    cursor = page.next;
  }
}

/** A record without an identity is kept too, under one made from its content: nothing that came is lost. */
export function toKeep(body: unknown): RawRecordToKeep {
  const bodyHash = sha256Hex(canonicalJson(body));
  const parsed = keepableRecord.safeParse(body);
  return parsed.success
    ? { outlet: parsed.data.outlet, id: parsed.data.id, version: parsed.data.version, body, bodyHash }
    : { outlet: '?', id: `unreadable-${bodyHash.slice(0, 32)}`, version: 1, body, bodyHash };
}
