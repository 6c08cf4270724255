import { type Minor, sum } from '@/lib/money/money';
import type { DocumentLine, PlannedDocument } from './document.ts';

/** Xero's own accounts for what customers owe and for tax; it books on them by itself. */
export const RECEIVABLE = 'receivable';
export const TAX = 'tax';

/** One side of a booking: an account's id, RECEIVABLE or TAX, and a debit, or (negative) a credit. */
export type Entry = { account: string; debitMinor: Minor };

/** What Xero will book for a document. A contact books nothing. */
export function entriesOf(document: PlannedDocument): Entry[] {
  switch (document.kind) {
    case 'contact':
      return [];
    case 'invoice':
      return [{ account: RECEIVABLE, debitMinor: document.totalMinor }, ...lineEntries(document.lines, -1)];
    case 'credit_note':
      return [{ account: RECEIVABLE, debitMinor: -document.totalMinor }, ...lineEntries(document.lines, 1)];
    case 'payment': {
      const inwards = document.of.startsWith('credit_note:') ? -document.amountMinor : document.amountMinor;
      return fromTo(RECEIVABLE, document.accountId, inwards);
    }
    case 'allocation':
      return fromTo(RECEIVABLE, RECEIVABLE, document.amountMinor);
    case 'bank_transaction': {
      const sign = document.type === 'SPEND' ? 1 : -1;
      const bank = { account: document.bankAccountId, debitMinor: -sign * document.totalMinor };
      return [bank, ...lineEntries(document.lines, sign)];
    }
    case 'bank_transfer':
      return fromTo(document.fromAccountId, document.toAccountId, document.amountMinor);
  }
}

/** What documents move on each account, debits positive. */
export function movements(documents: Iterable<PlannedDocument>): Map<string, Minor> {
  const moved = new Map<string, Minor>();
  for (const document of documents) {
    for (const { account, debitMinor } of entriesOf(document)) {
      moved.set(account, (moved.get(account) ?? 0) + debitMinor);
    }
  }
  return moved;
}

const fromTo = (from: string, to: string, amountMinor: Minor): Entry[] => [
  { account: from, debitMinor: -amountMinor },
  { account: to, debitMinor: amountMinor },
];

function lineEntries(lines: readonly DocumentLine[], sign: 1 | -1): Entry[] {
  const tax = { account: TAX, debitMinor: sign * sum(lines.map((line) => line.taxMinor)) };
  const nets = lines.map(({ accountId, grossMinor, taxMinor }) => {
    return { account: accountId, debitMinor: sign * (grossMinor - taxMinor) };
  });
  return tax.debitMinor === 0 ? nets : [...nets, tax];
}
