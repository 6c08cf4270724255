import type { EarlierVersion } from '@/db/queries/earlier-version';
import type { PendingRow } from '@/db/queries/till-transactions';
import { mappingAt } from '@/lib/accounting/mapping';
import type { Plan, PlanningContext } from '@/lib/accounting/plan';
import { planCorrection } from '@/lib/accounting/plan-correction';
import { contextOf, mappingOn, type PageContext, tillOf } from './plan-page.ts';

/**
 * Plans a record of which an earlier version may be in Xero. Both versions are taken under the mapping that the earlier one was planned
 * under, so that only what the till changed is corrected; where the newer one has what was not chosen then, it goes under today's.
 */
export function planLate(
  row: PendingRow & { earlier: EarlierVersion },
  under: PlanningContext,
  context: PageContext,
): { plan: Plan; mappingId: number | null } {
  const { earlier } = row;
  const today = mappingOn(row.businessDay, context);
  const then =
    context.mappings.find(({ id }) => id === earlier.mappingId) ?? mappingOn(earlier.businessDay, context);
  const before: PendingRow = { ...row, ...earlier };
  const { debts, tillBalanceMinor, invoiceKeyOf } = under;
  const was: PlanningContext = {
    ...{ ...contextOf(before, context), debts, tillBalanceMinor, invoiceKeyOf },
    mapping: mappingAt(then.body, before.outlet, before.register),
  };
  const planUnder = ({ id, body }: typeof today) => ({
    plan: planCorrection({
      earlier: { till: tillOf(before), context: was },
      later: { till: tillOf(row), context: { ...under, mapping: mappingAt(body, row.outlet, row.register) } },
      firstNumber: earlier.firstNumber ?? `version ${earlier.version}`,
      payments: earlier.payments,
      stopped:
        earlier.stoppedNumber === null
          ? null
          : `${earlier.stoppedNumber} was voided, deleted or changed in Xero by a person; put right there what else there is of it.`,
    }),
    mappingId: id,
  });
  const asThen = planUnder(then);
  return asThen.plan.ok || then.id === today.id ? asThen : planUnder(today);
}

/** Whether a row corrects what may be in Xero. */
export const isLate = (row: PendingRow): row is PendingRow & { earlier: EarlierVersion } =>
  row.earlier !== undefined && row.earlier !== null;
