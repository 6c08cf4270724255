import type { DocumentToKeep } from '@/db/queries/keep-documents';
import type { PendingRow } from '@/db/queries/till-transactions';
import { debtPartOf, type OlderDebt, type OpenInvoice } from '@/lib/accounting/debts';
import type { PlannedDocument } from '@/lib/accounting/document';
import type { Minor } from '@/lib/money/money';
import { receiptKey } from '@/lib/sync/plan-page';

/**
 * What customers owe by what a dry run planned so far and that is stored nowhere, for the payments and refunds of the pages after:
 * invoices on which something was left open, and what was settled on stored ones. What was paid at once is forgotten.
 */
export class Owed {
  readonly #open = new Map<string, OpenInvoice>();
  /** On stored invoices, by key. */
  readonly #settled = new Map<string, Minor>();

  /** What is owed: stored invoices less what was planned on them, then those that are stored nowhere. */
  with(stored: readonly OpenInvoice[]): OpenInvoice[] {
    const less = stored.map((i) => ({ ...i, dueMinor: i.dueMinor - (this.#settled.get(i.key) ?? 0) }));
    return [...less, ...[...this.#open.values()].map((invoice) => ({ ...invoice }))];
  }

  /** Debts from before the start date, less what was planned on them. */
  older(stored: readonly OlderDebt[]): OlderDebt[] {
    return stored.map((debt) => ({ ...debt, dueMinor: debt.dueMinor - (this.#settled.get(debt.key) ?? 0) }));
  }

  /** By `receiptKey`. */
  get invoiceKeys(): Map<string, string> {
    const own = [...this.#open.values()].filter(({ part }) => part === null);
    return new Map(own.map(({ key, receipt }) => [receiptKey(receipt.outlet, receipt.id), key]));
  }

  /** Notes what the records of a page became. */
  note(page: readonly PendingRow[], documents: readonly DocumentToKeep[]): void {
    const rows = new Map(page.map((row) => [row.id, row]));
    const atOnce = new Map<string, Minor>();
    for (const { content, sources } of documents) {
      // Content that the planner wrote, in this shape.
      const document = content as PlannedDocument;
      if (document.kind !== 'payment' || !sources.some(({ role }) => isAtOnce(role))) continue;
      atOnce.set(document.of, (atOnce.get(document.of) ?? 0) + document.amountMinor);
    }
    for (const { content, sources } of documents) {
      const document = content as PlannedDocument;
      if (document.kind !== 'invoice') continue;
      const source = sources.find(({ role }) => /^(receipt|correction|reversal|debt:.*)$/.test(role));
      const of = source && rows.get(source.tillTransactionId);
      const dueMinor = document.totalMinor - (atOnce.get(document.key) ?? 0);
      if (!of || dueMinor <= 0 || this.#open.has(document.key)) continue;
      const { key, contact } = document;
      const receipt = { outlet: of.outlet, id: of.recordId };
      this.#open.set(key, { key, receipt, part: debtPartOf(key), contact, dueMinor });
    }
    for (const { content, sources } of documents) {
      const document = content as PlannedDocument;
      if (document.kind === 'allocation') this.#settle(document.invoice, document.amountMinor);
      if (document.kind === 'payment' && !sources.some(({ role }) => isAtOnce(role)))
        this.#settle(document.of, document.amountMinor);
    }
  }

  #settle(key: string, amountMinor: Minor): void {
    const invoice = this.#open.get(key);
    if (invoice) invoice.dueMinor -= amountMinor;
    else this.#settled.set(key, (this.#settled.get(key) ?? 0) + amountMinor);
  }
}

/** Paid with the receipt, or with what corrects it, and not later. */
const isAtOnce = (role: string) => /^payment:|^(correction|reversal):payment:[^:]+$/.test(role);
