import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import type { Scope } from './scope.ts';
import { isMendable } from './waiting.ts';

export type Period = { from: string; to: string };

/** What a dry run begins with; null: the solution is gone. */
export async function dryRunStart(db: Db, { retailerId, solutionId }: Scope) {
  const [row] = await db.execute<{
    shortId: string;
    startDate: string | null;
    /** Earliest business day with a record that would be planned; null: none. */
    firstDay: string | null;
    lastDay: string | null;
  }>(sql`
    with days as (
      select min(t.business_day) as first, max(t.business_day) as last from till_transaction t, solution s
      where s.id = ${solutionId} and t.solution_id = s.id and t.retailer_id = ${retailerId} and t.state = 'pending'
        and t.business_day >= coalesce(s.start_date, '-infinity')
      union all
      select min(t.business_day), max(t.business_day) from till_transaction t, solution s
      where s.id = ${solutionId} and t.solution_id = s.id and t.retailer_id = ${retailerId} and ${isMendable}
        and t.business_day >= coalesce(s.start_date, '-infinity')
    )
    select short_id as "shortId", start_date as "startDate", (select min(first) from days) as "firstDay",
      (select max(last) from days) as "lastDay"
    from solution where id = ${solutionId} and retailer_id = ${retailerId}`);
  return row ?? null;
}

/** Which of these keys are documents already, and how far they are. */
export async function storedStates(
  db: Db,
  { retailerId, solutionId }: Scope,
  keys: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db.execute<{ key: string; state: string }>(sql`
    select key, state from document where solution_id = ${solutionId} and retailer_id = ${retailerId}
      and key in (select value from jsonb_array_elements_text(${JSON.stringify(keys)}::text::jsonb))`);
  return new Map(rows.map(({ key, state }) => [key, state]));
}

export type HeldForGood = { code: string; count: number; example: string };

/** Records of a period that no mapping can mend, by the code of their refusal. */
export async function heldForGood(
  db: Db,
  { retailerId, solutionId }: Scope,
  { from, to }: Period,
): Promise<HeldForGood[]> {
  const rows = await db.execute<HeldForGood>(sql`
    select t.refusal_code as code, count(*)::int as count, min(t.refusal_text) as example from till_transaction t
    where t.solution_id = ${solutionId} and t.retailer_id = ${retailerId} and t.state = 'held' and not ${isMendable}
      and t.business_day between ${from} and ${to}
    group by t.refusal_code order by count(*) desc, t.refusal_code`);
  return [...rows];
}

/** Documents that were summed up: what all of them together come to is one of their kind. */
export type SentSum = {
  kind: string;
  /** SPEND or RECEIVE of a bank transaction. */
  type: string | null;
  /** Key of what a payment is of, cut to its kind. */
  of: string | null;
  accountId: string | null;
  fromAccountId: string | null;
  toAccountId: string | null;
  count: number;
  totalMinor: number;
  taxMinor: number;
  /** Lines by account. */
  lines: { accountId: string; grossMinor: number; taxMinor: number }[];
};

/**
 * Documents of a period's records that are on their way or in Xero, summed by kind and accounts. Those of records that wait again
 * (they are planned anew) do not count, nor what Xero refused.
 */
export async function sentAlready(
  db: Db,
  { retailerId, solutionId }: Scope,
  { from, to }: Period,
): Promise<SentSum[]> {
  // A business day lies within two days of its date, whatever zone and cut-off: that keeps it to an index.
  const rows = await db.execute<SentSum>(sql`
    with records as materialized (
      select t.id from till_transaction t
      where t.solution_id = ${solutionId} and t.retailer_id = ${retailerId}
        -- A shift has the day of its closing; its opening amount belongs to the day on which it opened.
        and (t.business_day between ${from} and ${to} or t.kind = 'shift' and t.state = 'planned')
        and t.occurred_at between ${from}::date - interval '2 days' and ${to}::date + interval '3 days'
    ),
    ids as materialized (
      select distinct s.document_id as id from records r join document_source s on s.till_transaction_id = r.id and s.live
    ),
    sent as materialized (
      select d.id, d.kind, d.total_minor, d.tax_minor, d.content ->> 'type' as type,
        split_part(d.content ->> 'of', ':', 1) || ':' as "of",
        coalesce(d.content ->> 'accountId', d.content ->> 'bankAccountId') as "accountId",
        d.content ->> 'fromAccountId' as "fromAccountId", d.content ->> 'toAccountId' as "toAccountId", d.content -> 'lines' as lines
      from ids join document d on d.id = ids.id
      where d.solution_id = ${solutionId} and d.retailer_id = ${retailerId} and d.kind <> 'contact'
        and d.business_day between ${from} and ${to}
        and (d.state in ('sending', 'unsure', 'posted') or (d.state = 'planned' and not exists (
          select 1 from document_source s join till_transaction t on t.id = s.till_transaction_id
          where s.document_id = d.id and s.live and t.state <> 'planned')))
    ),
    heads as (
      select kind, type, "of", "accountId", "fromAccountId", "toAccountId", count(*)::int as count,
        sum(total_minor)::bigint as total, sum(tax_minor)::bigint as tax
      from sent group by 1, 2, 3, 4, 5, 6
    ),
    lines as (
      select x.kind, x.type, x."accountId" as bank, jsonb_agg(jsonb_build_object('accountId', x.account, 'grossMinor', x.gross,
        'taxMinor', x.tax)) as lines
      from (
        select s.kind, s.type, s."accountId", l."accountId" as account, sum(l."grossMinor")::bigint as gross,
          sum(l."taxMinor")::bigint as tax
        from sent s cross join lateral jsonb_to_recordset(s.lines)
          as l("accountId" text, "grossMinor" bigint, "taxMinor" bigint)
        group by 1, 2, 3, 4
      ) x group by 1, 2, 3
    )
    select h.kind, h.type, h."of", h."accountId", h."fromAccountId", h."toAccountId", h.count, h.total as "totalMinor",
      h.tax as "taxMinor", coalesce(l.lines, '[]'::jsonb) as lines
    from heads h
    left join lines l on l.kind = h.kind and l.type is not distinct from h.type and l.bank is not distinct from h."accountId"
    order by h.kind`);
  return [...rows];
}

/** Names of stored contacts by their keys. */
export async function contactNames(
  db: Db,
  { retailerId, solutionId }: Scope,
  keys: readonly string[],
): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map();
  const rows = await db.execute<{ key: string; name: string }>(sql`
    select key, content ->> 'name' as name from document
    where solution_id = ${solutionId} and retailer_id = ${retailerId} and kind = 'contact'
      and key in (select value from jsonb_array_elements_text(${JSON.stringify(keys)}::text::jsonb))`);
  return new Map(rows.map(({ key, name }) => [key, name]));
}
