import type { Db } from '@/db/client';
import { appendEvent } from '@/db/queries/events';
import { newestPlannedDay, savePolicy } from '@/db/queries/posting-policies';
import type { Scope } from '@/db/queries/scope';
import { lockSolution, makeDue } from '@/db/queries/set-up';
import { outletsAndRegisters } from '@/db/queries/till-transactions';
import { addDays } from '@/lib/accounting/business-day';
import type { DatedPolicy } from '@/lib/accounting/posting-policy';
import { Failure } from '@/lib/http/failure';

/**
 * Decides how the shop or one outlet is posted from a business day on. A day of which something is posted keeps its way, so that no
 * receipt is posted in two.
 * @throws Failure
 */
export async function changePolicy(
  db: Db,
  of: Scope & { personId: string },
  policy: DatedPolicy,
): Promise<{ validFrom: string }> {
  const { retailerId, solutionId, personId } = of;
  await db.transaction(async (dbTx) => {
    await lockSolution(dbTx, of);
    const { outlets } = await outletsAndRegisters(dbTx, of);
    const outlet = outlets.find((o) => o.tillId === policy.outlet);
    if (policy.outlet !== null && !outlet) {
      throw new Failure(422, 'unknown_outlet', 'This outlet is not known. Choose another.', 'outlet');
    }
    const planned = await newestPlannedDay(dbTx, of, policy.outlet);
    if (planned !== null && policy.validFrom <= planned) {
      throw new Failure(
        422,
        'day_is_posted',
        `Business day ${planned} is being posted already and keeps its way. Choose ${addDays(planned, 1)} or a later day.`,
        'validFrom',
      );
    }
    await savePolicy(dbTx, of, { ...policy, personId });
    await makeDue(dbTx, of);
    await appendEvent(dbTx, {
      retailerId,
      solutionId,
      personId,
      kind: 'policy_saved',
      text: `The way of posting of ${outlet?.name ?? 'all outlets'} was changed from ${policy.validFrom} on.`,
      data: policy,
    });
  });
  return { validFrom: policy.validFrom };
}
