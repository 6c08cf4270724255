import type { Db } from '@/db/client';
import { clearAttention, raiseAttention } from '@/db/queries/attention';
import { documentStateCounts, hasOpenDocuments } from '@/db/queries/documents';
import { appendEvent } from '@/db/queries/events';
import { LeaseLost } from '@/db/queries/fence';
import type { Scope } from '@/db/queries/scope';
import { beginRun, type ClaimedSolution, claimSolution, endRun, releaseSolution } from '@/db/queries/sync';
import { undoAskedSince } from '@/db/queries/undo';
import { passes } from '@/lib/failpoint/failpoint';
import { forLog } from '@/lib/log/for-log';
import type { Caller } from '@/lib/xero/gate';
import { Beside } from './beside.ts';
import { interpretInbox } from './interpret.ts';
import { noteStoppages } from './note-stoppages.ts';
import { plan } from './plan.ts';
import { pull } from './pull.ts';
import { type Halt, Run, type RunCounts, type Work } from './run.ts';
import { type SyncSettings, syncSettings } from './settings.ts';

export type RunSummary = RunCounts & {
  solutionId: string;
  outcome: 'done' | Halt['why'];
  message: string | null;
};

/**
 * Claims one solution and brings it as far as it goes in the given time.
 * @param options `only` this one, due or not, when a person pressed Sync now; `work`: `undo` when he waits for an undo alone
 * @returns null when nothing is due, or it is being worked on
 */
export async function syncOne(
  db: Db,
  options: { trigger: 'cron' | 'person'; deadline: number; only?: Scope; work?: Work },
): Promise<RunSummary | null> {
  const settings = syncSettings();
  const owner = crypto.randomUUID();
  const claimed = await claimSolution(db, { owner, seconds: settings.leaseSeconds }, options.only);
  if (!claimed) return null;
  await passes('solution_claimed');
  const runId = await beginRun(db, claimed, options.trigger, owner);
  await passes('run_begun');
  const run = new Run(db, claimed, owner, settings, runId, options.deadline, options.work);
  let halt: Halt | null;
  try {
    halt = await steps(run);
  } catch (error) {
    if (error instanceof LeaseLost) return end(run, { why: 'lease_lost' });
    // A bug or a dead database. The run says so, the details go to the log, and the next run takes it up.
    console.error(
      JSON.stringify({ level: 'error', at: 'sync', solutionId: claimed.solutionId, error: forLog(error) }),
    );
    halt = { why: 'failed', message: 'Something went wrong on our side. We try again by ourselves.' };
  }
  return end(run, halt);
}

/** The data's way: pull → interpret → plan → settle what is in doubt → undo → send; the last beside plan where nothing is open yet. */
async function steps(run: Run): Promise<Halt | null> {
  if (run.work === 'undo') return post(run);
  const feed = await pull(run);
  // A till that does not answer is no reason to keep what is here already from being posted.
  if (feed && feed.why !== 'failed' && feed.why !== 'wait' && feed.why !== 'attention') return feed;
  return (await interpretInbox(run)) ?? (await post(run)) ?? feed;
}

/** For an undo alone a person waits; a run else waits itself for Xero's limits, and leaves some of them to people. */
const callerOf = (run: Run): Caller =>
  run.work === 'undo' ? { is: 'person' } : { is: 'run', wait: (ms) => run.wait(ms) };

async function post(run: Run): Promise<Halt | null> {
  if (!run.solution.startDate) return null;
  // xero-node is heavy: it is loaded when there is something to say to Xero, not before.
  const { withXero } = await import('@/lib/xero/client');
  const { lookForApprovals } = await import('./approve.ts');
  const { freshFacts, lookAgain } = await import('./fresh-facts.ts');
  const { haltOf } = await import('./halt.ts');
  const { send } = await import('./send.ts');
  const { settle } = await import('./settle.ts');
  const { undo } = await import('./undo.ts');
  const way = await withXero(run.db, run.scope, callerOf(run));
  if (!way.ok) return haltOf(way);
  const { organisationId } = way.value;
  const read = await freshFacts(run, way.value);
  if ('halt' in read) return read.halt;
  const { facts } = read;
  if (run.work === 'undo') return (await settle(run, way.value)) ?? undo(run, way.value, facts);
  // What was planned before may be planned otherwise now, and what is in doubt or to be undone may change what is planned: then all is
  // planned first. A backlog that just came is planned and sent side by side.
  const isFresh = !(await hasOpenDocuments(run.db, run.scope));
  const { halt, planRest } = await plan(run, { organisationId, facts }, way.value);
  const again = () => lookAgain(run, organisationId, read);
  if (halt) return (await again()) ?? halt;
  const planning = new Beside((made) => planRest(isFresh ? 'send' : 'plan', made));
  const sendAll = async () =>
    (await lookForApprovals(run, way.value)) ?? (await send(run, way.value, facts, planning));
  if (isFresh) {
    const sent = await sendAll().finally(() => planning.end());
    return (await again()) ?? sent ?? (await planning.end());
  }
  const planned = await planning.end();
  return (
    (await again()) ??
    planned ??
    (await settle(run, way.value)) ??
    (await undo(run, way.value, facts)) ??
    (await sendAll())
  );
}

