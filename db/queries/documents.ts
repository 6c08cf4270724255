import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { type DocumentState, documentMoves } from '../schema/document-moves.ts';
import { holdsLease, requireLease } from './fence.ts';
import { idsOf, rowsOf, sameScope } from './rows-of.ts';
import type { Scope } from './scope.ts';
import { summaryKeyForm } from './summary-key.ts';

export { type DocumentState, documentMoves };

// Tables as the statements below call them.
const [t, d, s, x] = [sql`t`, sql`d`, sql`s`, sql`x`];

export type DocumentToKeep = {
  kind: string;
  key: string;
  number: string;
  content: unknown;
  contentHash: string;
  outletId: number | null;
  businessDay: string;
  documentDate: string;
  currency: string;
  totalMinor: number;
  taxMinor: number;
  mappingId: number | null;
  /** In their order on the document. */
  lines: readonly {
    accountId: string;
    taxType: string;
    description: string;
    grossMinor: number;
    taxMinor: number;
    tracking?: readonly { categoryId: string; optionId: string }[];
  }[];
  dependsOn: string[];
  sources: { tillTransactionId: number; role: string }[];
};

/**
 * Stores planned documents with their lines, provenance and dependencies, and marks their records as planned: one transaction, so
 * that nothing is half-planned. A key that exists is left as it is, unless Xero refused it and nothing is under way: then it takes
 * today's content. One that was sent as something else (another kind or amount) holds its records and what hangs on it, nothing else.
 */
export async function keepPlan(
  db: Db,
  of: Scope & { organisationId: string; owner: string },
  documents: readonly DocumentToKeep[],
  planned: readonly { tillTransactionId: number; mappingId: number | null }[],
  held: readonly HeldRecord[],
  /** The newest mapping that was looked at; 0: there was none. */
  newestMappingId: number,
): Promise<void> {
  try {
    await keepWhole(db, of, documents, planned, held, newestMappingId);
  } catch (error) {
    if (!(error instanceof SentOtherwise)) throw error;
    // Nothing was written: without what contradicts what was sent, and what hangs on it.
    const { stopped, rest } = withoutKeys(documents, error.keys);
    const isStopped = (p: { tillTransactionId: number }) => stopped.has(p.tillTransactionId);
    const heldToo = planned.filter(isStopped).map((p) => ({ ...p, ...sentOtherwise }));
    const others = planned.filter((p) => !isStopped(p));
    await keepWhole(db, of, rest, others, [...held, ...heldToo], newestMappingId);
  }
}

type HeldRecord = { tillTransactionId: number; code: string; text: string; mappingId: number | null };

const sentOtherwise = {
  code: 'sent_otherwise',
  text: 'Something else was sent to Xero for this record before. Nothing of it is sent again; please contact support.',
};

/** Under these keys other amounts were sent before. Thrown so that nothing of the plan is kept. */
class SentOtherwise extends Error {
  constructor(readonly keys: readonly string[]) {
    super('sent otherwise');
  }
}

/** @returns the records of these documents and of all that hang on them or share a record with them, and the other documents */
function withoutKeys(documents: readonly DocumentToKeep[], keys: readonly string[]) {
  const gone = new Set(keys);
  const stopped = new Set<number>();
  for (let before = -1; before < gone.size + stopped.size; ) {
    before = gone.size + stopped.size;
    for (const { key, dependsOn, sources } of documents) {
      const isGone =
        gone.has(key) ||
        dependsOn.some((on) => gone.has(on)) ||
        sources.some((s) => stopped.has(s.tillTransactionId));
      if (!isGone) continue;
      gone.add(key);
      for (const s of sources) stopped.add(s.tillTransactionId);
    }
  }
  return { stopped, rest: documents.filter((d) => !gone.has(d.key)) };
}

