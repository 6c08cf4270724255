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

/** Under these keys other amounts were sent before. Thrown so that nothing of the plan is kept. */
export class SentOtherwise extends Error {
  constructor(readonly keys: readonly string[]) {
    super('sent otherwise');
  }
}

export type Source = { key: string; tillTransactionId: number; role: string };

/**
 * Stores documents with all that belongs to them: a handful of statements, however many there are.
 * @throws SentOtherwise
 */
export async function keepDocuments(
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
