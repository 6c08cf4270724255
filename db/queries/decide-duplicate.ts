import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { releaseIncompleteShifts } from './keep-till-transactions.ts';
import type { Scope } from './scope.ts';

export type DuplicateDecision = 'another_sale' | 'same';

/** A record that is or was a suspected duplicate, and what it looks like. */
export type SuspectedDuplicate = {
  recordId: string;
  /** Held because of it now. */
  waits: boolean;
  decision: DuplicateDecision | null;
  decidedAt: string | null;
  decidedBy: string | null;
  other: {
    id: number;
    recordId: string;
    localTime: string;
    currency: string;
    totalMinor: number;
    source: string;
    fileName: string | null;
  } | null;
};

/** What is suspected of a till transaction and what was decided; null: it never was a suspected duplicate. */
export async function suspectedDuplicateOf(
  db: Db,
  { retailerId, solutionId }: Scope,
  tillTransactionId: number,
): Promise<SuspectedDuplicate | null> {
  const [row] = await db.execute<SuspectedDuplicate>(sql`
    select t.record_id as "recordId", t.state = 'held' and t.refusal_code = 'suspected_duplicate' as waits, s.decision,
      s.decided_at as "decidedAt", p.email as "decidedBy",
      case when o.id is not null then jsonb_build_object('id', o.id, 'recordId', o.record_id, 'currency', o.currency,
        'totalMinor', o.total_minor, 'source', r.source, 'fileName', f.name,
        'localTime', to_char(o.occurred_at at time zone coalesce(u.time_zone, 'UTC'),
          case when r.body ->> 'at_precision' = 'day' then 'YYYY-MM-DD' else 'YYYY-MM-DD HH24:MI:SS' end)) end as other
    from till_transaction t
    left join suspected_duplicate s on s.till_transaction_id = t.id
    left join person p on p.id = s.person_id
    left join till_transaction o on o.id = s.other_id and o.retailer_id = t.retailer_id
    left join raw_record r on r.id = o.raw_record_id
    left join import_file f on f.id = r.import_file_id
    left join outlet u on u.id = o.outlet_id
    where t.id = ${tillTransactionId} and t.solution_id = ${solutionId} and t.retailer_id = ${retailerId}
      and (s.till_transaction_id is not null or (t.state = 'held' and t.refusal_code = 'suspected_duplicate'))`);
  return row ?? null;
}

/** Locks the solution until the transaction ends, so that nothing is interpreted or decided beside this. */
export async function lockSolution(dbTx: Db, { retailerId, solutionId }: Scope): Promise<void> {
  await dbTx.execute(sql`
    select 1 from solution where id = ${solutionId} and retailer_id = ${retailerId} for no key update`);
}

/** Writes down what a person said of a held suspected duplicate. As another sale it waits to be planned, and is due now. */
export async function keepDecision(
  dbTx: Db,
  { retailerId, solutionId }: Scope,
  of: { tillTransactionId: number; decision: DuplicateDecision; personId: string },
): Promise<void> {
  await dbTx.execute(sql`
    insert into suspected_duplicate (till_transaction_id, retailer_id, solution_id, other_id, decision, person_id, decided_at)
    values (${of.tillTransactionId}, ${retailerId}, ${solutionId},
      (select other_id from suspected_duplicate where till_transaction_id = ${of.tillTransactionId}),
      ${of.decision}, ${of.personId}, now())
    on conflict (till_transaction_id) do update set decision = excluded.decision, person_id = excluded.person_id,
      decided_at = excluded.decided_at`);
  const state =
    of.decision === 'same' ? sql`'duplicate'` : sql`case when voided then 'not_posted' else 'pending' end`;
  const decided = await dbTx.execute<{ rawRecordId: number }>(sql`
    update till_transaction set state = ${state}, refusal_code = null, refusal_text = null
    where id = ${of.tillTransactionId} and solution_id = ${solutionId} and retailer_id = ${retailerId}
      and state = 'held' and refusal_code = 'suspected_duplicate'
    returning raw_record_id as "rawRecordId"`);
  // The summary of its day may have waited for this.
  await releaseIncompleteShifts(
    dbTx,
    { retailerId, solutionId },
    decided.map((row) => row.rawRecordId),
  );
  await dbTx.execute(sql`
    update solution set due_at = now() where id = ${solutionId} and retailer_id = ${retailerId}`);
}
