import type { SuspectedDuplicate } from '@/db/queries/decide-duplicate';
import type { OlderReceipt } from '@/db/queries/older-debts';
import type { DetailDocument, ReviewDetail } from '@/db/queries/review-detail';
import type { UndoMember } from '@/db/queries/undo';
import { type OrganisationFacts, rateLabel } from '@/lib/accounting/organisation';
import type { ReceiptLine } from '@/lib/accounting/till-transaction';
import { trackingWords } from '@/lib/accounting/tracking';
import { movesWords, statusWords, taxDifferenceWords } from './document-words.ts';
import { accountName, deepLink, historyOf, type ShowContext, showRow } from './show.ts';
import { choiceEntries, showOlderReceipts } from './show-older-receipts.ts';
import { decisionEntry, showSuspicion } from './show-suspicion.ts';
import { isUndone, showUndo, undoEntries } from './show-undo.ts';
import { showVersions } from './show-versions.ts';

/** Kinds that are somebody's; a shift and cash in or out of the drawer are nobody's. */
const hasCustomer = new Set(['sale', 'sale_refund', 'payment']);

/** One till transaction with everything that its page shows. Pure. */
export function showDetail(
  detail: ReviewDetail,
  documents: readonly DetailDocument[],
  suspected: SuspectedDuplicate | null,
  context: ShowContext & Pick<OrganisationFacts, 'taxRates' | 'tracking'> & { undoWaitsFor: string | null },
  undos: readonly UndoMember[] = [],
  older: readonly OlderReceipt[] = [],
) {
  const named = (accountId: string | null) => accountId && accountName(accountId, context.accounts);
  const content = (detail.content ?? {}) as { lines?: ReceiptLine[]; customer?: { name: string } | null };
  const customer = hasCustomer.has(detail.kind) ? (content.customer?.name ?? 'Walk-in') : null;
  return {
    row: showRow(detail, context),
    olderReceipts: showOlderReceipts(
      older,
      {
        ...{ solutionId: context.solutionId, tillTransactionId: detail.id, currency: detail.currency },
        customer: content.customer?.name ?? null,
      },
      context,
    ),
    suspicion: showSuspicion(suspected, { solutionId: context.solutionId, tillTransactionId: detail.id }),
    shift: detail.shift,
    customer,
    lines: (content.lines ?? []).map((line) => ({
      ...line,
      tax: context.taxNames.get(line.taxCode) ?? line.taxCode,
    })),
    documents: documents.map((d) => ({
      ...d,
      href: deepLink(d, context),
      moves: movesWords(
        d,
        { own: named(d.accountId), from: named(d.fromAccountId), to: named(d.toAccountId) },
        d.pays?.kind === 'credit_note',
      ),
      inXero: statusWords(d),
      taxNote: taxDifferenceWords(d.taxDifferenceMinor, detail.currency),
      // That a receipt's own payments pay it goes without saying.
      pays:
        d.pays && (detail.kind === 'payment' || d.kind === 'allocation')
          ? { ...d.pays, type: null, href: deepLink(d.pays, context) }
          : null,
      warnings: d.warnings ?? [],
      undo: showUndo(d.id, undos, context.solutionId, context.undoWaitsFor),
      // Who undid it and when stands beside it.
      refusalText: d.state === 'undone' && d.postedAt && isUndone(d.id, undos) ? null : d.refusalText,
      lines: d.lines.map(({ accountId, taxType, tracking, ...line }) => {
        const rate = context.taxRates.get(taxType);
        return {
          ...line,
          account: accountName(accountId, context.accounts),
          taxRate: rate ? rateLabel(rate) : taxType,
          tracking: trackingWords(tracking, context.tracking),
        };
      }),
    })),
    history: historyOf(detail, documents, [
      ...decisionEntry(suspected),
      ...choiceEntries(older),
      ...undoEntries(documents, undos),
    ]),
    versions: showVersions(detail, documents, context),
    raw: JSON.stringify(detail.raw, null, 2),
    conflict: detail.conflict ? JSON.stringify(detail.conflict, null, 2) : null,
    mappingFrom: detail.mappingFrom,
  };
}
