import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import type { Scope } from './scope.ts';
import { summaryKeyForm } from './summary-key.ts';

/** Of a document's source `s`: as what a receipt is in an invoice that may be owed. */
const isDebtsRole = sql`(s.role in ('receipt', 'correction', 'reversal') or s.role like 'debt:%')`;

export type OpenInvoiceRow = {
  key: string;
  outlet: string;
  receipt: string;
  contact: unknown;
  /** Its total less the payments and allocations that are planned on it, sent or not. */
  dueMinor: number;
};

/**
 * Invoices of ours that refunds on account and payments may be set against, oldest first: those of named receipts, paid or not, and
 * what is open of named contacts. Summaries are none: nothing is owed on them. What a record made that waits to be planned again does not count: it is planned anew.
 * @param contactKeys keys of planned contacts
 */
export async function openInvoices(
  db: Db,
  { retailerId, solutionId }: Scope,
  receipts: readonly { outlet: string; id: string }[],
  contactKeys: readonly string[],
): Promise<OpenInvoiceRow[]> {
  if (receipts.length === 0 && contactKeys.length === 0) return [];
  const rows = await db.execute<OpenInvoiceRow>(sql`
    with found as (
      select d.id, true as named
      from jsonb_to_recordset(${JSON.stringify(receipts)}::text::jsonb) as x(outlet text, id text)
      join outlet o on o.solution_id = ${solutionId} and o.retailer_id = ${retailerId} and o.till_id = x.outlet
      join till_transaction t on t.solution_id = ${solutionId} and t.outlet_id = o.id and t.record_id = x.id and t.kind in ('sale', 'sale_refund')
      join document_source s on s.till_transaction_id = t.id and s.live and ${isDebtsRole}
      join document d on d.id = s.document_id
      union all
      select d.id, false
      from jsonb_array_elements_text(${JSON.stringify(contactKeys)}::text::jsonb) as x(key)
      join document c on c.solution_id = ${solutionId} and c.retailer_id = ${retailerId} and c.key = x.key
      join document_dependency dd on dd.depends_on_id = c.id
      join document d on d.id = dd.document_id
    ),
    due as (
      select d.id, d.key, d.business_day, d.content -> 'contact' as contact, bool_or(f.named) as named,
        d.total_minor - coalesce((
          select sum(p.total_minor) from document_dependency dd join document p on p.id = dd.document_id
          where dd.depends_on_id = d.id and p.kind in ('payment', 'allocation') and p.state <> 'undone'
            and not exists (select 1 from document_source s join till_transaction t on t.id = s.till_transaction_id
              where s.document_id = p.id and t.state = 'pending')), 0)::bigint as due
      from found f join document d on d.id = f.id
      where d.kind = 'invoice' and d.state <> 'undone' and d.key !~ ${summaryKeyForm}
      group by d.id
    )
    select due.key, o.till_id as outlet, t.record_id as receipt, due.contact, due.due as "dueMinor"
    from due
    join document_source s on s.document_id = due.id and s.live and ${isDebtsRole}
    join till_transaction t on t.id = s.till_transaction_id
    join outlet o on o.id = t.outlet_id
    where due.named or due.due > 0
    order by due.business_day, due.id`);
  return [...rows];
}
