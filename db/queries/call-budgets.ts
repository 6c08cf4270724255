import { type SQL, sql } from 'drizzle-orm';
import { type Db, repeated } from '../client.ts';
import type { OfOrganisation } from './organisations.ts';

/** What a call may count on. Times in seconds. */
export type CallLimits = {
  perMinute: number;
  /** How long Xero's minute lasts. */
  minuteSeconds: number;
  /** Calls under way at once. */
  atOnce: number;
  /** So many of the day's calls this one leaves untouched. */
  dayKept: number;
  /** When the day turns is not told: so long after it was last told that nothing is left, one call may ask. */
  dayAskSeconds: number;
  /** A call that has not come back after this is one of a process that died. */
  holdSeconds: number;
};

/** What of `under_way` is alive, and what ended within the last minute; a call whose maker died ended when its hold ran out. */
const epoch = sql`extract(epoch from clock_timestamp())::float8`;
const until = sql`(value ->> 'until')::float8`;
const alive = sql`(select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(b.under_way) where ${until} > ${epoch})`;
const aliveCount = sql`(select count(*)::int from jsonb_each(b.under_way) where ${until} > ${epoch})`;
const endedWithin = (seconds: number): SQL => sql`array(
  select e from unnest(b.ended) e where e > clock_timestamp() - make_interval(secs => ${seconds})
  union all
  select to_timestamp(${until}) from jsonb_each(b.under_way) where ${until} <= ${epoch} and ${until} > ${epoch} - ${seconds})`;
const entry = (holdSeconds: number, serial: SQL, beside: SQL): SQL =>
  sql`jsonb_build_object('until', ${epoch} + ${holdSeconds}::float8, 'serial', ${serial}, 'beside', ${beside})`;

/**
 * Takes one call out of what Xero allows, over all processes: one statement on one row, so that of two that want the last one only one
 * gets it. Xero counts in fixed minutes whose beginning nobody knows; a call is surely within bounds
 * - when of the last minute's calls, and of those under way, there are fewer than Xero allows in a minute: whichever way its minutes
 *   fall, they hold no more; or
 * - when an answer told of more than has been begun since (`credit`, see `returnCall`).
 * @param callId of this call's own, for `returnCall`
 * @returns false: not now; `callBudget` tells why
 */
export async function takeCall(
  db: Db,
  { retailerId, organisationId }: OfOrganisation,
  callId: string,
  limits: CallLimits,
): Promise<boolean> {
  const { perMinute, minuteSeconds, atOnce, dayKept, dayAskSeconds, holdSeconds } = limits;
  const ended = endedWithin(minuteSeconds);
  const rows = await repeated(db).execute(sql`
    insert into xero_call_budget as b (organisation_id, retailer_id, under_way, serial)
    values (${organisationId}, ${retailerId},
      jsonb_build_object(${callId}::text, ${entry(holdSeconds, sql`1`, sql`0`)}), 1)
    on conflict (organisation_id) do update set
      under_way = ${alive} || jsonb_build_object(${callId}::text, ${entry(holdSeconds, sql`b.serial + 1`, aliveCount)}),
      ended = ${ended}, serial = b.serial + 1, credit = greatest(b.credit - 1, 0),
      day_remaining = case when b.day_remaining > 0 then b.day_remaining - 1 else b.day_remaining end,
      day_told_at = case when b.day_remaining <= ${dayKept} then clock_timestamp() else b.day_told_at end
    where b.retailer_id = ${retailerId} and coalesce(b.blocked_until <= clock_timestamp(), true)
      and ${aliveCount} < ${atOnce}
      and (b.credit > 0 or cardinality(${ended}) + ${aliveCount} < ${perMinute})
      and (b.day_remaining is null or b.day_remaining > ${dayKept}
        or b.day_told_at < clock_timestamp() - make_interval(secs => ${dayAskSeconds}))
    returning organisation_id`);
  return rows.length === 1;
}

/** What the answer to a call told of the limits; nulls where there was none, or it did not say. */
export type ToldLimits = {
  minuteRemaining: number | null;
  dayRemaining: number | null;
  /** After a 429: how long to keep still, and which limit it was. */
  pauseSeconds: number | null;
  limit: string | null;
};

