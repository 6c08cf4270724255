import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { idsOf, rowsOf, sameScope } from './rows-of.ts';
import type { Scope } from './scope.ts';

// Tables as the statements below call them.
const [d, x] = [sql`d`, sql`x`];

export type DocumentToKeep = {
  kind: string;
  key: string;
  number: string;
  content: unknown;
  outletId: number | null;
  businessDay: string;
  documentDate: string;
  currency: string;
  totalMinor: number;
  taxMinor: number;
  mappingId: number | null;
  dependsOn: string[];
  sources: { tillTransactionId: number; role: string }[];
};

/** Under these keys other amounts were sent before. Thrown so that nothing of the plan is kept. */
export class SentOtherwise extends Error {
  constructor(readonly keys: readonly string[]) {
    super('sent otherwise');
  }
}

/** What was to be stored is not as it was when it was looked at without the lock. Thrown so that nothing of it is kept. */
export class ChangedMeanwhile extends Error {
  constructor() {
    super('changed meanwhile');
  }
}

type Of = Scope & { organisationId: string };

/** Ids of stored documents by their keys. */
export type IdOfKey = ReadonlyMap<string, number>;

/** Stores those of the documents that are not there yet. What is there is not touched, nor waited for. */
export async function insertNew(dbTx: Db, of: Of, documents: readonly DocumentToKeep[]): Promise<IdOfKey> {
  if (documents.length === 0) return new Map();
  const made = await dbTx.execute<{ id: number; key: string }>(sql`
    insert into document (retailer_id, solution_id, organisation_id, kind, key, number, content, outlet_id,
      business_day, document_date, currency, total_minor, tax_minor, mapping_id, waiting_for)
    select x.retailer_id, x.solution_id, ${of.organisationId}, kind, key, number, content, "outletId",
      "businessDay", "documentDate", currency, "totalMinor", "taxMinor", "mappingId",
      -- Right at once where all of them are new; else corrected by countWaits.
      jsonb_array_length("dependsOn")
    from ${headsOf(of, documents)} x
    on conflict (solution_id, key) do nothing
    returning id, key`);
  return idOfKey(made);
}

/**
 * Gives today's content to those of the documents that were there before and never left, and takes from them what belonged to them. The
 * others are not touched. Call it while the solution is held.
 */
export async function renewOld(
  dbTx: Db,
  scope: Scope,
  documents: readonly DocumentToKeep[],
): Promise<IdOfKey> {
  if (documents.length === 0) return new Map();
  const renewed = await dbTx.execute<{ id: number; key: string }>(sql`
    update document d set number = x.number, content = x.content, business_day = x."businessDay",
      document_date = x."documentDate", currency = x.currency, total_minor = x."totalMinor", tax_minor = x."taxMinor",
      mapping_id = x."mappingId", state = 'planned', refusal_code = null, refusal_text = null, not_before = null
    from ${headsOf(scope, documents)} x
    where d.key = x.key and ${sameScope(d, x)} and d.state in ('planned', 'refused')
    returning d.id, d.key`);
  if (renewed.length === 0) return new Map();
  await dbTx.execute(sql`
    delete from document_source d using ${idsOf(
      scope,
      renewed.map(({ id }) => id),
    )} x where d.document_id = x.id and ${sameScope(d, x)}`);
  return idOfKey(renewed);
}

/** Stores the provenance of those of the documents that have an id here. */
export async function attach(
  dbTx: Db,
  scope: Scope,
  documents: readonly DocumentToKeep[],
  idOf: IdOfKey,
): Promise<void> {
  if (idOf.size === 0) return;
  const sources = documents.flatMap(({ key, sources }) => {
    const documentId = idOf.get(key);
    return documentId === undefined ? [] : sources.map((source) => ({ documentId, ...source }));
  });
  await dbTx.execute(sql`
    insert into document_source (document_id, till_transaction_id, retailer_id, solution_id, role)
    select "documentId", "tillTransactionId", retailer_id, solution_id, role
    from ${rowsOf(scope, sources, sql`"documentId" bigint, "tillTransactionId" bigint, role text`)} x
    on conflict (document_id, till_transaction_id, role) do nothing`);
}

