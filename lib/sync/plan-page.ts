import type { DocumentToKeep } from '@/db/queries/documents';
import type { PendingRow } from '@/db/queries/till-transactions';
import { contentHash, dependenciesOf, type PlannedDocument, totalsOf } from '@/lib/accounting/document';
import { type Mapping, mappingAt, mappingSchema } from '@/lib/accounting/mapping';
import { numberStart } from '@/lib/accounting/number';
import type { Plan, PlanningContext } from '@/lib/accounting/plan';
import { planAccountPayment } from '@/lib/accounting/plan-account-payment';
import { planCashMovement, planFloatingExpense, planTillVariance } from '@/lib/accounting/plan-cash';
import { planReceipt } from '@/lib/accounting/plan-receipt';
import { type DatedPolicy, policyAt } from '@/lib/accounting/posting-policy';
import type { TillTransaction } from '@/lib/accounting/till-transaction';

/** What a page of records is planned under; everything that the database knows of it was read before. */
export type PageContext = Pick<
  PlanningContext,
  'shortId' | 'cashPaymentType' | 'organisation' | 'outletName' | 'shiftLacks'
> & {
  /** Newest first. */
  mappings: readonly { id: number; validFrom: string; body: Mapping }[];
  /** Newest first. */
  policies: readonly DatedPolicy[];
  /** Invoices of receipts that payments of the page name, by `receiptKey`. */
  invoiceKeys: ReadonlyMap<string, string>;
};

export type PagePlan = {
  documents: DocumentToKeep[];
  planned: { tillTransactionId: number; mappingId: number | null }[];
  held: { tillTransactionId: number; code: string; text: string; mappingId: number | null }[];
};

/**
 * Plans a page of records: documents, or named refusals. Pure, so that what would be sent can be shown without being stored. Later
 * payments come after the receipts of the page, which they may pay.
 */
export function planPage(page: readonly PendingRow[], context: PageContext): PagePlan {
  const documents = new Map<string, DocumentToKeep>();
  const planned: PagePlan['planned'] = [];
  const held: PagePlan['held'] = [];
  const invoiceKeys = new Map(context.invoiceKeys);
  const isPayment = (row: PendingRow) => row.kind === 'payment';
  for (const row of [...page.filter((r) => !isPayment(r)), ...page.filter(isPayment)]) {
    const mapping = mappingOn(row.businessDay, context);
    const till = tillOf(row);
    const result = planOne(till, contextOf(row, { ...context, invoiceKeys }));
    if (!result.ok) {
      const text = result.refusals.map((r) => r.text).join(' ');
      held.push({ tillTransactionId: row.id, code: result.refusals[0]!.code, text, mappingId: mapping.id });
      continue;
    }
    planned.push({ tillTransactionId: row.id, mappingId: mapping.id });
    for (const document of result.documents) {
      // Two receipts of one customer in a page name the same contact.
      if (!documents.has(document.key)) documents.set(document.key, toKeep(document, row, mapping.id));
    }
    for (const { documentKey, role } of result.provenance) {
      documents.get(documentKey)!.sources.push({ tillTransactionId: row.id, role });
    }
    if (till.kind === 'sale') {
      invoiceKeys.set(receiptKey(till.outlet, till.recordId), result.provenance[0]!.documentKey);
    }
  }
  return { documents: [...documents.values()], planned, held };
}

/** The mapping that holds on a business day. */
export const mappingOn = (day: string, { mappings }: PageContext): { id: number | null; body: Mapping } =>
  mappings.find((m) => m.validFrom <= day) ?? { id: null, body: noMapping };

/** What one record is planned under: mapping and policy as they hold on its business day, at its register. */
export function contextOf(row: PendingRow, context: PageContext): PlanningContext {
  const policy = policyAt(context.policies, row.outlet, row.businessDay);
  return {
    ...context,
    policy,
    shortId: numberStart(policy.numberPrefix, context.shortId),
    mapping: mappingAt(mappingOn(row.businessDay, context).body, row.outlet, row.register),
    invoiceKeyOf: (outlet, id) => context.invoiceKeys.get(receiptKey(outlet, id)) ?? null,
  };
}

/** A receipt's name among all outlets of a solution. */
export const receiptKey = (outlet: string, id: string) => JSON.stringify([outlet, id]);

const noMapping: Mapping = mappingSchema.parse({});

function planOne(till: TillTransaction, context: PlanningContext): Plan {
  switch (till.kind) {
    case 'sale':
    case 'sale_refund':
      return planReceipt(till, context);
    case 'payment':
      return planAccountPayment(till, context);
    case 'cash_in':
    case 'cash_out':
      return planCashMovement(till, context);
    case 'floating_expense':
      return planFloatingExpense(till, context);
    case 'till_variance':
      return planTillVariance(till, context);
    default:
      throw new Error(`kind ${till.kind} is not planned`);
  }
}

/** The row as the planner's type; its content was written by the interpreter, in this shape. */
export function tillOf(row: PendingRow): TillTransaction {
  const { id: _id, outletId: _outletId, ...till } = row;
  return { ...till, voided: false } as TillTransaction;
}

/** A document as it is stored; its sources are added by whoever knows them. */
export function toKeep(document: PlannedDocument, row: PendingRow, mappingId: number | null): DocumentToKeep {
  const hasLines = 'lines' in document;
  return {
    kind: document.kind,
    key: document.key,
    number: document.number,
    content: document,
    contentHash: contentHash(document),
    outletId: document.kind === 'contact' ? null : row.outletId,
    businessDay: row.businessDay,
    documentDate: document.kind === 'contact' ? row.businessDay : document.date,
    currency: row.currency,
    ...totalsOf(document),
    mappingId,
    lines: hasLines ? document.lines.map((line, position) => ({ position, ...line })) : [],
    dependsOn: dependenciesOf(document),
    sources: [],
  };
}
