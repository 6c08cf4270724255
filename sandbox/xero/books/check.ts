import type { Books } from './books.ts';
import { dueMinor } from './books.ts';
import { isCredit, isSales } from './types.ts';

/**
 * Proves the books: every journal balances, the ledger is what the documents come to, receivables and payables are
 * what is outstanding, and nothing is paid beyond its total. Answers what is wrong, by name.
 */
export function checkBooks(books: Books): string[] {
  const problems: string[] = [];
  const balances = new Map<string, number>();
  for (const { of, journal } of books.journals()) {
    let sum = 0;
    for (const { accountId, minor } of journal.postings) {
      sum += minor;
      balances.set(accountId, (balances.get(accountId) ?? 0) + minor);
    }
    if (sum !== 0) problems.push(`${of} is out of balance by ${sum}`);
  }
  for (const account of books.accounts.all()) {
    const expected = balances.get(account.id) ?? 0;
    const actual = books.ledger.balance(account.id);
    if (actual !== expected)
      problems.push(`account ${account.name} stands at ${actual}, its documents say ${expected}`);
  }
  if (books.ledger.sum() !== 0) problems.push(`the trial balance is out by ${books.ledger.sum()}`);
  problems.push(...checkOutstanding(books));
  return problems;
}

function checkOutstanding(books: Books): string[] {
  const problems: string[] = [];
  let receivable = 0;
  let payable = 0;
  for (const doc of books.documents.all()) {
    if (doc.status !== 'AUTHORISED') continue;
    const due = dueMinor(doc);
    if (due < 0) problems.push(`${doc.number ?? doc.id} is settled beyond its total by ${-due}`);
    const sign = isCredit(doc.type) ? -1 : 1;
    if (isSales(doc.type)) receivable += sign * due;
    else payable += sign * due;
  }
  const { debtors, creditors } = books.systemAccounts();
  if (books.ledger.balance(debtors) !== receivable) {
    problems.push(`receivables stand at ${books.ledger.balance(debtors)}, outstanding is ${receivable}`);
  }
  if (-books.ledger.balance(creditors) !== payable) {
    problems.push(`payables stand at ${-books.ledger.balance(creditors)}, outstanding is ${payable}`);
  }
  return problems;
}
