import type { Db } from '@/db/client';
import { type RunSummary, syncOne } from './conduct.ts';
import { syncSettings } from './settings.ts';

export type CronSummary = { solutions: RunSummary[]; elapsedMs: number; timeUp: boolean };

/** Works on whatever is due until nothing is, or the time is up. Any number of these may run at once. */
export async function syncWhatIsDue(db: Db): Promise<CronSummary> {
  const began = performance.now();
  const deadline = began + syncSettings().runBudgetMs;
  const solutions: RunSummary[] = [];
  while (performance.now() < deadline) {
    const summary = await syncOne(db, { trigger: 'cron', deadline });
    if (!summary) break;
    solutions.push(summary);
  }
  return {
    solutions,
    elapsedMs: Math.round(performance.now() - began),
    timeUp: performance.now() >= deadline,
  };
}
