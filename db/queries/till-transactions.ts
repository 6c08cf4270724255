import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { requireLease } from './fence.ts';
import type { Scope } from './scope.ts';

export type InboxRow = {
  rawRecordId: number;
  body: unknown;
  receivedAt: string;
  conflicting: boolean;
  outletTillId: string;
};

/** The next raw records to interpret, in the order in which they came. */
export async function inboxPage(
  db: Db,
  { retailerId, solutionId }: Scope,
  limit: number,
): Promise<InboxRow[]> {
  const rows = await db.execute<InboxRow>(sql`
    select r.id as "rawRecordId", r.body, r.outlet_till_id as "outletTillId", r.conflict is not null as conflicting,
      to_char(r.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "receivedAt"
    from raw_inbox i join raw_record r on r.id = i.raw_record_id
    where i.solution_id = ${solutionId} and i.retailer_id = ${retailerId}
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
 * Stores what raw records were interpreted as and empties the inbox of them, in one transaction. A newer version takes the place
 * of older ones that were not posted; where an older one was posted already, the newer is held: correcting what is in Xero is
 * another matter than posting.
 */
export async function keepTillTransactions(
  db: Db,
  { retailerId, solutionId, owner }: Scope & { owner: string },
  rawRecordIds: readonly number[],
  transactions: readonly TillTransactionToKeep[],
): Promise<void> {
  await db.transaction(async (dbTx) => {
    await requireLease(dbTx, { retailerId, solutionId }, owner);
    // What was unreadable before may be understood now; its placeholder goes.
    await dbTx.execute(sql`
      delete from till_transaction where solution_id = ${solutionId} and retailer_id = ${retailerId} and kind = 'unknown'
        and raw_record_id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(rawRecordIds)}::text::jsonb))`);
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
    await settleVersions(dbTx, { retailerId, solutionId }, rawRecordIds);
    await releaseIncompleteShifts(dbTx, { retailerId, solutionId }, rawRecordIds);
    await dbTx.execute(sql`
      delete from raw_inbox where solution_id = ${solutionId} and retailer_id = ${retailerId}
        and raw_record_id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(rawRecordIds)}::text::jsonb))`);
  });
}

async function settleVersions(dbTx: Db, { retailerId, solutionId }: Scope, rawRecordIds: readonly number[]) {
  await dbTx.execute(sql`
    with fresh as (
      select t.* from till_transaction t
      where t.solution_id = ${solutionId} and t.retailer_id = ${retailerId}
        and t.raw_record_id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(rawRecordIds)}::text::jsonb))
    ),
    touched as (select distinct solution_id, outlet_id, record_id from fresh where version > 1 or exists (
      select 1 from till_transaction o where o.solution_id = fresh.solution_id and o.outlet_id = fresh.outlet_id
        and o.record_id = fresh.record_id and o.version > fresh.version)),
    newest as (
      select t.outlet_id, t.record_id, max(t.version) as version
      from till_transaction t join touched using (solution_id, outlet_id, record_id) group by 1, 2
    ),
    ranked as (
      select t.id, t.state, t.version, n.version as newest, exists (
        select 1 from till_transaction p where p.solution_id = t.solution_id and p.outlet_id = t.outlet_id
          and p.record_id = t.record_id and p.version < n.version and p.state = 'planned') as older_planned
      from till_transaction t join touched using (solution_id, outlet_id, record_id)
      join newest n on n.outlet_id = t.outlet_id and n.record_id = t.record_id
    ),
    old as (
      update till_transaction t set state = 'superseded', refusal_code = null, refusal_text = null
      from ranked r where r.id = t.id and r.version < r.newest and r.state in ('pending', 'held', 'not_posted')
    )
    update till_transaction t set state = 'held', refusal_code = 'changed_after_posting',
      refusal_text = 'The till changed or voided this record after it had been posted. What is in Xero still shows the earlier version; correct it there, or undo it and post it again.'
    from ranked r where r.id = t.id and r.version = r.newest and r.older_planned and r.state in ('pending', 'not_posted')
      and t.kind not in ('shift', 'unknown')`);
}

/** A record that came may be what a shift lacked: variances that wait for it are looked at again. */
async function releaseIncompleteShifts(
  dbTx: Db,
  { retailerId, solutionId }: Scope,
  rawRecordIds: readonly number[],
) {
  await dbTx.execute(sql`
    update till_transaction t set state = 'pending', refusal_code = null, refusal_text = null
    from (
      select distinct outlet_id, shift_till_id from till_transaction
      where solution_id = ${solutionId} and retailer_id = ${retailerId} and shift_till_id is not null
        and raw_record_id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(rawRecordIds)}::text::jsonb))
    ) came
    where t.solution_id = ${solutionId} and t.shift_till_id = came.shift_till_id and t.outlet_id = came.outlet_id
      and t.state = 'held' and t.refusal_code = 'shift_incomplete'`);
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
};

/** The next records to plan, oldest business day first, from the start date on. */
export async function pendingPage(
  db: Db,
  { retailerId, solutionId }: Scope,
  startDate: string,
  limit: number,
): Promise<PendingRow[]> {
  const rows = await db.execute<PendingRow>(sql`
    select t.id, t.kind, t.outlet_id as "outletId", o.till_id as outlet, g.till_id as register, t.record_id as "recordId",
      t.version, t.shift_till_id as shift, t.occurred_at as "occurredAt", t.business_day as "businessDay", t.currency,
      t.total_minor as "totalMinor", t.content
    from till_transaction t
    join outlet o on o.id = t.outlet_id
    left join register g on g.id = t.register_id
    where t.solution_id = ${solutionId} and t.retailer_id = ${retailerId} and t.state = 'pending'
      and t.business_day >= ${startDate}
    order by t.business_day, t.id limit ${limit}`);
  return [...rows];
}

/** Puts held records back to be planned: after the mapping or the organisation changed. Not those that no mapping can mend. */
export async function releaseHeld(db: Db, { retailerId, solutionId }: Scope): Promise<number> {
  const rows = await db.execute(sql`
    update till_transaction set state = 'pending', refusal_code = null, refusal_text = null
    where solution_id = ${solutionId} and retailer_id = ${retailerId} and state = 'held'
      and kind not in ('shift', 'unknown')
      and refusal_code not in ('record_unreadable', 'record_conflict', 'unknown_outlet', 'receipt_does_not_add_up',
        'suspected_duplicate', 'changed_after_posting')
    returning id`);
  return rows.length;
}

/** Puts records whose document Xero refused back to be planned, under today's mapping. */
export async function releaseRefused(db: Db, { retailerId, solutionId }: Scope): Promise<number> {
  const rows = await db.execute(sql`
    update till_transaction t set state = 'pending'
    where t.solution_id = ${solutionId} and t.retailer_id = ${retailerId} and t.state = 'planned'
      and exists (select 1 from document_source s join document d on d.id = s.document_id
        where s.till_transaction_id = t.id and s.live and d.state = 'refused')
    returning t.id`);
  return rows.length;
}

/** Puts records of outlets that were unknown when they came back into the inbox. */
export async function reinterpretUnknownOutlets(db: Db, { retailerId, solutionId }: Scope): Promise<void> {
  await db.execute(sql`
    insert into raw_inbox (raw_record_id, retailer_id, solution_id)
    select distinct t.raw_record_id, t.retailer_id, t.solution_id
    from till_transaction t join raw_record r on r.id = t.raw_record_id
    join outlet o on o.solution_id = t.solution_id and o.till_id = r.outlet_till_id
    where t.solution_id = ${solutionId} and t.retailer_id = ${retailerId} and t.state = 'held'
      and t.refusal_code = 'unknown_outlet'
    on conflict do nothing`);
}
