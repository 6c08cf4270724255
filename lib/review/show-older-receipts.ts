import type { OlderReceipt } from '@/db/queries/older-debts';
import { deepLink, type HistoryEntry, type ShowContext } from './show.ts';

/** What a payment pays of debts from before the start date, as the payment's page shows it. */
export type ShownOlderReceipt = {
  /** Where invoices are looked for and the choice is sent. */
  url: string;
  tillTransactionId: number;
  /** `payment`: what is more than its customer owes here. */
  debtOf: OlderReceipt['debtOf'];
  outlet: string;
  receiptId: string;
  amountMinor: number | null;
  currency: string;
  customer: string;
  chosen: { invoiceId: string; number: string; contactName: string; href: string | null } | null;
  /** Why another one cannot be chosen; null: it can. */
  fixed: string | null;
};

/** What a person may say of the receipts that a payment names; nothing of those that are posted from here. Pure. */
export function showOlderReceipts(
  receipts: readonly OlderReceipt[],
  of: { solutionId: string; tillTransactionId: number; currency: string; customer: string | null },
  context: Pick<ShowContext, 'xeroGoUrl' | 'shortCode'>,
): ShownOlderReceipt[] {
  return receipts
    .filter(({ isPosted, chosen }) => chosen !== null || !isPosted)
    .map(({ debtOf, outlet, receiptId, amountMinor, chosen }) => ({
      url: `/api/solutions/${of.solutionId}/invoices`,
      ...{ tillTransactionId: of.tillTransactionId, debtOf, outlet, receiptId, amountMinor },
      ...{ currency: of.currency, customer: of.customer ?? '' },
      chosen: chosen && {
        ...{ invoiceId: chosen.invoiceId, number: chosen.number, contactName: chosen.contactName },
        href: deepLink({ kind: 'invoice', xeroId: chosen.invoiceId }, context),
      },
      fixed: chosen?.sentNumber
        ? `${chosen.sentNumber} was sent to it, so that no other can be chosen.`
        : null,
    }));
}

/** What was chosen, as entries of the payment's history. Pure. */
export const choiceEntries = (receipts: readonly OlderReceipt[]): HistoryEntry[] =>
  receipts.flatMap(({ debtOf, receiptId, chosen }) => {
    if (!chosen) return [];
    const what = debtOf === 'payment' ? 'what is more than is owed here' : `receipt ${receiptId}`;
    return [{ at: chosen.at, text: `${chosen.by} chose invoice ${chosen.number} for ${what}.` }];
  });
