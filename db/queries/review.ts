import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { documentState, inState, type ShownState, shownState, stuck } from './review-state.ts';
import type { Scope } from './scope.ts';

export type ReviewFilters = {
  kind?: string;
  state?: ShownState;
  outletId?: number;
  /** Business days, both included. */
  from?: string;
  to?: string;
  /** A whole receipt id or document number. */
  search?: string;
};

/** A place between two rows: the moment to the microsecond, and the id. A JavaScript Date would lose three digits of it. */
export type ReviewCursor = { occurredAt: string; id: number };

export type ReviewDocument = {
  id: number;
  kind:
    | 'contact'
    | 'invoice'
    | 'credit_note'
    | 'payment'
    | 'allocation'
    | 'bank_transaction'
    | 'bank_transfer';
  number: string;
  state: string;
  role: string;
  xeroId: string | null;
  totalMinor: number;
  /** Receiving account of a payment; the bank account of a bank transaction. */
  accountId: string | null;
  /** Of a bank transaction. */
  type: 'SPEND' | 'RECEIVE' | null;
  /** Xero's own words, or ours, or those of the document that it waits for. */
  refusalText: string | null;
};

export type ReviewRow = {
  id: number;
  kind: string;
  recordId: string;
  version: number;
  outlet: string | null;
  register: string | null;
  /** As the till calls them; the mapping goes by these. */
  outletTillId: string | null;
  registerTillId: string | null;
  occurredAt: string;
  /** By the outlet's clock: `YYYY-MM-DD HH:MM`. */
  localTime: string;
  timeZone: string;
  businessDay: string;
  currency: string;
  totalMinor: number;
  state: ShownState;
  refusalCode: string | null;
  refusalText: string | null;
  payments: { type: string; amountMinor: number }[];
  /** Of a shift: what it opened with, and what the register's closing before left; null: none is known. */
  opening: { openingMinor: number; leftBeforeMinor: number | null } | null;
  documents: ReviewDocument[];
};

