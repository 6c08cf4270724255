import type { Db } from '@/db/client';
import { lateItems, newestPlannedDay, postingPolicies } from '@/db/queries/posting-policies';
import type { Scope } from '@/db/queries/scope';
import { outletsAndRegisters } from '@/db/queries/till-transactions';
import { addDays } from '@/lib/accounting/business-day';
import type { LateItems } from '@/lib/accounting/late';
import { type DatedPolicy, defaultPolicy } from '@/lib/accounting/posting-policy';

export type Policies = {
  /** Newest first. */
  policies: DatedPolicy[];
  /** What holds for the whole shop, or will next. */
  now: DatedPolicy;
  outlets: { tillId: string; name: string }[];
  /** The first business day of which nothing is posted yet. */
  firstDay: string;
  /** What happens to records of days that are locked in Xero. */
  late: LateItems;
};

/** What *Accounts* shows of the way of posting. */
export async function readPolicies(
  db: Db,
  of: Scope,
  posting: { startDate: string | null; today: string },
): Promise<Policies> {
  const [policies, { outlets }, planned, late] = await Promise.all([
    postingPolicies(db, of),
    outletsAndRegisters(db, of),
    newestPlannedDay(db, of, null),
    lateItems(db, of),
  ]);
  const firstDay = planned ? addDays(planned, 1) : (posting.startDate ?? posting.today);
  return {
    policies,
    now: policies.find((p) => p.outlet === null) ?? { ...defaultPolicy, outlet: null, validFrom: firstDay },
    outlets: outlets.map(({ tillId, name }) => ({ tillId, name })),
    firstDay,
    late,
  };
}
