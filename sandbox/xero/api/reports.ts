import { type Day, financialYearStart, longDay, parseDay, wireStamp } from '../base/dates.ts';
import { formatMinor } from '../base/decimal.ts';
import type { Books } from '../books/books.ts';
import { ACCOUNT_TYPES, type Account, type AccountClass } from '../books/types.ts';
import type { Answer } from '../http/message.ts';
import { envelope } from './batch.ts';
import { type Context, todayOf } from './context.ts';
import { queryInvalid } from './errors.ts';
import type { Wire } from './wire.ts';

const SECTIONS: [string, AccountClass][] = [
  ['Revenue', 'REVENUE'],
  ['Expenses', 'EXPENSE'],
  ['Assets', 'ASSET'],
  ['Liabilities', 'LIABILITY'],
  ['Equity', 'EQUITY'],
];

function report(context: Context, type: string, name: string, subtitle: string, rows: Wire[]): Answer {
  const { organisation } = context.books;
  return envelope(context, {
    Reports: [
      {
        ReportID: type,
        ReportName: name,
        ReportType: type,
        ReportTitles: [name, organisation.name, subtitle],
        ReportDate: longDay(todayOf(context)),
        UpdatedDateUTC: wireStamp(context.clock.now()),
        Fields: [],
        Rows: rows,
      },
    ],
  });
}

/** A day parameter, whatever the case of its name. */
function dayParameter(context: Context, name: string): Day | null {
  for (const [key, value] of context.call.query) {
    if (key.toLowerCase() !== name.toLowerCase() || value === '') continue;
    const day = parseDay(value);
    if (day === null) throw queryInvalid(`${name} is not a date`);
    return day;
  }
  return null;
}

/** What an account stands at: this month's movement, and the balance of the year or since ever. */
interface Standing {
  account: Account;
  month: number;
  balance: number;
}

/** GET /Reports/TrialBalance: income and expenses since the year began, earlier years in retained earnings. */
export function trialBalance(context: Context): Answer {
  const { books } = context;
  const date = dayParameter(context, 'date') ?? todayOf(context);
  const sections: Wire[] = [];
  const sums = { month: [0, 0], balance: [0, 0] } as { month: [number, number]; balance: [number, number] };
  for (const [title, accountClass] of SECTIONS) {
    const rows = standings(books, date, accountClass);
    if (rows.length === 0) continue;
    for (const { month, balance } of rows) {
      sums.month[month < 0 ? 1 : 0] += Math.abs(month);
      sums.balance[balance < 0 ? 1 : 0] += Math.abs(balance);
    }
    sections.push({ RowType: 'Section', Title: title, Rows: rows.map(trialBalanceRow) });
  }
  const total = ['Total', ...sums.month.map(formatMinor), ...sums.balance.map(formatMinor)];
  const header = ['Account', 'Debit', 'Credit', 'YTD Debit', 'YTD Credit'];
  return report(context, 'TrialBalance', 'Trial Balance', `As at ${longDay(date)}`, [
    { RowType: 'Header', Cells: header.map((Value) => ({ Value })) },
    ...sections,
    {
      RowType: 'Section',
      Title: '',
      Rows: [{ RowType: 'SummaryRow', Cells: total.map((Value) => ({ Value })) }],
    },
  ]);
}

function standings(books: Books, date: Day, accountClass: AccountClass): Standing[] {
  const { financialYearEndMonth, financialYearEndDay } = books.organisation;
  const yearStart = financialYearStart(date, financialYearEndMonth, financialYearEndDay);
  const monthStart = `${date.slice(0, 7)}-01`;
  const temporary = accountClass === 'REVENUE' || accountClass === 'EXPENSE';
  const rows: Standing[] = [];
  for (const account of books.accounts.all()) {
    if (ACCOUNT_TYPES[account.type] !== accountClass) continue;
    const from = monthStart < yearStart && temporary ? yearStart : monthStart;
    const month = net(books.ledger.movement(account.id, from, date));
    let balance = net(books.ledger.movement(account.id, temporary ? yearStart : null, date));
    if (account.systemAccount === 'RETAINEDEARNINGS') balance += earlierYears(books, yearStart);
    if (month !== 0 || balance !== 0) rows.push({ account, month, balance });
  }
  return rows.sort((a, b) => (a.account.name < b.account.name ? -1 : 1));
}

function earlierYears(books: Books, yearStart: Day): number {
  let sum = 0;
  const before = new Date(Date.parse(`${yearStart}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
  for (const account of books.accounts.all()) {
    const accountClass = ACCOUNT_TYPES[account.type];
    if (accountClass === 'REVENUE' || accountClass === 'EXPENSE') {
      sum += net(books.ledger.movement(account.id, null, before));
    }
  }
  return sum;
}

const net = (movement: { debit: number; credit: number }): number => movement.debit - movement.credit;

function trialBalanceRow({ account, month, balance }: Standing): Wire {
  const attributes = [{ Value: account.id, Id: 'account' }];
  const cell = (minor: number, side: 1 | -1) => ({
    Value: minor * side > 0 || (minor === 0 && side === 1) ? formatMinor(Math.abs(minor)) : '',
    Attributes: attributes,
  });
  const title = account.code === null ? account.name : `${account.name} (${account.code})`;
  return {
    RowType: 'Row',
    Cells: [
      { Value: title, Attributes: attributes },
      cell(month, 1),
      cell(month, -1),
      cell(balance, 1),
      cell(balance, -1),
    ],
  };
}

/** GET /Reports/BankSummary: opening, received, spent, closing of every bank account. */
export function bankSummary(context: Context): Answer {
  const { books } = context;
  const to = dayParameter(context, 'toDate') ?? todayOf(context);
  const from = dayParameter(context, 'fromDate') ?? `${to.slice(0, 7)}-01`;
  const before = new Date(Date.parse(`${from}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
  const sums = [0, 0, 0, 0];
  const rows: Wire[] = [];
  for (const account of books.accounts.all()) {
    if (account.type !== 'BANK' || account.status === 'DELETED') continue;
    const opening = net(books.ledger.movement(account.id, null, before));
    const { debit, credit } = books.ledger.movement(account.id, from, to);
    const amounts = [opening, debit, credit, opening + debit - credit];
    amounts.forEach((amount, i) => {
      sums[i] = (sums[i] ?? 0) + amount;
    });
    rows.push(bankSummaryRow(account, amounts));
  }
  const header = ['Bank Accounts', 'Opening Balance', 'Cash Received', 'Cash Spent', 'Closing Balance'];
  const total = ['Total', ...sums.map(formatMinor)];
  return report(context, 'BankSummary', 'Bank Summary', `From ${longDay(from)} to ${longDay(to)}`, [
    { RowType: 'Header', Cells: header.map((Value) => ({ Value })) },
    {
      RowType: 'Section',
      Title: '',
      Rows: [...rows, { RowType: 'SummaryRow', Cells: total.map((Value) => ({ Value })) }],
    },
  ]);
}

function bankSummaryRow(account: Account, amounts: number[]): Wire {
  const [opening = 0, received = 0, spent = 0, closing = 0] = amounts;
  const attributes = [{ Value: account.id, Id: 'account' }];
  return {
    RowType: 'Row',
    Cells: [
      { Value: account.name, Attributes: [{ Value: account.id, Id: 'accountID' }] },
      { Value: formatMinor(opening) },
      { Value: formatMinor(received), Attributes: attributes },
      { Value: formatMinor(spent), Attributes: attributes },
      { Value: formatMinor(closing) },
    ],
  };
}
