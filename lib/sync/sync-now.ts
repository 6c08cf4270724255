import type { Db } from '@/db/client';
import type { Scope } from '@/db/queries/scope';
import { waitingOf } from '@/db/queries/sync';
import { type RunSummary, syncOne } from './conduct.ts';
import type { Work } from './run.ts';

/**
 * What *Sync now* does: a run of this solution, due or not. A pause that Xero or the till has asked for is kept, however often it is
 * pressed; then it says when it goes on.
 * @param work `undo`: only what he has asked to be undone, so that he need not wait for a backlog
 * @returns null while it is being worked on already
 */
export async function syncNow(
  db: Db,
  scope: Scope,
  deadline: number,
  work?: Work,
): Promise<RunSummary | null> {
  const waiting = await waitingOf(db, scope);
  if (!waiting) return syncOne(db, { trigger: 'person', deadline, only: scope, work });
  const message = `${waiting.message ?? 'A pause is asked for.'} The next try is in ${inWords(waiting.seconds)}.`;
  return { solutionId: scope.solutionId, outcome: 'wait', message, ...nothingDone };
}

const nothingDone = {
  ...{ pulled: 0, interpreted: 0, planned: 0, held: 0 },
  ...{ posted: 0, refused: 0, unsure: 0, calls: 0 },
};

/** A time to wait, never shorter than it is. */
export function inWords(seconds: number): string {
  const [unitSeconds, unit] =
    seconds <= 90 ? [1, 'second'] : seconds <= 90 * 60 ? [60, 'minute'] : [3600, 'hour'];
  const n = Math.max(1, Math.ceil(seconds / unitSeconds));
  return `${n} ${unit}${n === 1 ? '' : 's'}`;
}
