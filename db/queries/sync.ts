import { type SQL, sql } from 'drizzle-orm';
import { type Db, repeated } from '../client.ts';
import type { Scope } from './scope.ts';

export type ClaimedSolution = Scope & {
  shortId: string;
  business: string;
  retailerName: string;
  feedKeyCipher: string | null;
  feedCursor: string | null;
  /** How long ago the till was last asked what the business looks like; null: never. */
  businessAgeSeconds: number | null;
  startDate: string | null;
  deactivated: boolean;
  failuresInARow: number;
};

/** Has something to be worked on: a till that is asked, or records that came otherwise. */
const hasAFeed = sql`(s.feed_key_cipher is not null or exists (select 1 from raw_record r where r.solution_id = s.id))`;
const isFree = sql`(s.lease_until is null or s.lease_until < now()) and s.deactivated_at is null`;

/** Of the longest due so many are looked at, so that a claim costs the same however many are due. */
const LOOKED_AT = 64;

/**
 * Takes one solution that is due and that nobody works on, for a time. Safe to call from any number of processes at once: a row
 * that another one is claiming is skipped, not waited for.
 *
 * The longest due first, and of those one of a retailer who is not being served: a retailer with many solutions does not hold up
 * the others. None starves: whoever has run goes to the end, and while a retailer is passed over, he is being served.
 * @param only take this one, due or not, when a person asked for it
 */
export async function claimSolution(
  db: Db,
  lease: { owner: string; seconds: number },
  only?: Scope,
): Promise<ClaimedSolution | null> {
  const rows = await db.execute<ClaimedSolution>(claiming(lease, only));
  return rows[0] ?? null;
}

/** The statement of a claim. */
export const claiming = (lease: { owner: string; seconds: number }, only?: Scope): SQL => sql`
    with ${
      only
        ? sql`free as (
      select s.id from solution s
      where ${isFree} and s.id = ${only.solutionId} and s.retailer_id = ${only.retailerId}
      for update of s skip locked
    )`
        : sql`due as (
      select s.id from solution s where ${isFree} and s.due_at <= now() and ${hasAFeed}
      order by s.due_at limit ${LOOKED_AT}
    ),
    free as (
      select s.id from due join solution s using (id) where ${isFree}
      order by (select count(*) from solution o
        where o.retailer_id = s.retailer_id and o.lease_owner is not null and o.lease_until > now()), s.due_at
      limit 1
      for update of s skip locked
    )`
    }
    update solution s set lease_owner = ${lease.owner}, lease_until = now() + make_interval(secs => ${lease.seconds})
    from free, retailer r
    where s.id = free.id and r.id = s.retailer_id
    returning s.id as "solutionId", s.retailer_id as "retailerId", s.short_id as "shortId", r.business, r.name as "retailerName",
      s.feed_key_cipher as "feedKeyCipher", s.feed_cursor as "feedCursor",
      extract(epoch from now() - s.feed_business_at)::float8 as "businessAgeSeconds", s.start_date as "startDate",
      s.deactivated_at is not null as deactivated, s.failures_in_a_row as "failuresInARow"`;

/** Whether a solution is due that nobody works on. */
export async function othersAreDue(db: Db): Promise<boolean> {
  const [row] = await db.execute<{ some: boolean }>(
    sql`select exists (select 1 from solution s where ${isFree} and s.due_at <= now() and ${hasAFeed}) as some`,
  );
  return row?.some ?? false;
}

/** Prolongs the lease. @returns false when it was lost: stop, another one may be at work */
export async function renewLease(
  db: Db,
  { retailerId, solutionId }: Scope,
  lease: { owner: string; seconds: number },
): Promise<boolean> {
  const rows = await db.execute(sql`
    update solution set lease_until = now() + make_interval(secs => ${lease.seconds})
    where id = ${solutionId} and retailer_id = ${retailerId} and lease_owner = ${lease.owner} and lease_until > now()
      and deactivated_at is null
    returning id`);
  return rows.length === 1;
}

/** Ends a run's hold on its solution and says when it is due again. */
export async function releaseSolution(
  db: Db,
  { retailerId, solutionId }: Scope,
  release: { owner: string; dueInSeconds: number; failed: boolean },
): Promise<void> {
  await db.execute(sql`
    update solution set lease_owner = null, lease_until = null, last_sync_at = now(),
      due_at = now() + make_interval(secs => ${release.dueInSeconds}),
      failures_in_a_row = ${release.failed ? sql`failures_in_a_row + 1` : sql`0`}
    where id = ${solutionId} and retailer_id = ${retailerId} and lease_owner = ${release.owner}`);
}

/** Moves the feed's cursor; call it in the transaction that keeps the page's records. */
export async function moveCursor(db: Db, { retailerId, solutionId }: Scope, cursor: string): Promise<void> {
  await db.execute(
    sql`update solution set feed_cursor = ${cursor} where id = ${solutionId} and retailer_id = ${retailerId}`,
  );
}

/** Code of the till's cash payment type, as the till last described itself; null: it takes no cash, or never said. */
export async function cashPaymentType(db: Db, { retailerId, solutionId }: Scope): Promise<string | null> {
  const [row] = await db.execute<{ code: string }>(sql`
    select p ->> 'code' as code from solution s, jsonb_array_elements(s.feed_business -> 'payment_types') p
    where s.id = ${solutionId} and s.retailer_id = ${retailerId} and p ->> 'kind' = 'cash' limit 1`);
  return row?.code ?? null;
}

