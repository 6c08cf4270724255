import type { Child } from '../scripts/lib/children.ts';
import { startNode } from '../scripts/lib/node-process.ts';

/** Starts processes that each do the cron's work again and again, so often. Stop them before what they work on. */
export const startWorkers = (count: number, everyMs: number): Promise<Child[]> =>
  Promise.all(
    Array.from({ length: count }, () =>
      startNode('A worker', ['--import', 'tsx', 'bench/cron-worker.ts', String(everyMs)], {
        isReady: (lines) => lines.includes('ready'),
      }),
    ),
  );

const tally = /^worked on (\d+)$/;

/** @throws Error with what it printed, when one has ended by itself or has met with trouble */
export function requireNoTrouble(workers: readonly Child[]): void {
  for (const worker of workers) {
    const trouble = linesOf(worker).filter((line) => line !== 'ready' && !tally.test(line));
    if (!worker.isRunning() || trouble.length > 0) {
      throw new Error(`A process had trouble:\n${trouble.join('\n')}`);
    }
  }
}

/** How many solutions each has worked on, as of the end of its last tick. */
export const workedOn = (workers: readonly Child[]): number[] =>
  workers.map((worker) => Math.max(0, ...linesOf(worker).map((line) => Number(tally.exec(line)?.[1] ?? 0))));

const linesOf = (worker: Child): string[] => worker.lastLines().trim().split('\n').filter(Boolean);

export const stopAll = (workers: readonly Child[]) => Promise.all(workers.map((worker) => worker.stop()));
