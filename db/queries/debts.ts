import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { namedRecords, rowsOf } from './rows-of.ts';
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
      select s.document_id as id, true as named
      from ${namedRecords({ retailerId, solutionId }, receipts, sql`('sale', 'sale_refund')`)} t
      cross join lateral (select * from document_source where till_transaction_id = t.id and live offset 0) s
      where ${isDebtsRole}
      union all
      select dd.document_id, false
      from ${rowsOf(
        { retailerId, solutionId },
        contactKeys.map((key) => ({ key })),
        sql`key text`,
      )} x
      cross join lateral (select id, retailer_id from document where solution_id = x.solution_id and key = x.key offset 0) c
      cross join lateral (select document_id from document_dependency where depends_on_id = c.id offset 0) dd
      where c.retailer_id = x.retailer_id
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
