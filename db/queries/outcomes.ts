import { sql } from 'drizzle-orm';
import { type Db, inOneTrip, repeated } from '../client.ts';
import type { DocumentState } from '../schema/document-moves.ts';
import { shareSolution } from './fence.ts';
import { idsOf, rowsOf, sameScope } from './rows-of.ts';
import type { Scope } from './scope.ts';

// Tables as the statements below call them.
const [d, x] = [sql`d`, sql`x`];

export type DocumentOutcome = {
  documentId: number;
  state: Exclude<DocumentState, 'sending'>;
  xeroId?: string | null;
  xeroStatus?: string | null;
  refusalCode?: string | null;
  refusalText?: string | null;
  warnings?: string[] | null;
  notBeforeSeconds?: number | null;
  /** Counts one more empty look-up. */
  emptyLookUp?: boolean;
  /** The call surely had no effect: it does not count as a sending. */
  neverLeft?: boolean;
};

/**
 * Writes down what became of documents, and frees what waited for the posted ones. With a batch: only of documents that are still in
 * it, and (`ended`) closes it in the same transaction.
 */
export async function recordOutcomes(
  db: Db,
  { retailerId, solutionId, owner }: Scope & { owner: string },
  told: readonly DocumentOutcome[],
  batch?: { id: number; ended: boolean; outcome: string; statusCode: number | null },
): Promise<void> {
  const batchId = batch?.id ?? null;
  const posted = told.filter(({ state }) => state === 'posted').map(({ documentId }) => documentId);
  // The lock first: no plan is stored between what is read here and what is written, so that none of what hangs on these is missed.
  // Other batches are recorded meanwhile.
  await inOneTrip(repeated(db), [
    shareSolution({ retailerId, solutionId }),
    // What hangs on documents of two batches is taken in one order by both, or each would wait for the other.
    sql`
      select d.id from (
        select dd.document_id as id from ${idsOf({ retailerId, solutionId }, posted)} x
        cross join lateral (select document_id from document_dependency where depends_on_id = x.id offset 0) dd
        group by 1 order by 1
      ) w
      cross join lateral (select id from document where id = w.id offset 0 for no key update) d`,
    sql`
      with ours as materialized (
        select lease_owner is not distinct from ${owner} as "isOurs" from solution where id = ${solutionId} and retailer_id = ${retailerId}
      ),
      ended as (
        update send_batch set ended_at = coalesce(ended_at, now()), outcome = ${batch?.outcome ?? null}, status_code = ${batch?.statusCode ?? null}
        where id = ${batchId}::bigint and solution_id = ${solutionId} and ${batch?.ended ?? false} and (select "isOurs" from ours)
      ),
      changed as (
        update document d set state = x.state, xero_id = coalesce(x."xeroId", d.xero_id),
          xero_status = coalesce(x."xeroStatus", d.xero_status), refusal_code = x."refusalCode", refusal_text = x."refusalText",
          warnings = coalesce(x.warnings, d.warnings),
          not_before = case when x."notBeforeSeconds" is null then null else now() + make_interval(secs => x."notBeforeSeconds") end,
          attempts = case when x."neverLeft" then d.attempts - 1 else d.attempts end,
          first_sent_at = case when x."neverLeft" and d.attempts = 1 then null else d.first_sent_at end,
          empty_look_ups = case when x."emptyLookUp" then d.empty_look_ups + 1 else d.empty_look_ups end,
          posted_at = case when x.state = 'posted' then now() else d.posted_at end
        from ${rowsOf(
          { retailerId, solutionId },
          told,
          sql`"documentId" bigint, state text, "xeroId" uuid, "xeroStatus" text, "refusalCode" text, "refusalText" text, warnings jsonb,
            "notBeforeSeconds" double precision, "emptyLookUp" boolean, "neverLeft" boolean`,
        )} x
        -- Likewise one by one, and not through all that waits.
        cross join lateral (select * from document where id = x."documentId" offset 0 for no key update) was
        where d.id = was.id and ${sameScope(sql`was`, x)} and was.state in ('sending', 'unsure', 'planned')
          and (${batchId}::bigint is null or was.batch_id = ${batchId}::bigint)
          -- Somebody else has taken over: of what we know only that a document is there still counts.
          and (x.state = 'posted' or (select "isOurs" from ours))
        returning d.id, d.state, d.xero_status
      )
      -- Xero takes no payment on a draft: what hangs on one waits for its approval (approvals.ts).
      update document d set waiting_for = waiting_for - w.n
      from (select dd.document_id as id, dd.solution_id, dd.retailer_id, count(*) as n
        from changed cross join lateral (
          -- By the index, however few there are: going through all of them is what PostgreSQL would choose for long.
          select * from document_dependency where depends_on_id = changed.id offset 0
        ) dd
        where changed.state = 'posted' and changed.xero_status is distinct from 'DRAFT' and changed.xero_status is distinct from 'SUBMITTED'
        group by 1, 2, 3) w
      where w.id = d.id and ${sameScope(d, sql`w`)}`,
  ]);
}
