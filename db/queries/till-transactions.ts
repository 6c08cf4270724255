import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { holdConflicting } from './conflicts.ts';
import { type EarlierVersion, joinEarlierVersion } from './earlier-version.ts';
import { requireLease } from './fence.ts';
import { cameFrom, idsOf } from './rows-of.ts';
import type { Scope } from './scope.ts';
import { isSummed, type SpanOfSummaries } from './summaries.ts';
import { holdSuspectedDuplicates } from './suspected-duplicates.ts';
import { settleVersions } from './versions.ts';
import { isWaiting, type Which } from './waiting.ts';

export type InboxRow = {
  rawRecordId: number;
  body: unknown;
  receivedAt: string;
  conflicting: boolean;
  outletTillId: string;
};

/** The next raw records to interpret, in the order in which they came. @param after the last one of the page before; 0: from the first */
export async function inboxPage(
  db: Db,
  { retailerId, solutionId }: Scope,
  after: number,
  limit: number,
): Promise<InboxRow[]> {
  const rows = await db.execute<InboxRow>(sql`
    select r.id as "rawRecordId", r.body, r.outlet_till_id as "outletTillId", r.conflict is not null as conflicting,
      to_char(r.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "receivedAt"
    from raw_inbox i join raw_record r on r.id = i.raw_record_id
    where i.solution_id = ${solutionId} and i.retailer_id = ${retailerId} and i.raw_record_id > ${after}
    order by i.raw_record_id limit ${limit}`);
  return [...rows];
}

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

export type TillTransactionToKeep = {
  rawRecordId: number;
  outletId: number | null;
  registerId: number | null;
  kind: string;
  recordId: string;
  version: number;
  shift: string | null;
  occurredAt: string;
  businessDay: string;
  currency: string;
  totalMinor: number;
  voided: boolean;
  content: unknown;
  state: 'pending' | 'held' | 'not_posted';
  refusalCode: string | null;
  refusalText: string | null;
};

/**
 * Stores what raw records were interpreted as, settles which version of each counts, holds what may be here already under another
 * id, and empties the inbox of them, in one transaction.
 * @returns how many were held as suspected duplicates here
 */
export async function keepTillTransactions(
  db: Db,
  { retailerId, solutionId, owner, derivedIdStart }: Scope & { owner: string; derivedIdStart: string },
  rawRecordIds: readonly number[],
  transactions: readonly TillTransactionToKeep[],
): Promise<{ suspected: number }> {
  return db.transaction(async (dbTx) => {
    await requireLease(dbTx, { retailerId, solutionId }, owner);
    // What was unreadable before may be understood now; its placeholder goes.
    await dbTx.execute(sql`
      delete from till_transaction t using ${cameFrom({ retailerId, solutionId }, rawRecordIds)} c
      where t.id = c.id and c.kind = 'unknown'`);
    await dbTx.execute(sql`
      insert into till_transaction (retailer_id, solution_id, raw_record_id, outlet_id, register_id, kind, record_id, version,
        shift_till_id, occurred_at, business_day, currency, total_minor, voided, content, state, refusal_code, refusal_text)
      select ${retailerId}, ${solutionId}, "rawRecordId", "outletId", "registerId", kind, "recordId", version, shift,
        "occurredAt", "businessDay", currency, "totalMinor", voided, content, state, "refusalCode", "refusalText"
      from jsonb_to_recordset(${JSON.stringify(transactions)}::text::jsonb) as x("rawRecordId" bigint, "outletId" bigint,
        "registerId" bigint, kind text, "recordId" text, version int, shift text, "occurredAt" timestamptz, "businessDay" date,
        currency text, "totalMinor" bigint, voided boolean, content jsonb, state text, "refusalCode" text, "refusalText" text)
      on conflict (raw_record_id, kind) do update set outlet_id = excluded.outlet_id, register_id = excluded.register_id,
        business_day = excluded.business_day, content = excluded.content, total_minor = excluded.total_minor,
        state = excluded.state, refusal_code = excluded.refusal_code, refusal_text = excluded.refusal_text
        where till_transaction.state in ('pending', 'held', 'not_posted')`);
    await holdConflicting(dbTx, { retailerId, solutionId }, rawRecordIds);
    await settleVersions(dbTx, { retailerId, solutionId }, rawRecordIds);
    const suspected = await holdSuspectedDuplicates(dbTx, { retailerId, solutionId }, rawRecordIds, {
      derivedIdStart,
    });
    await releaseIncompleteShifts(dbTx, { retailerId, solutionId }, rawRecordIds);
    await dbTx.execute(sql`
      delete from raw_inbox i using ${idsOf({ retailerId, solutionId }, rawRecordIds)} x
      where i.raw_record_id = x.id and i.solution_id = x.solution_id and i.retailer_id = x.retailer_id`);
    return { suspected };
  });
}

/**
 * A record that came may be what a shift lacked, or what kept back a summary: variances and receipts that wait for it are looked at
 * again. Receipts of a shift that is still open are not: they wait for its closing.
 */
export async function releaseIncompleteShifts(
  dbTx: Db,
  { retailerId, solutionId }: Scope,
  rawRecordIds: readonly number[],
) {
  await dbTx.execute(sql`
    with came as materialized (
      select distinct c.outlet_id, c.shift_till_id as shift, c.business_day as day
      from ${cameFrom({ retailerId, solutionId }, rawRecordIds)} c where c.outlet_id is not null
    ),
    -- A day's summary waits for every shift that touches it.
    days as materialized (
      select outlet_id, day from came
      union
      select s.outlet_id, s.business_day from (select distinct outlet_id, shift from came) c
      join till_transaction s on s.solution_id = ${solutionId} and s.shift_till_id = c.shift and s.outlet_id = c.outlet_id
    )
    update till_transaction t set state = 'pending', refusal_code = null, refusal_text = null
    where t.solution_id = ${solutionId} and t.retailer_id = ${retailerId} and t.state = 'held'
      and t.refusal_code in ('shift_incomplete', 'summary_waits')
      and ((t.outlet_id, t.shift_till_id) in (select outlet_id, shift from came where shift is not null)
        or (t.kind in ('sale', 'sale_refund') and (t.outlet_id, t.business_day) in (select outlet_id, day from days)))
      and (t.kind not in ('sale', 'sale_refund') or t.shift_till_id is null or exists (
        select 1 from till_transaction c where c.solution_id = ${solutionId} and c.outlet_id = t.outlet_id
          and c.shift_till_id = t.shift_till_id and c.kind = 'shift' and c.state <> 'superseded'
          and c.content ->> 'closing' is not null))`);
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
