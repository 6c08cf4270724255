import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import type { Scope } from './scope.ts';

/**
 * Puts each register's first shift that opened on the start date or after to be planned, once: its opening amount is brought in. A
 * register of which one was planned already, or waits, is left alone.
 */
export async function releaseOpenings(
  db: Db,
  { retailerId, solutionId }: Scope,
  startDate: string,
): Promise<void> {
  await db.execute(sql`
    with waiting as materialized (
      select g.id, o.time_zone, o.day_cutoff::interval as day_cutoff
      from register g join outlet o on o.id = g.outlet_id
      where g.solution_id = ${solutionId} and g.retailer_id = ${retailerId} and not exists (
        select 1 from till_transaction t where t.solution_id = ${solutionId} and t.register_id = g.id and t.kind = 'shift'
          and t.state in ('pending', 'planned', 'held'))
    )
    update till_transaction t set state = 'pending'
    from waiting w cross join lateral (
      select s.id from till_transaction s
      where s.solution_id = ${solutionId} and s.register_id = w.id and s.kind = 'shift' and s.state = 'not_posted' and not s.voided
        and ((s.content ->> 'openedAt')::timestamptz at time zone w.time_zone - w.day_cutoff)::date >= ${startDate}
      order by (s.content ->> 'openedAt')::timestamptz, s.id limit 1
    ) first
    where t.id = first.id and t.retailer_id = ${retailerId}`);
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
