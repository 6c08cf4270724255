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
      stopped:
        earlier.stoppedNumber === null
          ? null
          : `${earlier.stoppedNumber} was voided, deleted or changed in Xero by a person; put right there what else there is of it.`,
    }),
    mappingId: mapping.id,
  });
  const asFirst = planUnder(first);
  return asFirst.plan.ok || first.id === today.id ? asFirst : planUnder(today);
}
