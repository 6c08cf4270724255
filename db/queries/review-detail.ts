import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { documentsOfRow, type ReviewDocument, type ReviewRow, rowColumns } from './review.ts';
import { documentState } from './review-state.ts';
import type { Scope } from './scope.ts';

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
