import { control } from '../lib/control.ts';
import { readBooks } from './books.ts';
import type { Lane } from './lane.ts';
import type { Plan } from './plan.ts';
import { Random } from './random.ts';
import { callCron, progressOf, type Retailer } from './retailer.ts';

/** A lane while one seed has it: who has died, whom to call, whether anything is left to do. */
export class Stage {
  readonly random: Random;
  deaths = 0;
  /** Whether the last call of the cron route found something due: else nothing is as it was not before. */
  wasDue = true;
  /** A death that nobody ordered. */
  unordered: string | null = null;

  constructor(
    readonly lane: Lane,
    readonly plan: Plan,
  ) {
    this.random = new Random(plan.seed + 1_000_003);
    for (const portal of lane.portals) {
      portal.onDeath = (order, lastLines) => {
        this.deaths++;
        if (!order) this.unordered = `Portal ${portal.name} died by itself:\n${lastLines}`;
        for (const other of lane.portals) other.order(null);
      };
    }
  }

  /** One call of the cron route, or one at each portal at once.*/
  async callCron(): Promise<void> {
    const { portals } = this.lane;
    const first = this.random.pick([0, 1] as const);
    if (this.plan.twoWorkers) {
      await this.bothUp();
      const [a, b] = await Promise.all([callCron(this.lane, 0), callCron(this.lane, 1)]);
      this.wasDue = a || b;
      return;
    }
    const up = portals[first].isUp ? first : ((1 - first) as 0 | 1);
    if (!portals[up].isUp) await portals[up].ready();
    this.wasDue = await callCron(this.lane, up);
  }

  bothUp = () => Promise.all(this.lane.portals.map((p) => p.ready()));

  /** Nothing goes wrong any more. */
  async calm() {
    await this.clearFaults();
    for (const portal of this.lane.portals) {
      portal.order(null);
      portal.skewClock(0);
    }
    await this.bothUp();
  }

  clearFaults = () => control(`${this.lane.xeroUrl}/sandbox/faults`, undefined, 'DELETE');

  /** How many faults of the stand-in for Xero are still to come. */
  async faultsLeft(): Promise<number> {
    const { faults } = await control<{ faults: unknown[] }>(`${this.lane.xeroUrl}/sandbox/faults`);
    return faults.length;
  }

  /** Whether all that the portal knows of is posted, undone or for a person. */
  async isAtRest(retailer: Retailer): Promise<boolean> {
    const progress = await progressOf(retailer).catch(() => null);
    if (!progress) return false;
    const { run, documents, records } = progress;
    const left = documents.waiting + records.waiting + records.uninterpreted;
    if (run?.outcome !== 'done' || left > 0) return false;
    if (retailer.undone.length === 0) return true;
    const open = await this.lane.ask(
      `select 1 from document_undo where solution_id = $1 and state not in ('done', 'refused')`,
      [retailer.solutionId],
    );
    return open.length === 0;
  }

  /** Drafts wait in Xero for somebody to approve them: he does. */
  async approveDrafts(retailer: Retailer) {
    if (retailer.way !== 'draft') return;
    const { entries } = await readBooks(this.lane, retailer);
    for (const { kind, number, status } of entries) {
      if (status !== 'DRAFT') continue;
      const side = kind === 'invoice' ? 'invoices' : 'credit-notes';
      const organisation = `${this.lane.xeroUrl}/sandbox/organisations/${retailer.tenantId}`;
      await control(`${organisation}/${side}/${number}/approve`, {});
    }
  }

  leave() {
    for (const portal of this.lane.portals) portal.onDeath = () => {};
  }
}
