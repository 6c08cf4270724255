import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import type { Scope } from './scope.ts';

export type PostingState = {
  startDate: string | null;
  startedAt: string | null;
  deactivatedAt: string | null;
  feedBusiness: unknown;
  /** The business day that it is now in the outlet where it is latest; UTC's date while there is no outlet. */
  today: string;
  /** Earliest business day with a record that waits, is held or was refused; null: there is none. */
  earliestOpenDay: string | null;
  /** Earliest business day of any record that would be posted, for a proposal of a start date. */
  earliestDay: string | null;
};

/** How far posting is, and the days that matter when something about it is changed. */
export async function postingState(db: Db, { retailerId, solutionId }: Scope): Promise<PostingState | null> {
  const [row] = await db.execute<PostingState>(sql`
    select s.start_date as "startDate", s.started_at as "startedAt", s.deactivated_at as "deactivatedAt",
      s.feed_business as "feedBusiness",
      coalesce(
        (select max((now() at time zone o.time_zone - o.day_cutoff::interval)::date) from outlet o
          where o.solution_id = s.id and o.retailer_id = s.retailer_id),
        (now() at time zone 'UTC')::date) as today,
      least(
        (select min(t.business_day) from till_transaction t where t.solution_id = s.id and t.state = 'pending'
          and t.business_day >= s.start_date),
        (select min(t.business_day) from till_transaction t where t.solution_id = s.id and t.state = 'held'
          and t.business_day >= s.start_date),
        (select min(d.business_day) from document d where d.solution_id = s.id and d.standing = 'refused')) as "earliestOpenDay",
      (select min(t.business_day) from till_transaction t where t.solution_id = s.id and t.state = 'pending') as "earliestDay"
    from solution s where s.id = ${solutionId} and s.retailer_id = ${retailerId}`);
  return row ?? null;
}

/**
 * Switches posting on from a business day; each sale by itself and approved, where nothing else was decided. Give it a transaction.
 * @returns false when it was on already: the start date never moves
 */
export async function startPosting(
  db: Db,
  { retailerId, solutionId }: Scope,
  { startDate, personId }: { startDate: string; personId: string },
): Promise<boolean> {
  const started = await db.execute(sql`
    update solution set start_date = ${startDate}, started_at = now(), due_at = now()
    where id = ${solutionId} and retailer_id = ${retailerId} and start_date is null
    returning id`);
  if (started.length === 0) return false;
  await db.execute(sql`
    insert into posting_policy (retailer_id, solution_id, valid_from, way, status, person_id)
    select ${retailerId}, ${solutionId}, ${startDate}, 'each_sale', 'AUTHORISED', ${personId}
    where not exists (select 1 from posting_policy where solution_id = ${solutionId} and outlet_id is null)`);
  return true;
}
