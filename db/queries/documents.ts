import { sql } from 'drizzle-orm';
import { type Db, inOneTrip, repeated } from '../client.ts';
import { type DocumentState, documentMoves } from '../schema/document-moves.ts';
import { holdsLease, shareSolution } from './fence.ts';
import { idsOf, namedRecords, rowsOf, sameScope } from './rows-of.ts';
import type { Scope } from './scope.ts';
import { summaryKeyForm } from './summary-key.ts';

export { type DocumentState, documentMoves };

// Tables as the statements below call them.
const [d, x] = [sql`d`, sql`x`];

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

export type ReadyDocument = {
  id: number;
  kind: string;
  key: string;
  number: string;
  content: unknown;
  /** Key → Xero's id of everything that it depends on. */
  dependencyIds: Record<string, string>;
  attempts: number;
};

/**
 * The next batches: documents of one kind that may be sent now, oldest business day first. A kind with a full batch goes before one
 * without, what hangs on others before what it hangs on, so that calls are full and days are finished one after another.
 * @param chosen what was chosen before and is not written down yet
 * @param size how many documents make a batch, and how many batches there may be
 */
export async function nextBatches(
  db: Db,
  { retailerId, solutionId, organisationId }: Scope & { organisationId: string },
  kinds: readonly string[],
  chosen: readonly number[],
  { batchSize, atOnce }: { batchSize: number; atOnce: number },
): Promise<ReadyDocument[]> {
  const rows = await repeated(db).execute<ReadyDocument & { waiting: number }>(sql`
    with kinds as (
      select value as kind, ordinality as rank from jsonb_array_elements_text(${JSON.stringify(kinds)}::text::jsonb) with ordinality
    ),
    ready as (
      select k.rank, r.*, count(*) over (partition by k.rank) as waiting
      from kinds k cross join lateral (
        select d.id, d.business_day
        from document d
        where d.solution_id = ${solutionId} and d.retailer_id = ${retailerId} and d.standing = 'ready' and d.state = 'planned'
          and d.organisation_id = ${organisationId} and d.kind = k.kind and (d.not_before is null or d.not_before <= now())
          and d.id <> all (array(select value::bigint from jsonb_array_elements_text(${JSON.stringify(chosen)}::text::jsonb)))
        order by d.business_day, d.id limit ${batchSize * atOnce}
      ) r
    ),
    chosen as (
      select rank from ready
      group by rank, waiting
      order by (waiting >= ${batchSize}) desc, case when waiting >= ${batchSize} then -rank else rank end
      limit 1
    )
    select r.id, d.kind, d.key, d.number, d.content, d.attempts, coalesce(
      (select jsonb_object_agg(o.key, o.xero_id) from document_dependency dd
        cross join lateral (select key, xero_id from document where id = dd.depends_on_id offset 0) o
        where dd.document_id = r.id), '{}'::jsonb) as "dependencyIds"
    from ready r join chosen using (rank)
    -- Only the chosen ones are opened.
    cross join lateral (select kind, key, number, content, attempts from document where id = r.id offset 0) d
    order by r.business_day, r.id`);
  return [...rows];
}

export type BatchIntent = {
  organisationId: string;
  kind: string;
  idempotencyKey: string;
  body: Uint8Array;
  bodyHash: string;
  documentIds: number[];
  leaseOwner: string;
  /** So much of the lease has to be left: the call that follows ends before it does. */
  leaseLeftSeconds: number;
};

/**
 * Writes down that these documents are about to be sent, where the lease is still ours and lasts: committed before the call. Batches are
 * written down and recorded beside one another, and never beside what else changes documents.
 * @returns the batch's id, or null when the lease was lost or is about to end, or a document is no longer free
 */
