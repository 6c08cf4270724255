import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { isCorrection } from './earlier-version.ts';
import { requireLease } from './fence.ts';
import type { Scope } from './scope.ts';
import { summaryKeyForm } from './summary-key.ts';
import type { PendingRow } from './till-transactions.ts';
import { isMendable, isWaiting, type Which } from './waiting.ts';

/** Where and when receipts are summed, and the payment types that keep theirs out of the summary. */
export type SpanOfSummaries = {
  /** The outlet's id at the till; null: every outlet but those in `except`. */
  outlet: string | null;
  except: string[];
  from: string;
  to: string | null;
  onAccount: string[];
};

/**
 * Whether the receipt `t` is posted in a summary, and is no correction, which is a document of its own: by its outlet, business day and payment types; and what has begun in one way ends in it,
 * whatever was chosen since.
 */
export const isSummed = (
  spans: readonly SpanOfSummaries[],
): SQL => sql`(t.kind in ('sale', 'sale_refund') and not ${isCorrection} and coalesce(
  (select d.key ~ ${summaryKeyForm} from document_source s join document d on d.id = s.document_id
    where s.till_transaction_id = t.id and s.role = 'receipt' and s.live),
  exists (select 1 from outlet place
    join jsonb_to_recordset(${JSON.stringify(spans)}::text::jsonb)
      as span(outlet text, "except" jsonb, "from" date, "to" date, "onAccount" jsonb)
      on span.outlet = place.till_id or (span.outlet is null and not span."except" ? place.till_id)
    where place.id = t.outlet_id and t.business_day >= span."from" and (span."to" is null or t.business_day < span."to")
      and not exists (select 1 from jsonb_array_elements(t.content -> 'payments') p where span."onAccount" ? (p ->> 'type')))))`;

/** The next business day with a receipt that waits, after the given one; null: there is none. */
export async function nextDayWithReceipts(
  db: Db,
  { retailerId, solutionId }: Scope,
  startDate: string,
  after: string | null,
): Promise<string | null> {
  const [row] = await db.execute<{ day: string }>(sql`
    select business_day as day from till_transaction
    where solution_id = ${solutionId} and retailer_id = ${retailerId} and state = 'pending' and kind in ('sale', 'sale_refund')
      and business_day >= ${startDate} and business_day > coalesce(${after}::date, '-infinity')
    order by business_day limit 1`);
  return row?.day ?? null;
}

/** Receipts of one outlet and business day that are summed together: of one shift, or of one register, or (neither) all. */
export type SummaryGroupRow = {
  outletId: number;
  outlet: string;
  businessDay: string;
  shift: string | null;
  registerId: number | null;
  register: string | null;
  /** How many days the outlet's business day is past this one. */
  daysPast: number;
};

/** The groups of a business day in which receipts wait for a summary. */
export async function summaryGroups(
  db: Db,
  { retailerId, solutionId }: Scope,
  businessDay: string,
  perShift: boolean,
  spans: readonly SpanOfSummaries[],
  which: Which = 'pending',
): Promise<SummaryGroupRow[]> {
  const rows = await db.execute<SummaryGroupRow>(sql`
    with waiting as (
      select distinct t.outlet_id, case when ${perShift} then t.shift_till_id end as shift,
        case when ${perShift} and t.shift_till_id is null then t.register_id end as register_id
      from till_transaction t
      where t.solution_id = ${solutionId} and t.retailer_id = ${retailerId} and ${isWaiting(which)}
        and t.business_day = ${businessDay} and ${isSummed(spans)}
    )
    select w.outlet_id as "outletId", o.till_id as outlet, ${businessDay}::date as "businessDay", w.shift,
      w.register_id as "registerId", g.till_id as register,
      (now() at time zone o.time_zone - o.day_cutoff::interval)::date - ${businessDay}::date as "daysPast"
    from waiting w
    join outlet o on o.id = w.outlet_id and o.solution_id = ${solutionId} and o.retailer_id = ${retailerId}
    left join register g on g.id = w.register_id
    order by o.till_id, w.shift, g.till_id`);
  return [...rows];
}

export type ShiftOfDay = { outlet: string; shift: string; closed: boolean };

/** The shifts that touch a business day at some outlets, and whether each is closed. */
export async function shiftsOfDay(
  db: Db,
  { retailerId, solutionId }: Scope,
  businessDay: string,
  outletIds: readonly number[],
): Promise<ShiftOfDay[]> {
  // A business day lies within two days of its date, whatever zone and cut-off: that keeps it to an index.
  const rows = await db.execute<ShiftOfDay>(sql`
    with touching as (
      select distinct t.outlet_id, t.shift_till_id as shift from till_transaction t
      where t.solution_id = ${solutionId} and t.retailer_id = ${retailerId} and t.business_day = ${businessDay}
        and t.occurred_at between ${businessDay}::date - interval '2 days' and ${businessDay}::date + interval '3 days'
        and t.outlet_id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(outletIds)}::text::jsonb))
        and t.shift_till_id is not null and t.state <> 'superseded' and not t.voided
    )
    select o.till_id as outlet, x.shift, exists (
      select 1 from till_transaction c
      where c.solution_id = ${solutionId} and c.retailer_id = ${retailerId} and c.outlet_id = x.outlet_id
        and c.shift_till_id = x.shift and c.kind = 'shift' and c.state <> 'superseded' and not c.voided
        and c.content ->> 'closing' is not null) as closed
    from touching x join outlet o on o.id = x.outlet_id
    order by o.till_id, x.shift`);
  return [...rows];
}