async function end(run: Run, halt: Halt | null): Promise<RunSummary> {
  const { db, scope, counts, settings, solution } = run;
  const message = halt && 'message' in halt ? halt.message : null;
  const outcome = halt?.why ?? 'done';
  await endRun(db, scope, run.runId, { outcome, message, counts });
  await noteAttention(run, halt);
  await noteStoppages(run, halt);
  if (counts.pulled + counts.posted + counts.refused + counts.held > 0 || halt?.why === 'attention') {
    const did = `${counts.pulled} records came, ${counts.posted} documents were posted, ${counts.refused} refused, ${counts.held} records held.`;
    const text = message ? `${did} ${message}` : did;
    await appendEvent(db, {
      ...scope,
      kind: 'sync',
      text,
      data: { ...counts, outcome },
      syncRunId: run.runId,
    });
  }
  await passes('run_ended');
  if (halt?.why !== 'lease_lost') {
    const failed = halt?.why === 'failed';
    await releaseSolution(db, scope, {
      owner: run.owner,
      dueInSeconds: await dueIn(run, halt, solution, settings),
      failed,
    });
    await passes('solution_released');
  }
  return { solutionId: solution.solutionId, outcome, message, ...counts };
}

async function noteAttention(run: Run, halt: Halt | null) {
  const { db, scope } = run;
  if (halt?.why === 'attention') {
    await raiseAttention(db, scope, { code: halt.code, text: halt.message });
    return;
  }
  // Not a person's fault, and nothing for him to do; but he sees why nothing comes, and when it goes on.
  if (halt?.why === 'wait' && halt.code) {
    await raiseAttention(db, scope, { code: halt.code, text: halt.message });
    return;
  }
  if (run.counts.posted > 0) await clearAttention(db, scope, 'day_budget');
  if (halt !== null) return;
  if (run.work === 'undo') return clearAttention(db, scope, 'reconnect');
  for (const code of [
    'feed_unauthorized',
    'feed_unknown_business',
    'feed_bad_cursor',
    'organisation_unread',
    'reconnect',
    'day_budget',
  ]) {
    await clearAttention(db, scope, code);
  }
}

/** When to look again: at once where time ran out, later where nothing is left, slower and slower where it fails. */
async function dueIn(
  run: Run,
  halt: Halt | null,
  solution: ClaimedSolution,
  settings: SyncSettings,
): Promise<number> {
  switch (halt?.why) {
    case 'time':
      return 0;
    case 'wait':
      // The till is asked, and plans are made, though Xero takes no more today.
      return halt.code === 'day_budget' ? Math.min(halt.seconds, settings.maximumRetrySeconds) : halt.seconds;
    case 'failed': {
      const pause = Math.min(
        settings.retrySeconds * 2 ** solution.failuresInARow,
        settings.maximumRetrySeconds,
      );
      return pause * (0.5 + Math.random() / 2);
    }
    case 'attention':
      return Math.max(settings.idleSeconds, settings.maximumRetrySeconds / 2);
    default: {
      // Asked for while this run was at work, past its turn.
      if (run.work === 'undo' || (await undoAskedSince(run.db, run.scope, run.runId))) return 0;
      const waiting = await documentStateCounts(run.db, run.scope);
      const next = Math.min(...waiting.map((w) => w.nextSeconds ?? Number.POSITIVE_INFINITY));
      return Math.max(0, Math.min(settings.idleSeconds, next));
    }
  }
}
