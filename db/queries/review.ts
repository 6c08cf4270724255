import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import type { Scope } from './scope.ts';

/** How far a till transaction is, as a person sees it: its own state, or that of its documents. */
export const shownStates = [
  'waiting',
  'before_start',
  'held',
  'planned',
  'sending',
  'awaiting_approval',
  'posted',
  'refused',
  'undone',
  'not_posted',
  'superseded',
  'duplicate',
  'voided',
] as const;

export type ShownState = (typeof shownStates)[number];

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

/** Documents that stand still until a person does something. */
const stuck = sql`('refused', 'stopped', 'undone')`;

/** One that a member of the retailer had undone: he knows. */
const undoneHere = (alias: SQL) =>
  sql`(${alias}.state = 'undone' and ${alias}.refusal_code is not distinct from 'undone_here')`;

/** The statuses of Xero in which a document waits for a person's approval, and takes no payment. */
const isDraft = (alias: SQL) =>
  sql`(${alias}.standing = 'posted' and ${alias}.xero_status in ('DRAFT', 'SUBMITTED'))`;

/**
 * Records of which there may be nothing to post: both ends in one account, nothing over or short, opened with what Xero held; and a change
 * that changes nothing in the books.
 */
const mayBeNothing = sql`(t.kind in ('cash_in', 'cash_out', 'floating_expense', 'till_variance', 'shift') or t.version > 1)`;

/** What is shown of a record (`t`, `s`) with its documents (`d`, aggregated). */
const shownState = sql`case
  when t.state = 'planned' then case
    when d.stuck then 'refused' when d.undone then 'undone' when d.draft then 'awaiting_approval' when d.posted then 'posted'
    when d.sending then 'sending' when d.none and ${mayBeNothing} then 'not_posted' else 'planned' end
  when t.state in ('held', 'superseded', 'duplicate') then t.state
  when t.voided then 'voided'
  when t.state = 'pending' then case when t.business_day < s.start_date then 'before_start' else 'waiting' end
  else t.state end`;

/** Narrows to one shown state by what has an index, so that a rare state is found without a look at every record. */
function inState(state: ShownState, scope: Scope): SQL {
  const { solutionId } = scope;
  const ofDocuments = (states: SQL) => sql`t.id in (select ds.till_transaction_id from document dd
    join document_source ds on ds.document_id = dd.id and ds.live where dd.solution_id = ${solutionId} and dd.standing in ${states})`;
  switch (state) {
    case 'held':
      return sql`t.state = 'held'`;
    case 'superseded':
      return sql`t.state = 'superseded'`;
    case 'duplicate':
      return sql`t.state = 'duplicate'`;
    case 'voided':
      return sql`t.voided and t.state in ('pending', 'not_posted')`;
    case 'not_posted':
      return sql`(t.state = 'not_posted' and not t.voided or t.state = 'planned' and ${mayBeNothing} and d.none)`;
    case 'waiting':
      return sql`t.state = 'pending' and not t.voided and (s.start_date is null or t.business_day >= s.start_date)`;
    case 'before_start':
      return sql`t.state = 'pending' and not t.voided and t.business_day < s.start_date`;
    case 'sending':
      return sql`t.state = 'planned' and ${ofDocuments(sql`('ready', 'waiting', 'unsure')`)} and d.sending and not d.stuck and not d.undone and not d.draft`;
    case 'planned':
      return sql`t.state = 'planned' and ${ofDocuments(sql`('ready', 'waiting')`)} and not d.stuck and not d.undone and not d.draft and not d.sending and not d.posted`;
    case 'refused':
      return sql`t.state = 'planned' and d.stuck and (${ofDocuments(stuck)} or t.id in (
        select ds.till_transaction_id from document dd
        join document_dependency dep on dep.depends_on_id = dd.id
        join document_source ds on ds.document_id = dep.document_id and ds.live
        where dd.solution_id = ${solutionId} and dd.standing in ${stuck}))`;
    case 'undone':
      return sql`t.state = 'planned' and d.undone and not d.stuck and ${ofDocuments(sql`('undone')`)}`;
    case 'posted':
      return sql`t.state = 'planned' and d.posted and not d.stuck and not d.draft`;
    case 'awaiting_approval':
      return sql`t.state = 'planned' and d.draft and not d.stuck and not d.undone and t.id in (${awaitApproval(scope)})`;
  }
}

