import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import type { Scope } from './scope.ts';

/** How many records are looked into: enough to meet every code of a shop, few enough to stay quick over years of trade. */
const NEWEST = 5000;
const OPEN = 2000;

/**
 * Which tax codes and payment types occur in stored records, for a retailer who lives on imported files. Bounded: it looks into
 * the newest records and into the oldest that wait or are held. A code that it misses is met when its record is held for it.
 */
export async function tillShows(db: Db, { retailerId, solutionId }: Scope) {
  const posted = sql`kind in ('sale', 'sale_refund', 'payment')`;
  const own = sql`solution_id = ${solutionId} and retailer_id = ${retailerId}`;
  const rows = await db.execute<{
    what: 'tax' | 'payment' | 'rounding';
    code: string | null;
    lineKind: string | null;
  }>(sql`
    with looked as materialized (
      select content from (
        (select id, kind, content from till_transaction where ${own} order by occurred_at desc, id desc limit ${NEWEST})
        union all
        (select id, kind, content from till_transaction where ${own} and state = 'held' order by id limit ${OPEN})
        union all
        (select id, kind, content from till_transaction where ${own} and state = 'pending' order by business_day, id limit ${OPEN})
      ) u where ${posted}
    )
    select distinct 'tax' as what, line ->> 'taxCode' as code, line ->> 'kind' as "lineKind"
    from looked, jsonb_array_elements(content -> 'lines') line
    union all
    select distinct 'payment', payment ->> 'type', null from looked, jsonb_array_elements(content -> 'payments') payment
    union all
    select distinct 'payment', content -> 'payment' ->> 'type', null from looked where content ? 'payment'
    union all
    (select 'rounding', null, null from looked where content ->> 'roundingMinor' <> '0' limit 1)`);
  const taxes = new Map<string, string[]>();
  const paymentTypes = new Set<string>();
  for (const { what, code, lineKind } of rows) {
    if (code === null) continue;
    if (what === 'tax') taxes.set(code, [...(taxes.get(code) ?? []), lineKind ?? 'product']);
    else paymentTypes.add(code);
  }
  return {
    taxes: [...taxes].map(([code, kinds]) => ({ code, kinds })).sort((a, b) => a.code.localeCompare(b.code)),
    paymentTypes: [...paymentTypes].sort(),
    rounds: rows.some((row) => row.what === 'rounding'),
  };
}
