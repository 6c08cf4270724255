import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import type { Scope } from './scope.ts';
import { isNewest } from './versions.ts';

export type ShiftRow = {
  outlet: string;
  shift: string;
  currency: string;
  /** The newest closing, as interpreted; null: the shift is open, or its record never came. */
  closing: unknown;
  /** Null where the shift's record never came. */
  openingMinor: number | null;
  /** Codes of the payment types that are cash, as the till last described itself. */
  cashTypes: string[];
  receipts: number;
  accountPayments: number;
  cashMovements: number;
  salesMinor: number;
  refundsMinor: number;
  cashInMinor: number;
  cashOutMinor: number;
  floatingExpenseMinor: number;
  payments: Record<string, number>;
  accountPaymentsByType: Record<string, number>;
  taxes: Record<string, number>;
};

/** Closings and what our live records of those shifts come to, for a few shifts. */
export async function shiftSums(
  db: Db,
  { retailerId, solutionId }: Scope,
  shifts: readonly { outlet: string; shift: string }[],
): Promise<ShiftRow[]> {
  if (shifts.length === 0) return [];
  const rows = await db.execute<ShiftRow>(sql`
    with wanted as (
      select distinct o.id as outlet_id, x.outlet, x.shift
      from jsonb_to_recordset(${JSON.stringify(shifts)}::text::jsonb) as x(outlet text, shift text)
      join outlet o on o.solution_id = ${solutionId} and o.retailer_id = ${retailerId} and o.till_id = x.outlet
    ),
    records as materialized (
      select w.outlet, w.shift, t.kind, t.total_minor, t.currency, t.content
      from wanted w
      join till_transaction t on t.solution_id = ${solutionId} and t.shift_till_id = w.shift and t.outlet_id = w.outlet_id
      -- A receipt that is one of a file's too is in its shift here, and there in none: files give no shifts.
      where t.state <> 'superseded' and not t.voided and ${isNewest}
    ),
    amounts as (
      select r.outlet, r.shift, 'payments' as what, p ->> 'type' as name, (p ->> 'amountMinor')::bigint as amount
      from records r, jsonb_array_elements(r.content -> 'payments') p where r.kind in ('sale', 'sale_refund')
      union all
      select r.outlet, r.shift, 'taxes', t ->> 'code', (t ->> 'amountMinor')::bigint
      from records r, jsonb_array_elements(r.content -> 'taxes') t where r.kind in ('sale', 'sale_refund')
      union all
      select r.outlet, r.shift, 'debts', r.content -> 'payment' ->> 'type', r.total_minor
      from records r where r.kind = 'payment'
    ),
    named as (
      select outlet, shift, what, jsonb_object_agg(name, amount) as amounts
      from (select outlet, shift, what, name, sum(amount) as amount from amounts group by 1, 2, 3, 4) by_name
      group by 1, 2, 3
    ),
    cash as (
      select coalesce(jsonb_agg(p ->> 'code'), '[]'::jsonb) as types
      from solution s, jsonb_array_elements(s.feed_business -> 'payment_types') p
      where s.id = ${solutionId} and s.retailer_id = ${retailerId} and p ->> 'kind' = 'cash'
    )
    select r.outlet, r.shift, max(r.currency) as currency,
      (array_agg(r.content -> 'closing') filter (where r.kind = 'shift'))[1] as closing,
      (array_agg((r.content ->> 'openingMinor')::bigint) filter (where r.kind = 'shift'))[1] as "openingMinor",
      (select types from cash) as "cashTypes",
      (count(*) filter (where r.kind in ('sale', 'sale_refund')))::int as receipts,
      (count(*) filter (where r.kind = 'payment'))::int as "accountPayments",
      (count(*) filter (where r.kind in ('cash_in', 'cash_out', 'floating_expense')
        and not (r.content ->> 'removedAtClosing')::boolean))::int as "cashMovements",
      coalesce(sum(r.total_minor) filter (where r.kind = 'sale'), 0)::bigint as "salesMinor",
      coalesce(sum(r.total_minor) filter (where r.kind = 'sale_refund'), 0)::bigint as "refundsMinor",
      coalesce(sum(r.total_minor) filter (where r.kind = 'cash_in'), 0)::bigint as "cashInMinor",
      coalesce(sum(r.total_minor) filter (where r.kind = 'cash_out'
        and not (r.content ->> 'removedAtClosing')::boolean), 0)::bigint as "cashOutMinor",
      coalesce(sum(r.total_minor) filter (where r.kind = 'floating_expense'), 0)::bigint as "floatingExpenseMinor",
      ${amountsOf('payments')} as payments, ${amountsOf('debts')} as "accountPaymentsByType", ${amountsOf('taxes')} as taxes
    from records r
    group by r.outlet, r.shift`);
  return [...rows];
}

const amountsOf = (what: 'payments' | 'debts' | 'taxes') => sql`coalesce(
  (select n.amounts from named n where n.outlet = r.outlet and n.shift = r.shift and n.what = ${what}), '{}'::jsonb)`;
