import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import type { Scope } from './scope.ts';

/** How many records are looked into: enough to meet every code of a shop, few enough to stay quick over years of trade. */
const NEWEST = 5000;
const OPEN = 2000;
/** How many reasons of floating expenses are told; whoever writes novels there meets the rest as these are answered. */
const REASONS = 100;

/**
 * What occurs in stored records: tax codes and payment types (a retailer may live on imported files), kinds of cash movement,
 * reasons and taxes of floating expenses. Bounded: it looks into the newest records and into the oldest that wait or are held.
 * A code that it misses is met when its record is held for it, so reasons of held records are told first.
 */
export async function tillShows(db: Db, { retailerId, solutionId }: Scope) {
  const moved = sql`kind in ('cash_in', 'cash_out', 'floating_expense', 'till_variance')`;
  // What was voided or corrected at the till moved no cash, and needs no account.
  const posted = sql`kind in ('sale', 'sale_refund', 'payment') or (${moved} and not voided and state not in ('superseded', 'duplicate'))`;
  // Roughly as `reasonKey`, which has the last word: here it only keeps spellings of one reason from using up the bound.
  const sameReason = sql`lower(btrim(coalesce(content ->> 'reason', '')))`;
  const own = sql`solution_id = ${solutionId} and retailer_id = ${retailerId}`;
  const rows = await db.execute<{
    what: 'tax' | 'payment' | 'opposed' | 'rounding' | 'movement' | 'reason' | 'expense_tax';
    code: string | null;
    lineKind: string | null;
  }>(sql`
    with looked as materialized (
      select kind, state, content from (
        (select id, kind, state, voided, content from till_transaction where ${own} order by occurred_at desc, id desc limit ${NEWEST})
        union all
        (select id, kind, state, voided, content from till_transaction where ${own} and state = 'held' order by id limit ${OPEN})
        union all
        (select id, kind, state, voided, content from till_transaction where ${own} and state = 'pending' order by business_day, id limit ${OPEN})
      ) u where ${posted}
    )
    select distinct 'tax' as what, line ->> 'taxCode' as code, line ->> 'kind' as "lineKind"
    from looked, jsonb_array_elements(content -> 'lines') line
    union all
    select distinct 'payment', payment ->> 'type', null from looked, jsonb_array_elements(content -> 'payments') payment
    union all
    select distinct 'payment', content -> 'payment' ->> 'type', null from looked where content ? 'payment'
    union all
    select distinct 'opposed', payment ->> 'type', null from looked, jsonb_array_elements(content -> 'payments') payment
      where jsonb_array_length(content -> 'payments') > 1
        and jsonb_path_exists(content, '$.payments[*].amountMinor ? (@ < 0)')
        and jsonb_path_exists(content, '$.payments[*].amountMinor ? (@ > 0)')
    union all
    (select 'rounding', null, null from looked where content ->> 'roundingMinor' <> '0' limit 1)
    union all
    select distinct 'movement', kind, null from looked where ${moved}
    union all
    (select 'reason', min(coalesce(content ->> 'reason', '')), null from looked where kind = 'floating_expense'
      group by ${sameReason} order by bool_or(state = 'held') desc, count(*) desc, 2 limit ${REASONS})
    union all
    select distinct 'expense_tax', content -> 'tax' ->> 'code', null from looked
      where kind = 'floating_expense'`);
  const taxes = new Map<string, string[]>();
  for (const { what, code, lineKind } of rows) {
    if (what === 'tax' && code !== null) taxes.set(code, [...(taxes.get(code) ?? []), lineKind ?? 'product']);
  }
  const codesOf = (wanted: string) => [
    ...new Set(rows.flatMap(({ what, code }) => (what === wanted && code !== null ? [code] : []))),
  ];
  const movements = codesOf('movement');
  return {
    taxes: [...taxes].map(([code, kinds]) => ({ code, kinds })).sort((a, b) => a.code.localeCompare(b.code)),
    paymentTypes: codesOf('payment').sort(),
    opposedTypes: codesOf('opposed').sort(),
    rounds: rows.some((row) => row.what === 'rounding'),
    cashIn: movements.includes('cash_in'),
    cashOut: movements.includes('cash_out'),
    variance: movements.includes('till_variance'),
    expenseReasons: codesOf('reason').sort((a, b) => a.localeCompare(b)),
    expenseTaxes: codesOf('expense_tax').sort(),
  };
}
