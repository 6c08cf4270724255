import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import type { debtNames } from '../schema/older-debt.ts';
import type { Scope } from './scope.ts';

/** What `theirInvoiceKey` in `lib/accounting/document.ts` begins with. */
const THEIRS = 'xero_invoice:';

/** Of a debt `o`: chosen in the books that are connected now. A choice in others says nothing of these. */
const isOfBooks = sql`exists (select 1 from xero_connection c where c.solution_id = o.solution_id and c.retailer_id = o.retailer_id
  and c.organisation_id = o.organisation_id and c.state in ('live', 'reconnect'))`;

/** Of a document `d`: it pays the invoice of a debt `o`. As the index `document_older_debts` has it. */
const paysIt = sql`(d.solution_id = o.solution_id and d.retailer_id = o.retailer_id and d.kind = 'payment'
  and d.content ->> 'of' like 'xero_invoice:%' and d.content ->> 'of' = ${THEIRS}::text || o.invoice_id)`;

/** Of a document `d`: it is in Xero or may be. What was undone is not, nor what was stopped before it came to be there. */
const mayBeThere = sql`(d.state in ('sending', 'unsure', 'posted') or d.state = 'stopped' and d.xero_id is not null)`;

/** Of a payment `t`: the debt `o` is what it pays beyond what is owed here. */
const isItsRest = sql`(o.debt_of = 'payment' and t.record_id = o.receipt_id
  and exists (select 1 from outlet u where u.id = t.outlet_id and u.till_id = o.outlet_till_id))`;

/** Of a record `t`: it pays the debt `o`. */
const namesIt = sql`(t.kind = 'payment' and (${isItsRest} or o.debt_of = 'receipt' and t.content -> 'appliesTo' @>
  jsonb_build_array(jsonb_build_object('outlet', o.outlet_till_id, 'id', o.receipt_id))))`;

/** Of a document `d`: a record that pays the debt `o` made it. */
const isForIt = sql`exists (select 1 from document_source s join till_transaction t on t.id = s.till_transaction_id
  where s.document_id = d.id and ${namesIt})`;

/** Of a held record `t`: every receipt that it names has an invoice chosen by now. */
const isAllChosen = sql`(t.kind = 'payment' and not exists (
  select 1 from jsonb_array_elements(t.content -> 'appliesTo') a where not exists (
    select 1 from older_debt o where o.solution_id = t.solution_id and o.retailer_id = t.retailer_id and o.debt_of = 'receipt'
      and o.outlet_till_id = a ->> 'outlet' and o.receipt_id = a ->> 'id' and ${isOfBooks})))`;

/** Of a held record `t`: what it pays beyond what is owed here has an invoice chosen by now. */
const isRestChosen = sql`(t.kind = 'payment' and exists (
  select 1 from older_debt o where o.solution_id = t.solution_id and o.retailer_id = t.retailer_id and ${isItsRest} and ${isOfBooks}))`;

/** Of a record `t` that is about to be held as `x.code`: the choice for want of which it is held was made meanwhile. */
export const isChosenMeanwhile = sql`(x.code = 'paid_receipt_unknown' and ${isAllChosen}
  or x.code = 'payment_exceeds_debt' and ${isRestChosen})`;

/** What a debt from before the start date is called by: a receipt, or a payment that pays more than is owed here. */
export type DebtName = { debtOf: (typeof debtNames)[number]; outlet: string; id: string };

export type OlderDebtRow = DebtName & {
  invoiceId: string;
  invoiceNumber: string;
  dueMinor: number;
};

/**
 * The invoices that were chosen for debts from before the start date, with what is due on them by our own plan: what was due when the
 * invoice was last chosen, less what was planned on it from here. What a record made that waits to be planned again does not count.
 */
export async function olderDebts(
  db: Db,
  { retailerId, solutionId }: Scope,
  debts: readonly DebtName[],
): Promise<OlderDebtRow[]> {
  if (debts.length === 0) return [];
  const rows = await db.execute<OlderDebtRow>(sql`
    select o.debt_of as "debtOf", o.outlet_till_id as outlet, o.receipt_id as id, o.invoice_id as "invoiceId", o.invoice_number as "invoiceNumber",
      ((select l.due_minor from older_debt l where l.solution_id = o.solution_id and l.invoice_id = o.invoice_id
          order by l.chosen_at desc limit 1)
        - coalesce((select sum(d.total_minor) from document d where ${paysIt} and (d.state in ('planned', 'refused') or ${mayBeThere})
            and not exists (select 1 from document_source s join till_transaction t on t.id = s.till_transaction_id
              where s.document_id = d.id and t.state = 'pending')), 0))::bigint as "dueMinor"
    from (select distinct "debtOf", outlet, id
      from jsonb_to_recordset(${JSON.stringify(debts)}::text::jsonb) as x("debtOf" text, outlet text, id text)) x
    join older_debt o on o.solution_id = ${solutionId} and o.retailer_id = ${retailerId} and o.debt_of = x."debtOf"
      and o.outlet_till_id = x.outlet and o.receipt_id = x.id and ${isOfBooks}`);
  return [...rows];
}

