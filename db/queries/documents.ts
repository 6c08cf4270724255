import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { type DocumentState, documentMoves } from '../schema/document-moves.ts';
import { namedRecords } from './rows-of.ts';
import type { Scope } from './scope.ts';
import { summaryKeyForm } from './summary-key.ts';

export { type DocumentState, documentMoves };

/**
 * Keys of the invoices that receipts became, newest version, for payments that name them. Undone ones do not count, nor do summaries:
 * nothing is owed on them.
 */
export async function invoiceKeys(
  db: Db,
  { retailerId, solutionId }: Scope,
  receipts: readonly { outlet: string; id: string }[],
): Promise<{ outlet: string; id: string; key: string }[]> {
  if (receipts.length === 0) return [];
  const rows = await db.execute<{ outlet: string; id: string; key: string }>(sql`
    select distinct on (t.outlet, t.receipt) t.outlet, t.receipt as id, d.key
    from ${namedRecords({ retailerId, solutionId }, receipts, sql`('sale')`)} t
    cross join lateral (select * from document_source where till_transaction_id = t.id and live offset 0) s
    join document d on d.id = s.document_id and d.kind = 'invoice' and d.state not in ('undone')
      and d.key !~ ${summaryKeyForm}
    where s.role = 'receipt'
    order by t.outlet, t.receipt, t.version desc`);
  return [...rows];
}

export type UnsureDocument = {
  id: number;
  kind: string;
  key: string;
  number: string;
  content: unknown;
  dependencyIds: Record<string, string>;
  secondsSinceSent: number;
  emptyLookUps: number;
  attempts: number;
};

/** Documents that may or may not have arrived and may be looked up now. */
export async function unsureDocuments(
  db: Db,
  { retailerId, solutionId, organisationId }: Scope & { organisationId: string },
  kind: string,
  limit: number,
): Promise<UnsureDocument[]> {
  const rows = await db.execute<UnsureDocument>(sql`
    select d.id, d.kind, d.key, d.number, d.content, d.attempts, d.empty_look_ups as "emptyLookUps",
      extract(epoch from now() - d.last_sent_at)::float8 as "secondsSinceSent",
      coalesce((select jsonb_object_agg(o.key, o.xero_id) from document_dependency dd join document o on o.id = dd.depends_on_id
        where dd.document_id = d.id), '{}'::jsonb) as "dependencyIds"
    from document d
    where d.solution_id = ${solutionId} and d.retailer_id = ${retailerId} and d.standing = 'unsure' and d.kind = ${kind}
      and d.organisation_id = ${organisationId} and (d.not_before is null or d.not_before <= now())
    order by d.business_day, d.id limit ${limit}`);
  return [...rows];
}

/** Whether anything is under way: documents that are not in Xero yet or that may be, or what a person wants undone. */
export async function hasOpenDocuments(db: Db, { retailerId, solutionId }: Scope): Promise<boolean> {
  const [row] = await db.execute<{ some: boolean }>(sql`
    select exists (select 1 from document where solution_id = ${solutionId} and retailer_id = ${retailerId}
        and standing in ('ready', 'waiting', 'unsure', 'refused'))
      or exists (select 1 from document_undo where solution_id = ${solutionId} and retailer_id = ${retailerId}
        and state in ('planned', 'sending', 'unsure')) as some`);
  return row!.some;
}

/** How many documents are in each state, and when the next one that waits for a moment may go. */
export async function documentStateCounts(db: Db, { retailerId, solutionId }: Scope) {
  const rows = await db.execute<{
    state: string;
    kind: string;
    count: number;
    ready: number;
    nextSeconds: number | null;
  }>(sql`
    select state, kind, count(*)::int as count,
      count(*) filter (where state = 'planned' and waiting_for = 0 and (not_before is null or not_before <= now()))::int as ready,
      extract(epoch from min(not_before) filter (where state in ('planned', 'unsure') and not_before > now()) - now())::float8 as "nextSeconds"
    from document where solution_id = ${solutionId} and retailer_id = ${retailerId} and standing <> 'posted'
    group by state, kind`);
  return [...rows];
}
