import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { type EarlierVersion, joinEarlierVersion } from './earlier-version.ts';
import type { Scope } from './scope.ts';
import { isSummed, type SpanOfSummaries } from './summaries.ts';
import { isWaiting, type Which } from './waiting.ts';

export type OutletRow = { id: number; tillId: string; name: string; timeZone: string; dayCutoff: string };
export type RegisterRow = { id: number; outletId: number; tillId: string; name: string };

/** The solution's outlets and registers, few enough to hold. */
export async function outletsAndRegisters(db: Db, { retailerId, solutionId }: Scope) {
  const outlets = await db.execute<OutletRow>(sql`
    select id, till_id as "tillId", name, time_zone as "timeZone", day_cutoff as "dayCutoff"
    from outlet where solution_id = ${solutionId} and retailer_id = ${retailerId} order by name, id`);
  const registers = await db.execute<RegisterRow>(sql`
    select id, outlet_id as "outletId", till_id as "tillId", name
    from register where solution_id = ${solutionId} and retailer_id = ${retailerId} order by name, id`);
  return { outlets: [...outlets], registers: [...registers] };
}

export type PendingRow = {
  id: number;
  kind: string;
  outletId: number;
  outlet: string;
  register: string | null;
  recordId: string;
  version: number;
  shift: string | null;
  occurredAt: string;
  businessDay: string;
  currency: string;
  totalMinor: number;
  content: unknown;
  voided?: boolean;
  /** What it corrects; null: it is the first that goes. */
  earlier?: EarlierVersion | null;
};

/** What a page of records is narrowed to, for who looks at a period without storing what he plans. */
export type PageOf = {
  which?: Which;
  /** The last business day; none: all that follow. */
  to?: string;
  /** The last record of the page before. What is stored leaves the list by itself and needs none. */
  after?: { businessDay: string; id: number } | null;
  /** Only what customers owe or pay: payments of debts, and receipts with one of these payment types. */
  onAccount?: readonly string[];
};

export const pendingColumns = sql`t.id, t.kind, t.outlet_id as "outletId", o.till_id as outlet, g.till_id as register,
  t.record_id as "recordId", t.version, t.shift_till_id as shift, t.occurred_at as "occurredAt", case when t.kind = 'shift'
    -- A shift has the day of its closing; its opening amount was there on the day it opened.
    then ((t.content ->> 'openedAt')::timestamptz at time zone o.time_zone - o.day_cutoff::interval)::date
    else t.business_day end as "businessDay",
  t.currency, t.total_minor as "totalMinor", t.content, t.voided`;

/** The next records that are planned one by one, oldest business day first, from the start date on. Openings go by themselves. */
export async function pendingPage(
  db: Db,
  { retailerId, solutionId }: Scope,
  startDate: string,
  limit: number,
  spans: readonly SpanOfSummaries[] = [],
  { which = 'pending', to, after, onAccount }: PageOf = {},
): Promise<PendingRow[]> {
  const until = to === undefined ? sql`` : sql`and t.business_day <= ${to}`;
  const next = after
    ? sql`and (t.business_day, t.id) > (${after.businessDay}::date, ${after.id}::bigint)`
    : sql``;
  const owing = onAccount
    ? sql`and (t.kind = 'payment' or t.kind in ('sale', 'sale_refund') and exists (
        select 1 from jsonb_array_elements(t.content -> 'payments') p
        where p ->> 'type' in (select value from jsonb_array_elements_text(${JSON.stringify(onAccount)}::text::jsonb))))`
    : sql``;
  const rows = await db.execute<PendingRow>(sql`
    select ${pendingColumns}, earlier.version as earlier
    from till_transaction t
    join outlet o on o.id = t.outlet_id
    left join register g on g.id = t.register_id
    ${joinEarlierVersion}
    where t.solution_id = ${solutionId} and t.retailer_id = ${retailerId} and ${isWaiting(which)}
      and t.kind <> 'shift' and t.business_day >= ${startDate} ${until} ${next} ${owing} and not ${isSummed(spans)}
    order by t.business_day, t.id limit ${limit}`);
  return [...rows];
}

/** Sales that wait and are planned one by one, among those named: payments are to pay them. */
export async function waitingSales(
  db: Db,
  { retailerId, solutionId }: Scope,
  startDate: string,
  named: readonly { outlet: string; id: string }[],
  spans: readonly SpanOfSummaries[],
): Promise<PendingRow[]> {
  if (named.length === 0) return [];
  const rows = await db.execute<PendingRow>(sql`
    select ${pendingColumns}, earlier.version as earlier
    from (select distinct outlet, id from jsonb_to_recordset(${JSON.stringify(named)}::text::jsonb) as x(outlet text, id text)) x
    join outlet o on o.solution_id = ${solutionId} and o.retailer_id = ${retailerId} and o.till_id = x.outlet
    join till_transaction t on t.solution_id = ${solutionId} and t.retailer_id = ${retailerId} and t.outlet_id = o.id
      and t.record_id = x.id and t.kind = 'sale'
    left join register g on g.id = t.register_id
    ${joinEarlierVersion}
    where ${isWaiting('mendable')} and t.business_day >= ${startDate} and not ${isSummed(spans)}
    order by t.business_day, t.id`);
  return [...rows];
}
