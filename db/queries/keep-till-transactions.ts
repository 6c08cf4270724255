import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { holdConflicting } from './conflicts.ts';
import { requireLease } from './fence.ts';
import { takeFromInbox } from './inbox.ts';
import { cameFrom } from './rows-of.ts';
import type { Scope } from './scope.ts';
import { holdSuspectedDuplicates } from './suspected-duplicates.ts';
import { settleVersions } from './versions.ts';

export type TillTransactionToKeep = {
  rawRecordId: number;
  outletId: number | null;
  registerId: number | null;
  kind: string;
  recordId: string;
  version: number;
  shift: string | null;
  occurredAt: string;
  businessDay: string;
  currency: string;
  totalMinor: number;
  voided: boolean;
  content: unknown;
  state: 'pending' | 'held' | 'not_posted';
  refusalCode: string | null;
  refusalText: string | null;
};

/**
 * Stores what raw records of the inbox were interpreted as, and empties it of them, in one transaction.
 * @returns how many were held as suspected duplicates here
 * @throws LeaseLost
 */
export async function keepTillTransactions(
  db: Db,
  { owner, derivedIdStart, ...scope }: Scope & { owner: string; derivedIdStart: string },
  rawRecordIds: readonly number[],
  transactions: readonly TillTransactionToKeep[],
): Promise<{ suspected: number }> {
  return db.transaction(async (dbTx) => {
    await requireLease(dbTx, scope, owner);
    const stored = await storeTillTransactions(
      dbTx,
      { ...scope, derivedIdStart },
      rawRecordIds,
      transactions,
    );
    await takeFromInbox(dbTx, scope, rawRecordIds);
    return stored;
  });
}

/**
 * Stores what raw records were interpreted as, settles which version of each counts, and holds what may be here already under another
 * id. Call it in a transaction, while the solution is locked.
 * @param justCame given where the raw records were stored in the same transaction: nothing is there of them, and nothing contradicts
 *   them; `ofSeveralVersions`: those of which another version is there
 * @returns how many were held as suspected duplicates here
 */
export async function storeTillTransactions(
  dbTx: Db,
  { retailerId, solutionId, derivedIdStart }: Scope & { derivedIdStart: string },
  rawRecordIds: readonly number[],
  transactions: readonly TillTransactionToKeep[],
  justCame?: { ofSeveralVersions: readonly number[] },
): Promise<{ suspected: number }> {
  if (rawRecordIds.length === 0) return { suspected: 0 };
  const scope = { retailerId, solutionId };
  // What was unreadable before may be understood now; its placeholder goes.
  if (!justCame) {
    await dbTx.execute(sql`
      delete from till_transaction t using ${cameFrom(scope, rawRecordIds)} c
      where t.id = c.id and c.kind = 'unknown'`);
  }
  await dbTx.execute(sql`
    insert into till_transaction (retailer_id, solution_id, raw_record_id, outlet_id, register_id, kind, record_id, version,
      shift_till_id, occurred_at, business_day, currency, total_minor, voided, content, state, refusal_code, refusal_text)
    select ${retailerId}, ${solutionId}, "rawRecordId", "outletId", "registerId", kind, "recordId", version, shift,
      "occurredAt", "businessDay", currency, "totalMinor", voided, content, state, "refusalCode", "refusalText"
    from jsonb_to_recordset(${JSON.stringify(transactions)}::text::jsonb) as x("rawRecordId" bigint, "outletId" bigint,
      "registerId" bigint, kind text, "recordId" text, version int, shift text, "occurredAt" timestamptz, "businessDay" date,
      currency text, "totalMinor" bigint, voided boolean, content jsonb, state text, "refusalCode" text, "refusalText" text)
    on conflict (raw_record_id, kind) do update set outlet_id = excluded.outlet_id, register_id = excluded.register_id,
      business_day = excluded.business_day, content = excluded.content, total_minor = excluded.total_minor,
      state = excluded.state, refusal_code = excluded.refusal_code, refusal_text = excluded.refusal_text
      where till_transaction.state in ('pending', 'held', 'not_posted')`);
  if (!justCame) await holdConflicting(dbTx, scope, rawRecordIds);
  await settleVersions(dbTx, scope, justCame?.ofSeveralVersions ?? rawRecordIds);
  const suspected = await holdSuspectedDuplicates(dbTx, scope, rawRecordIds, { derivedIdStart });
  await releaseIncompleteShifts(dbTx, scope, rawRecordIds);
  return { suspected };
}

/**
 * A record that came may be what a shift lacked, or what kept back a summary: variances and receipts that wait for it are looked at
 * again. Receipts of a shift that is still open are not: they wait for its closing.
 */
export async function releaseIncompleteShifts(
  dbTx: Db,
  { retailerId, solutionId }: Scope,
  rawRecordIds: readonly number[],
) {
  await dbTx.execute(sql`
    with came as materialized (
      select distinct c.outlet_id, c.shift_till_id as shift, c.business_day as day
      from ${cameFrom({ retailerId, solutionId }, rawRecordIds)} c where c.outlet_id is not null
    ),
    -- A day's summary waits for every shift that touches it.
    days as materialized (
      select outlet_id, day from came
      union
      select s.outlet_id, s.business_day from (select distinct outlet_id, shift from came) c
      join till_transaction s on s.solution_id = ${solutionId} and s.shift_till_id = c.shift and s.outlet_id = c.outlet_id
    )
    update till_transaction t set state = 'pending', refusal_code = null, refusal_text = null
    where t.solution_id = ${solutionId} and t.retailer_id = ${retailerId} and t.state = 'held'
      and t.refusal_code in ('shift_incomplete', 'summary_waits')
      and ((t.outlet_id, t.shift_till_id) in (select outlet_id, shift from came where shift is not null)
        or (t.kind in ('sale', 'sale_refund') and (t.outlet_id, t.business_day) in (select outlet_id, day from days)))
      and (t.kind not in ('sale', 'sale_refund') or t.shift_till_id is null or exists (
        select 1 from till_transaction c where c.solution_id = ${solutionId} and c.outlet_id = t.outlet_id
          and c.shift_till_id = t.shift_till_id and c.kind = 'shift' and c.state <> 'superseded'
          and c.content ->> 'closing' is not null))`);
}
