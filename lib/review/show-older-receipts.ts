import type { OlderReceipt } from '@/db/queries/older-debts';
import { deepLink, type HistoryEntry, type ShowContext } from './show.ts';

/** A receipt from before the start date that a payment names, as the payment's page shows it. */
export type ShownOlderReceipt = {
  /** Where invoices are looked for and the choice is sent. */
  url: string;
  tillTransactionId: number;
  outlet: string;
  receiptId: string;
  amountMinor: number;
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
    .map(({ outlet, receiptId, amountMinor, chosen }) => ({
      url: `/api/solutions/${of.solutionId}/invoices`,
      ...{ tillTransactionId: of.tillTransactionId, outlet, receiptId, amountMinor },
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
  receipts.flatMap(({ receiptId, chosen }) =>
    chosen
      ? [{ at: chosen.at, text: `${chosen.by} chose invoice ${chosen.number} for receipt ${receiptId}.` }]
      : [],
  );
