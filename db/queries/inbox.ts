import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { idsOf } from './rows-of.ts';
import type { Scope } from './scope.ts';

export type InboxRow = {
  rawRecordId: number;
  body: unknown;
  receivedAt: string;
  conflicting: boolean;
  outletTillId: string;
};

/** The next raw records to interpret, in the order in which they came. @param after the last one of the page before; 0: from the first */
export async function inboxPage(
  db: Db,
  { retailerId, solutionId }: Scope,
  after: number,
  limit: number,
): Promise<InboxRow[]> {
  const rows = await db.execute<InboxRow>(sql`
    select r.id as "rawRecordId", r.body, r.outlet_till_id as "outletTillId", r.conflict is not null as conflicting,
      to_char(r.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "receivedAt"
    from raw_inbox i join raw_record r on r.id = i.raw_record_id
    where i.solution_id = ${solutionId} and i.retailer_id = ${retailerId} and i.raw_record_id > ${after}
    order by i.raw_record_id limit ${limit}`);
  return [...rows];
}

/** Whether nothing waits to be interpreted: asked before each pull, and less than reading a page. */
export async function isInboxEmpty(db: Db, { retailerId, solutionId }: Scope): Promise<boolean> {
  const rows = await db.execute(sql`
    select 1 from raw_inbox where solution_id = ${solutionId} and retailer_id = ${retailerId} limit 1`);
  return rows.length === 0;
}

/** Raw records that are to be interpreted later. Call it in the transaction that stores them. */
export async function putIntoInbox(dbTx: Db, scope: Scope, rawRecordIds: readonly number[]): Promise<void> {
  if (rawRecordIds.length === 0) return;
  await dbTx.execute(sql`
    insert into raw_inbox (raw_record_id, retailer_id, solution_id)
    select x.id, x.retailer_id, x.solution_id from ${idsOf(scope, rawRecordIds)} x`);
}

/** Raw records that are interpreted now. Call it in the transaction that stores what they mean. */
export async function takeFromInbox(dbTx: Db, scope: Scope, rawRecordIds: readonly number[]): Promise<void> {
  await dbTx.execute(sql`
    delete from raw_inbox i using ${idsOf(scope, rawRecordIds)} x
    where i.raw_record_id = x.id and i.solution_id = x.solution_id and i.retailer_id = x.retailer_id`);
}
