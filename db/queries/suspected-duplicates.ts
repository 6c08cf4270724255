import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { type Likeness, pairOff } from './pair-off.ts';
import type { Scope } from './scope.ts';

/** Ids as a list that SQL can ask, however many there are. */
const listed = (ids: readonly number[]) =>
  sql`(select value::bigint from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))`;

/** Where a record came from: the till, or one file. Within one of them, equal receipts are as many sales. */
const sourceOf = (raw: SQL) =>
  sql`case ${raw}.source when 'file' then 'file ' || ${raw}.import_file_id else 'till' end`;

/** How exactly a moment is known. A time without seconds may be one of a till or file that has none. */
const precisionOf = (till: SQL, raw: SQL) => sql`case when ${raw}.body ->> 'at_precision' = 'day' then 'day'
  when date_trunc('minute', ${till}.occurred_at) = ${till}.occurred_at then 'minute' else 'second' end`;

const paidOf = (till: SQL) => sql`(select jsonb_agg(jsonb_build_array(p -> 'type', p -> 'amountMinor')
  order by p ->> 'type', (p ->> 'amountMinor')::bigint) from jsonb_array_elements(${till}.content -> 'payments') p)`;

const [t, o, r, x] = [sql`t`, sql`o`, sql`r`, sql`x`];

/**
 * Holds what was just interpreted and may be a receipt that came before by another way: same outlet, kind, total and payments, the
 * same moment as exactly as both know it, and one of the two without an id of the till's. Each stands for one other at most, so that
 * two equal receipts in a file and two from the till are two pairs. What a person has decided stays decided. What was held because of
 * a record that turned out to be a duplicate itself is looked at again. Call it in a transaction that holds the solution.
 * @returns how many that would have been posted are held now
 */
export async function holdSuspectedDuplicates(
  dbTx: Db,
  scope: Scope,
  rawRecordIds: readonly number[],
  { derivedIdStart }: { derivedIdStart: string },
): Promise<number> {
  if (!(await hasImported(dbTx, scope))) return 0;
  await followVersions(dbTx, scope);
  const freed = await freeOfDuplicates(dbTx, scope);
  const fresh = await freshReceipts(dbTx, scope, rawRecordIds, freed);
  await holdVoidedAfterwards(dbTx, scope, rawRecordIds);
  if (fresh.length === 0) return 0;
  return hold(dbTx, scope, pairOff(await likenesses(dbTx, scope, fresh, derivedIdStart)));
}

/** Only files give receipts without numbers: who never imported one is spared the search. */
async function hasImported(dbTx: Db, { retailerId, solutionId }: Scope): Promise<boolean> {
  const rows = await dbTx.execute(sql`
    select 1 from import_file where solution_id = ${solutionId} and retailer_id = ${retailerId} limit 1`);
  return rows.length > 0;
}

/** Where the till changed the other record meanwhile, its newest version is the one to compare with. */
async function followVersions(dbTx: Db, { retailerId, solutionId }: Scope) {
  await dbTx.execute(sql`
    update suspected_duplicate s set other_id = n.id
    from till_transaction o join till_transaction n on n.solution_id = o.solution_id and n.outlet_id = o.outlet_id
      and n.record_id = o.record_id and n.state <> 'superseded' and n.version > o.version
    where s.solution_id = ${solutionId} and s.retailer_id = ${retailerId} and s.decision is null
      and o.id = s.other_id and o.state = 'superseded' and n.kind in ('sale', 'sale_refund')`);
}

/** Whatever was held for a record that is itself a duplicate waits again. */
async function freeOfDuplicates(dbTx: Db, { retailerId, solutionId }: Scope): Promise<number[]> {
  const rows = await dbTx.execute<{ id: number }>(sql`
    with freed as (
      delete from suspected_duplicate s using till_transaction o
      where s.solution_id = ${solutionId} and s.retailer_id = ${retailerId} and s.decision is null
        and o.id = s.other_id and o.state = 'duplicate'
      returning s.till_transaction_id as id
    )
    update till_transaction t set state = 'pending', refusal_code = null, refusal_text = null
    from freed where t.id = freed.id and t.state = 'held' and t.refusal_code = 'suspected_duplicate'
    returning t.id`);
  return rows.map(({ id }) => id);
}