async function keepWhole(
  db: Db,
  { retailerId, solutionId, organisationId, owner }: Scope & { organisationId: string; owner: string },
  allDocuments: readonly DocumentToKeep[],
  allPlanned: readonly { tillTransactionId: number; mappingId: number | null }[],
  held: readonly HeldRecord[],
  newestMappingId: number,
): Promise<void> {
  const scope = { retailerId, solutionId };
  await db.transaction(async (dbTx) => {
    // Locks the solution: a mapping that is being saved at this moment waits for us, or we for it, and no outcome comes between.
    await requireLease(dbTx, scope, owner);
    // What was held meanwhile (the till sent it again with other content) is not planned.
    const pending = await dbTx.execute<{ id: number }>(sql`
      select t.id from ${idsOf(
        scope,
        allPlanned.map((p) => p.tillTransactionId),
      )} x
      join till_transaction t on t.id = x.id and ${sameScope(t, x)} where t.state = 'pending' for update of t`);
    const { documents, records } = stillWhole(
      allDocuments,
      pending.map((row) => row.id),
    );
    const planned = allPlanned.filter((p) => records.has(p.tillTransactionId));
    const sources = documents.flatMap((d) => d.sources.map((source) => ({ key: d.key, ...source })));
    const unsent = await plannedBefore(dbTx, scope, planned);
    const together = await plannedTogether(dbTx, scope, unsent, planned);
    await dropOthers(dbTx, scope, unsent, sources);
    await keepDocuments(dbTx, { ...scope, organisationId }, documents, sources);
    await planAgain(dbTx, scope, together);
    if (planned.length > 0) {
      await dbTx.execute(sql`
        update till_transaction t set state = 'planned', refusal_code = null, refusal_text = null, mapping_id = x."mappingId"
        from ${rowsOf(scope, planned, sql`"tillTransactionId" bigint, "mappingId" bigint`)} x
        where t.id = x."tillTransactionId" and ${sameScope(t, x)}`);
      await releasePaymentsOf(dbTx, scope, planned);
    }
    if (held.length > 0) {
      await dbTx.execute(sql`
        update till_transaction t set state = 'held', refusal_code = x.code, refusal_text = x.text, mapping_id = x."mappingId"
        from ${rowsOf(scope, held, sql`"tillTransactionId" bigint, code text, text text, "mappingId" bigint`)} x
        where t.id = x."tillTransactionId" and ${sameScope(t, x)} and t.state = 'pending'
          and not exists (select 1 from mapping m where m.solution_id = ${solutionId} and m.id > ${newestMappingId})`);
    }
  });
}

type Source = { key: string; tillTransactionId: number; role: string };

