import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { isCorrection } from './earlier-version.ts';
import { cameFrom, idsOf, sameScope } from './rows-of.ts';
import type { Scope } from './scope.ts';

// Tables as the statements below call them.
const [t, x] = [sql`t`, sql`x`];

/** Of a till transaction `t`: no newer version of its record is known. What the till says now is what counts. */
export const isNewest = sql`not exists (select 1 from till_transaction n where n.solution_id = t.solution_id
  and n.outlet_id = t.outlet_id and n.record_id = t.record_id and n.version > t.version)`;

/**
 * Settles which version of a record counts, after newer or older ones came. Older versions give way. Where an older one was planned
 * already, its documents decide: as long as none of them can have reached Xero they are dropped and the newer version is planned;
 * else the older one stays, and the newer one is planned as what corrects it (`isCorrection`), a voided one too.
 *
 * Call it in the transaction that stores the versions, while the solution is locked: nothing is sent meanwhile.
 */
export async function settleVersions(
  dbTx: Db,
  { retailerId, solutionId }: Scope,
  rawRecordIds: readonly number[],
): Promise<void> {
  if (rawRecordIds.length === 0) return;
  const versions = await dbTx.execute<{ id: number; kind: string; state: string; isNewest: boolean }>(sql`
    with fresh as (
      select distinct c.outlet_id, c.record_id from ${cameFrom({ retailerId, solutionId }, rawRecordIds)} c where c.outlet_id is not null
    )
    select * from (
      select t.id, t.kind, t.state, t.version = max(t.version) over same as "isNewest", min(t.version) over same < max(t.version) over same as several
      from fresh f join till_transaction t on t.solution_id = ${solutionId} and t.outlet_id = f.outlet_id and t.record_id = f.record_id
      window same as (partition by t.outlet_id, t.record_id)
    ) t where several`);
  const older = versions.filter((v) => !v.isNewest && v.state !== 'superseded');
  if (older.length === 0) return;
  const ids = older.map((v) => v.id);
  await dropUnsent(dbTx, { retailerId, solutionId }, ids);
  // What still has documents stays planned, also where a refusal of one of them had put it back to be planned again.
  await dbTx.execute(sql`
    update till_transaction t set refusal_code = null, refusal_text = null,
      state = case when exists (select 1 from document_source s where s.till_transaction_id = t.id and s.live)
        then 'planned' else 'superseded' end
    from ${idsOf({ retailerId, solutionId }, ids)} x
    where t.id = x.id and ${sameScope(t, x)} and t.state in ('pending', 'held', 'not_posted', 'duplicate')`);
  const newest = idsOf(
    { retailerId, solutionId },
    versions.filter((v) => v.isNewest).map((v) => v.id),
  );
  await voidWhatIsGone(dbTx, newest);
  await dbTx.execute(sql`
    update till_transaction t set state = 'pending'
    from ${newest} x
    where t.id = x.id and ${sameScope(t, x)} and t.state = 'not_posted' and t.voided and ${isCorrection}`);
}

/** A closing that came again without a variance, or without cash taken out, voids what the earlier one had of it. */
async function voidWhatIsGone(dbTx: Db, newest: SQL): Promise<void> {
  await dbTx.execute(sql`
    insert into till_transaction (retailer_id, solution_id, raw_record_id, outlet_id, register_id, kind, record_id, version,
      shift_till_id, occurred_at, business_day, currency, total_minor, voided, content, state)
    select distinct on (t.id, p.kind) t.retailer_id, t.solution_id, t.raw_record_id, t.outlet_id, t.register_id, p.kind, t.record_id,
      t.version, t.shift_till_id, t.occurred_at, p.business_day, t.currency, 0, true, p.content, 'pending'
    from ${newest} x
    join till_transaction t on t.id = x.id and ${sameScope(t, x)} and t.kind = 'shift'
    join till_transaction p on p.solution_id = t.solution_id and p.outlet_id = t.outlet_id and p.record_id = t.record_id
      and p.version < t.version and p.kind in ('cash_out', 'till_variance') and p.state = 'planned'
    order by t.id, p.kind, p.version desc
    on conflict (raw_record_id, kind) do nothing`);
}

/**
 * Drops the documents of planned records where none has ever left, with what hangs on them, and makes the records pending again.
 * A record of which one document may have left keeps all of them.
 */
async function dropUnsent(
  dbTx: Db,
  { retailerId, solutionId }: Scope,
  tillTransactionIds: readonly number[],
) {
  if (tillTransactionIds.length === 0) return;
  const wanted = JSON.stringify(tillTransactionIds);
  const droppable = await dbTx.execute<{ documentId: number }>(sql`
    with recursive wanted as (select value::bigint as id from jsonb_array_elements_text(${wanted}::text::jsonb)),
    hanging as (
      select s.till_transaction_id as root, s.document_id from document_source s join wanted w on w.id = s.till_transaction_id
      where s.live and s.solution_id = ${solutionId}
      union
      select h.root, dd.document_id from hanging h join document_dependency dd on dd.depends_on_id = h.document_id
    ),
    fixed as (
      select distinct h.root from hanging h join document d on d.id = h.document_id
      where not (d.state = 'refused' or (d.state = 'planned' and d.attempts = 0))
        -- A summary holds other records too; it is not taken apart.
        or exists (select 1 from document_source o where o.document_id = d.id and o.live and o.till_transaction_id <> h.root
          and o.role = 'receipt')
    )
    select distinct document_id as "documentId" from hanging where root not in (select root from fixed)`);
  if (droppable.length === 0) return;
  const documents = sql`(select value::bigint from jsonb_array_elements_text(${JSON.stringify(droppable.map((d) => d.documentId))}::text::jsonb))`;
  await dbTx.execute(sql`
    update till_transaction t set state = 'pending'
    where t.solution_id = ${solutionId} and t.retailer_id = ${retailerId} and t.state = 'planned'
      and exists (select 1 from document_source s where s.till_transaction_id = t.id and s.live and s.document_id in ${documents})`);
  await dbTx.execute(sql`
    delete from document_dependency where solution_id = ${solutionId} and depends_on_id in ${documents}`);
  await dbTx.execute(sql`
    delete from document where solution_id = ${solutionId} and retailer_id = ${retailerId} and id in ${documents}`);
}
