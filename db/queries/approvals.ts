import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import type { UnsureDocument } from './documents.ts';
import { requireLease } from './fence.ts';
import type { Scope } from './scope.ts';

/** Invoices or credit notes that wait in Xero for a person's approval and may be asked for now, by id. */
export async function draftDocuments(
  db: Db,
  { retailerId, solutionId, organisationId }: Scope & { organisationId: string },
  kind: string,
  afterId: number,
  limit: number,
): Promise<Pick<UnsureDocument, 'id' | 'number' | 'content'>[]> {
  const rows = await db.execute<Pick<UnsureDocument, 'id' | 'number' | 'content'>>(sql`
    select id, number, content from document
    where solution_id = ${solutionId} and retailer_id = ${retailerId} and organisation_id = ${organisationId}
      and kind = ${kind} and id > ${afterId} and standing = 'posted' and xero_status in ('DRAFT', 'SUBMITTED')
      and (not_before is null or not_before <= now())
    order by id limit ${limit}`);
  return [...rows];
}

export type Approval = {
  documentId: number;
  /** `posted`: still there, in the status that Xero gave; else a person deleted it, or made something else of it. */
  state: 'posted' | 'undone' | 'stopped';
  xeroStatus: string | null;
  refusalCode?: string;
  refusalText?: string;
};

/** Writes down what became of drafts; what waited for an approved one goes on. The others are asked for again after a while. */
export async function recordApprovals(
  db: Db,
  { retailerId, solutionId, owner }: Scope & { owner: string },
  told: readonly Approval[],
  askAgainSeconds: number,
): Promise<void> {
  await db.transaction(async (dbTx) => {
    await requireLease(dbTx, { retailerId, solutionId }, owner);
    await dbTx.execute(sql`
      with told as (
        select * from jsonb_to_recordset(${JSON.stringify(told)}::text::jsonb)
          as x("documentId" bigint, state text, "xeroStatus" text, "refusalCode" text, "refusalText" text)
      ),
      changed as (
        update document d set state = x.state, xero_status = coalesce(x."xeroStatus", d.xero_status),
          refusal_code = x."refusalCode", refusal_text = x."refusalText",
          not_before = case when x."xeroStatus" in ('DRAFT', 'SUBMITTED') then now() + make_interval(secs => ${askAgainSeconds}) end
        from told x
        where d.id = x."documentId" and d.solution_id = ${solutionId} and d.retailer_id = ${retailerId}
          and d.state = 'posted' and d.xero_status in ('DRAFT', 'SUBMITTED')
        returning d.id, d.state, d.xero_status
      )
      update document w set waiting_for = w.waiting_for - n.n
      from (select dd.document_id as id, count(*) as n from document_dependency dd
        join changed c on c.id = dd.depends_on_id and c.state = 'posted' and c.xero_status not in ('DRAFT', 'SUBMITTED')
        group by dd.document_id) n
      where w.id = n.id and w.solution_id = ${solutionId}`);
  });
}