const micro = sql`to_char(t.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

function conditions(scope: Scope, filters: ReviewFilters): SQL {
  const { retailerId, solutionId } = scope;
  const parts = [sql`t.solution_id = ${solutionId} and t.retailer_id = ${retailerId}`];
  if (filters.kind) parts.push(sql`t.kind = ${filters.kind}`);
  if (filters.outletId !== undefined) parts.push(sql`t.outlet_id = ${filters.outletId}`);
  if (filters.from) parts.push(sql`t.business_day >= ${filters.from}`);
  if (filters.to) parts.push(sql`t.business_day <= ${filters.to}`);
  if (filters.search) {
    parts.push(sql`t.id in (
      select f.id from till_transaction f
      where f.solution_id = ${solutionId} and f.retailer_id = ${retailerId} and f.record_id = ${filters.search}
        and f.outlet_id in (select o.id from outlet o where o.solution_id = ${solutionId} and o.retailer_id = ${retailerId})
      union
      select ds.till_transaction_id from document f join document_source ds on ds.document_id = f.id
      where f.organisation_id in (select x.id from xero_organisation x where x.retailer_id = ${retailerId})
        and f.kind in ('invoice', 'credit_note', 'payment', 'bank_transaction', 'bank_transfer') and f.number = upper(${filters.search})
        and f.solution_id = ${solutionId})`);
  }
  if (filters.state) parts.push(inState(filters.state, scope));
  return sql.join(parts, sql` and `);
}

/** What is shown of a record (`t`) in a list. */
export const rowColumns = sql`t.id, t.kind, t.record_id as "recordId", t.version, o.name as outlet, g.name as register,
  o.till_id as "outletTillId", g.till_id as "registerTillId",
  ${micro} as "occurredAt",
  to_char(t.occurred_at at time zone coalesce(o.time_zone, 'UTC'), 'YYYY-MM-DD HH24:MI') as "localTime",
  coalesce(o.time_zone, 'UTC') as "timeZone", t.business_day as "businessDay", t.currency, t.total_minor as "totalMinor",
  ${shownState} as state, t.refusal_code as "refusalCode", t.refusal_text as "refusalText",
  case when t.kind in ('sale', 'sale_refund') then t.content -> 'payments'
    when t.kind = 'payment' then jsonb_build_array(t.content -> 'payment') else '[]'::jsonb end as payments,
  case when t.kind = 'shift' then jsonb_build_object('openingMinor', t.content -> 'openingMinor', 'leftBeforeMinor', (
    select b.content -> 'closing' -> 'leftMinor' from till_transaction b
    where b.solution_id = t.solution_id and b.register_id = t.register_id and b.kind = 'shift' and b.state <> 'superseded'
      and b.record_id <> t.record_id and not b.voided and jsonb_typeof(b.content -> 'closing') = 'object'
      and b.occurred_at <= (t.content ->> 'openedAt')::timestamptz
    order by b.occurred_at desc limit 1)) end as opening`;

/** Its documents (of a row `p`), in a list. */
export const documentsOfRow = sql`coalesce((
  select jsonb_agg(jsonb_build_object('id', dd.id, 'kind', dd.kind, 'number', dd.number, 'state', dd.state, 'role', ds.role,
      'xeroId', dd.xero_id, 'totalMinor', dd.total_minor,
      'type', dd.content ->> 'type', 'accountId', coalesce(dd.content ->> 'accountId', dd.content ->> 'bankAccountId'),
      'refusalText', coalesce(dd.refusal_text, (
        select string_agg(b.refusal_text, ' ') from document_dependency dep join document b on b.id = dep.depends_on_id
        where dep.document_id = dd.id and dd.waiting_for > 0 and b.state in ${stuck}))) order by dd.id)
  from document_source ds join document dd on dd.id = ds.document_id
  where ds.till_transaction_id = p.id and ds.live), '[]'::jsonb) as documents`;

/**
 * One page of till transactions, newest first, with payments and documents: one statement, whatever the page holds.
 * @param at `after`: older than that place, `before`: newer; null: the newest page
 * @returns the rows, and whether there are more in the direction of reading
 */
export async function reviewPage(
  db: Db,
  scope: Scope,
  filters: ReviewFilters,
  at: { direction: 'after' | 'before'; cursor: ReviewCursor } | null,
  limit: number,
): Promise<{ rows: ReviewRow[]; hasMore: boolean }> {
  const backwards = at?.direction === 'before';
  const place = at
    ? sql` and (t.occurred_at, t.id) ${backwards ? sql`>` : sql`<`} (${at.cursor.occurredAt}::timestamptz, ${at.cursor.id}::bigint)`
    : sql``;
  // As the index has it, to the letter: elsewhere PostgreSQL would sort every record for one page.
  const order = backwards ? sql`asc` : sql`desc nulls last`;
  const found = await db.execute<ReviewRow>(sql`
    with p as materialized (
      select ${rowColumns}
      from till_transaction t
      join solution s on s.id = t.solution_id and s.retailer_id = t.retailer_id
      left join outlet o on o.id = t.outlet_id
      left join register g on g.id = t.register_id
      ${documentState}
      where ${conditions(scope, filters)}${place}
      order by t.occurred_at ${order}, t.id ${order}
      limit ${limit + 1}
    )
    select p.*, ${documentsOfRow} from p order by p."occurredAt" ${order}, p.id ${order}`);
  const rows = [...found].slice(0, limit);
  return { rows: backwards ? rows.reverse() : rows, hasMore: found.length > limit };
}

/** Beyond this nobody reads the figure, and counting would cost the page its speed. */
export const COUNTED_UP_TO = 10_000;

export type ReviewCounts = {
  /** At most one more than `COUNTED_UP_TO`. */
  all: number;
  /** Came, and wait for the next run to read them: not among `all` yet. */
  inbox: number;
  waiting: number;
  beforeStart: number;
  held: number;
  /** Documents that may be sent now, or are being sent. Those that wait for them come after. */
  underWay: number;
  /** Records of which a document is a draft in Xero; at most one more than `COUNTED_UP_TO`. */
  awaitingApproval: number;
  refused: number;
};

/** How many there are in the states that somebody asks for, each counted by an index of its own. */
export async function reviewCounts(db: Db, scope: Scope): Promise<ReviewCounts> {
  const { retailerId, solutionId } = scope;
  const [row] = await db.execute<ReviewCounts>(sql`
    select
      (select count(*)::int from (
        select 1 from till_transaction t where t.solution_id = s.id limit ${COUNTED_UP_TO + 1}) counted) as all,
      (select count(*)::int from raw_inbox i where i.solution_id = s.id) as inbox,
      w.waiting, w."beforeStart",
      (select count(*)::int from (
        select 1 from till_transaction t ${documentState}
        where t.solution_id = s.id and ${inState('awaiting_approval', scope)} limit ${COUNTED_UP_TO + 1}) counted)
        as "awaitingApproval",
      (select count(*)::int from till_transaction t where t.solution_id = s.id and t.state = 'held') as held,
      (select count(*)::int from document d where d.solution_id = s.id and d.standing in ('ready', 'unsure')) as "underWay",
      (select count(*)::int from document d where d.solution_id = s.id and d.standing in ('refused', 'stopped')) as refused
    from solution s, lateral (
      select count(*) filter (where s.start_date is null or t.business_day >= s.start_date)::int as waiting,
        count(*) filter (where t.business_day < s.start_date)::int as "beforeStart"
      from till_transaction t where t.solution_id = s.id and t.state = 'pending'
    ) w
    where s.id = ${solutionId} and s.retailer_id = ${retailerId}`);
  return (
    row ?? {
      all: 0,
      inbox: 0,
      waiting: 0,
      beforeStart: 0,
      held: 0,
      underWay: 0,
      awaitingApproval: 0,
      refused: 0,
    }
  );
}

/** Held records by the code of their refusal, most first, with one of the sentences. */
export async function heldByCode(
  db: Db,
  { retailerId, solutionId }: Scope,
): Promise<{ code: string; count: number; example: string }[]> {
  const rows = await db.execute<{ code: string; count: number; example: string }>(sql`
    select refusal_code as code, count(*)::int as count, min(refusal_text) as example from till_transaction
    where solution_id = ${solutionId} and retailer_id = ${retailerId} and state = 'held'
    group by refusal_code order by count(*) desc, refusal_code`);
  return [...rows];
}