/** What a payment pays and what may be a debt from before the start date, and what was chosen for it. */
export type OlderReceipt = {
  /** `receipt`: one that it names. `payment`: itself, for what is more than its customer owes here. */
  debtOf: DebtName['debtOf'];
  outlet: string;
  receiptId: string;
  /** What the payment pays of it; null: what is left, as it is planned. */
  amountMinor: number | null;
  /** It is of the start date or later: it is posted from here, and its payment waits for it. */
  isPosted: boolean;
  chosen: {
    invoiceId: string;
    number: string;
    contactName: string;
    by: string;
    at: string;
    /** Number of a payment that was sent to it: another invoice cannot be chosen any more. */
    sentNumber: string | null;
  } | null;
};

/** The receipts that a payment names, in its order, then its rest where it is held for that or an invoice was chosen; none of another kind. */
export async function olderReceipts(
  db: Db,
  { retailerId, solutionId }: Scope,
  tillTransactionId: number,
): Promise<OlderReceipt[]> {
  const rows = await db.execute<OlderReceipt>(sql`
    select a."debtOf", a.outlet, a.id as "receiptId", a.amount as "amountMinor",
      a."debtOf" = 'receipt' and exists (select 1 from outlet u join till_transaction r on r.solution_id = u.solution_id and r.outlet_id = u.id
        where u.solution_id = p.solution_id and u.till_id = a.outlet and r.record_id = a.id
          and r.kind in ('sale', 'sale_refund') and r.state <> 'duplicate' and r.business_day >= b.start_date) as "isPosted",
      case when o.invoice_id is not null then jsonb_build_object('invoiceId', o.invoice_id, 'number', o.invoice_number,
        'contactName', o.contact_name, 'by', e.email, 'at', o.chosen_at, 'sentNumber', (
          select min(d.number) from document d where ${paysIt} and ${mayBeThere} and ${isForIt})) end as chosen
    from till_transaction p
    join solution b on b.id = p.solution_id and b.retailer_id = p.retailer_id
    cross join lateral (
      select 'receipt' as "debtOf", n.value ->> 'outlet' as outlet, n.value ->> 'id' as id, (n.value ->> 'amountMinor')::bigint as amount, n.position
      from jsonb_array_elements(case when p.kind = 'payment' then p.content -> 'appliesTo' else '[]' end) with ordinality n(value, position)
      union all
      select 'payment', u.till_id, p.record_id, null, null from outlet u where u.id = p.outlet_id and p.kind = 'payment') a
    left join older_debt o on o.solution_id = p.solution_id and o.retailer_id = p.retailer_id and o.debt_of = a."debtOf"
      and o.outlet_till_id = a.outlet and o.receipt_id = a.id and ${isOfBooks}
    left join person e on e.id = o.person_id
    where p.id = ${tillTransactionId} and p.solution_id = ${solutionId} and p.retailer_id = ${retailerId}
      and (a."debtOf" = 'receipt' or o.invoice_id is not null or p.state = 'held' and p.refusal_code = 'payment_exceeds_debt')
    order by a.position nulls last`);
  return [...rows];
}

/** Which of these invoices in Xero are documents of ours, of whatever solution. */
export async function ownInvoices(
  db: Db,
  { retailerId, organisationId }: { retailerId: string; organisationId: string },
  invoiceIds: readonly string[],
): Promise<Set<string>> {
  const rows = await db.execute<{ id: string }>(sql`
    select d.xero_id as id from jsonb_array_elements_text(${JSON.stringify(invoiceIds)}::text::jsonb) x
    join document d on d.organisation_id = ${organisationId} and d.retailer_id = ${retailerId} and d.kind = 'invoice'
      and d.xero_id = x.value::uuid`);
  return new Set(rows.map(({ id }) => id));
}