export async function beginBatch(
  db: Db,
  { retailerId, solutionId }: Scope,
  intent: BatchIntent,
): Promise<number | null> {
  const { documentIds, leaseOwner } = intent;
  // One statement: it is written down whole, or, where the lease or one of the documents is gone, not at all.
  const [batch] = await repeated(db).execute<{ id: number }>(sql`
    with lease as (
      select id from solution
      where id = ${solutionId} and retailer_id = ${retailerId} and lease_owner = ${leaseOwner}
        and lease_until > now() + make_interval(secs => ${intent.leaseLeftSeconds}) and deactivated_at is null
      for share
    ),
    free as (
      select d.id, x.position
      from lease cross join ${idsOf({ retailerId, solutionId }, documentIds)} x
      -- By their ids alone, one by one: PostgreSQL would go through all that is ready, however long the backlog.
      cross join lateral (select * from document where id = x.id offset 0 for update) d
      where ${sameScope(d, x)} and d.state = 'planned' and d.waiting_for = 0 and d.organisation_id = ${intent.organisationId}
    ),
    batch as (
      insert into send_batch (retailer_id, solution_id, organisation_id, kind, idempotency_key, body, body_hash, document_ids, lease_owner)
      select ${retailerId}, ${solutionId}, ${intent.organisationId}, ${intent.kind}, ${intent.idempotencyKey},
        convert_to(${Buffer.from(intent.body).toString()}, 'UTF8'), ${intent.bodyHash}, (select array_agg(id order by position) from free), ${leaseOwner}
      where (select count(*) from free) = ${documentIds.length}
      returning id
    ),
    taken as (
      update document d set state = 'sending', batch_id = batch.id, attempts = attempts + 1,
        first_sent_at = coalesce(first_sent_at, now()), last_sent_at = now(), empty_look_ups = 0, not_before = null,
        refusal_code = null, refusal_text = null
      from free cross join batch where d.id = free.id
    )
    select id from batch`);
  return batch?.id ?? null;
}

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

/** A document of a batch, with what its answer is held against. */
export type SentDocument = {
  documentId: number;
  number: string;
  content: unknown;
  /** Key → Xero's id of everything that it depends on. */
  dependencyIds: Record<string, string>;
};

export type OpenBatch = {
  id: number;
  kind: string;
  idempotencyKey: string;
  body: Uint8Array;
  ageSeconds: number;
  documents: SentDocument[];
};

/**
 * Batches whose outcome is not known: begun, never ended. Whoever holds the lease may take them up, since whoever began them has
 * lost it.
 */
export async function openBatches(
  db: Db,
  { retailerId, solutionId, organisationId }: Scope & { organisationId: string },
): Promise<OpenBatch[]> {
  const rows = await db.execute<OpenBatch>(sql`
    select b.id, b.kind, b.idempotency_key as "idempotencyKey", b.body,
      extract(epoch from now() - b.started_at)::float8 as "ageSeconds",
      (select jsonb_agg(jsonb_build_object('documentId', d.id, 'content', d.content, 'number', d.number,
          'dependencyIds', coalesce((select jsonb_object_agg(o.key, o.xero_id) from document_dependency dd
            join document o on o.id = dd.depends_on_id where dd.document_id = d.id), '{}'::jsonb)) order by x.position)
        from unnest(b.document_ids) with ordinality x(id, position)
        cross join lateral (select * from document where id = x.id offset 0) d
        where d.batch_id = b.id and d.solution_id = b.solution_id and d.state in ('sending', 'unsure')) as documents
    from send_batch b
    where b.solution_id = ${solutionId} and b.retailer_id = ${retailerId} and b.ended_at is null
      and b.organisation_id = ${organisationId}
    order by b.id`);
  return rows.map((row) => ({ ...row, documents: row.documents ?? [] }));
}

/**
 * Notes that a batch is being sent once more: its documents left just now, so that a look-up waits from here on, and nobody sends
 * for a solution that he has lost. @returns false when it was lost
 */
export async function noteRepeat(
  db: Db,
  { retailerId, solutionId, owner }: Scope & { owner: string },
  batchId: number,
): Promise<boolean> {
  return db.transaction(async (dbTx) => {
    if (!(await holdsLease(dbTx, { retailerId, solutionId }, owner))) return false;
    await dbTx.execute(sql`
      update document d set last_sent_at = now(), empty_look_ups = 0
      from send_batch b cross join lateral unnest(b.document_ids) x(id)
      where b.id = ${batchId} and b.solution_id = ${solutionId} and b.retailer_id = ${retailerId}
        and d.id = x.id and d.batch_id = b.id and ${sameScope(d, sql`b`)} and d.state in ('sending', 'unsure')`);
    return true;
  });
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
