import type { DocumentToKeep } from '@/db/queries/keep-documents';
import type { SummaryGroupRow, SummaryReceiptRow } from '@/db/queries/summaries';
import { numberStart } from '@/lib/accounting/number';
import {
  planSummary,
  type Sale,
  type SummaryPlan,
  summaryKindOf,
  supplementMark,
  waitsFor,
} from '@/lib/accounting/plan-summary';
import { policyAt } from '@/lib/accounting/posting-policy';
import type { Refusal } from '@/lib/accounting/refusal';
import {
  type SummaryGroup,
  type SummaryKind,
  type SummaryName,
  summaryKey,
  summaryName,
} from '@/lib/accounting/summary-name';
import { contextOf, mappingOn, type PageContext, type PagePlan, tillOf, toKeep } from './plan-page.ts';

/** The group as the planner knows it. */
export function groupOf(
  { outlet, businessDay, shift, register }: SummaryGroupRow,
  perShift: boolean,
): SummaryGroup {
  if (!perShift) return { outlet, businessDay, by: 'day' };
  return shift === null
    ? { outlet, businessDay, by: 'register', register }
    : { outlet, businessDay, by: 'shift', shift };
}

/** The keys of a group's own summaries: where one of them is a document already, what comes now is late. */
export const summaryKeysOf = (group: SummaryGroup): string[] =>
  (['invoice', 'credit_note'] as const).map((kind) => summaryKey(kind, group));

/**
 * Plans a group's receipts: sales into an invoice, refunds into a credit note; late ones into supplements; and those of a summary that
 * Xero refused into that very one again. Until the group's first summary is planned, a receipt that cannot be posted keeps all
 * others back. Pure, as `planPage`.
 * @param begun keys of the group's own summaries that are documents already
 */
export function planGroup(
  rows: readonly SummaryReceiptRow[],
  group: SummaryGroup,
  begun: ReadonlySet<string>,
  context: PageContext,
): PagePlan {
  const policy = policyAt(context.policies, group.outlet, group.businessDay);
  const start = numberStart({ shortId: context.shortId, policy });
  const parts = partsOf(rows, group, begun, start).map((part) => ({
    ...part,
    result: planPart(part, group, context),
  }));
  const refused = new Map(parts.flatMap(({ result }) => (result.ok ? [] : [...result.refusals])));
  const keepsBack = refused.size > 0 && begun.size === 0;
  const waits = refused.size > 0 ? waitsFor(group, refused) : null;
  const plan: PagePlan = { documents: [], planned: [], held: [] };
  for (const { receipts, result } of parts) {
    if (result.ok && !keepsBack) addPlanned(plan, receipts, result, context);
    else addHeld(plan, receipts, (till) => refused.get(till) ?? (waits ? [waits] : []), context);
  }
  return plan;
}

type Receipt = { row: SummaryReceiptRow; till: Sale };
type Part = { name: SummaryName; receipts: Receipt[] };

/** One part for each document. */
function partsOf(
  rows: readonly SummaryReceiptRow[],
  group: SummaryGroup,
  begun: ReadonlySet<string>,
  start: string,
): Part[] {
  const parts = new Map<string, Part>();
  const fresh: Record<SummaryKind, Receipt[]> = { invoice: [], credit_note: [] };
  for (const row of rows) {
    const receipt = { row, till: tillOf(row) as Sale };
    if (row.summary === null) {
      fresh[summaryKindOf(receipt.till)].push(receipt);
      continue;
    }
    const part = parts.get(row.summary.key) ?? { name: row.summary, receipts: [] };
    part.receipts.push(receipt);
    parts.set(row.summary.key, part);
  }
  const firsts = (Object.entries(fresh) as [SummaryKind, Receipt[]][]).flatMap(([kind, receipts]) => {
    if (receipts.length === 0) return [];
    const own = summaryName(start, kind, group);
    const mark = begun.has(own.key) ? supplementMark(receipts.map((r) => r.till)) : null;
    return [{ name: mark === null ? own : summaryName(start, kind, group, mark), receipts }];
  });
  return [...parts.values(), ...firsts];
}

const planPart = ({ name, receipts }: Part, group: SummaryGroup, context: PageContext): SummaryPlan =>
  planSummary(
    group,
    name,
    receipts.map(({ row, till }) => ({
      till,
      context: contextOf(row, context),
      left: new Map(Object.entries(row.left)),
    })),
  );

function addPlanned(
  plan: PagePlan,
  receipts: readonly Receipt[],
  result: SummaryPlan & { ok: true },
  context: PageContext,
): void {
  const { row } = receipts[0]!;
  const mappingId = mappingOn(row.businessDay, context).id;
  const documents = new Map<string, DocumentToKeep>();
  for (const document of result.documents) documents.set(document.key, toKeep(document, row, mappingId));
  const ids = new Map(receipts.map((r) => [r.till, r.row.id]));
  for (const { documentKey, role, till } of result.provenance) {
    documents.get(documentKey)!.sources.push({ tillTransactionId: ids.get(till)!, role });
  }
  // The invoice's and the credit note's moves may both bring the till's contact.
  const known = new Set(plan.documents.map((d) => d.key));
  plan.documents.push(...[...documents.values()].filter((d) => !known.has(d.key)));
  plan.planned.push(...receipts.map(({ row: { id } }) => ({ tillTransactionId: id, mappingId })));
}

function addHeld(
  plan: PagePlan,
  receipts: readonly Receipt[],
  reasonsOf: (till: Sale) => readonly Refusal[],
  context: PageContext,
): void {
  for (const { row, till } of receipts) {
    const reasons = reasonsOf(till);
    plan.held.push({
      tillTransactionId: row.id,
      code: reasons[0]!.code,
      text: reasons.map((r) => r.text).join(' '),
      refusals: reasons,
      mappingId: mappingOn(row.businessDay, context).id,
    });
  }
}
