import { sql } from 'drizzle-orm';
import { type Db, repeated } from '../client.ts';
import { holdsLease } from './fence.ts';
import { idsOf, sameScope } from './rows-of.ts';
import type { Scope } from './scope.ts';

// Tables as the statements below call them.
const [b, d, x] = [sql`b`, sql`d`, sql`x`];

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
 * @param batchSize how many documents make a batch @param atOnce how many batches there may be
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
        and d.id = x.id and d.batch_id = b.id and ${sameScope(d, b)} and d.state in ('sending', 'unsure')`);
    return true;
  });
}
