import type { DocumentToKeep } from '@/db/queries/documents';
import type { PendingRow } from '@/db/queries/till-transactions';
import type { OpenInvoice } from '@/lib/accounting/debts';
import type { PlannedDocument } from '@/lib/accounting/document';
import { receiptKey } from '@/lib/sync/plan-page';

/**
 * What customers owe on invoices that a dry run planned so far and that are stored nowhere, for the payments and refunds of the days
 * after. Holds debts only: what was paid at once is forgotten.
 */
export class Owed {
  readonly #open = new Map<string, OpenInvoice>();

  get invoices(): OpenInvoice[] {
    return [...this.#open.values()].map((invoice) => ({ ...invoice }));
  }

  /** By `receiptKey`. */
  get invoiceKeys(): Map<string, string> {
    return new Map(
      [...this.#open.values()].map(({ key, receipt }) => [receiptKey(receipt.outlet, receipt.id), key]),
    );
  }

  /** Notes what the records of a page became. */
  note(page: readonly PendingRow[], documents: readonly DocumentToKeep[]): void {
    const rows = new Map(page.map((row) => [row.id, row]));
    for (const { content, sources } of documents) {
      // Content that the planner wrote, in this shape.
      const document = content as PlannedDocument;
      if (document.kind !== 'invoice') continue;
      const receipt = sources.find(({ role }) => role === 'receipt');
      const sale = receipt && rows.get(receipt.tillTransactionId);
      if (sale?.kind !== 'sale') continue;
      const { key, contact, totalMinor } = document;
      const of = { outlet: sale.outlet, id: sale.recordId };
      this.#open.set(key, { key, receipt: of, contact, dueMinor: totalMinor });
    }
    for (const { content } of documents) {
      const document = content as PlannedDocument;
      if (document.kind === 'payment') this.#settle(document.of, document.amountMinor);
      if (document.kind === 'allocation') this.#settle(document.invoice, document.amountMinor);
    }
    for (const { key, dueMinor } of this.invoices) if (dueMinor <= 0) this.#open.delete(key);
  }

  #settle(key: string, amountMinor: number): void {
    const invoice = this.#open.get(key);
    if (invoice) invoice.dueMinor -= amountMinor;
  }
}