/** Stores documents with all that belongs to them: four statements, however many there are. */
async function keepDocuments(
  dbTx: Db,
  { organisationId, ...scope }: Scope & { organisationId: string },
  documents: readonly DocumentToKeep[],
  sources: readonly Source[],
) {
  if (documents.length === 0) return;
  const heads = documents.map(({ lines: _lines, sources: _sources, ...head }) => head);
  const lines = documents.flatMap((d) =>
    d.lines.map((line, position) => ({ key: d.key, position, ...line })),
  );
  const dependencies = documents.flatMap((d) => d.dependsOn.map((on) => ({ key: d.key, on })));
  const kept = await dbTx.execute<{ id: number; key: string; isNew: boolean }>(sql`
    insert into document (retailer_id, solution_id, organisation_id, kind, key, number, content, content_hash, outlet_id,
      business_day, document_date, currency, total_minor, tax_minor, mapping_id, waiting_for)
    select x.retailer_id, x.solution_id, ${organisationId}, kind, key, number, content, "contentHash", "outletId",
      "businessDay", "documentDate", currency, "totalMinor", "taxMinor", "mappingId",
      -- Right at once where all of them are new; else corrected below.
      jsonb_array_length("dependsOn")
    from ${rowsOf(
      scope,
      heads,
      sql`kind text, key text, number text, content jsonb, "contentHash" text, "outletId" bigint, "businessDay" date,
        "documentDate" date, currency text, "totalMinor" bigint, "taxMinor" bigint, "mappingId" bigint, "dependsOn" jsonb`,
    )} x
    on conflict (solution_id, key) do update set number = excluded.number, content = excluded.content,
      content_hash = excluded.content_hash, business_day = excluded.business_day, document_date = excluded.document_date,
      currency = excluded.currency, total_minor = excluded.total_minor, tax_minor = excluded.tax_minor,
      mapping_id = excluded.mapping_id, state = 'planned', refusal_code = null, refusal_text = null, not_before = null
      where document.state in ('planned', 'refused')
    returning id, key, xmax = 0 as "isNew"`);
  if (kept.length < documents.length) await requireSame(dbTx, scope, documents, kept);
  const idOf = new Map(kept.map(({ id, key }) => [key, id]));
  const ofKept = <T extends { key: string }>(rows: readonly T[]) =>
    rows.flatMap((row) => (idOf.has(row.key) ? [{ documentId: idOf.get(row.key)!, ...row }] : []));
  const old = kept.filter((k) => !k.isNew).map((k) => k.id);
  if (old.length > 0) {
    for (const table of [sql`document_line`, sql`document_source`]) {
      await dbTx.execute(sql`
        delete from ${table} d using ${idsOf(scope, old)} x where d.document_id = x.id and ${sameScope(d, x)}`);
    }
  }
  await dbTx.execute(sql`
    insert into document_line (document_id, position, retailer_id, solution_id, account_id, tax_type, description, gross_minor, tax_minor,
      tracking)
    select "documentId", position, retailer_id, solution_id, "accountId", "taxType", description, "grossMinor", "taxMinor", tracking
    from ${rowsOf(
      scope,
      ofKept(lines),
      sql`"documentId" bigint, position int, "accountId" uuid, "taxType" text, description text, "grossMinor" bigint, "taxMinor" bigint,
        tracking jsonb`,
    )} x`);
  await dbTx.execute(sql`
    insert into document_source (document_id, till_transaction_id, retailer_id, solution_id, role)
    select "documentId", "tillTransactionId", retailer_id, solution_id, role
    from ${rowsOf(scope, ofKept(sources), sql`"documentId" bigint, "tillTransactionId" bigint, role text`)} x
    on conflict (document_id, till_transaction_id, role) do nothing`);
  await dbTx.execute(sql`
    insert into document_dependency (document_id, depends_on_id, retailer_id, solution_id)
    select "documentId", d.id, x.retailer_id, x.solution_id
    from ${rowsOf(scope, ofKept(dependencies), sql`"documentId" bigint, "on" text`)} x
    join document d on d.solution_id = x.solution_id and d.key = x."on"
    on conflict do nothing`);
  // What is new and depends on new ones alone has its number already.
  const isNew = new Set(kept.flatMap((k) => (k.isNew ? [k.key] : [])));
  const uncertain = documents.flatMap(({ key, dependsOn }) =>
    idOf.has(key) && !(isNew.has(key) && dependsOn.every((on) => isNew.has(on))) ? [idOf.get(key)!] : [],
  );
  if (uncertain.length === 0) return;
  await dbTx.execute(sql`
    update document d set waiting_for = w.open
    from (
      select x.id, x.solution_id, count(dd.depends_on_id) filter (where o.state <> 'posted' or o.xero_status in ('DRAFT', 'SUBMITTED')) as open
      from ${idsOf(scope, uncertain)} x
      left join document_dependency dd on dd.document_id = x.id
      left join document o on o.id = dd.depends_on_id
      group by x.id, x.solution_id
    ) w where w.id = d.id and w.solution_id = d.solution_id and d.waiting_for <> w.open`);
}

/**
 * What was sent keeps its content, whatever the mapping says today; but it has to be the same thing.
 * @throws SentOtherwise
 */