export type ChosenInvoice = {
  organisationId: string;
  invoiceId: string;
  number: string;
  contactName: string;
  /** What Xero says is due on it now. */
  dueMinor: number;
};

/**
 * Writes down which invoice a debt from before the start date is, and lets payments of it be planned: those that were held for
 * it, and where it was another invoice before, those that were planned on that and never left. Give it a transaction that holds the
 * solution. @throws the restriction `older_debt_sent` when a payment was sent to another invoice for it
 */
export async function keepOlderDebt(
  dbTx: Db,
  { retailerId, solutionId, personId }: Scope & { personId: string },
  { debtOf, outlet, receiptId }: Pick<OlderReceipt, 'debtOf' | 'outlet' | 'receiptId'>,
  invoice: ChosenInvoice,
): Promise<void> {
  const isThis = sql`(o.solution_id = ${solutionId} and o.retailer_id = ${retailerId}
    and o.debt_of = ${debtOf} and o.outlet_till_id = ${outlet} and o.receipt_id = ${receiptId})`;
  const dropped = await dbTx.execute<{ documentId: number; recordId: number }>(sql`
    select d.id as "documentId", s.till_transaction_id as "recordId"
    from older_debt o join document d on ${paysIt} and d.state in ('planned', 'refused') and ${isForIt}
    join document_source s on s.document_id = d.id
    where ${isThis} and o.invoice_id <> ${invoice.invoiceId}`);
  const ids = (name: 'documentId' | 'recordId') =>
    sql`(select value::bigint from jsonb_array_elements_text(${JSON.stringify(dropped.map((d) => d[name]))}::text::jsonb))`;
  if (dropped.length > 0) {
    await dbTx.execute(sql`
      update till_transaction t set state = 'pending' where t.id in ${ids('recordId')} and t.state = 'planned'
        and t.solution_id = ${solutionId} and t.retailer_id = ${retailerId}`);
    await dbTx.execute(sql`
      delete from document d where d.id in ${ids('documentId')} and d.solution_id = ${solutionId} and d.retailer_id = ${retailerId}`);
  }
  await dbTx.execute(sql`
    insert into older_debt as o (retailer_id, solution_id, debt_of, outlet_till_id, receipt_id, organisation_id, invoice_id, invoice_number,
      contact_name, due_minor, person_id, chosen_at)
    select ${retailerId}, ${solutionId}, ${debtOf}, ${outlet}, ${receiptId}, ${invoice.organisationId}, ${invoice.invoiceId}::uuid,
      ${invoice.number}, ${invoice.contactName},
      -- Ours that are there already are in what Xero says, and are taken off again when it is planned.
      ${invoice.dueMinor}::bigint + coalesce((select sum(d.total_minor) from document d where d.solution_id = ${solutionId}
        and d.retailer_id = ${retailerId} and d.kind = 'payment' and d.content ->> 'of' like 'xero_invoice:%'
        and d.content ->> 'of' = ${THEIRS + invoice.invoiceId} and (d.state = 'posted' or d.state = 'stopped' and d.xero_id is not null)), 0)::bigint,
      ${personId}, clock_timestamp()
    on conflict (solution_id, debt_of, outlet_till_id, receipt_id) do update set organisation_id = excluded.organisation_id,
      invoice_id = excluded.invoice_id, invoice_number = excluded.invoice_number, contact_name = excluded.contact_name,
      due_minor = excluded.due_minor, person_id = excluded.person_id, chosen_at = excluded.chosen_at`);
  await dbTx.execute(sql`
    update till_transaction t set state = 'pending', refusal_code = null, refusal_text = null
    from older_debt o
    where ${isThis} and ${namesIt} and t.solution_id = ${solutionId} and t.retailer_id = ${retailerId} and t.state = 'held'
      and t.refusal_code in ('paid_receipt_unknown', 'payment_exceeds_debt', 'older_debt_exceeded')`);
  await dbTx.execute(sql`
    update solution set due_at = now() where id = ${solutionId} and retailer_id = ${retailerId}`);
}

/** Whether a run holds the solution at this moment: it may have read what is about to be changed. */
export async function isSyncing(db: Db, { retailerId, solutionId }: Scope): Promise<boolean> {
  const [row] = await db.execute<{ syncing: boolean }>(sql`
    select coalesce(lease_until > now(), false) as syncing from solution
    where id = ${solutionId} and retailer_id = ${retailerId}`);
  return row?.syncing ?? false;
}
