import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import type { Scope } from './scope.ts';
import { latestRun, type RunProgress, type Waiting, waitingOf } from './sync.ts';

export type SyncProgress = {
  run: RunProgress | null;
  running: boolean;
  documents: { waiting: number; posted: number; attention: number };
  records: {
    /** On or after the first day that is posted. */
    waiting: number;
    /** Wait because posting has not been started: there is no such day. */
    notStarted: number;
    held: number;
    uninterpreted: number;
  };
  lastSyncAt: string | null;
  nextSyncAt: string | null;
  /** A pause that Xero or the till has asked for, and when it is over. */
  waiting: Waiting | null;
};

/** How many documents of a solution are posted: over years, and asked all day. */
export const postedOf = (solutionId: SQL): SQL =>
  sql`(select count(*)::int from document d where d.solution_id = ${solutionId} and d.standing = 'posted')`;

/** What is done and what is left of one solution, in one look. */
export async function syncProgress(db: Db, scope: Scope): Promise<SyncProgress> {
  const { retailerId, solutionId } = scope;
  const [row] = await db.execute<{
    waiting: number;
    posted: number;
    attention: number;
    pending: number;
    notStarted: number;
    held: number;
    inbox: number;
    running: boolean;
    lastSyncAt: string | null;
    nextSyncAt: string | null;
  }>(sql`
    select
      (select count(*)::int from document d where d.solution_id = s.id and d.standing <> 'posted'
        and d.standing in ('ready', 'waiting', 'unsure')) as waiting,
      ${postedOf(sql`s.id`)} as posted,
      (select count(*)::int from document d where d.solution_id = s.id and d.standing <> 'posted'
        and d.standing in ('refused', 'stopped')) as attention,
      (select count(*)::int from till_transaction t where t.solution_id = s.id and t.state = 'pending'
        and t.business_day >= s.start_date) as pending,
      (select count(*)::int from till_transaction t where t.solution_id = s.id and t.state = 'pending'
        and s.start_date is null) as "notStarted",
      (select count(*)::int from till_transaction t where t.solution_id = s.id and t.state = 'held') as held,
      (select count(*)::int from raw_inbox i where i.solution_id = s.id) as inbox,
      coalesce(s.lease_until > now(), false) as running,
      s.last_sync_at as "lastSyncAt",
      case when s.deactivated_at is null then s.due_at end as "nextSyncAt"
    from solution s where s.id = ${solutionId} and s.retailer_id = ${retailerId}`);
  const run = await latestRun(db, scope);
  return {
    run,
    running: row?.running ?? false,
    documents: { waiting: row?.waiting ?? 0, posted: row?.posted ?? 0, attention: row?.attention ?? 0 },
    records: {
      waiting: row?.pending ?? 0,
      notStarted: row?.notStarted ?? 0,
      held: row?.held ?? 0,
      uninterpreted: row?.inbox ?? 0,
    },
    lastSyncAt: row?.lastSyncAt ?? null,
    nextSyncAt: row?.nextSyncAt ?? null,
    waiting: await waitingOf(db, scope),
  };
}
