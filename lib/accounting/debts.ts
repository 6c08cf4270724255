import type { Minor } from '@/lib/money/money';
import type { ContactRef, PlannedDocument } from './document.ts';
import type { TillTransaction } from './till-transaction.ts';

/** An invoice of ours, and what is still due on it by our own plan: whether its payments were sent yet does not matter. */
export type OpenInvoice = {
  key: string;
  receipt: { outlet: string; id: string };
  /** Which of the receipt's invoices: its own is null, what it gave out against a debt is `D1`, …, what corrected it `C2`, … */
  part: string | null;
  contact: ContactRef;
  dueMinor: Minor;
};

/** A debt from before the start date, and the invoice in Xero, not one of ours, that a person chose for it. */
export type OlderDebt = {
  /** What is named: a receipt, or a payment that pays more than its customer owes here. */
  debtOf: 'receipt' | 'payment';
  /** Its outlet and id; of a payment its own. */
  receipt: { outlet: string; id: string };
  /** `theirInvoiceKey`; several debts may be one invoice. */
  key: string;
  invoiceNumber: string;
  /** What was due when it was chosen, less what was planned on it since. */
  dueMinor: Minor;
};

/**
 * What customers owe on invoices of ours, as planned so far. It is told by our own documents and never asked live, so that the
 * same records always make the same documents.
 */
export class Debts {
  /** By the invoice's key, oldest first. */
  readonly #open = new Map<string, OpenInvoice>();
  readonly #older: OlderDebt[];

  /** @param open oldest first @param older what payments pay that name such a receipt, or are named; nothing else is set against it */
  constructor(open: Iterable<OpenInvoice> = [], older: Iterable<OlderDebt> = []) {
    for (const invoice of open) this.#open.set(invoice.key, { ...invoice });
    this.#older = [...older].map((debt) => ({ ...debt }));
  }

  /** The invoice that a person chose for a receipt from before the start date. */
  olderOf(receipt: { outlet: string; id: string }): OlderDebt | null {
    return this.#olderDebt('receipt', receipt);
  }

  /** The invoice that a person chose for what a payment is more than its customer owes here. */
  restOf(payment: { outlet: string; id: string }): OlderDebt | null {
    return this.#olderDebt('payment', payment);
  }

  /** The invoices of a receipt, paid or not, its own first. */
  ofReceipt({ outlet, id }: { outlet: string; id: string }): OpenInvoice[] {
    const all = [...this.#open.values()].filter((i) => i.receipt.outlet === outlet && i.receipt.id === id);
    return [...all.filter(({ part }) => part === null), ...all.filter(({ part }) => part !== null)];
  }

  /** The same debts, as if some payments on them were not there. */
  without(payments: readonly { of: string; amountMinor: Minor }[]): Debts {
    const debts = new Debts(this.#open.values(), this.#older);
    for (const { of, amountMinor } of payments) debts.#settle(of, -amountMinor);
    return debts;
  }

  /** What a contact owes, oldest first. */
  ofContact(contact: ContactRef): OpenInvoice[] {
    return [...this.#open.values()].filter((i) => i.dueMinor > 0 && isSameContact(i.contact, contact));
  }

  /** Notes what a record was planned as, for the records that are planned after it. */
  note(till: TillTransaction, documents: readonly PlannedDocument[]): void {
    for (const document of documents) {
      if (document.kind === 'invoice' && document.totalMinor > 0) {
        const { key, contact, totalMinor } = document;
        const receipt = { outlet: till.outlet, id: till.recordId };
        this.#open.set(key, { key, receipt, part: debtPartOf(key), contact, dueMinor: totalMinor });
      }
      if (document.kind === 'payment') this.#settle(document.of, document.amountMinor);
      if (document.kind === 'allocation') this.#settle(document.invoice, document.amountMinor);
    }
  }

  #olderDebt(debtOf: OlderDebt['debtOf'], { outlet, id }: { outlet: string; id: string }): OlderDebt | null {
    const isIt = (debt: OlderDebt) =>
      debt.debtOf === debtOf && debt.receipt.outlet === outlet && debt.receipt.id === id;
    return this.#older.find(isIt) ?? null;
  }

  #settle(key: string, amountMinor: Minor) {
    const invoice = this.#open.get(key);
    if (invoice) invoice.dueMinor -= amountMinor;
    for (const debt of this.#older) if (debt.key === key) debt.dueMinor -= amountMinor;
  }
}

/** Which of a receipt's invoices a key means: of those against a debt it names the move, of a correction the version and what it is. */
export const debtPartOf = (key: string): string | null => {
  // Most are a receipt's own, and searching for the forms below takes several times as long as looking at the last part.
  const last = key.slice(key.lastIndexOf(':') + 1);
  if (last !== 'correction' && last !== 'reversal' && !last.startsWith('debt%3A')) return null;
  const [, version, name, move] = /:(\d+):(correction|reversal)(?::debt%3A(\d+))?$/.exec(key) ?? [];
  if (name) return `${name === 'correction' ? 'C' : 'R'}${version}${move === undefined ? '' : `D${move}`}`;
  const index = /:debt%3A(\d+)$/.exec(key)?.[1];
  return index === undefined ? null : `D${index}`;
};

/** What tells an invoice from others of ours, for numbers of what is set against it. */
export const partsOf = ({ receipt, part }: OpenInvoice): string[] => [
  receipt.outlet,
  receipt.id,
  ...(part === null ? [] : [part]),
];

/** Spreads an amount over open invoices, one after another, each up to what is due. @returns the parts, and what is left over */
export function spread(
  amountMinor: Minor,
  invoices: readonly OpenInvoice[],
): { parts: { invoice: OpenInvoice; amountMinor: Minor }[]; restMinor: Minor } {
  const parts: { invoice: OpenInvoice; amountMinor: Minor }[] = [];
  let restMinor = amountMinor;
  for (const invoice of invoices) {
    const part = Math.min(restMinor, invoice.dueMinor);
    if (part <= 0) continue;
    parts.push({ invoice, amountMinor: part });
    restMinor -= part;
  }
  return { parts, restMinor };
}

export const isSameContact = (a: ContactRef, b: ContactRef): boolean =>
  'contactKey' in a
    ? 'contactKey' in b && a.contactKey === b.contactKey
    : 'contactId' in b && a.contactId === b.contactId;
