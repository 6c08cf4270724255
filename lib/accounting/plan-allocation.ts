import type { Minor } from '@/lib/money/money';
import { isSameContact, spread } from './debts.ts';
import type { AllocationDocument, Provenance, SalesDocument } from './document.ts';
import { documentKey, documentNumber, numberStart } from './number.ts';
import type { PlanningContext } from './plan.ts';
import type { TillTransaction } from './till-transaction.ts';

/**
 * Plans a refund on account: its credit note is set off against the invoice of the sale that it takes back, up to what is due there;
 * where it names no sale, against the customer's oldest open ones. What is left stays as credit on the customer's account in Xero.
 *
 * Keys and numbers name the invoice, so that planning again gives each allocation its own name again.
 */
export function planAllocations(
  till: TillTransaction & { kind: 'sale' | 'sale_refund' },
  creditNote: SalesDocument,
  onAccountMinor: Minor,
  context: Pick<PlanningContext, 'shortId' | 'policy' | 'debts'>,
): { documents: AllocationDocument[]; provenance: Provenance[] } {
  const { debts } = context;
  const { refundOf } = till.content;
  const named = refundOf && debts.ofReceipt(refundOf);
  // Xero sets a credit note off against invoices of its own contact only.
  const mine = named && isSameContact(named.contact, creditNote.contact) ? [named] : [];
  const invoices = refundOf ? mine : till.content.customer ? debts.ofContact(creditNote.contact) : [];
  const documents = spread(onAccountMinor, invoices).parts.map(
    ({ invoice, amountMinor }): AllocationDocument => ({
      kind: 'allocation',
      key: documentKey('allocation', till.outlet, till.recordId, till.version, invoice.key),
      number: documentNumber(
        ...([numberStart(context), till.outlet, till.recordId, till.version, 'A'] as const),
        ...([invoice.receipt.outlet, invoice.receipt.id] as const),
      ),
      creditNote: creditNote.key,
      invoice: invoice.key,
      date: creditNote.date,
      currency: creditNote.currency,
      amountMinor,
    }),
  );
  return {
    documents,
    provenance: documents.map((d) => ({ documentKey: d.key, role: `allocation:${d.invoice}` })),
  };
}
