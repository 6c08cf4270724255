import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import type { Scope } from './scope.ts';
import { type PendingRow, pendingColumns } from './till-transactions.ts';
import { isWaiting, type Which } from './waiting.ts';

/**
 * Ids of each register's first shift that opened on the start date or after and whose opening amount is to be brought in, once. A register
 * of which one was planned already, or waits, is left alone.
 */
const firstShifts = ({ retailerId, solutionId }: Scope, startDate: string): SQL => sql`(
  with registers as materialized (
    select g.id, o.time_zone, o.day_cutoff::interval as day_cutoff
    from register g join outlet o on o.id = g.outlet_id
    where g.solution_id = ${solutionId} and g.retailer_id = ${retailerId} and not exists (
      select 1 from till_transaction t where t.solution_id = ${solutionId} and t.register_id = g.id and t.kind = 'shift'
        and t.state in ('pending', 'planned', 'held'))
  )
  select first.id from registers r cross join lateral (
    select s.id from till_transaction s
    where s.solution_id = ${solutionId} and s.register_id = r.id and s.kind = 'shift' and s.state = 'not_posted' and not s.voided
      and ((s.content ->> 'openedAt')::timestamptz at time zone r.time_zone - r.day_cutoff)::date >= ${startDate}
    order by (s.content ->> 'openedAt')::timestamptz, s.id limit 1
  ) first)`;

/** Puts the first shift of each register to be planned, once. */
export async function releaseOpenings(db: Db, scope: Scope, startDate: string): Promise<void> {
  await db.execute(sql`
    update till_transaction t set state = 'pending'
    where t.id in ${firstShifts(scope, startDate)} and t.retailer_id = ${scope.retailerId}`);
}

/**
 * The next opening amounts that are brought in, as the registers opened: the first on a till account takes into account what Xero held
 * there before.
 * @param which `mendable`, for looking only: also those that `releaseOpenings` would put here
 */
export async function pendingOpenings(
  db: Db,
  scope: Scope,
  startDate: string,
  limit: number,
  which: Which = 'pending',
): Promise<PendingRow[]> {
  const { retailerId, solutionId } = scope;
  const also = which === 'pending' ? sql`` : sql`or t.id in ${firstShifts(scope, startDate)}`;
  const rows = await db.execute<PendingRow>(sql`
    select ${pendingColumns}
    from till_transaction t
    join outlet o on o.id = t.outlet_id
    join register g on g.id = t.register_id
    where t.solution_id = ${solutionId} and t.retailer_id = ${retailerId} and t.kind = 'shift' and (${isWaiting(which)} ${also})
    order by (t.content ->> 'openedAt')::timestamptz, t.id limit ${limit}`);
  return [...rows];
}

export type OpeningDone = { outlet: string; register: string; mapping: unknown };
/** Registers whose opening amount was planned, with the mapping under which it was. */
export async function openingsDone(db: Db, { retailerId, solutionId }: Scope): Promise<OpeningDone[]> {
  const rows = await db.execute<OpeningDone>(sql`
    select o.till_id as outlet, g.till_id as register, m.body as mapping
    from till_transaction t
    join register g on g.id = t.register_id
    join outlet o on o.id = g.outlet_id
    join mapping m on m.id = t.mapping_id
    where t.solution_id = ${solutionId} and t.retailer_id = ${retailerId} and t.kind = 'shift' and t.state = 'planned'`);
  return [...rows];
}
