import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '@/db/client';
import { firstWaitOver } from '@/db/queries/sync';
import { type RunSummary, syncOne } from './conduct.ts';
import { syncSettings } from './settings.ts';

export type CronSummary = { solutions: RunSummary[]; elapsedMs: number; timeUp: boolean };

/**
 * Works on whatever is due until nothing is, or the time is up. Any number of these may run at once, on any number of machines. Several
 * solutions are worked on side by side, so that one that waits for Xero, or whose Xero does not answer, holds up nobody.
 */
export async function syncWhatIsDue(db: Db): Promise<CronSummary> {
  const began = performance.now();
  const { runBudgetMs, solutionsAtOnce } = syncSettings();
  const deadline = began + runBudgetMs;
  const solutions: RunSummary[] = [];
  const oneAfterAnother = async () => {
    while (performance.now() < deadline) {
      const summary = await syncOne(db, { trigger: 'cron', deadline });
      if (!summary) return;
      solutions.push(summary);
    }
  };
  for (;;) {
    const ended = await Promise.allSettled(Array.from({ length: solutionsAtOnce }, oneAfterAnother));
    // A dead database, mostly: said when nothing is under way any more.
    const broken = ended.find((e) => e.status === 'rejected');
    if (broken) throw broken.reason;
    // A backlog that waits for Xero's next minute would miss the whole of it if it had to wait for the next call of the cron, too.
    const waitSeconds = await firstWaitOver(db, (deadline - performance.now()) / 1000);
    if (waitSeconds === null) break;
    await pause(waitSeconds * 1000);
  }
  return {
    solutions,
    elapsedMs: Math.round(performance.now() - began),
    timeUp: performance.now() >= deadline,
  };
}
