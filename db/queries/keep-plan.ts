import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { requireLease } from './fence.ts';
import {
  attach,
  ChangedMeanwhile,
  countWaits,
  type DocumentToKeep,
  hang,
  hungOn,
  type IdOfKey,
  insertNew,
  renewOld,
  requireSame,
  SentOtherwise,
} from './keep-documents.ts';
import { isChosenMeanwhile } from './older-debts.ts';
import { idsOf, rowsOf, sameScope } from './rows-of.ts';
import type { Scope } from './scope.ts';

// Tables as the statements below call them.
const [t, d, s, x] = [sql`t`, sql`d`, sql`s`, sql`x`];

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

/**
 * A backlog that just came is stored before the solution is locked, so that sending goes on meanwhile; then it is looked whether all is
 * still as it was. Where something was planned of these records before, or changes meanwhile, all is done under the lock.
 */
async function keepWhole(db: Db, of: Of, ...plan: Plan): Promise<void> {
  const [documents, planned] = plan;
  if (documents.length > 0 && (await plannedBefore(db, of, planned)).length === 0) {
    try {
      return await keepOnce(db, of, 'before_the_lock', ...plan);
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile)) throw error;
    }
  }
  await keepOnce(db, of, 'under_the_lock', ...plan);
}

type Of = Scope & { organisationId: string; owner: string };

type Plan = [
  documents: readonly DocumentToKeep[],
  planned: readonly { tillTransactionId: number; mappingId: number | null }[],
  held: readonly HeldRecord[],
  newestMappingId: number,
];

/** @throws ChangedMeanwhile where what was stored before the lock cannot stay so */
async function keepOnce(
  db: Db,
  { retailerId, solutionId, organisationId, owner }: Of,
  inserts: 'before_the_lock' | 'under_the_lock',
  ...[allDocuments, allPlanned, held, newestMappingId]: Plan
): Promise<void> {
  const scope = { retailerId, solutionId };
  const of = { ...scope, organisationId };
  await db.transaction(async (dbTx) => {
    const early = inserts === 'before_the_lock' ? await insertNew(dbTx, of, allDocuments) : null;
    if (early) {
      await attach(dbTx, scope, allDocuments, early);
      await hang(dbTx, scope, allDocuments, early);
    }
    // Locks the solution: a mapping that is being saved at this moment waits for us, or we for it, and no outcome comes between.
    await requireLease(dbTx, scope, owner);
    // What was held meanwhile (the till sent it again with other content) is not planned.
    const pending = await dbTx.execute<{ id: number }>(sql`
      select t.id from ${idsOf(
        scope,
        allPlanned.map((p) => p.tillTransactionId),
      )} x
      cross join lateral (select * from till_transaction where id = x.id offset 0 for update) t
      where ${sameScope(t, x)} and t.state = 'pending'`);
    const { documents, records } = stillWhole(
      allDocuments,
      pending.map((row) => row.id),
    );
    const planned = allPlanned.filter((p) => records.has(p.tillTransactionId));
    const justMade = new Set(early?.values());
    const unsent = (await plannedBefore(dbTx, scope, planned)).filter((id) => !justMade.has(id));
    if (early && (unsent.length > 0 || documents.length < allDocuments.length)) throw new ChangedMeanwhile();
    const together = await plannedTogether(dbTx, scope, unsent, planned);
    await dropOthers(dbTx, scope, unsent, documents);
    const renewed = await renewOld(dbTx, scope, early ? without(documents, early) : documents);
    const made = early ?? (await insertNew(dbTx, of, without(documents, renewed)));
    const kept = new Map([...made, ...renewed]);
    await requireSame(dbTx, scope, without(documents, kept));
    await attach(dbTx, scope, documents, early ? renewed : kept);
    const others = await hungOn(dbTx, scope, documents, kept);
    await hang(dbTx, scope, early ? withOthers(documents, early) : documents, new Map([...kept, ...others]));
    await countWaits(dbTx, scope, documents, made, renewed);
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
          -- The invoice that it pays was chosen while it was planned: it is planned once more.
          and not ${isChosenMeanwhile}
          and not exists (select 1 from mapping m where m.solution_id = ${solutionId} and m.id > ${newestMappingId})`);
    }
  });
}

const without = (documents: readonly DocumentToKeep[], these: IdOfKey) =>
  documents.filter(({ key }) => !these.has(key));

/** Those that are not among these, or hang on something that is not. */
const withOthers = (documents: readonly DocumentToKeep[], these: IdOfKey) =>
  documents.filter(({ key, dependsOn }) => !these.has(key) || dependsOn.some((on) => !these.has(on)));

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
async function dropOthers(
  dbTx: Db,
  scope: Scope,
  unsent: readonly number[],
  documents: readonly DocumentToKeep[],
) {
  if (unsent.length === 0) return;
  await dbTx.execute(sql`
    delete from document d using ${idsOf(scope, unsent)} x
    where d.id = x.id and ${sameScope(d, x)}
      and d.key not in (select value from jsonb_array_elements_text(${JSON.stringify(documents.map(({ key }) => key))}::text::jsonb))`);
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
        or p.refusal_code in ('payment_exceeds_debt', 'older_debt_exceeded') and exists (
          select 1 from sale where sale.customer = p.content -> 'customer' ->> 'id'))`);
}