/** Keeps what the till last said of the business. */
export async function saveFeedBusiness(
  db: Db,
  { retailerId, solutionId }: Scope,
  business: unknown,
): Promise<void> {
  await db.execute(sql`
    update solution set feed_business = ${JSON.stringify(business)}::text::jsonb, feed_business_at = now()
    where id = ${solutionId} and retailer_id = ${retailerId}`);
}

/** Whether there is something to plan, to send or to look up. */
export async function hasWork(db: Db, { retailerId, solutionId }: Scope): Promise<boolean> {
  const [row] = await db.execute<{ some: boolean }>(sql`
    select exists (select 1 from till_transaction t join solution s on s.id = t.solution_id
        where t.solution_id = ${solutionId} and t.retailer_id = ${retailerId} and t.state = 'pending' and t.business_day >= s.start_date)
      or exists (select 1 from document d where d.solution_id = ${solutionId} and d.retailer_id = ${retailerId}
        and d.standing in ('ready', 'waiting', 'unsure')) as some`);
  return row?.some ?? false;
}

export async function beginRun(
  db: Db,
  scope: Scope,
  trigger: 'cron' | 'person',
  owner: string,
): Promise<number> {
  const [row] = await db.execute<{ id: number }>(sql`
    insert into sync_run (retailer_id, solution_id, trigger, lease_owner)
    values (${scope.retailerId}, ${scope.solutionId}, ${trigger}, ${owner}) returning id`);
  return row!.id;
}

/**
 * Notes how far a run is, for whoever watches, and prolongs its lease: one statement, since every call to Xero is preceded by it.
 * @returns false when the lease was lost: stop, another one may be at work
 */
export async function noteAndRenew(
  db: Db,
  { retailerId, solutionId }: Scope,
  run: { id: number; step: string; counts: object },
  lease: { owner: string; seconds: number },
): Promise<boolean> {
  const rows = await repeated(db).execute(sql`
    with noted as (
      update sync_run set step = ${run.step}, counts = ${JSON.stringify(run.counts)}::text::jsonb
      where id = ${run.id} and solution_id = ${solutionId} and retailer_id = ${retailerId}
    )
    update solution set lease_until = now() + make_interval(secs => ${lease.seconds})
    where id = ${solutionId} and retailer_id = ${retailerId} and lease_owner = ${lease.owner} and lease_until > now()
      and deactivated_at is null
    returning id`);
  return rows.length === 1;
}

export async function endRun(
  db: Db,
  scope: Scope,
  runId: number,
  end: { outcome: string; message: string | null; counts: object },
): Promise<void> {
  await db.execute(sql`
    update sync_run set ended_at = now(), step = 'done', outcome = ${end.outcome}, message = ${end.message},
      counts = ${JSON.stringify(end.counts)}::text::jsonb
    where id = ${runId} and solution_id = ${scope.solutionId} and retailer_id = ${scope.retailerId}`);
}

export type RunProgress = {
  id: number;
  trigger: 'cron' | 'person';
  step: string;
  counts: Record<string, number>;
  outcome: string | null;
  message: string | null;
  startedAt: string;
  endedAt: string | null;
};

/** The newest run, and how much is still to do. */
export async function latestRun(db: Db, { retailerId, solutionId }: Scope): Promise<RunProgress | null> {
  const rows = await db.execute<RunProgress>(sql`
    select id, trigger, step, counts, outcome, message, started_at as "startedAt", ended_at as "endedAt"
    from sync_run where solution_id = ${solutionId} and retailer_id = ${retailerId} order by id desc limit 1`);
  return rows[0] ?? null;
}

export type Waiting = { message: string | null; until: string; seconds: number };

/** The pause that the newest run was asked for, while it is not over; null: nothing is waited for, or it was made due since. */
export async function waitingOf(db: Db, { retailerId, solutionId }: Scope): Promise<Waiting | null> {
  const rows = await db.execute<Waiting>(sql`
    select r.message, s.due_at as until, extract(epoch from s.due_at - now())::float8 as seconds
    from solution s cross join lateral (
      select outcome, message from sync_run
      where solution_id = s.id and retailer_id = s.retailer_id order by id desc limit 1
    ) r
    where s.id = ${solutionId} and s.retailer_id = ${retailerId} and s.deactivated_at is null and s.due_at > now()
      and r.outcome = 'wait'`);
  return rows[0] ?? null;
}

/**
 * When the first pause is over that a run was asked for (Xero's minute, mostly), of all that nobody works on.
 * @param withinSeconds later ones do not count
 * @returns seconds from now; null: there is none
 */
export async function firstWaitOver(db: Db, withinSeconds: number): Promise<number | null> {
  if (withinSeconds <= 0) return null;
  const [row] = await db.execute<{ seconds: number }>(sql`
    select greatest(0.01, extract(epoch from s.due_at - clock_timestamp())::float8) as seconds
    from solution s cross join lateral (
      select outcome from sync_run
      where solution_id = s.id and retailer_id = s.retailer_id order by id desc limit 1
    ) r
    where ${isFree} and ${hasAFeed} and s.due_at between now() - interval '5 seconds' and now() + make_interval(secs => ${withinSeconds}::float8)
      and r.outcome = 'wait'
    order by s.due_at limit 1`);
  return row?.seconds ?? null;
}
