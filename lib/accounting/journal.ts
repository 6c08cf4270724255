import { type Minor, sumOf } from '@/lib/money/money';
import { type DocumentLine, type PlannedDocument, taxOf } from './document.ts';

/** Xero's own accounts for what customers owe and for tax; it books on them by itself. */
export const RECEIVABLE = 'receivable';
export const TAX = 'tax';

/** One side of a booking: an account's id, RECEIVABLE or TAX, and a debit, or (negative) a credit. */
export type Entry = { account: string; debitMinor: Minor };

type Tell = (account: string, debitMinor: Minor) => void;

/** Tells, one after another, the sides of what Xero will book for a document. A contact books nothing. */
export function book(document: PlannedDocument, tell: Tell): void {
  switch (document.kind) {
    case 'contact':
      return;
    case 'invoice':
      tell(RECEIVABLE, document.totalMinor);
      bookLines(document.lines, -1, tell);
      return;
    case 'credit_note':
      tell(RECEIVABLE, -document.totalMinor);
      bookLines(document.lines, 1, tell);
      return;
    case 'payment': {
      const inwards = document.of.startsWith('credit_note:') ? -document.amountMinor : document.amountMinor;
      fromTo(RECEIVABLE, document.accountId, inwards, tell);
      return;
    }
    case 'allocation':
      fromTo(RECEIVABLE, RECEIVABLE, document.amountMinor, tell);
      return;
    case 'bank_transaction': {
      const sign = document.type === 'SPEND' ? 1 : -1;
      tell(document.bankAccountId, -sign * document.totalMinor);
      bookLines(document.lines, sign, tell);
      return;
    }
    case 'bank_transfer':
      fromTo(document.fromAccountId, document.toAccountId, document.amountMinor, tell);
      return;
  }
}

/** What Xero will book for a document, as a list. */
export function entriesOf(document: PlannedDocument): Entry[] {
  const entries: Entry[] = [];
  book(document, (account, debitMinor) => entries.push({ account, debitMinor }));
  return entries;
}

/** What documents move on each account, debits positive. */
export function movements(documents: Iterable<PlannedDocument>): Map<string, Minor> {
  const moved = new Map<string, Minor>();
  for (const document of documents) {
    book(document, (account, debitMinor) => moved.set(account, (moved.get(account) ?? 0) + debitMinor));
  }
  return moved;
}

function fromTo(from: string, to: string, amountMinor: Minor, tell: Tell): void {
  tell(from, -amountMinor);
  tell(to, amountMinor);
}

/** The net of each line, then their tax where there is any. */
function bookLines(lines: readonly DocumentLine[], sign: 1 | -1, tell: Tell): void {
  for (const { accountId, grossMinor, taxMinor } of lines) tell(accountId, sign * (grossMinor - taxMinor));
  const taxMinor = sumOf(lines, taxOf);
  if (taxMinor !== 0) tell(TAX, sign * taxMinor);
}