/** Stores what documents hang on, where both have an id here. */
export async function hang(
  dbTx: Db,
  scope: Scope,
  documents: readonly DocumentToKeep[],
  idOf: IdOfKey,
): Promise<void> {
  const pairs = documents.flatMap(({ key, dependsOn }) => {
    const documentId = idOf.get(key);
    return documentId === undefined
      ? []
      : dependsOn.flatMap((on) => (idOf.has(on) ? [{ documentId, onId: idOf.get(on)! }] : []));
  });
  if (pairs.length === 0) return;
  await dbTx.execute(sql`
    insert into document_dependency (document_id, depends_on_id, retailer_id, solution_id)
    select "documentId", "onId", x.retailer_id, x.solution_id
    from ${rowsOf(scope, pairs, sql`"documentId" bigint, "onId" bigint`)} x
    on conflict do nothing`);
}

/**
 * Ids of what these documents hang on and what is not among them. Call it while the solution is held.
 * @throws ChangedMeanwhile where something is not there any more
 */
export async function hungOn(
  dbTx: Db,
  scope: Scope,
  documents: readonly DocumentToKeep[],
  idOf: IdOfKey,
): Promise<IdOfKey> {
  const keys = new Set(
    documents.flatMap(({ key, dependsOn }) => (idOf.has(key) ? dependsOn.filter((on) => !idOf.has(on)) : [])),
  );
  if (keys.size === 0) return new Map();
  const found = await dbTx.execute<{ id: number; key: string }>(sql`
    select d.id, d.key
    from ${rowsOf(
      scope,
      [...keys].map((key) => ({ key })),
      sql`key text`,
    )} x
    join document d on d.key = x.key and ${sameScope(d, x)}`);
  if (found.length < keys.size) throw new ChangedMeanwhile();
  return idOfKey(found);
}

/**
 * Counts what documents wait for that are new and hang on older ones, or were there before. What is new and hangs on new ones alone has
 * its number already. Call it while the solution is held.
 */
export async function countWaits(
  dbTx: Db,
  scope: Scope,
  documents: readonly DocumentToKeep[],
  made: IdOfKey,
  renewed: IdOfKey,
): Promise<void> {
  const uncertain = documents.flatMap(({ key, dependsOn }) => {
    const id = made.get(key);
    if (id === undefined) return renewed.get(key) ?? [];
    return dependsOn.every((on) => made.has(on)) ? [] : id;
  });
  if (uncertain.length === 0) return;
  await dbTx.execute(sql`
    update document d set waiting_for = w.open
    from (
      select x.id, x.solution_id, x.retailer_id, count(dd.depends_on_id) filter (where o.state <> 'posted' or o.xero_status in ('DRAFT', 'SUBMITTED')) as open
      from ${idsOf(scope, uncertain)} x
      -- One by one: PostgreSQL, which knows no sizes yet, would go through all documents.
      left join lateral (select depends_on_id from document_dependency where document_id = x.id offset 0) dd on true
      left join lateral (select state, xero_status from document where id = dd.depends_on_id offset 0) o on true
      group by x.id, x.solution_id, x.retailer_id
    ) w where w.id = d.id and ${sameScope(d, sql`w`)} and d.waiting_for <> w.open`);
}

/**
 * What was sent keeps its content, whatever the mapping says today; but it has to be the same thing.
 * @throws SentOtherwise where it is another, ChangedMeanwhile where it is not there any more
 */
export async function requireSame(
  dbTx: Db,
  scope: Scope,
  documents: readonly DocumentToKeep[],
): Promise<void> {
  if (documents.length === 0) return;
  const frozen = documents.map(({ kind, key, currency, totalMinor }) => ({
    kind,
    key,
    currency,
    totalMinor,
  }));
  const other = await dbTx.execute<{ key: string; isThere: boolean }>(sql`
    select x.key, d.id is not null as "isThere"
    from ${rowsOf(scope, frozen, sql`kind text, key text, currency text, "totalMinor" bigint`)} x
    left join document d on d.key = x.key and ${sameScope(d, x)}
    where (d.kind, d.currency, d.total_minor) is distinct from (x.kind, x.currency, x."totalMinor")`);
  if (other.some(({ isThere }) => !isThere)) throw new ChangedMeanwhile();
  if (other.length > 0) throw new SentOtherwise(other.map(({ key }) => key));
}

const idOfKey = (rows: Iterable<{ id: number; key: string }>): IdOfKey =>
  new Map([...rows].map(({ id, key }) => [key, id]));

const headsOf = (scope: Scope, documents: readonly DocumentToKeep[]) =>
  rowsOf(
    scope,
    documents.map(({ sources: _sources, ...head }) => head),
    sql`kind text, key text, number text, content jsonb, "outletId" bigint, "businessDay" date,
      "documentDate" date, currency text, "totalMinor" bigint, "taxMinor" bigint, "mappingId" bigint, "dependsOn" jsonb`,
  );
