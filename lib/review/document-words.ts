import type { ReviewDocument } from '@/db/queries/review';
import { formatMinor, minorDigits } from '@/lib/money/money';

export type DocumentKind = Pick<ReviewDocument, 'kind' | 'type'>;

const kinds: Record<Exclude<ReviewDocument['kind'], 'bank_transaction'>, string> = {
  contact: 'Contact',
  invoice: 'Invoice',
  credit_note: 'Credit note',
  payment: 'Payment',
  allocation: 'Allocation',
  bank_transfer: 'Bank transfer',
};

/** What Xero calls a document. */
export function documentWord({ kind, type }: DocumentKind): string {
  if (kind !== 'bank_transaction') return kinds[kind];
  return type === 'RECEIVE' ? 'Receive money' : 'Spend money';
}

/**
 * Between which accounts a document moves money, by their names; null: its lines say it.
 * @param accounts names by role: the payment's or bank transaction's own, and the two ends of a transfer
 */
export function movesWords(
  { kind, type }: DocumentKind,
  accounts: { own: string | null; from: string | null; to: string | null },
  paysCreditNote: boolean,
): string | null {
  const { own, from, to } = accounts;
  if (kind === 'bank_transfer') return from && to ? `from ${from} to ${to}` : null;
  if (!own) return null;
  if (kind === 'payment') return paysCreditNote ? `paid back from ${own}` : `to ${own}`;
  return type === 'RECEIVE' ? `to ${own}` : `from ${own}`;
}

export type DocumentInXero = Pick<ReviewDocument, 'kind' | 'state' | 'totalMinor'> & {
  xeroStatus: string | null;
  /** What payments and allocations that are in Xero have settled of it. */
  paidMinor: number;
};

/**
 * How a document stands in Xero, in a person's words; null: there is nothing to add to "posted". Xero tells a status when it takes
 * a document and makes an invoice paid by the payments that follow, so what those settled counts too.
 */
export function statusWords(document: DocumentInXero): string | null {
  const { kind, state, xeroStatus, totalMinor, paidMinor } = document;
  if (state === 'undone') return xeroStatus === 'DELETED' ? 'deleted' : 'voided';
  if (state !== 'posted') return null;
  if (xeroStatus === 'DRAFT' || xeroStatus === 'SUBMITTED') return 'draft, awaits approval';
  if (kind !== 'invoice' && kind !== 'credit_note') return null;
  if (xeroStatus === 'PAID' || (totalMinor > 0 && paidMinor >= totalMinor)) return 'paid';
  return paidMinor > 0 ? 'approved, partly paid' : 'approved';
}

/**
 * The till's tax where it is not Xero's own, which stands on bank transactions; null: they are the same.
 * @param differenceMinor the till's less Xero's
 */
export function taxDifferenceWords(differenceMinor: number, currency: string): string | null {
  if (differenceMinor === 0) return null;
  const amount = formatMinor(Math.abs(differenceMinor), minorDigits(currency));
  return `The till’s tax was ${amount} ${differenceMinor > 0 ? 'more' : 'less'}, by rounding. Xero works out the tax of a bank transaction itself, and takes no other.`;
}
