import type { Db } from '@/db/client';
import type { ClaimedSolution } from '@/db/queries/sync';
import { noteRun, renewLease } from '@/db/queries/sync';
import type { SyncSettings } from './settings.ts';

export type RunCounts = {
  pulled: number;
  interpreted: number;
  planned: number;
  held: number;
  posted: number;
  refused: number;
  unsure: number;
  calls: number;
};

export type Step = 'pull' | 'interpret' | 'plan' | 'settle' | 'undo' | 'send';

/** Everything, or only what a person waits for who has asked for an undo. */
export type Work = 'all' | 'undo';

/** Why a run ends before its work is done. */
export type Halt =
  | { why: 'time' }
  | { why: 'lease_lost' }
  | { why: 'wait'; seconds: number; message: string }
  | { why: 'failed'; message: string }
  /** A person has to do something; the message says what. */
  | { why: 'attention'; code: string; message: string };

/** One run over one claimed solution: its lease, its time, and how far it is. */
export class Run {
  readonly counts: RunCounts = {
    pulled: 0,
    interpreted: 0,
    planned: 0,
    held: 0,
    posted: 0,
    refused: 0,
    unsure: 0,
    calls: 0,
  };

  constructor(
    readonly db: Db,
    readonly solution: ClaimedSolution,
    readonly owner: string,
    readonly settings: SyncSettings,
    readonly runId: number,
    readonly deadline: number,
    readonly work: Work = 'all',
  ) {}

  get scope() {
    return { retailerId: this.solution.retailerId, solutionId: this.solution.solutionId };
  }

  /** Asked between calls: a run that meets its time budget stops there and goes on at the next. */
  get timeIsUp(): boolean {
    return performance.now() >= this.deadline;
  }

  /** Notes the step, and makes sure that the solution is still ours. */
  async at(step: Step): Promise<Halt | null> {
    await noteRun(this.db, this.scope, this.runId, step, this.counts);
    if (this.timeIsUp) return { why: 'time' };
    const ours = await renewLease(this.db, this.scope, {
      owner: this.owner,
      seconds: this.settings.leaseSeconds,
    });
    return ours ? null : { why: 'lease_lost' };
  }
}
