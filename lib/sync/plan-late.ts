import type { EarlierVersion } from '@/db/queries/earlier-version';
import type { PendingRow } from '@/db/queries/till-transactions';
import type { Version } from '@/lib/accounting/correction';
import { type Mapping, mappingAt } from '@/lib/accounting/mapping';
import type { Plan } from '@/lib/accounting/plan';
import { planCorrection } from '@/lib/accounting/plan-correction';

export type LateRow = PendingRow & { earlier: EarlierVersion };

/** Whether a row corrects what may be in Xero. */
export const isLate = (row: PendingRow): row is LateRow => row.earlier !== undefined && row.earlier !== null;

/** The row as its earlier version told it. */
export const earlierRow = (row: LateRow): PendingRow => ({ ...row, ...row.earlier, earlier: null });

type DatedMapping = { id: number | null; body: Mapping };

/**
 * Plans a record of which an earlier version may be in Xero. Both versions are taken under the mapping that the earlier one was planned
 * under, so that only what the till changed is corrected; where the newer one has what was not chosen then, it goes under today's.
 */
export function planLate(
  { earlier }: LateRow,
  { was, is }: { was: Version; is: Version },
  { first, today }: { first: DatedMapping; today: DatedMapping },
): { plan: Plan; mappingId: number | null } {
  const under = ({ till, context }: Version, { body }: DatedMapping): Version => ({
    till,
    context: { ...context, mapping: mappingAt(body, till.outlet, till.register) },
  });
  const planUnder = (mapping: DatedMapping) => ({
    plan: planCorrection({
      ...{ earlier: under(was, first), later: under(is, mapping) },
      firstNumber: earlier.firstNumber ?? `version ${earlier.version}`,
      payments: earlier.payments,
      stopped: stoppedBy(earlier),
    }),
    mappingId: mapping.id,
  });
  const asFirst = planUnder(first);
  return asFirst.plan.ok || first.id === today.id ? asFirst : planUnder(today);
}

/** Why what is in Xero of the earlier versions cannot be told from them; null: it can. */
function stoppedBy({ stoppedNumber, isMixed, firstNumber }: EarlierVersion): string | null {
  if (stoppedNumber !== null) {
    return `${stoppedNumber} was undone, or stopped for a person; put right in Xero what else there is of it.`;
  }
  if (!isMixed) return null;
  return `Documents of it went under two choices of accounts, since Xero refused some at first; put right in Xero what is there of it, from ${firstNumber} on.`;
}
