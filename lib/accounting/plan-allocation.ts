import { type Minor, sum } from '@/lib/money/money';
import { isSameContact, type OpenInvoice, partsOf, spread } from './debts.ts';
import type { AllocationDocument, Provenance, SalesDocument } from './document.ts';
import { documentKey, documentNumber, numberStart } from './number.ts';
import type { PlanningContext } from './plan.ts';
import type { TillTransaction } from './till-transaction.ts';

/** Of which of a receipt's credit notes: its own, or one of its moves against a debt, with what was set off before. */
type Of = { part: string | null; before: readonly AllocationDocument[] };

/**
 * Plans a refund on account: its credit note is set off against the invoice of the sale that it takes back, up to what is due there;
 * where it names no sale, against the customer's oldest open ones; likewise what a customer pays of his debt on a receipt
 * (`planDebtMove`). What is left stays as credit on the customer's account in Xero.
 *
 * Keys and numbers name the invoice, so that planning again gives each allocation its own name again.
 */
export function planAllocations(
  till: TillTransaction & { kind: 'sale' | 'sale_refund' },
  creditNote: SalesDocument,
  onAccountMinor: Minor,
  context: Pick<PlanningContext, 'shortId' | 'policy' | 'debts'>,
  { part, before }: Of = { part: null, before: [] },
): { documents: AllocationDocument[]; provenance: Provenance[] } {
  const { debts } = context;
  const { refundOf } = till.content;
  const named = refundOf ? debts.ofReceipt(refundOf) : [];
  // Xero sets a credit note off against invoices of its own contact only.
  const mine = named.filter(({ contact }) => isSameContact(contact, creditNote.contact));
  const invoices = refundOf ? mine : till.content.customer ? debts.ofContact(creditNote.contact) : [];
  const taken = (key: string) =>
    sum(before.filter(({ invoice }) => invoice === key).map((a) => a.amountMinor));
  const open = invoices.map((i) => ({ ...i, dueMinor: i.dueMinor - taken(i.key) }));
  return allocationsTo(open, till, creditNote, onAccountMinor, context, part === null ? [] : [part]);
}

/** Sets a credit note off against invoices, one after another, each up to what is due on it. @param ofPart tells those of one record apart */
export function allocationsTo(
  open: readonly OpenInvoice[],
  till: TillTransaction,
  creditNote: SalesDocument,
  onAccountMinor: Minor,
  context: Pick<PlanningContext, 'shortId' | 'policy'>,
  ofPart: readonly string[],
): { documents: AllocationDocument[]; provenance: Provenance[] } {
  const documents = spread(onAccountMinor, open).parts.map(
    ({ invoice, amountMinor }): AllocationDocument => ({
      kind: 'allocation',
      key: documentKey('allocation', till.outlet, till.recordId, till.version, invoice.key, ...ofPart),
      number: documentNumber(
        ...([numberStart(context), till.outlet, till.recordId, till.version, 'A'] as const),
        ...([...partsOf(invoice), ...ofPart] as const),
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
    provenance: documents.map((d) => ({
      documentKey: d.key,
      role: `allocation:${[d.invoice, ...ofPart].join(':')}`,
    })),
  };
}
