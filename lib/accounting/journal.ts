import { type Minor, sumOf } from '@/lib/money/money';
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
      return withLines({ account: RECEIVABLE, debitMinor: document.totalMinor }, document.lines, -1);
    case 'credit_note':
      return withLines({ account: RECEIVABLE, debitMinor: -document.totalMinor }, document.lines, 1);
    case 'payment': {
      const inwards = document.of.startsWith('credit_note:') ? -document.amountMinor : document.amountMinor;
      return fromTo(RECEIVABLE, document.accountId, inwards);
    }
    case 'allocation':
      return fromTo(RECEIVABLE, RECEIVABLE, document.amountMinor);
    case 'bank_transaction': {
      const sign = document.type === 'SPEND' ? 1 : -1;
      const bank = { account: document.bankAccountId, debitMinor: -sign * document.totalMinor };
      return withLines(bank, document.lines, sign);
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

/** A document's first entry, then the net of each of its lines, then their tax where there is any. */
function withLines(first: Entry, lines: readonly DocumentLine[], sign: 1 | -1): Entry[] {
  const entries = [first];
  for (const { accountId, grossMinor, taxMinor } of lines) {
    entries.push({ account: accountId, debitMinor: sign * (grossMinor - taxMinor) });
  }
  const taxMinor = sumOf(lines, (line) => line.taxMinor);
  if (taxMinor !== 0) entries.push({ account: TAX, debitMinor: sign * taxMinor });
  return entries;
}