/** Records of which a document is a draft in Xero, or waits for one. */
const awaitApproval = ({ solutionId }: Scope) => sql`
  select ds.till_transaction_id from document dd join document_source ds on ds.document_id = dd.id and ds.live
  where dd.solution_id = ${solutionId} and ${isDraft(sql`dd`)}
  union
  select ds.till_transaction_id from document dd
  join document_dependency dep on dep.depends_on_id = dd.id
  join document_source ds on ds.document_id = dep.document_id and ds.live
  where dd.solution_id = ${solutionId} and ${isDraft(sql`dd`)}`;

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

/** State of a record's documents in a few words, without opening them. */
const documentState = sql`left join lateral (
  select coalesce(bool_or(dd.state in ${stuck} and not ${undoneHere(sql`dd`)}) or bool_or(blocked.stuck), false) as stuck,
    coalesce(bool_or(${undoneHere(sql`dd`)}), false) as undone,
    coalesce(bool_or(${isDraft(sql`dd`)}) or bool_or(blocked.draft), false) as draft,
    count(*) = 0 as none,
    coalesce(bool_and(dd.state = 'posted'), false) as posted,
    coalesce(bool_or(dd.state in ('sending', 'unsure')) or (bool_or(dd.state = 'posted') and bool_or(dd.state = 'planned')), false)
      as sending
  from document_source ds
  join document dd on dd.id = ds.document_id
  left join lateral (
    select bool_or(o.state in ${stuck}) as stuck, bool_or(${isDraft(sql`o`)}) as draft
    from document_dependency dep join document o on o.id = dep.depends_on_id
    where dep.document_id = dd.id and dd.waiting_for > 0 and dd.state <> 'undone'
  ) blocked on true
  where ds.till_transaction_id = t.id and ds.live and t.state = 'planned'
) d on true`;

