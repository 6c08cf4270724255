import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '@/db/client';
import type { ClaimedSolution } from '@/db/queries/sync';
import { noteAndRenew, othersAreDue, renewLease } from '@/db/queries/sync';
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
  /** With a code it is worth a person's attention, though he has nothing to do. */
  | { why: 'wait'; seconds: number; message: string; code?: 'day_budget' | undefined }
  | { why: 'failed'; message: string }
  /** A person has to do something; the message says what. */
  | { why: 'attention'; code: string; message: string };

/** Who watches a run looks every second. */
const NOTE_MS = 500;

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

  private sliceEnds: number;
  private noted: { step: Step; until: number } | null = null;

  constructor(
    readonly db: Db,
    readonly solution: ClaimedSolution,
    readonly owner: string,
    readonly settings: SyncSettings,
    readonly runId: number,
    readonly deadline: number,
    readonly work: Work = 'all',
  ) {
    this.sliceEnds = performance.now() + settings.sliceMs;
  }

  get scope() {
    return { retailerId: this.solution.retailerId, solutionId: this.solution.solutionId };
  }

  private get lease() {
    return { owner: this.owner, seconds: this.settings.leaseSeconds };
  }

  /** Asked between calls: a run that meets its time budget stops there and goes on at the next. */
  get timeIsUp(): boolean {
    return performance.now() >= this.deadline;
  }

  /**
   * Notes the step, and makes sure that the solution is still ours. Within one step now and then, as often as somebody who watches asks:
   * whoever writes asks for the lease himself (fence.ts), and a batch for what is left of it.
   */
  async at(step: Step): Promise<Halt | null> {
    if (this.timeIsUp || (await this.othersHaveWaited())) return { why: 'time' };
    if (this.noted?.step === step && performance.now() < this.noted.until) return null;
    const until = performance.now() + Math.min(NOTE_MS, this.settings.leaseSeconds * 100);
    const note = { id: this.runId, step, counts: this.counts };
    if (!(await noteAndRenew(this.db, this.scope, note, this.lease))) return { why: 'lease_lost' };
    this.noted = { step, until };
    return null;
  }

  /** A long one makes way for others when it has had its slice: it goes on behind them. */
  private async othersHaveWaited(): Promise<boolean> {
    if (performance.now() < this.sliceEnds) return false;
    this.sliceEnds = performance.now() + this.settings.sliceMs;
    return othersAreDue(this.db);
  }

  /** Whether it still holds its solution; prolongs the lease. */
  isOurs(): Promise<boolean> {
    return renewLease(this.db, this.scope, this.lease);
  }

  /**
   * Waits for Xero's limits, and keeps the lease meanwhile.
   * @returns false at once when there is no time for it, or others are due who need none; also when the lease was lost
   */
  async wait(ms: number): Promise<boolean> {
    const until = performance.now() + ms;
    if (until >= this.deadline) return false;
    const isLong = ms > this.settings.longWaitMs;
    if (isLong && (await othersAreDue(this.db))) return false;
    for (;;) {
      const leftMs = until - performance.now();
      if (leftMs <= 0) return true;
      await pause(Math.min(leftMs, (this.settings.leaseSeconds * 1000) / 3));
      if (isLong && !(await this.isOurs())) return false;
    }
  }
}
