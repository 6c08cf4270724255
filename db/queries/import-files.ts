import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import type { Scope } from './scope.ts';

/** An outlet with its registers, as the portal knows them. */
export type KnownOutlet = {
  id: string;
  name: string;
  timeZone: string;
  dayCutoff: string;
  registers: { id: string; name: string }[];
};

export async function knownOutlets(db: Db, { retailerId, solutionId }: Scope): Promise<KnownOutlet[]> {
  const rows = await db.execute<KnownOutlet>(sql`
    select o.till_id as id, o.name, o.time_zone as "timeZone", o.day_cutoff as "dayCutoff",
      coalesce(jsonb_agg(jsonb_build_object('id', r.till_id, 'name', r.name) order by r.till_id)
        filter (where r.id is not null), '[]') as registers
    from outlet o left join register r on r.outlet_id = o.id and r.retailer_id = o.retailer_id
    where o.solution_id = ${solutionId} and o.retailer_id = ${retailerId}
    group by o.id order by o.till_id`);
  return [...rows];
}

/** What earlier imports called things: the payment types and taxes of their files, the newest first. */
export type FileWords = {
  paymentTypes: { code: string; name: string; kind: string }[];
  taxes: { code: string; name: string; rate: string | null }[];
};

/** Payment types and tax codes that came in by files; the till's own description lacks them. */
export async function wordsOfFiles(db: Db, { retailerId, solutionId }: Scope): Promise<FileWords> {
  const rows = await db.execute<{ words: FileWords }>(sql`
    select jsonb_build_object('paymentTypes', columns->'paymentTypes', 'taxes', columns->'taxes') as words
    from import_file where solution_id = ${solutionId} and retailer_id = ${retailerId} order by id desc limit 200`);
  const byCode = <T extends { code: string }>(lists: (T[] | null)[]) => [
    ...new Map(
      lists
        .flatMap((list) => list ?? [])
        .reverse()
        .map((one) => [one.code, one]),
    ).values(),
  ];
  return {
    paymentTypes: byCode(rows.map((row) => row.words.paymentTypes)),
    taxes: byCode(rows.map((row) => row.words.taxes)),
  };
}

/** What the till said of itself when it was last asked; null: it never was. */
export async function feedBusinessOf(db: Db, { retailerId, solutionId }: Scope): Promise<unknown> {
  const rows = await db.execute<{ business: unknown }>(sql`
    select feed_business as business from solution where id = ${solutionId} and retailer_id = ${retailerId}`);
  return rows[0]?.business ?? null;
}

/** What the import form starts from: the organisation's currency and zone, where one is connected. */
export async function importDefaults(
  db: Db,
  { retailerId, solutionId }: Scope,
): Promise<{ baseCurrency: string | null }> {
  const rows = await db.execute<{ baseCurrency: string | null }>(sql`
    select o.base_currency as "baseCurrency" from xero_connection c
    join xero_organisation o on o.id = c.organisation_id and o.retailer_id = c.retailer_id
    where c.solution_id = ${solutionId} and c.retailer_id = ${retailerId} and c.state in ('live', 'reconnect') limit 1`);
  return rows[0] ?? { baseCurrency: null };
}

export type Identity = { outlet: string; id: string; version: number };

/** A record that is stored under an identity, with what decides whether another one is the same. */
export type StoredRecord = Identity & {
  bodyHash: string;
  at: string | null;
  currency: string | null;
  status: string | null;
  total: string | null;
  taxes: { amount: string }[] | null;
  payments: { type: string; amount: string }[] | null;
  suspected: unknown;
};

/** The stored ones among the given identities. */
export async function storedRecords(
  db: Db,
  { retailerId, solutionId }: Scope,
  identities: readonly Identity[],
): Promise<StoredRecord[]> {
  if (identities.length === 0) return [];
  const rows = await db.execute<StoredRecord>(sql`
    select i.outlet, i.id, i.version, r.body_hash as "bodyHash", r.body->>'at' as at, r.body->>'currency' as currency,
      r.body->>'status' as status, r.body->>'total' as total, r.body->'taxes' as taxes, r.body->'payments' as payments,
      r.body->'suspected_duplicate_of' as suspected
    from jsonb_to_recordset(${JSON.stringify(identities)}::text::jsonb) as i(outlet text, id text, version int)
    join raw_record r on r.solution_id = ${solutionId} and r.outlet_till_id = i.outlet and r.record_id = i.id and r.version = i.version
    where r.retailer_id = ${retailerId}`);
  return [...rows];
}

/** A receipt that may be stored already under another id. `derived`: its id is ours, because its file had none. */
export type Suspect = {
  outlet: string;
  id: string;
  at: string;
  total: string;
  totalMinor: number;
  derived: boolean;
};