const rowColumns = sql`t.id, t.kind, t.record_id as "recordId", t.version, o.name as outlet, g.name as register,
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

const documentsOfRow = sql`coalesce((
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

export type ReviewDetail = ReviewRow & {
  shift: string | null;
  voided: boolean;
  content: unknown;
  raw: unknown;
  /** Another content that came under the same version. */
  conflict: unknown;
  source: string;
  fileName: string | null;
  receivedAt: string;
  mappingFrom: string | null;
  /** The other versions of it, with what each became but for payments and allocations that hang on that. */
  versions: DetailVersion[];
};

export type DetailVersion = {
  id: number;
  version: number;
  state: string;
  voided: boolean;
  totalMinor: number;
  receivedAt: string;
  documents: Pick<ReviewDocument, 'kind' | 'type' | 'number' | 'xeroId' | 'accountId'>[];
};

export type DetailDocument = ReviewDocument & {
  documentDate: string;
  taxMinor: number;
  /** The till's tax less Xero's own, which stands on bank transactions. */
  taxDifferenceMinor: number;
  xeroStatus: string | null;
  warnings: string[] | null;
  attempts: number;
  createdAt: string;
  firstSentAt: string | null;
  postedAt: string | null;
  /** What payments and allocations that are in Xero have settled of an invoice or a credit note. */
  paidMinor: number;
  /** The two ends of a bank transfer. */
  fromAccountId: string | null;
  toAccountId: string | null;
  /** The invoice or credit note that a payment pays, or the invoice that an allocation is set off against. */
  pays: { kind: ReviewDocument['kind']; number: string; xeroId: string | null } | null;
  lines: {
    accountId: string;
    taxType: string;
    description: string;
    grossMinor: number;
    taxMinor: number;
    /** Left out: the line is not tracked. */
    tracking?: readonly { categoryId: string; optionId: string }[];
  }[];
};

const documentsOfVersion = sql`coalesce((
  select jsonb_agg(jsonb_build_object('kind', vd.kind, 'type', vd.content ->> 'type', 'number', vd.number, 'xeroId', vd.xero_id,
    'accountId', vd.content ->> 'bankAccountId') order by vd.id)
  from document_source vs join document vd on vd.id = vs.document_id
  where vs.till_transaction_id = v.id and vs.live and (v.kind = 'payment' or vd.kind not in ('payment', 'allocation') or vs.role like '%:payment:%:%')), '[]'::jsonb)`;

/** One till transaction with its raw record and its other versions; null: it is not of this solution. */
export async function reviewDetail(db: Db, scope: Scope, id: number): Promise<ReviewDetail | null> {
  const { retailerId, solutionId } = scope;
  const [row] = await db.execute<ReviewDetail>(sql`
    with p as (
      select ${rowColumns}, t.shift_till_id as shift, t.voided, t.content, r.body as raw, r.conflict, r.source,
        f.name as "fileName", r.created_at as "receivedAt", m.valid_from as "mappingFrom", t.outlet_id
      from till_transaction t
      join solution s on s.id = t.solution_id and s.retailer_id = t.retailer_id
      join raw_record r on r.id = t.raw_record_id
      left join import_file f on f.id = r.import_file_id
      left join mapping m on m.id = t.mapping_id
      left join outlet o on o.id = t.outlet_id
      left join register g on g.id = t.register_id
      ${documentState}
      where t.id = ${id} and t.solution_id = ${solutionId} and t.retailer_id = ${retailerId}
    )
    select p.*, ${documentsOfRow}, coalesce((
      select jsonb_agg(jsonb_build_object('id', v.id, 'version', v.version, 'state', v.state, 'voided', v.voided,
          'totalMinor', v.total_minor, 'receivedAt', vr.created_at, 'documents', ${documentsOfVersion})
        order by v.version)
      from till_transaction v join raw_record vr on vr.id = v.raw_record_id
      where v.solution_id = ${solutionId} and v.outlet_id = p.outlet_id and v.record_id = p."recordId" and v.id <> p.id
        and (v.kind = p.kind or p.kind <> 'shift' and v.kind not in ('shift', 'unknown') and p.shift is distinct from v.record_id)), '[]'::jsonb) as versions
    from p`);
  return row ?? null;
}

/** The documents of one till transaction with their lines, the receipt's first. */
export async function documentsOf(
  db: Db,
  { retailerId, solutionId }: Scope,
  tillTransactionId: number,
): Promise<DetailDocument[]> {
  const rows = await db.execute<DetailDocument>(sql`
    select d.id, d.kind, d.number, d.state, s.role, d.xero_id as "xeroId", d.total_minor as "totalMinor",
      coalesce(d.content ->> 'accountId', d.content ->> 'bankAccountId') as "accountId",
      d.content ->> 'type' as type, d.content ->> 'fromAccountId' as "fromAccountId", d.content ->> 'toAccountId' as "toAccountId",
      case when d.kind in ('payment', 'allocation') then coalesce((
        select jsonb_build_object('kind', o.kind, 'number', o.number, 'xeroId', o.xero_id) from document o
        where o.solution_id = d.solution_id and o.key = coalesce(d.content ->> 'of', d.content ->> 'invoice')), (
        -- An invoice that is not ours, of a debt from before the start date.
        select jsonb_build_object('kind', 'invoice', 'number', o.invoice_number, 'xeroId', o.invoice_id) from older_debt o
        where o.solution_id = d.solution_id and 'xero_invoice:' || o.invoice_id = d.content ->> 'of' limit 1)) end as pays,
      (select coalesce(sum(y.total_minor), 0)::bigint from document_dependency dep join document y on y.id = dep.document_id
        where dep.depends_on_id = d.id and y.kind in ('payment', 'allocation') and y.state = 'posted') as "paidMinor",
      d.refusal_text as "refusalText", d.document_date as "documentDate",
      d.tax_minor as "taxMinor", coalesce((d.content ->> 'taxDifferenceMinor')::int, 0) as "taxDifferenceMinor", d.xero_status as "xeroStatus", d.warnings, d.attempts, d.created_at as "createdAt",
      d.first_sent_at as "firstSentAt", d.posted_at as "postedAt",
      coalesce(d.content -> 'lines', '[]'::jsonb) as lines
    from document_source s join document d on d.id = s.document_id
    where s.till_transaction_id = ${tillTransactionId} and s.solution_id = ${solutionId} and s.retailer_id = ${retailerId}
    order by d.kind = 'payment', d.id`);
  return [...rows];
}