export type HeldReceipt = {
  outlet: string;
  shift: string | null;
  register: string | null;
  businessDay: string;
  recordId: string;
  text: string;
};

/**
 * Receipts, and records that nobody can read, that are held for a fault of their own and so keep back the summary of their business
 * day or of one of these shifts. Those that only wait for others do not, nor those that change what was posted.
 */
export async function heldForTheirOwn(
  db: Db,
  { retailerId, solutionId }: Scope,
  businessDay: string,
  shifts: readonly { outlet: string; shift: string }[],
  spans: readonly SpanOfSummaries[],
  which: Which = 'pending',
): Promise<HeldReceipt[]> {
  // What is planned with the others as if it were let go, keeps nothing back by itself.
  const letGo = which === 'mendable' ? sql`and not ${isMendable}` : sql``;
  const rows = await db.execute<HeldReceipt>(sql`
    select o.till_id as outlet, t.shift_till_id as shift, g.till_id as register, t.business_day as "businessDay",
      t.record_id as "recordId", t.refusal_text as text
    from till_transaction t
    join outlet o on o.id = t.outlet_id
    left join register g on g.id = t.register_id
    where t.solution_id = ${solutionId} and t.retailer_id = ${retailerId} and t.state = 'held'
      and t.refusal_code not in ('shift_incomplete', 'summary_waits', 'changed_after_posting') ${letGo}
      and (t.business_day = ${businessDay} or exists (
        select 1 from jsonb_to_recordset(${JSON.stringify(shifts)}::text::jsonb) as x(outlet text, shift text)
        where x.outlet = o.till_id and x.shift = t.shift_till_id))
      and (t.kind = 'unknown' or ${isSummed(spans)})
    order by t.id`);
  return [...rows];
}

export type SummaryReceiptRow = PendingRow & {
  /** The summary document that it is in already, where that is planned again. */
  summary: { key: string; number: string } | null;
  /** Role → key of the documents of it that left, and must not leave again. */
  left: Record<string, string>;
};

/** Every receipt of a group that waits for its summary. */
export async function groupReceipts(
  db: Db,
  { retailerId, solutionId }: Scope,
  group: SummaryGroupRow,
  perShift: boolean,
  spans: readonly SpanOfSummaries[],
  which: Which = 'pending',
): Promise<SummaryReceiptRow[]> {
  const rows = await db.execute<SummaryReceiptRow>(sql`
    select t.id, t.kind, t.outlet_id as "outletId", o.till_id as outlet, g.till_id as register, t.record_id as "recordId",
      t.version, t.shift_till_id as shift, t.occurred_at as "occurredAt", t.business_day as "businessDay", t.currency,
      t.total_minor as "totalMinor", t.content,
      (select jsonb_build_object('key', d.key, 'number', d.number) from document_source s join document d on d.id = s.document_id
        where s.till_transaction_id = t.id and s.role = 'receipt' and s.live) as summary,
      coalesce((select jsonb_object_agg(s.role, d.key) from document_source s join document d on d.id = s.document_id
        where s.till_transaction_id = t.id and s.live and d.state not in ('planned', 'refused')), '{}'::jsonb) as left
    from till_transaction t
    join outlet o on o.id = t.outlet_id
    left join register g on g.id = t.register_id
    where t.solution_id = ${solutionId} and t.retailer_id = ${retailerId} and ${isWaiting(which)} and ${isSummed(spans)}
      and ${isOf(group, perShift)}
    order by t.record_id, t.version`);
  return [...rows];
}

/** Puts back what only waited for others of its group, so that it is planned with them. */
export async function releaseWaiting(
  db: Db,
  { retailerId, solutionId, owner }: Scope & { owner: string },
  group: SummaryGroupRow,
  perShift: boolean,
): Promise<void> {
  await db.transaction(async (dbTx) => {
    await requireLease(dbTx, { retailerId, solutionId }, owner);
    await dbTx.execute(sql`
      update till_transaction t set state = 'pending', refusal_code = null, refusal_text = null
      where t.solution_id = ${solutionId} and t.retailer_id = ${retailerId} and t.state = 'held'
        and t.kind in ('sale', 'sale_refund') and t.refusal_code in ('shift_incomplete', 'summary_waits')
        and ${isOf(group, perShift)}`);
  });
}

function isOf({ outletId, businessDay, shift, registerId }: SummaryGroupRow, perShift: boolean): SQL {
  const place = sql`t.outlet_id = ${outletId} and t.business_day = ${businessDay}`;
  if (!perShift) return place;
  return shift === null
    ? sql`${place} and t.shift_till_id is null and t.register_id is not distinct from ${registerId}`
    : sql`${place} and t.shift_till_id = ${shift}`;
}

/** Which of these keys are documents already, whatever became of them. */
export async function knownKeys(
  db: Db,
  { retailerId, solutionId }: Scope,
  keys: readonly string[],
): Promise<Set<string>> {
  const rows = await db.execute<{ key: string }>(sql`
    select key from document where solution_id = ${solutionId} and retailer_id = ${retailerId}
      and key in (select value from jsonb_array_elements_text(${JSON.stringify(keys)}::text::jsonb))`);
  return new Set(rows.map((row) => row.key));
}