export type Lookalike = {
  outlet: string;
  id: string;
  otherId: string;
  payments: { type: string; amount: string }[];
};

/**
 * Stored receipts of the same outlet, moment and total under another id, where one of the two has an id of ours. Those that wait
 * to be interpreted are looked through too, up to the given one: a file's own rows have been compared with each other already.
 */
export async function lookalikes(
  db: Db,
  { retailerId, solutionId }: Scope,
  suspects: readonly Suspect[],
  options: { derivedIdStart: string; inboxUpTo: number },
): Promise<Lookalike[]> {
  if (suspects.length === 0) return [];
  const { derivedIdStart, inboxUpTo } = options;
  const rows = await db.execute<Lookalike>(sql`
    with i as (
      select * from jsonb_to_recordset(${JSON.stringify(suspects)}::text::jsonb)
        as x(outlet text, id text, at text, total text, "totalMinor" bigint, derived boolean)
    )
    select i.outlet, i.id, t.record_id as "otherId", r.body->'payments' as payments
    from i
    join outlet o on o.solution_id = ${solutionId} and o.till_id = i.outlet
    join till_transaction t on t.solution_id = ${solutionId} and t.outlet_id = o.id and t.occurred_at = i.at::timestamptz
      and t.total_minor = i."totalMinor" and t.kind in ('sale', 'sale_refund') and t.record_id <> i.id
    join raw_record r on r.id = t.raw_record_id
    where t.retailer_id = ${retailerId} and (i.derived or starts_with(t.record_id, ${derivedIdStart}))
    union
    select i.outlet, i.id, r.record_id, r.body->'payments'
    from raw_inbox w
    join raw_record r on r.id = w.raw_record_id
    join i on i.outlet = r.outlet_till_id and i.at = r.body->>'at' and i.total = r.body->>'total' and i.id <> r.record_id
    where w.solution_id = ${solutionId} and w.retailer_id = ${retailerId} and w.raw_record_id <= ${inboxUpTo}
      and (i.derived or starts_with(r.record_id, ${derivedIdStart}))`);
  return [...rows];
}

/** The newest record that waits to be interpreted; 0: none does. */
export async function newestInInbox(db: Db, { retailerId, solutionId }: Scope): Promise<number> {
  const rows = await db.execute<{ newest: number }>(sql`
    select coalesce(max(raw_record_id), 0)::bigint as newest from raw_inbox
    where solution_id = ${solutionId} and retailer_id = ${retailerId}`);
  return rows[0]!.newest;
}

export type EarlierImport = { name: string; createdAt: string; recordsNew: number };

/** The last import of exactly this file. */
export async function earlierImport(
  db: Db,
  { retailerId, solutionId }: Scope,
  sha256: string,
): Promise<EarlierImport | null> {
  const rows = await db.execute<EarlierImport>(sql`
    select name, created_at as "createdAt", records_new as "recordsNew" from import_file
    where solution_id = ${solutionId} and retailer_id = ${retailerId} and sha256 = ${sha256} order by id desc limit 1`);
  return rows[0] ?? null;
}

/** Lets one import of a solution run at a time: two at once would each miss what the other brings. Until the transaction ends. */
export async function lockImports(db: Db, { solutionId }: Scope): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`import:${solutionId}`}, 0))`);
}

export async function beginImportFile(
  db: Db,
  { retailerId, solutionId }: Scope,
  file: { name: string; sha256: string; personId: string },
): Promise<number> {
  const [row] = await db.execute<{ id: number }>(sql`
    insert into import_file (retailer_id, solution_id, name, sha256, columns, records_new, records_known, rows_refused, person_id)
    values (${retailerId}, ${solutionId}, ${file.name}, ${file.sha256}, '{}', 0, 0, 0, ${file.personId}) returning id`);
  return row!.id;
}

/** Notes what came of a file and makes the solution due. Call it in the transaction that kept its records. */
export async function endImportFile(
  db: Db,
  { retailerId, solutionId }: Scope,
  importFileId: number,
  end: { columns: object; recordsNew: number; recordsKnown: number; rowsRefused: number },
): Promise<void> {
  await db.execute(sql`
    update import_file set columns = ${JSON.stringify(end.columns)}::text::jsonb, records_new = ${end.recordsNew},
      records_known = ${end.recordsKnown}, rows_refused = ${end.rowsRefused}
    where id = ${importFileId} and solution_id = ${solutionId} and retailer_id = ${retailerId}`);
  await db.execute(sql`
    update solution set due_at = now() where id = ${solutionId} and retailer_id = ${retailerId}`);
}
