import { type Minor, sum } from '@/lib/money/money';
import type { PlannedDocument, Provenance, SalesDocument } from './document.ts';
import { documentDate, lateWords } from './late.ts';
import { markOf } from './number.ts';
import { currencyAndLock, type PlanningContext, withoutRepeats } from './plan.ts';
import { planLine, planNothingSold, planRounding } from './plan-line.ts';
import { checkTaxes, contactOf, planStray } from './plan-receipt.ts';
import type { Refusal } from './refusal.ts';
import { SummaryLines } from './summary-lines.ts';
import { type SummaryGroup, type SummaryKind, type SummaryName, summaryWords } from './summary-name.ts';
import { SummaryPayments } from './summary-payments.ts';
import type { TillTransaction } from './till-transaction.ts';
import { documentFaults, unsound } from './validators.ts';

export type Sale = TillTransaction & { kind: 'sale' | 'sale_refund' };

/** A receipt that goes into a summary, with the mapping as it holds at its register. */
export type SummaryReceipt = {
  till: Sale;
  context: PlanningContext;
  /** Role → key of the document in which it left already, where the rest of a summary is planned again. */
  left: ReadonlyMap<string, string>;
};

/** Provenance of a document that comes of many records. */
export type SummaryProvenance = Provenance & { till: Sale };

/** One summary document with its payments; or, for every receipt, why it waits. All or nothing: a day is not posted in part. */
export type SummaryPlan =
  | { ok: true; documents: PlannedDocument[]; provenance: SummaryProvenance[] }
  | { ok: false; refusals: Map<Sale, Refusal[]> };

/**
 * Plans the sales, or the refunds, of one register's shift (or one outlet's day) as one document: lines summed per account and tax
 * rate, one payment per payment type and receiving account. Customers who paid at once are booked under the walk-in contact; sales
 * on account do not come here (`keepsOwnInvoice`).
 * @param receipts all of one kind and one business day; at least one
 */
export function planSummary(
  group: SummaryGroup,
  name: SummaryName,
  receipts: readonly SummaryReceipt[],
): SummaryPlan {
  const inOrder = inTheirOrder(receipts);
  const { till, context } = inOrder[0]!;
  const sign = till.kind === 'sale' ? 1 : -1;
  const refusals = new Map<Sale, Refusal[]>();
  const lines = new SummaryLines(context.policy.lineDetail);
  const payments = new SummaryPayments();
  for (const receipt of inOrder) {
    const own: Refusal[] = [];
    addReceipt(receipt, sign, lines, payments, own);
    if (own.length > 0) refusals.set(receipt.till, withoutRepeats(own));
  }
  if (refusals.size > 0) {
    const waits = waitsFor(group, refusals);
    return { ok: false, refusals: new Map(inOrder.map((r) => [r.till, refusals.get(r.till) ?? [waits]])) };
  }

  const together: Refusal[] = lines.taxStrays(context.organisation, till.currency);
  const document = documentOf(group, name, inOrder, lines);
  const settled = payments.plan(document, sign, context, together);
  const documents = [document, ...settled.documents];
  if (together.length === 0) together.push(...unsound(documentFaults(documents)));
  if (together.length > 0) {
    const reasons = withoutRepeats(together);
    return { ok: false, refusals: new Map(inOrder.map((r) => [r.till, reasons])) };
  }
  const sources = inOrder.map((r) => ({ documentKey: name.key, role: 'receipt', till: r.till }));
  return {
    ok: true,
    documents,
    provenance: [...sources, ...settled.provenance],
  };
}

/** Sales and refunds are never in one document: which of the two a receipt belongs to. */
export const summaryKindOf = (till: Sale): SummaryKind => (till.kind === 'sale' ? 'invoice' : 'credit_note');

/**
 * What tells a supplement from its summary and from other supplements: the mark of its first receipt. It is not counted, so that what
 * was planned, dropped and planned again keeps its number, and two never share one: a receipt is in one document only.
 */
export function supplementMark(receipts: readonly Sale[]): string {
  const { outlet, recordId, version } = [...receipts].sort(byIdentity)[0]!;
  return markOf(outlet, recordId, version);
}

function addReceipt(
  receipt: SummaryReceipt,
  sign: 1 | -1,
  lines: SummaryLines,
  payments: SummaryPayments,
  refusals: Refusal[],
): void {
  const { till, context } = receipt;
  refusals.push(...currencyAndLock(till, context));
  contactOf(null, context, refusals);
  for (const line of till.content.lines) lines.add(planLine(line, sign, context, refusals));
  lines.add(planRounding(till.content.roundingMinor * sign, context, refusals));
  lines.add(planStray(till, sign, context, refusals));
  if (till.content.lines.length === 0) lines.add(planNothingSold(context, refusals));
  // Held against the rate by itself too, so that a wrong one is named and cannot hide in the sum.
  checkTaxes(till, context, refusals);
  payments.add(receipt, refusals);
}

function documentOf(
  group: SummaryGroup,
  { key, number }: SummaryName,
  receipts: readonly SummaryReceipt[],
  summed: SummaryLines,
): SalesDocument {
  const { till, context } = receipts[0]!;
  const sign = till.kind === 'sale' ? 1 : -1;
  const lines = summed.lines(context.organisation);
  const date = documentDate(group.businessDay, context);
  const late = lateWords(group.businessDay, context);
  const totalMinor: Minor = sum(receipts.map((r) => r.till.totalMinor * sign));
  return {
    kind: summaryKindOf(till),
    ...{ key, number },
    contact: contactOf(null, context, []).ref,
    date,
    dueDate: date,
    reference: `${`${context.outletName(group.outlet)}, ${summaryWords(group)}`.slice(0, 255 - late.length)}${late}`,
    currency: till.currency,
    status: context.policy.status,
    lines,
    totalMinor,
    taxMinor: sum(lines.map((l) => l.taxMinor)),
  };
}

/** What the good receipts of a summary wait for: the first of those that are to blame, by name. */
export function waitsFor(group: SummaryGroup, refusals: ReadonlyMap<Sale, Refusal[]>): Refusal {
  const [first, reasons] = [...refusals].find(([, [r]]) => r?.code !== 'summary_waits')!;
  const toBlame = [...refusals.values()].filter(([r]) => r?.code !== 'summary_waits');
  const others = toBlame.length === 1 ? '' : ` (and for ${toBlame.length - 1} more)`;
  return {
    code: 'summary_waits',
    text: `The summary of ${summaryWords(group)} waits for receipt ${first.recordId}${others}: ${reasons[0]!.text}`,
  };
}

const inTheirOrder = (receipts: readonly SummaryReceipt[]) =>
  [...receipts].sort((a, b) => byIdentity(a.till, b.till));

/** By identity, not by when they came: the same receipts make the same documents on any machine. */
function byIdentity(a: Sale, b: Sale): number {
  if (a.recordId !== b.recordId) return a.recordId < b.recordId ? -1 : 1;
  return a.version - b.version;
}
