import type { Day } from '../base/dates.ts';
import type { BankTransaction, BankTransfer, Doc, Line, ManualJournal, Payment } from './types.ts';
import { isCredit, isSales } from './types.ts';

/** One side of a journal: debit positive. */
export interface Posting {
  accountId: string;
  minor: number;
}

export interface Journal {
  date: Day;
  postings: Posting[];
}

/** The accounts to which documents post without naming them. */
export interface SystemAccounts {
  debtors: string;
  creditors: string;
  tax: string;
}

/** Debits and credits of an account on one day. */
interface DayTotals {
  debit: number;
  credit: number;
}

/** Balances by account and day. It only ever sees whole journals, and refuses one that does not balance. */
export class Ledger {
  private readonly accounts = new Map<string, { balance: number; days: Map<Day, DayTotals> }>();

  post(journal: Journal): void {
    this.apply(journal, 1);
  }

  /** Takes a journal back, when its document is voided or changed. */
  unpost(journal: Journal): void {
    this.apply(journal, -1);
  }

  balance(accountId: string): number {
    return this.accounts.get(accountId)?.balance ?? 0;
  }

  /** Movement from a day to a day, both included; debit and credit apart. */
  movement(accountId: string, from: Day | null, to: Day | null): DayTotals {
    const total = { debit: 0, credit: 0 };
    for (const [day, amounts] of this.accounts.get(accountId)?.days ?? []) {
      if ((from !== null && day < from) || (to !== null && day > to)) continue;
      total.debit += amounts.debit;
      total.credit += amounts.credit;
    }
    return total;
  }

  /** Always 0; asked for by the check. */
  sum(): number {
    let sum = 0;
    for (const account of this.accounts.values()) sum += account.balance;
    return sum;
  }

  private apply(journal: Journal, sign: 1 | -1): void {
    let sum = 0;
    for (const posting of journal.postings) sum += posting.minor;
    if (sum !== 0) throw new Error(`a journal of ${journal.date} is out of balance by ${sum}`);
    for (const { accountId, minor } of journal.postings) {
      if (minor === 0) continue;
      let account = this.accounts.get(accountId);
      if (!account) {
        account = { balance: 0, days: new Map() };
        this.accounts.set(accountId, account);
      }
      account.balance += sign * minor;
      const day = account.days.get(journal.date) ?? { debit: 0, credit: 0 };
      if (minor > 0) day.debit += sign * minor;
      else day.credit -= sign * minor;
      account.days.set(journal.date, day);
    }
  }
}

function linePostings(lines: Line[], inclusive: boolean, sign: 1 | -1, tax: string): Posting[] {
  const postings: Posting[] = [];
  let taxMinor = 0;
  for (const line of lines) {
    const net = inclusive ? line.lineMinor - line.taxMinor : line.lineMinor;
    taxMinor += line.taxMinor;
    if (line.accountId) postings.push({ accountId: line.accountId, minor: sign * net });
  }
  if (taxMinor !== 0) postings.push({ accountId: tax, minor: sign * taxMinor });
  return postings;
}

/** What a document does to the ledger; null while it does nothing (drafts, voided ones). */
export function documentJournal(doc: Doc, system: SystemAccounts): Journal | null {
  if (doc.status !== 'AUTHORISED') return null;
  const sales = isSales(doc.type);
  // A sale credits its lines; a bill, and a credit note on a sale, debit them.
  const sign = sales === isCredit(doc.type) ? 1 : -1;
  const postings = linePostings(doc.lines, doc.lineAmountTypes === 'Inclusive', sign, system.tax);
  postings.push({ accountId: sales ? system.debtors : system.creditors, minor: -sign * doc.totalMinor });
  return { date: doc.date, postings };
}

export function paymentJournal(payment: Payment, doc: Doc, system: SystemAccounts): Journal | null {
  if (payment.status !== 'AUTHORISED') return null;
  const control = isSales(doc.type) ? system.debtors : system.creditors;
  const moneyIn = doc.type === 'ACCREC' || doc.type === 'ACCPAYCREDIT';
  const minor = moneyIn ? payment.amountMinor : -payment.amountMinor;
  return {
    date: payment.date,
    postings: [
      { accountId: payment.accountId, minor },
      { accountId: control, minor: -minor },
    ],
  };
}

export function bankTransactionJournal(row: BankTransaction, system: SystemAccounts): Journal | null {
  if (row.status !== 'AUTHORISED') return null;
  const sign = row.type === 'SPEND' ? 1 : -1;
  const postings = linePostings(row.lines, row.lineAmountTypes === 'Inclusive', sign, system.tax);
  postings.push({ accountId: row.bankAccountId, minor: -sign * row.totalMinor });
  return { date: row.date, postings };
}

export function bankTransferJournal(row: BankTransfer): Journal | null {
  if (row.status !== 'AUTHORISED') return null;
  return {
    date: row.date,
    postings: [
      { accountId: row.fromAccountId, minor: -row.amountMinor },
      { accountId: row.toAccountId, minor: row.amountMinor },
    ],
  };
}

export function manualJournalJournal(row: ManualJournal, system: SystemAccounts): Journal | null {
  if (row.status !== 'POSTED') return null;
  const inclusive = row.lineAmountTypes === 'Inclusive';
  const postings: Posting[] = [];
  let tax = 0;
  for (const line of row.lines) {
    postings.push({
      accountId: line.accountId,
      minor: inclusive ? line.lineMinor - line.taxMinor : line.lineMinor,
    });
    tax += line.taxMinor;
  }
  if (tax !== 0) postings.push({ accountId: system.tax, minor: tax });
  return { date: row.date, postings };
}