/**
 * Gives a call back with what its answer told. `minuteRemaining` held when Xero counted this call, which was after it was taken: less
 * those that were under way then or were begun since, it is what Xero surely takes still, now or in a later minute. If it has counted more calls
 * than we can have made in its minute, somebody else makes some, and they are added to ours.
 */
export async function returnCall(
  db: Db,
  { retailerId, organisationId }: OfOrganisation,
  callId: string,
  limits: Pick<CallLimits, 'perMinute' | 'minuteSeconds'>,
  told: ToldLimits,
): Promise<void> {
  const { perMinute, minuteSeconds } = limits;
  const { minuteRemaining, dayRemaining, pauseSeconds, limit } = told;
  const left = sql`${minuteRemaining}::int`;
  const ended = endedWithin(minuteSeconds);
  const uncounted = sql`(b.serial - (b.under_way -> ${callId} ->> 'serial')::bigint + (b.under_way -> ${callId} ->> 'beside')::int)`;
  await repeated(db).execute(sql`
    update xero_call_budget b set
      under_way = b.under_way - ${callId}::text,
      ended = ${ended} || clock_timestamp()
        || array_fill(clock_timestamp(), array[coalesce(greatest(0, ${perMinute}::int - ${left} - cardinality(${ended}) - ${aliveCount}), 0)]),
      credit = case when ${limit}::text is not null then 0 when ${left} is null then b.credit
        else least(${left}, greatest(b.credit, ${left} - coalesce(${uncounted}, ${left}))) end,
      day_remaining = case when ${limit}::text = 'day' then 0 when ${dayRemaining}::int is null then b.day_remaining
        else greatest(0, ${dayRemaining}::int - ${aliveCount} + 1) end,
      day_told_at = case when ${limit}::text = 'day' or ${dayRemaining}::int is not null then clock_timestamp() else b.day_told_at end,
      blocked_until = case when ${pauseSeconds}::float8 is null then b.blocked_until
        else greatest(b.blocked_until, clock_timestamp() + make_interval(secs => ${pauseSeconds}::float8)) end,
      blocked_by = coalesce(${limit}::text, b.blocked_by)
    where b.organisation_id = ${organisationId} and b.retailer_id = ${retailerId}`);
}

/** Where the limits stand, as far as this side knows. */
export type CallBudget = {
  underWay: number;
  /** Calls that may count in Xero's present minute: ended within the last one, or under way. */
  inMinute: number;
  credit: number;
  /** Until so many of the calls of the last minute have ended longer ago that one more is within bounds; null: they are not too many. */
  minuteFreeSeconds: number | null;
  dayRemaining: number | null;
  dayToldSecondsAgo: number | null;
  /** Until the pause that Xero asked for is over; null: there is none. */
  blockedSeconds: number | null;
  blockedBy: string | null;
};

/** Why a call was not to be had. @returns null: none was ever made */
export async function callBudget(
  db: Db,
  { retailerId, organisationId }: OfOrganisation,
  { perMinute, minuteSeconds }: Pick<CallLimits, 'perMinute' | 'minuteSeconds'>,
): Promise<CallBudget | null> {
  const [row] = await db.execute<CallBudget>(sql`
    select ${aliveCount} as "underWay", cardinality(m.ended) + ${aliveCount} as "inMinute", b.credit, (
        select extract(epoch from e - clock_timestamp())::float8 + ${minuteSeconds}::float8 from unnest(m.ended) e
        order by e offset greatest(0, cardinality(m.ended) + ${aliveCount} - ${perMinute}::int) limit 1
      ) as "minuteFreeSeconds", b.day_remaining as "dayRemaining",
      extract(epoch from clock_timestamp() - b.day_told_at)::float8 as "dayToldSecondsAgo",
      nullif(greatest(0, extract(epoch from b.blocked_until - clock_timestamp())::float8), 0) as "blockedSeconds",
      b.blocked_by as "blockedBy"
    from xero_call_budget b cross join lateral (select ${endedWithin(minuteSeconds)} as ended) m
    where b.organisation_id = ${organisationId} and b.retailer_id = ${retailerId}`);
  return row ?? null;
}
