import { type SQL, sql } from 'drizzle-orm';
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

/** Documents that stand still until a person does something. */
export const stuck = sql`('refused', 'stopped', 'undone')`;

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
export const shownState = sql`case
  when t.state = 'planned' then case
    when d.stuck then 'refused' when d.undone then 'undone' when d.draft then 'awaiting_approval' when d.posted then 'posted'
    when d.sending then 'sending' when d.none and ${mayBeNothing} then 'not_posted' else 'planned' end
  when t.state in ('held', 'superseded', 'duplicate') then t.state
  when t.voided then 'voided'
  when t.state = 'pending' then case when t.business_day < s.start_date then 'before_start' else 'waiting' end
  else t.state end`;

/** Narrows to one shown state by what has an index, so that a rare state is found without a look at every record. */
export function inState(state: ShownState, scope: Scope): SQL {
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

/** State of a record's documents in a few words, without opening them. */
export const documentState = sql`left join lateral (
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
