import { type Child, spawnNode } from '../scripts/lib/children.ts';

/** Starts processes that each do the cron's work again and again, so often. Stop them before what they work on. */
export const startWorkers = (count: number, everyMs: number): Child[] =>
  Array.from({ length: count }, () =>
    spawnNode(['--import', 'tsx', 'bench/cron-worker.ts', String(everyMs)], { output: 'keep' }),
  );

/** @throws Error with what it printed, when one has ended by itself or has met with trouble */
export function requireNoTrouble(workers: readonly Child[]): void {
  for (const worker of workers) {
    const lines = worker.lastLines().trim();
    if (!worker.isRunning() || lines !== '') throw new Error(`A process had trouble:\n${lines}`);
  }
}

export const stopAll = (workers: readonly Child[]) => Promise.all(workers.map((worker) => worker.stop()));
