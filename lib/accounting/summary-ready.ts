import type { Refusal } from './refusal.ts';
import { type SummaryGroup, summaryWords } from './summary-name.ts';

/** What is known of a group of receipts that wait for their summary. */
export type SummaryState = {
  /** How many days the outlet's business day is past the group's; 0: it is that day still. */
  daysPast: number;
  /** The shifts that the group takes from: its own, or all that touch the day. `lacks` as `shiftLacks` says it. */
  shifts: readonly { shift: string; closed: boolean; lacks: string | null }[];
  /** Receipts of the group that are held for a fault of their own, and records of it that cannot be read. */
  held: readonly { recordId: string; text: string }[];
  /** A summary of the group was planned before: what comes now is a supplement. */
  begun: boolean;
};

/**
 * Whether a summary may be planned now: `ready`; `later`, as long as the till is still at it; or what is missing, for a person.
 *
 * A shift's waits for its closing and its control totals, a day's for the end of the day by the outlet's clock and for every shift
 * that touches it. Receipts that name no shift wait for the end of their day. One that is still open after the following day is told.
 * A supplement waits for nothing: what it sums came after the control totals were met.
 */
export function summaryReady(group: SummaryGroup, state: SummaryState): 'ready' | 'later' | Refusal {
  if (state.begun) return 'ready';
  if (group.by !== 'shift' && state.daysPast < 1) return 'later';
  const open = state.shifts.filter((s) => !s.closed);
  if (open.length > 0 && state.daysPast <= 1) return 'later';
  const waits = `The summary of ${summaryWords(group)} waits`;
  const [first, ...more] = state.held;
  if (first) {
    const others = more.length > 0 ? ` (and for ${more.length} more)` : '';
    return {
      code: 'summary_waits',
      text: `${waits} for receipt ${first.recordId || '(without a number)'}${others}: ${first.text}`,
    };
  }
  if (open.length > 0) {
    return { code: 'shift_incomplete', text: `${waits}: ${listed(open)} has not been closed at the till.` };
  }
  const lacking = state.shifts.find((s) => s.lacks !== null);
  if (!lacking) return 'ready';
  return {
    code: 'shift_incomplete',
    text: `${waits}: shift ${lacking.shift} is incomplete: ${lacking.lacks}.`,
  };
}

const listed = (shifts: readonly { shift: string }[]) =>
  shifts.length === 1 ? `shift ${shifts[0]!.shift}` : `each of ${shifts.map((s) => s.shift).join(', ')}`;
