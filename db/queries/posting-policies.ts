import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import type { Scope } from './scope.ts';

/** A policy as stored; `outlet`: the outlet's id at the till, null for the whole shop. */
export type PolicyRow = {
  validFrom: string;
  outlet: string | null;
  way: 'each_sale' | 'summary_per_shift' | 'summary_per_day';
  status: 'AUTHORISED' | 'DRAFT';
  numberPrefix: string;
  dueDays: number;
  lineDetail: 'line' | 'product' | 'category' | 'account';
};

/** Ways of posting by the day from which they hold, newest first. Few rows. */
export async function postingPolicies(db: Db, { retailerId, solutionId }: Scope): Promise<PolicyRow[]> {
  const rows = await db.execute<PolicyRow>(sql`
    select p.valid_from as "validFrom", o.till_id as outlet, p.way, p.status, p.number_prefix as "numberPrefix",
      p.due_days as "dueDays", p.line_detail as "lineDetail"
    from posting_policy p left join outlet o on o.id = p.outlet_id
    where p.solution_id = ${solutionId} and p.retailer_id = ${retailerId} order by p.valid_from desc, p.id desc`);
  return [...rows];
}

export type LateItems = 'hold' | 'first_open_day';

/** What happens to records of days that are locked in Xero. */
export async function lateItems(db: Db, { retailerId, solutionId }: Scope): Promise<LateItems> {
  const [row] = await db.execute<{ lateItems: LateItems }>(sql`
    select late_items as "lateItems" from solution where id = ${solutionId} and retailer_id = ${retailerId}`);
  return row?.lateItems ?? 'hold';
}

/** Saves it. Whoever calls looks again at what was held for it. */
export async function saveLateItems(
  db: Db,
  { retailerId, solutionId }: Scope,
  choice: LateItems,
): Promise<void> {
  await db.execute(sql`
    update solution set late_items = ${choice} where id = ${solutionId} and retailer_id = ${retailerId}`);
}

/** Saves how a shop or one outlet is posted from a business day on; what was decided for that very day before gives way. */
export async function savePolicy(
  db: Db,
  { retailerId, solutionId }: Scope,
  policy: PolicyRow & { personId: string | null },
): Promise<void> {
  await db.execute(sql`
    insert into posting_policy (retailer_id, solution_id, outlet_id, valid_from, way, status, number_prefix, due_days, line_detail,
      person_id)
    values (${retailerId}, ${solutionId}, (select id from outlet where solution_id = ${solutionId} and retailer_id = ${retailerId}
      and till_id = ${policy.outlet}), ${policy.validFrom}, ${policy.way}, ${policy.status}, ${policy.numberPrefix}, ${policy.dueDays},
      ${policy.lineDetail}, ${policy.personId})
    on conflict (solution_id, outlet_id, valid_from) do update set way = excluded.way, status = excluded.status,
      number_prefix = excluded.number_prefix, due_days = excluded.due_days, line_detail = excluded.line_detail,
      person_id = excluded.person_id`);
}

/**
 * The newest business day of which something is planned or posted already, of one outlet or the whole shop; null: none. A change of the
 * way holds from a later day.
 */
export async function newestPlannedDay(
  db: Db,
  { retailerId, solutionId }: Scope,
  outlet: string | null,
): Promise<string | null> {
  const [row] = await db.execute<{ day: string | null }>(sql`
    select max(t.business_day)::text as day from till_transaction t join outlet o on o.id = t.outlet_id
    where t.solution_id = ${solutionId} and t.retailer_id = ${retailerId} and t.state = 'planned'
      and (${outlet}::text is null or o.till_id = ${outlet})`);
  return row?.day ?? null;
}
