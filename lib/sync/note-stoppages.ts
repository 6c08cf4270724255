import { type Cause, saveStoppages, stoppageState } from '@/db/queries/stoppages';
import type { Halt, Run } from './run.ts';

/** At the end of a run: notes what posting stopped for, and what it goes on from. Members are mailed of it (`lib/stoppage`). */
export async function noteStoppages(run: Run, halt: Halt | null): Promise<void> {
  if (!run.solution.startDate || halt?.why === 'lease_lost') return;
  const { open, refused, stopped } = await stoppageState(run.db, run.scope);
  const change = stoppageChange(open, {
    ...{ halt, refused, stopped, hasPosted: run.counts.posted > 0, undoOnly: run.work === 'undo' },
  });
  if (change.ended.length + change.current.length > 0) await saveStoppages(run.db, run.scope, change);
}

const documents = (n: number) => (n === 1 ? '1 document' : `${n} documents`);

/**
 * Which causes are over and which begin, or are told otherwise. Pure. A halt with a code is a cause. It is over when a run came through;
 * that something was posted tells it of Xero's causes before that, in a backlog. Refused documents are one cause until none is left;
 * stopped ones never go away, so that each further one begins it anew.
 */
export function stoppageChange(
  open: readonly Cause[],
  now: { halt: Halt | null; refused: number; stopped: number; hasPosted: boolean; undoOnly: boolean },
): { ended: string[]; current: Cause[] } {
  const { halt, refused, stopped, hasPosted, undoOnly } = now;
  const current: Cause[] = [];
  if (halt && 'code' in halt && halt.code) {
    current.push({ code: halt.code, text: halt.message, documents: null });
  }
  if (refused > 0) {
    const text = `Xero refused ${documents(refused)}. Each says why, and what to do; everything else is posted.`;
    current.push({ code: 'refused', text, documents: refused });
  }
  if (stopped > 0) {
    const text = `${documents(stopped)} stopped, since Xero holds something else than was meant. Each says what to do; everything else is posted.`;
    current.push({ code: 'stopped', text, documents: stopped });
  }
  const isOver = ({ code, documents: before }: Cause): boolean => {
    if (code === 'refused') return refused === 0;
    if (code === 'stopped') return stopped === 0 || stopped > (before ?? 0);
    if (current.some((cause) => cause.code === code)) return false;
    // It has not asked the till, and has calls of the day that runs leave to people.
    if (undoOnly) return halt === null && code === 'reconnect';
    const isOfTill = code.startsWith('feed_');
    return isOfTill ? halt === null : halt === null || hasPosted;
  };
  const isTold = ({ code, text }: Cause) => open.some((o) => o.code === code && o.text === text);
  return {
    ended: open.filter(isOver).map(({ code }) => code),
    current: current.filter((cause) => !isTold(cause)),
  };
}