/** The receipts to look at: that would be posted, or that their file suspects, and of which nobody has said that they are others. */
async function freshReceipts(
  dbTx: Db,
  { retailerId, solutionId }: Scope,
  rawRecordIds: readonly number[],
  freed: readonly number[],
): Promise<number[]> {
  const released = sql`exists (
    select 1 from till_transaction v join suspected_duplicate d on d.till_transaction_id = v.id and d.decision = 'another_sale'
    where v.solution_id = t.solution_id and v.outlet_id = t.outlet_id and v.record_id = t.record_id)`;
  const suspect = sql`t.state = 'held' and t.refusal_code = 'suspected_duplicate'`;
  const came = sql`t.solution_id = ${solutionId} and t.retailer_id = ${retailerId} and t.kind in ('sale', 'sale_refund')
    and (t.raw_record_id in ${listed(rawRecordIds)} or t.id in ${listed(freed)})`;
  // Interpreted again, its file suspects it again; a person knew better.
  await dbTx.execute(sql`
    update till_transaction t set refusal_code = null, refusal_text = null,
      state = case when t.voided then 'not_posted' else 'pending' end
    where ${came} and ${suspect} and ${released}`);
  await dbTx.execute(sql`
    delete from suspected_duplicate s using till_transaction t
    where t.id = s.till_transaction_id and s.decision is null and ${came}`);
  const rows = await dbTx.execute<{ id: number }>(sql`
    select t.id from till_transaction t
    where ${came} and not t.voided and (t.state = 'pending' or ${suspect}) and not ${released}`);
  return rows.map(({ id }) => id);
}

/** Voided at the till after it came, while what is the same, or may be, goes to Xero: that is for a person to put right there. */
async function holdVoidedAfterwards(
  dbTx: Db,
  { retailerId, solutionId }: Scope,
  rawRecordIds: readonly number[],
) {
  await dbTx.execute(sql`
    update till_transaction t set state = 'held', refusal_code = 'changed_after_posting',
      refusal_text = format('The till voided this receipt. Receipt %s, which is or may be the same one, was posted already; correct it in Xero.',
        o.record_id)
    from till_transaction e
    join suspected_duplicate s on s.till_transaction_id = e.id and s.decision is distinct from 'another_sale'
    join till_transaction o on o.id = s.other_id and o.state = 'planned'
    where t.solution_id = ${solutionId} and t.retailer_id = ${retailerId} and t.raw_record_id in ${listed(rawRecordIds)}
      and t.voided and t.state = 'not_posted' and e.solution_id = t.solution_id and e.outlet_id = t.outlet_id
      and e.record_id = t.record_id and e.version < t.version`);
}