async function requireSame(
  dbTx: Db,
  scope: Scope,
  documents: readonly DocumentToKeep[],
  kept: readonly { key: string }[],
) {
  const isKept = new Set(kept.map(({ key }) => key));
  const frozen = documents
    .filter(({ key }) => !isKept.has(key))
    .map(({ kind, key, currency, totalMinor }) => ({ kind, key, currency, totalMinor }));
  const other = await dbTx.execute<{ key: string }>(sql`
    select d.key from ${rowsOf(scope, frozen, sql`kind text, key text, currency text, "totalMinor" bigint`)} x
    join document d on d.key = x.key and ${sameScope(d, x)}
    where (d.kind, d.currency, d.total_minor) is distinct from (x.kind, x.currency, x."totalMinor")`);
  if (other.length > 0) throw new SentOtherwise(other.map(({ key }) => key));
}

/** Documents of these records that never left. A backlog that just came has none, and is spared all that follows from them. */
async function plannedBefore(
  dbTx: Db,
  scope: Scope,
  planned: readonly { tillTransactionId: number }[],
): Promise<number[]> {
  if (planned.length === 0) return [];
  const ids = planned.map((p) => p.tillTransactionId);
  const rows = await dbTx.execute<{ id: number }>(sql`
    select distinct d.id from ${idsOf(scope, ids)} x
    -- Record by record, and document by document: PostgreSQL, which knows no sizes yet, would else go through all documents for each.
    cross join lateral (select s.document_id from document_source s
      where s.till_transaction_id = x.id and ${sameScope(s, x)} and s.live offset 0) s
    cross join lateral (select * from document where id = s.document_id offset 0) d
    where ${sameScope(d, x)} and d.state in ('planned', 'refused')`);
  return rows.map(({ id }) => id);
}

/** Which other records, in which roles, are in these documents. */
async function plannedTogether(
  dbTx: Db,
  scope: Scope,
  unsent: readonly number[],
  planned: readonly { tillTransactionId: number }[],
): Promise<{ id: number; role: string }[]> {
  if (unsent.length === 0) return [];
  const rows = await dbTx.execute<{ id: number; role: string }>(sql`
    select s.till_transaction_id as id, s.role from ${idsOf(scope, unsent)} x
    join document_source s on s.document_id = x.id and ${sameScope(s, x)}`);
  const these = new Set(planned.map((p) => p.tillTransactionId));
  return rows.filter(({ id }) => !these.has(id));
}

/**
 * Planned again under another mapping, a record may need fewer documents than before, or others; what never left is dropped first,
 * since a record's role is in one document.
 */
async function dropOthers(dbTx: Db, scope: Scope, unsent: readonly number[], sources: readonly Source[]) {
  if (unsent.length === 0) return;
  await dbTx.execute(sql`
    delete from document d using ${idsOf(scope, unsent)} x
    where d.id = x.id and ${sameScope(d, x)}
      and d.key not in (select key from jsonb_to_recordset(${JSON.stringify(sources)}::text::jsonb) as r(key text))`);
}

/** Who was in one of those and now is not, is planned again: a planned record never stands without its documents. */
async function planAgain(dbTx: Db, scope: Scope, together: readonly { id: number; role: string }[]) {
  if (together.length === 0) return;
  await dbTx.execute(sql`
    update till_transaction t set state = 'pending'
    from (select distinct x.id, x.solution_id, x.retailer_id from ${rowsOf(scope, together, sql`id bigint, role text`)} x
      where not exists (select 1 from document_source s where s.till_transaction_id = x.id and s.role = x.role and s.live)) x
    where t.id = x.id and ${sameScope(t, x)} and t.state = 'planned'`);
}

/**
 * The documents all of whose records still wait, and the records that are planned with them: a record whose document is left out, since
 * another of its records changed meanwhile, waits on.
 */
function stillWhole(allDocuments: readonly DocumentToKeep[], pendingIds: readonly number[]) {
  const records = new Set(pendingIds);
  let documents = allDocuments;
  for (;;) {
    const [whole, broken] = [[] as DocumentToKeep[], [] as DocumentToKeep[]];
    for (const document of documents) {
      const isWhole = document.sources.every((s) => records.has(s.tillTransactionId));
      (isWhole ? whole : broken).push(document);
    }
    documents = whole;
    if (broken.length === 0) return { documents, records };
    for (const { sources } of broken) for (const s of sources) records.delete(s.tillTransactionId);
  }
}

