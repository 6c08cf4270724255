import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import type { Scope } from './scope.ts';
import { summaryKeyForm } from './summary-key.ts';
import { isMendable } from './waiting.ts';

/**
 * Puts back to be planned what may be mended now, after the mapping, the organisation or the till's description changed: held
 * records, and those whose documents Xero refused. @returns how many
 */
export async function releaseAll(db: Db, of: Scope): Promise<number> {
  return (await releaseHeld(db, of)) + (await releaseRefused(db, of));
}

/** Held records, but for those that nothing in the portal or in Xero can mend. */
export async function releaseHeld(db: Db, { retailerId, solutionId }: Scope): Promise<number> {
  const rows = await db.execute(sql`
    update till_transaction t set state = 'pending', refusal_code = null, refusal_text = null
    where t.solution_id = ${solutionId} and t.retailer_id = ${retailerId} and ${isMendable}
    returning t.id`);
  return rows.length;
}

/**
 * Records of documents that Xero refused, and of those that wait for such a document: a refused contact has no record of its own,
 * but the invoices that hang on it have. With one record of a summary all go that are in it: it is planned as a whole.
 */
async function releaseRefused(db: Db, { retailerId, solutionId }: Scope): Promise<number> {
  const rows = await db.execute(sql`
    with recursive concerned as (
      select id from document where solution_id = ${solutionId} and retailer_id = ${retailerId} and standing = 'refused'
      union
      select dd.document_id from concerned c join document_dependency dd on dd.depends_on_id = c.id
    ),
    found as (
      select distinct s.till_transaction_id as id from concerned c join document_source s on s.document_id = c.id and s.live
    ),
    summary as (
      select distinct s.document_id as id from found f
      join document_source s on s.till_transaction_id = f.id and s.role = 'receipt' and s.live
      join document d on d.id = s.document_id and d.key ~ ${summaryKeyForm}
    )
    update till_transaction t set state = 'pending'
    where t.solution_id = ${solutionId} and t.retailer_id = ${retailerId} and t.state = 'planned'
      and t.id in (select id from found union
        select s.till_transaction_id from summary join document_source s on s.document_id = summary.id
        where s.role = 'receipt' and s.live)
    returning t.id`);
  return rows.length;
}

/** Whether Xero refused something for a lock date since the organisation was last read: the date moved, and we do not know it yet. */
export async function refusedForLock(db: Db, { retailerId, solutionId }: Scope): Promise<boolean> {
  const rows = await db.execute(sql`
    select 1 from document d join xero_organisation x on x.id = d.organisation_id and x.retailer_id = d.retailer_id
    where d.solution_id = ${solutionId} and d.retailer_id = ${retailerId} and d.standing = 'refused'
      and d.refusal_text ilike '%lock date%' and d.last_sent_at > x.chart_at
    limit 1`);
  return rows.length > 0;
}

/** Records of outlets that were unknown when they came go back into the inbox. */
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