/** All that the given receipts may be: one statement, by an index on outlet, total and time. */
async function likenesses(
  dbTx: Db,
  { retailerId, solutionId }: Scope,
  fresh: readonly number[],
  derivedIdStart: string,
): Promise<Likeness[]> {
  const there = sql`o.state not in ('superseded', 'duplicate') and o.kind in ('sale', 'sale_refund')`;
  const found = (
    why: string,
  ) => sql`f.id, f.raw_record_id as "order", f.source, o.id as "otherId", ${sourceOf(r)} as "otherSource",
    ${why}::text as why, o.state = 'held' as "otherHeld", abs(extract(epoch from f.occurred_at - o.occurred_at))::float8 as "secondsApart",
    o.record_id as "otherRecordId", to_char(o.occurred_at at time zone f.time_zone,
      case when r.body ->> 'at_precision' = 'day' then 'YYYY-MM-DD' else 'YYYY-MM-DD HH24:MI' end) as "otherTime"`;
  const rows = await dbTx.execute<Likeness>(sql`
    with f as materialized (
      select t.id, t.raw_record_id, t.outlet_id, t.record_id, t.version, t.kind, t.currency, t.total_minor, t.occurred_at,
        t.business_day, u.time_zone, (t.occurred_at at time zone u.time_zone)::date as local_day,
        starts_with(t.record_id, ${derivedIdStart}) as derived, ${sourceOf(r)} as source, ${precisionOf(t, r)} as precision,
        ${paidOf(t)} as paid, r.body -> 'suspected_duplicate_of' ->> 'id' as named
      from till_transaction t
      join raw_record r on r.id = t.raw_record_id
      join outlet u on u.id = t.outlet_id
      where t.id in ${listed(fresh)} and t.solution_id = ${solutionId} and t.retailer_id = ${retailerId}
    ),
    near as materialized (
      select f.*, o.id as other_id
      from f
      -- One after another by the index: PostgreSQL, left to itself, may join everything with everything.
      cross join lateral (
        select * from till_transaction o
        where o.solution_id = ${solutionId} and o.outlet_id = f.outlet_id and o.total_minor = f.total_minor
          -- A day and its cut-off, and the hour that a clock may be put back.
          and o.occurred_at between f.occurred_at - interval '26 hours' and f.occurred_at + interval '26 hours'
          and ${there} and not o.voided and o.kind = f.kind and o.currency = f.currency and o.record_id <> f.record_id
          and (f.derived or starts_with(o.record_id, ${derivedIdStart}))
          -- A day without times begins on a whole minute: all others in other minutes are other receipts.
          and (f.precision = 'day' or date_trunc('minute', o.occurred_at) in (o.occurred_at, date_trunc('minute', f.occurred_at)))
        offset 0
      ) o
      cross join lateral (select * from raw_record r where r.id = o.raw_record_id offset 0) r
      where (o.raw_record_id < f.raw_record_id or o.id not in (select id from f))
        and f.source <> ${sourceOf(r)}
        and case when f.precision = 'day' or r.body ->> 'at_precision' = 'day'
          then f.business_day = o.business_day
            or (f.precision = 'day' and f.business_day = (o.occurred_at at time zone f.time_zone)::date)
            or (r.body ->> 'at_precision' = 'day' and o.business_day = f.local_day)
          when 'minute' in (f.precision, ${precisionOf(o, r)})
          then date_trunc('minute', f.occurred_at) = date_trunc('minute', o.occurred_at)
          else date_trunc('second', f.occurred_at) = date_trunc('second', o.occurred_at) end
        and f.paid is not distinct from ${paidOf(o)}
    ),
    pairs as materialized (
      select n.other_id, s.till_transaction_id as partner_id, false as held
      from (select distinct other_id from near) n join suspected_duplicate s on s.other_id = n.other_id
      where s.decision is distinct from 'another_sale'
      union all
      select n.other_id, s.other_id, true
      from (select distinct other_id from near) n join suspected_duplicate s on s.till_transaction_id = n.other_id
      where s.decision is distinct from 'another_sale'
    ),
    taken as materialized (
      select p.other_id, p.held, y.record_id, ${sourceOf(x)} as source
      from pairs p join till_transaction y on y.id = p.partner_id join raw_record x on x.id = y.raw_record_id
      where y.state <> 'superseded' and not y.voided
    )
    select ${found('alike')}
    from near f
    join till_transaction o on o.id = f.other_id
    join raw_record r on r.id = o.raw_record_id
    -- It is not held for this one itself, and nothing else of the same source stands for it already.
    where not exists (select 1 from taken k where k.other_id = f.other_id and k.source = f.source
      and (k.held or k.record_id <> f.record_id))
    union all
    select ${found('earlier')}
    from f
    join till_transaction e on e.solution_id = ${solutionId} and e.outlet_id = f.outlet_id and e.record_id = f.record_id
      and e.version < f.version
    join suspected_duplicate s on s.till_transaction_id = e.id and s.decision is distinct from 'another_sale'
    join till_transaction o on o.id = s.other_id
    join raw_record r on r.id = o.raw_record_id
    where ${there}
    union all
    select ${found('named')}
    from f
    join till_transaction o on o.solution_id = ${solutionId} and o.outlet_id = f.outlet_id and o.record_id = f.named
    join raw_record r on r.id = o.raw_record_id
    where ${there} and o.id <> f.id`);
  return [...rows];
}

/** Why it waits, for a person. */
function sentence({ why, otherRecordId, otherTime }: Likeness): string {
  const other = `receipt ${otherRecordId} of ${otherTime}`;
  return why === 'earlier'
    ? `An earlier version of it was like ${other}, and the till has changed it since. Decide whether it is the same one; if it is, correct in Xero what was posted of the other.`
    : `It may be ${other}: the same outlet, time, total and payments, and one of the two came from a file without receipt numbers. Decide whether it is the same one.`;
}

async function hold(
  dbTx: Db,
  { retailerId, solutionId }: Scope,
  pairs: readonly Likeness[],
): Promise<number> {
  if (pairs.length === 0) return 0;
  const rows = pairs.map((pair) => ({ id: pair.id, otherId: pair.otherId, text: sentence(pair) }));
  const [held] = await dbTx.execute<{ count: number }>(sql`
    with pairs as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as p(id bigint, "otherId" bigint, text text)
    ),
    noted as (
      insert into suspected_duplicate (till_transaction_id, retailer_id, solution_id, other_id)
      select id, ${retailerId}, ${solutionId}, "otherId" from pairs
    ),
    before as (select t.id, t.state from till_transaction t join pairs on pairs.id = t.id),
    held as (
      update till_transaction t set state = 'held', refusal_code = 'suspected_duplicate', refusal_text = pairs.text
      from pairs where t.id = pairs.id and t.solution_id = ${solutionId} and t.retailer_id = ${retailerId}
    )
    select count(*)::int as count from before where state = 'pending'`);
  return held!.count;
}