/** Payments that waited because they pay a receipt which had not been planned: those of the receipts just planned go on. */
async function releasePaymentsOf(
  dbTx: Db,
  { retailerId, solutionId }: Scope,
  planned: readonly { tillTransactionId: number }[],
) {
  await dbTx.execute(sql`
    with sale as materialized (
      select o.till_id as outlet, t.record_id as id, t.content -> 'customer' ->> 'id' as customer
      from ${rowsOf({ retailerId, solutionId }, planned, sql`"tillTransactionId" bigint`)} x
      join till_transaction t on t.id = x."tillTransactionId" and ${sameScope(t, x)} and t.kind in ('sale', 'sale_refund')
      join outlet o on o.id = t.outlet_id
    )
    update till_transaction p set state = 'pending', refusal_code = null, refusal_text = null
    where p.solution_id = ${solutionId} and p.retailer_id = ${retailerId} and p.state = 'held' and p.kind = 'payment'
      and (p.refusal_code = 'paid_receipt_unknown' and exists (
          select 1 from jsonb_array_elements(p.content -> 'appliesTo') a
          join sale on sale.outlet = a ->> 'outlet' and sale.id = a ->> 'id')
        or p.refusal_code = 'payment_exceeds_debt' and exists (
          select 1 from sale where sale.customer = p.content -> 'customer' ->> 'id'))`);
}

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
    select distinct on (x.outlet, x.id) x.outlet, x.id, d.key
    from jsonb_to_recordset(${JSON.stringify(receipts)}::text::jsonb) as x(outlet text, id text)
    join outlet o on o.solution_id = ${solutionId} and o.till_id = x.outlet
    join till_transaction t on t.solution_id = ${solutionId} and t.retailer_id = ${retailerId} and t.outlet_id = o.id
      and t.record_id = x.id and t.kind = 'sale'
    join document_source s on s.till_transaction_id = t.id and s.role = 'receipt' and s.live
    join document d on d.id = s.document_id and d.kind = 'invoice' and d.state not in ('undone')
      and d.key !~ ${summaryKeyForm}
    order by x.outlet, x.id, t.version desc`);
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
 * The next batch: documents of one kind that may be sent now, oldest business day first. A kind with a full batch goes before one
 * without, what hangs on others before what it hangs on, so that calls are full and days are finished one after another.
 */
export async function nextBatch(
  db: Db,
  { retailerId, solutionId, organisationId }: Scope & { organisationId: string },
  kinds: readonly string[],
  batchSize: number,
): Promise<ReadyDocument[]> {
  const rows = await db.execute<ReadyDocument & { waiting: number }>(sql`
    with kinds as (
      select value as kind, ordinality as rank from jsonb_array_elements_text(${JSON.stringify(kinds)}::text::jsonb) with ordinality
    ),
    ready as (
      select k.rank, r.*, count(*) over (partition by k.rank) as waiting
      from kinds k cross join lateral (
        select d.id, d.business_day
        from document d
        where d.solution_id = ${solutionId} and d.retailer_id = ${retailerId} and d.state = 'planned' and d.waiting_for = 0
          and d.organisation_id = ${organisationId} and d.kind = k.kind and (d.not_before is null or d.not_before <= now())
        order by d.business_day, d.id limit ${batchSize}
      ) r
    ),
    chosen as (
      select rank from ready
      group by rank, waiting
      order by (waiting >= ${batchSize}) desc, case when waiting >= ${batchSize} then -rank else rank end
      limit 1
    )
    select r.id, d.kind, d.key, d.number, d.content, d.attempts, coalesce(
      (select jsonb_object_agg(o.key, o.xero_id) from document_dependency dd join document o on o.id = dd.depends_on_id
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
  leaseSeconds: number;
};

/**
 * Writes down that these documents are about to be sent, and that the lease is still ours: committed before the call.
 * @returns the batch's id, or null when the lease was lost or a document is no longer free
 */
export async function beginBatch(
  db: Db,
  { retailerId, solutionId }: Scope,
  intent: BatchIntent,
): Promise<number | null> {
  const { documentIds, leaseOwner } = intent;
  // One statement: it is written down whole, or, where the lease or one of the documents is gone, not at all.
  const [batch] = await db.execute<{ id: number }>(sql`
    with lease as (
      update solution set lease_until = now() + make_interval(secs => ${intent.leaseSeconds})
      where id = ${solutionId} and retailer_id = ${retailerId} and lease_owner = ${leaseOwner} and lease_until > now()
        and deactivated_at is null
      returning id
    ),
    free as (
      select d.id, x.position
      from lease cross join ${idsOf({ retailerId, solutionId }, documentIds)} x
      -- By their ids alone, one by one: PostgreSQL would go through all that is ready, however long the backlog.
      cross join lateral (select * from document where id = x.id offset 0 for update) d
      where ${sameScope(d, x)} and d.state = 'planned' and d.waiting_for = 0 and d.organisation_id = ${intent.organisationId}
    ),
    batch as (
      insert into send_batch (retailer_id, solution_id, organisation_id, kind, idempotency_key, body, body_hash, document_count, lease_owner)
      select ${retailerId}, ${solutionId}, ${intent.organisationId}, ${intent.kind}, ${intent.idempotencyKey}, ${Buffer.from(intent.body)},
        ${intent.bodyHash}, ${documentIds.length}, ${leaseOwner}
      where (select count(*) from free) = ${documentIds.length}
      returning id
    ),
    taken as (
      update document d set state = 'sending', batch_id = batch.id, batch_position = free.position, attempts = attempts + 1,
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
  await db.transaction(async (dbTx) => {
    const isOurs = await holdsLease(dbTx, { retailerId, solutionId }, owner);
    // Somebody else has taken over: of what we know only that a document is there still counts.
    const outcomes = isOurs ? told : told.filter((o) => o.state === 'posted');
    const batchId = batch?.id ?? null;
    await dbTx.execute(sql`
      with ended as (
        update send_batch set ended_at = coalesce(ended_at, now()), outcome = ${batch?.outcome ?? null}, status_code = ${batch?.statusCode ?? null}
        where id = ${batchId}::bigint and solution_id = ${solutionId} and ${(batch?.ended ?? false) && isOurs}
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
          outcomes,
          sql`"documentId" bigint, state text, "xeroId" uuid, "xeroStatus" text, "refusalCode" text, "refusalText" text, warnings jsonb,
            "notBeforeSeconds" double precision, "emptyLookUp" boolean, "neverLeft" boolean`,
        )} x
        -- Likewise one by one, and not through all that waits.
        cross join lateral (select * from document where id = x."documentId" offset 0 for no key update) was
        where d.id = was.id and ${sameScope(sql`was`, x)} and was.state in ('sending', 'unsure', 'planned')
          and (${batchId}::bigint is null or was.batch_id = ${batchId}::bigint)
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
      where w.id = d.id and ${sameScope(d, sql`w`)}`);
  });
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
            join document o on o.id = dd.depends_on_id where dd.document_id = d.id), '{}'::jsonb)) order by d.batch_position)
        from document d where d.batch_id = b.id and d.state in ('sending', 'unsure')) as documents
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
      update document set last_sent_at = now(), empty_look_ups = 0
      where solution_id = ${solutionId} and retailer_id = ${retailerId} and batch_id = ${batchId} and state in ('sending', 'unsure')`);
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
    where d.solution_id = ${solutionId} and d.retailer_id = ${retailerId} and d.state = 'unsure' and d.kind = ${kind}
      and d.organisation_id = ${organisationId} and (d.not_before is null or d.not_before <= now())
    order by d.business_day, d.id limit ${limit}`);
  return [...rows];
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
    from document where solution_id = ${solutionId} and retailer_id = ${retailerId} and state <> 'posted'
    group by state, kind`);
  return [...rows];
}
