import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { holdConflicting, stopConflicting } from './conflicts.ts';
import { putIntoInbox } from './inbox.ts';
import type { Scope } from './scope.ts';

export type RawRecordToKeep = {
  outlet: string;
  id: string;
  version: number;
  /** The record as it came: JSON. */
  bodyJson: string;
  /** SHA-256 of the body's canonical JSON: tells a repeat from a record that changed under the same version. */
  bodyHash: string;
};

type Origin = Scope & {
  source: 'pull' | 'push' | 'file';
  importFileId?: number | null;
  /** Whether a stored body and another one under the same identity, which came another way, are one record. */
  isSame?: (stored: unknown, incoming: unknown) => boolean;
};

/** Same identity, other content: the first one holds, the record is stopped. */
type Conflict = { rawRecordId: number; outlet: string; id: string; version: number };

type Fresh<R> = { rawRecordId: number; record: R; hasOtherVersion: boolean };

export type Kept = { new: number; known: number; conflicts: Conflict[] };

/**
 * Keeps records as they came, once per (outlet, id, version), and puts the new ones into the inbox to be interpreted. Call it in
 * the transaction that notes the file, while the solution is locked.
 */
export async function keepRawRecords(
  dbTx: Db,
  origin: Origin,
  records: readonly RawRecordToKeep[],
): Promise<Kept> {
  const { fresh, known, conflicts } = await storeRawRecords(dbTx, origin, records);
  await putIntoInbox(
    dbTx,
    origin,
    fresh.map(({ rawRecordId }) => rawRecordId),
  );
  return { new: fresh.length, known, conflicts };
}

/**
 * Stores records as they came, once per (outlet, id, version). Call it in the transaction that interprets the new ones or puts them into
 * the inbox, while the solution is locked.
 * @returns the new ones with their ids, and whether another version of the same record is there or came with it; one of them may be among
 *   the conflicts
 */
export async function storeRawRecords<R extends RawRecordToKeep>(
  dbTx: Db,
  origin: Origin,
  records: readonly R[],
): Promise<{ fresh: Fresh<R>[]; known: number; conflicts: Conflict[] }> {
  if (records.length === 0) return { fresh: [], known: 0, conflicts: [] };
  const { retailerId, solutionId, source } = origin;
  // Two of one identity in one go: the statement below sees only what stood before it, so the later one is compared here.
  const first = new Map<string, R>();
  const clashing: R[] = [];
  for (const record of records) {
    const earlier = first.get(identityOf(record));
    if (!earlier) first.set(identityOf(record), record);
    else if (earlier.bodyHash !== record.bodyHash) clashing.push(record);
  }
  const versions = new Map<string, number>();
  for (const record of first.values()) versions.set(nameOf(record), (versions.get(nameOf(record)) ?? 0) + 1);
  const inserted = await dbTx.execute<Conflict & { isOther: boolean }>(sql`
    insert into raw_record (retailer_id, solution_id, source, import_file_id, outlet_till_id, record_id, version, body, body_hash)
    select ${retailerId}, ${solutionId}, ${source}, ${origin.importFileId ?? null}, outlet, id, version, body, "bodyHash"
    from ${incoming(first.values())}
    on conflict (solution_id, outlet_till_id, record_id, version) do nothing
    returning id as "rawRecordId", outlet_till_id as outlet, record_id as id, version,
      -- As it was before this statement.
      exists (select 1 from raw_record o where o.solution_id = raw_record.solution_id
        and o.outlet_till_id = raw_record.outlet_till_id and o.record_id = raw_record.record_id) as "isOther"`);
  const fresh = inserted.map((row) => ({
    rawRecordId: row.rawRecordId,
    record: first.get(identityOf(row))!,
    hasOtherVersion: row.isOther || versions.get(nameOf(row))! > 1,
  }));
  const conflicts =
    fresh.length === first.size && clashing.length === 0
      ? []
      : await noteConflicts(dbTx, origin, [...first.values(), ...clashing]);
  return { fresh, known: records.length - fresh.length - conflicts.length, conflicts };
}

const identityOf = ({ outlet, id, version }: { outlet: string; id: string; version: number }) =>
  JSON.stringify([outlet, id, version]);

const nameOf = ({ outlet, id }: { outlet: string; id: string }) => JSON.stringify([outlet, id]);

/** Records as a table, their bodies as they are: a backlog's are not made into JSON twice. */
function incoming(records: Iterable<RawRecordToKeep>) {
  const rows = Array.from(records, ({ bodyJson, ...row }) => {
    const { outlet, id, version, bodyHash } = row;
    return `${JSON.stringify({ outlet, id, version, bodyHash }).slice(0, -1)},"body":${bodyJson}}`;
  });
  return sql`jsonb_to_recordset(${`[${rows.join()}]`}::text::jsonb)
    as x(outlet text, id text, version int, body jsonb, "bodyHash" text)`;
}

async function noteConflicts(
  db: Db,
  { retailerId, solutionId, source, isSame }: Origin,
  records: readonly RawRecordToKeep[],
): Promise<Conflict[]> {
  const differing = await db.execute<Conflict & { storedSource: string; stored: unknown; body: unknown }>(sql`
    select distinct on (r.id) r.id as "rawRecordId", i.outlet, i.id, i.version, r.source as "storedSource",
      r.body as stored, i.body
    from (select * from ${incoming(records)}) i
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
  return conflicts.map(({ rawRecordId, outlet, id, version }) => ({ rawRecordId, outlet, id, version }));
}
