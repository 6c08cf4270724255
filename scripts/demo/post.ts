import { setTimeout as pause } from 'node:timers/promises';
import type { PortalClient } from '../lib/portal-client.ts';
import type { DemoStack } from './retailer.ts';

type Progress = {
  progress: {
    running: boolean;
    run: { step: string; outcome: string | null; message: string | null } | null;
    documents: { waiting: number; posted: number; attention: number };
    records: { waiting: number; held: number; uninterpreted: number };
    nextSyncAt: string | null;
  };
};

/** How often the cron route may find nothing to do, while something waits, before this gives up. */
const IDLE_CALLS_MAX = 40;

/**
 * Calls the cron route, as a scheduler would, until nothing is left that it could post.
 * @returns how many calls it took, how many documents were posted before, and the portal's largest memory in bytes while it worked
 */
export async function postEverything(
  stack: DemoStack,
  client: PortalClient,
  solutionId: string,
  say: (line: string) => void,
) {
  const bar = progressBar(say);
  const postedBefore = (await progressOf(client, solutionId)).progress.documents.posted;
  let calls = 0;
  let peakBytes = 0;
  let first = true;
  for (let idle = 0; idle < IDLE_CALLS_MAX; ) {
    const done = callCron(stack);
    const summary = await watched(done, async () => {
      bar.show(await progressOf(client, solutionId));
      peakBytes = Math.max(peakBytes, await residentBytes(stack.portalPid));
    });
    calls++;
    const progress = await progressOf(client, solutionId);
    bar.show(progress);
    const { documents, records } = progress.progress;
    const left = documents.waiting + records.waiting + records.uninterpreted;
    // A first call may come before the solution is due (kept data): then there is nothing to wait for either.
    if (left === 0 && (summary.solutions.length > 0 || first)) break;
    first = false;
    idle = summary.solutions.some((s) => s.posted + s.planned + s.pulled > 0) ? 0 : idle + 1;
    if (idle > 0) await pause(500);
  }
  const { progress } = await progressOf(client, solutionId);
  bar.end();
  return { calls, peakBytes, postedBefore, progress };
}

type CronSummary = {
  solutions: { outcome: string; message: string | null; posted: number; planned: number; pulled: number }[];
};

export async function callCron(stack: DemoStack): Promise<CronSummary> {
  const response = await fetch(`${stack.portalUrl}/api/cron/sync`, {
    headers: { authorization: `Bearer ${stack.cronSecret}` },
  });
  if (!response.ok) throw new Error(`The cron route answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as CronSummary;
}

export const progressOf = (client: PortalClient, solutionId: string) =>
  client.get<Progress>(`/api/solutions/${solutionId}/sync`);

/** Runs `look` a few times a second until the promise is done. */
async function watched<T>(promise: Promise<T>, look: () => Promise<void>): Promise<T> {
  let isDone = false;
  const done = promise.finally(() => {
    isDone = true;
  });
  // Its failure is the answer below; a look that fails first must not leave it unheard.
  const settled = done.catch(() => {});
  while (!isDone) {
    await look();
    await Promise.race([settled, pause(400)]);
  }
  return done;
}

/** Resident memory of a process, where the system tells (Linux); else 0. */
async function residentBytes(pid: number | undefined): Promise<number> {
  const { readFile } = await import('node:fs/promises');
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}

function progressBar(say: (line: string) => void) {
  const isTerminal = process.stdout.isTTY === true;
  let lastText = '';
  let lastPercent = -10;
  return {
    show({ progress }: Progress) {
      const { documents, records } = progress;
      const total = documents.posted + documents.waiting + documents.attention;
      const percent = total === 0 ? 0 : Math.floor((documents.posted * 100) / total);
      const step = progress.run?.step ?? '';
      const text =
        total === 0
          ? `  ${step}: ${records.uninterpreted + records.waiting} records to read`
          : `  ${'█'.repeat(Math.floor(percent / 4)).padEnd(25, '░')} ${String(percent).padStart(3)} %  ${documents.posted} of ${total} documents posted`;
      if (text === lastText) return;
      lastText = text;
      if (isTerminal) process.stdout.write(`\r\x1b[2K${text}`);
      else if (percent >= lastPercent + 10) {
        lastPercent = percent;
        say(text);
      }
    },
    end() {
      if (isTerminal) process.stdout.write('\n');
    },
  };
}
