import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { idsOf, sameScope } from './rows-of.ts';
import type { Scope } from './scope.ts';

const idList = (ids: readonly number[]) =>
  sql`(select value::bigint from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))`;

/**
 * Stops what was planned of records that the till has contradicted. Where nothing of a record has left, its documents are dropped, with
 * what hangs on them, and it waits (to be held by the caller); other records that were in them, of a summary, are planned anew. Where
 * something has left, the rest of it stops: what is in Xero stays, since the first content holds.
 *
 * Call it in a transaction, while the solution is locked: nothing is sent meanwhile.
 */
export async function stopConflicting(
  dbTx: Db,
  { retailerId, solutionId }: Scope,
  rawRecordIds: readonly number[],
): Promise<void> {
  const found = await dbTx.execute<{ root: number; documentId: number; hasLeft: boolean }>(sql`
    with recursive hanging as (
      select t.id as root, s.document_id from till_transaction t
      join document_source s on s.till_transaction_id = t.id and s.solution_id = t.solution_id and s.live
      where t.solution_id = ${solutionId} and t.retailer_id = ${retailerId} and t.state = 'planned'
        and t.raw_record_id in ${idList(rawRecordIds)}
      union
      select h.root, dd.document_id from hanging h
      join document o on o.id = h.document_id and o.state in ('planned', 'refused')
      join document_dependency dd on dd.depends_on_id = o.id
    )
    select h.root, h.document_id as "documentId", not (d.state = 'refused' or d.state = 'planned' and d.attempts = 0) as "hasLeft"
    from hanging h join document d on d.id = h.document_id`);
  const begun = new Set(found.filter((f) => f.hasLeft).map((f) => f.root));
  const stopped = new Set(found.filter((f) => begun.has(f.root)).map((f) => f.documentId));
  const dropped = found.map((f) => f.documentId).filter((id) => !stopped.has(id));
  if (stopped.size > 0) {
    await dbTx.execute(sql`
      update document set state = 'stopped', refusal_code = 'record_conflict',
        refusal_text = 'The till sent the same version of its record again with other content. What is in Xero stays; this is not sent. Have the record corrected at the till with a higher version.'
      where solution_id = ${solutionId} and retailer_id = ${retailerId} and state in ('planned', 'refused')
        and id in ${idList([...stopped])}`);
  }
  if (dropped.length === 0) return;
  await dbTx.execute(sql`
    update till_transaction t set state = 'pending'
    where t.solution_id = ${solutionId} and t.retailer_id = ${retailerId} and t.state = 'planned'
      and exists (select 1 from document_source s where s.till_transaction_id = t.id and s.live and s.document_id in ${idList(dropped)})`);
  await dbTx.execute(sql`
    delete from document_dependency where solution_id = ${solutionId} and depends_on_id in ${idList(dropped)}`);
  await dbTx.execute(sql`
    delete from document where solution_id = ${solutionId} and retailer_id = ${retailerId} and id in ${idList(dropped)}`);
}

/**
 * Holds what raw records became that the till contradicts: also where that came to light between reading a record and storing what it
 * means. Call it while the solution is locked.
 */
export async function holdConflicting(
  dbTx: Db,
  scope: Scope,
  rawRecordIds: readonly number[],
): Promise<void> {
  await dbTx.execute(sql`
    with contradicted as materialized (
      select x.* from ${idsOf(scope, rawRecordIds)} x
      cross join lateral (select conflict from raw_record where id = x.id offset 0) r
      where r.conflict is not null
    )
    update till_transaction t set state = 'held', refusal_code = 'record_conflict',
      refusal_text = 'The till sent the same version of this record again with other content. Nothing more of it is posted; have it corrected at the till with a higher version.'
    from contradicted x
    where t.raw_record_id = x.id and ${sameScope(sql`t`, sql`x`)}
      and (t.state = 'pending' or t.state = 'held' and t.refusal_code <> 'record_unreadable')`);
}
