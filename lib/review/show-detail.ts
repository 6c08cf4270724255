import type { SuspectedDuplicate } from '@/db/queries/decide-duplicate';
import type { DetailDocument, ReviewDetail } from '@/db/queries/review';
import { rateLabel, type TaxRateFacts } from '@/lib/accounting/organisation';
import type { ReceiptLine } from '@/lib/accounting/till-transaction';
import { accountName, deepLink, historyOf, type ShowContext, showRow } from './show.ts';
import { decisionEntry, showSuspicion } from './show-suspicion.ts';

/** One till transaction with everything that its page shows. Pure. */
export function showDetail(
  detail: ReviewDetail,
  documents: readonly DetailDocument[],
  suspected: SuspectedDuplicate | null,
  context: ShowContext & { taxRates: ReadonlyMap<string, TaxRateFacts> },
) {
  const content = (detail.content ?? {}) as { lines?: ReceiptLine[]; customer?: { name: string } | null };
  return {
    row: showRow(detail, context),
    suspicion: showSuspicion(suspected, { solutionId: context.solutionId, tillTransactionId: detail.id }),
    shift: detail.shift,
    customer: content.customer?.name ?? null,
    lines: content.lines ?? [],
    documents: documents.map((d) => ({
      ...d,
      href: deepLink(d.kind, d.xeroId, context),
      account: d.accountId && accountName(d.accountId, context.accounts),
      warnings: d.warnings ?? [],
      lines: d.lines.map(({ accountId, taxType, ...line }) => {
        const rate = context.taxRates.get(taxType);
        return {
          ...line,
          account: accountName(accountId, context.accounts),
          taxRate: rate ? rateLabel(rate) : taxType,
        };
      }),
    })),
    history: historyOf(detail, documents, decisionEntry(suspected)),
    raw: JSON.stringify(detail.raw, null, 2),
    conflict: detail.conflict ? JSON.stringify(detail.conflict, null, 2) : null,
    mappingFrom: detail.mappingFrom,
  };
}
