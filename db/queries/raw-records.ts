import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { holdConflicting, stopConflicting } from './conflicts.ts';
import type { Scope } from './scope.ts';

export type RawRecordToKeep = {
  outlet: string;
  id: string;
  version: number;
  body: unknown;
  /** SHA-256 of the body's canonical JSON: tells a repeat from a record that changed under the same version. */
  bodyHash: string;
};

export type Kept = {
  new: number;
  known: number;
  /** Same identity, other content: the first one holds, the record is stopped. */
  conflicts: { outlet: string; id: string; version: number }[];
};

/**
 * Keeps records as they came, once per (outlet, id, version), and puts the new ones into the inbox to be interpreted. Call it in
 * the transaction that moves the cursor or notes the file, while the solution is locked.
 */
export async function keepRawRecords(
  db: Db,
  options: Scope & {
    source: 'pull' | 'push' | 'file';
    importFileId?: number | null;
    /** Whether a stored body and another one under the same identity, which came another way, are one record. */
    isSame?: (stored: unknown, incoming: unknown) => boolean;
  },
  records: readonly RawRecordToKeep[],
): Promise<Kept> {
  if (records.length === 0) return { new: 0, known: 0, conflicts: [] };
  const { retailerId, solutionId, source } = options;
  // Two of one identity in one go: the statement below sees only what stood before it, so the later one is compared here.
  const first = new Map<string, RawRecordToKeep>();
  const clashing: RawRecordToKeep[] = [];
  for (const record of records) {
    const identity = JSON.stringify([record.outlet, record.id, record.version]);
    const earlier = first.get(identity);
    if (!earlier) first.set(identity, record);
    else if (earlier.bodyHash !== record.bodyHash) clashing.push(record);
  }
  const incoming = (rows: Iterable<RawRecordToKeep>) => sql`
    select * from jsonb_to_recordset(${JSON.stringify([...rows])}::text::jsonb)
      as x(outlet text, id text, version int, body jsonb, "bodyHash" text)`;
  const inserted = await db.execute<{ id: number }>(sql`
    with incoming as (${incoming(first.values())}),
    kept as (
      insert into raw_record (retailer_id, solution_id, source, import_file_id, outlet_till_id, record_id, version, body, body_hash)
      select ${retailerId}, ${solutionId}, ${source}, ${options.importFileId ?? null}, outlet, id, version, body, "bodyHash"
      from incoming
      on conflict (solution_id, outlet_till_id, record_id, version) do nothing
      returning id
    )
    insert into raw_inbox (raw_record_id, retailer_id, solution_id)
    select id, ${retailerId}, ${solutionId} from kept
    returning raw_record_id as id`);
  const conflicts =
    inserted.length === first.size && clashing.length === 0
      ? []
      : await noteConflicts(db, options, incoming([...first.values(), ...clashing]));
  return { new: inserted.length, known: records.length - inserted.length - conflicts.length, conflicts };
}

async function noteConflicts(
  db: Db,
  { retailerId, solutionId, source, isSame }: Parameters<typeof keepRawRecords>[1],
  incoming: ReturnType<typeof sql>,
) {
  const differing = await db.execute<{
    rawRecordId: number;
    outlet: string;
    id: string;
    version: number;
    storedSource: string;
    stored: unknown;
    body: unknown;
  }>(sql`
    with incoming as (${incoming})
    select distinct on (r.id) r.id as "rawRecordId", i.outlet, i.id, i.version, r.source as "storedSource",
      r.body as stored, i.body
    from incoming i
    join raw_record r on r.solution_id = ${solutionId} and r.retailer_id = ${retailerId}
      and r.outlet_till_id = i.outlet and r.record_id = i.id and r.version = i.version
    where r.body_hash <> i."bodyHash"`);
  const conflicts = differing.filter((d) => d.storedSource === source || !isSame?.(d.stored, d.body));
  if (conflicts.length > 0) {
    await stopConflicting(
      db,
      { retailerId, solutionId },
      conflicts.map((c) => c.rawRecordId),
    );
    const noted = conflicts.map(({ rawRecordId, body }) => ({ rawRecordId, body }));
    await db.execute(sql`
      update raw_record r set conflict = d.body
      from jsonb_to_recordset(${JSON.stringify(noted)}::text::jsonb) as d("rawRecordId" bigint, body jsonb)
      where r.id = d."rawRecordId" and r.conflict is null and r.solution_id = ${solutionId}`);
    await holdConflicting(
      db,
      { retailerId, solutionId },
      conflicts.map((c) => c.rawRecordId),
    );
  }
  return conflicts.map(({ outlet, id, version }) => ({ outlet, id, version }));
}
