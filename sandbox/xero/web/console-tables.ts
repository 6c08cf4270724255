/** The tables of the console, with pages. */
import { shownStatus } from '../api/wire.ts';
import { formatMinor } from '../base/decimal.ts';
import { type Books, dueMinor } from '../books/books.ts';
import type { Table } from '../books/table.ts';
import { type Answer, htmlAnswer } from '../http/message.ts';
import { type Html, html, page } from './html.ts';

export const TABS: [string, string][] = [
  ['accounts', 'Chart of accounts'],
  ['invoices', 'Invoices'],
  ['credit-notes', 'Credit notes'],
  ['payments', 'Payments'],
  ['bank-transactions', 'Bank transactions'],
  ['bank-transfers', 'Bank transfers'],
  ['contacts', 'Contacts'],
  ['tracking', 'Tracking'],
];

const PAGE_SIZE = 50;

export const root = (books: Books): string => `/console/${books.organisation.shortCode}`;

/** Navigation of an organisation. */
export function top(books: Books, current: string): Html {
  const link = ([tab, name]: [string, string]) =>
    html`<li><a href="${root(books)}/${tab}"${tab === current ? html` aria-current="page"` : ''}>${name}</a></li>`;
  return html`<nav aria-label="${books.organisation.name}"><ul><li><a href="/console">Organisations</a></li>${TABS.map(link)}</ul></nav>`;
}

interface Column {
  title: string;
  number?: boolean;
}

interface Listing {
  columns: Column[];
  rows: Html[];
  count: number;
}

/** One table, newest first (the chart of accounts by code). */
export function tablePage(books: Books, tab: string, query: URLSearchParams): Answer {
  const pageNumber = Math.max(1, Number(query.get('page')) || 1);
  const listing = listingOf(books, tab, pageNumber);
  const title = TABS.find(([name]) => name === tab)?.[1] ?? tab;
  const heading = (column: Column) =>
    html`<th scope="col"${column.number ? html` class="num"` : ''}>${column.title}</th>`;
  const error = query.get('error');
  return htmlAnswer(
    200,
    page(
      `${title} of ${books.organisation.name}`,
      html`<p class="soft">${books.organisation.name} (${books.organisation.currency})</p><h1>${title}</h1>
${error !== null && html`<p class="bad" role="alert">${error}</p>`}
${
  listing.rows.length === 0
    ? html`<p class="soft">There is nothing here yet.</p>`
    : html`<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table><thead><tr>${listing.columns.map(heading)}</tr></thead>
<tbody>${listing.rows}</tbody></table></div>`
}
${pager(`${root(books)}/${tab}`, pageNumber, listing.count)}`,
      { top: top(books, tab) },
    ),
  );
}

function pager(address: string, pageNumber: number, count: number): Html {
  const pages = Math.max(1, Math.ceil(count / PAGE_SIZE));
  return html`<div class="actions">${pageNumber > 1 && html`<a href="${address}?page=${pageNumber - 1}">Newer</a>`}
<span class="soft">Page ${pageNumber} of ${pages}, ${count} in all</span>
${pageNumber < pages && html`<a href="${address}?page=${pageNumber + 1}">Older</a>`}</div>`;
}

/** A page of a table, newest first, without walking over the rest. */
function newest<T extends { id: string }>(
  table: Table<T>,
  pageNumber: number,
  only?: [string, string],
): { rows: T[]; count: number } {
  const positions = only ? table.positions(only[0], only[1]) : null;
  const count = positions ? positions.length : table.size;
  const rows: T[] = [];
  const end = count - (pageNumber - 1) * PAGE_SIZE;
  for (let i = end - 1; i >= Math.max(0, end - PAGE_SIZE); i -= 1)
    rows.push(table.at(positions ? (positions[i] as number) : i));
  return { rows, count };
}

const amount = (minor: number): Html => html`<td class="num">${formatMinor(minor)}</td>`;
const numbers = (...titles: string[]): Column[] => titles.map((title) => ({ title, number: true }));
const plain = (...titles: string[]): Column[] => titles.map((title) => ({ title }));

function listingOf(books: Books, tab: string, pageNumber: number): Listing {
  switch (tab) {
    case 'invoices':
    case 'credit-notes':
      return documents(books, tab, pageNumber);
    case 'payments':
      return payments(books, pageNumber);
    case 'bank-transactions':
      return bankTransactions(books, pageNumber);
    case 'bank-transfers':
      return bankTransfers(books, pageNumber);
    case 'contacts':
      return contacts(books, pageNumber);
    case 'tracking':
      return tracking(books);
    default:
      return accounts(books);
  }
}

function accounts(books: Books): Listing {
  const all = [...books.accounts.all()].sort((a, b) => (a.code ?? '').localeCompare(b.code ?? ''));
  return {
    columns: [...plain('Code', 'Name', 'Type', 'Tax', 'Payments', 'Status'), ...numbers('Balance')],
    count: all.length,
    rows: all.map(
      (
        row,
      ) => html`<tr><td>${row.code ?? ''}</td><td class="wrap">${row.name}</td><td>${row.type}</td><td>${row.taxType}</td>
<td>${row.type === 'BANK' || row.enablePayments ? 'yes' : ''}</td><td>${row.status}</td>${amount(books.ledger.balance(row.id))}</tr>`,
    ),
  };
}

function tracking(books: Books): Listing {
  const all = books.tracking.all().flatMap((category) => {
    const row = (option: string, status: string) =>
      html`<tr><td class="wrap">${category.name}</td><td>${category.status}</td><td class="wrap">${option}</td><td>${status}</td></tr>`;
    const { options } = category;
    return options.length === 0 ? [row('', '')] : options.map(({ name, status }) => row(name, status));
  });
  return {
    columns: plain('Category', 'Status', 'Option', 'Status of the option'),
    count: all.length,
    rows: all,
  };
}

function documents(books: Books, tab: string, pageNumber: number): Listing {
  const side = tab === 'invoices' ? 'invoice' : 'creditNote';
  const { rows, count } = newest(books.documents, pageNumber, ['side', side]);
  return {
    columns: [...plain('Number', 'Reference', 'Contact', 'Date', 'Status'), ...numbers('Due', 'Total')],
    count,
    rows: rows.map(
      (
        doc,
      ) => html`<tr><td><a href="${root(books)}/${tab}/${doc.id}">${doc.number ?? '(none)'}</a></td><td class="wrap">${doc.reference}</td>
<td class="wrap">${books.contacts.get(doc.contactId)?.name}</td><td>${doc.date}</td><td>${shownStatus(doc)}</td>
${amount(dueMinor(doc))}${amount(doc.totalMinor)}</tr>`,
    ),
  };
}

function payments(books: Books, pageNumber: number): Listing {
  const { rows, count } = newest(books.payments, pageNumber);
  return {
    columns: [...plain('Date', 'Document', 'Account', 'Reference', 'Status'), ...numbers('Amount')],
    count,
    rows: rows.map((row) => {
      const doc = books.document(row.docId);
      const tab = doc.type.endsWith('CREDIT') ? 'credit-notes' : 'invoices';
      return html`<tr><td>${row.date}</td><td><a href="${root(books)}/${tab}/${doc.id}">${doc.number ?? '(none)'}</a></td>
<td class="wrap">${books.account(row.accountId).name}</td><td class="wrap">${row.reference}</td><td>${row.status}</td>${amount(row.amountMinor)}</tr>`;
    }),
  };
}

function bankTransactions(books: Books, pageNumber: number): Listing {
  const { rows, count } = newest(books.bankTransactions, pageNumber);
  return {
    columns: [
      ...plain('Date', 'Type', 'Bank account', 'Contact', 'Reference', 'Status'),
      ...numbers('Total'),
    ],
    count,
    rows: rows.map(
      (
        row,
      ) => html`<tr><td><a href="${root(books)}/bank-transactions/${row.id}">${row.date}</a></td><td>${row.type}</td>
<td class="wrap">${books.account(row.bankAccountId).name}</td><td class="wrap">${books.contacts.get(row.contactId)?.name}</td>
<td class="wrap">${row.reference}</td><td>${row.status}</td>${amount(row.totalMinor)}</tr>`,
    ),
  };
}

function bankTransfers(books: Books, pageNumber: number): Listing {
  const { rows, count } = newest(books.bankTransfers, pageNumber);
  return {
    columns: [
      ...plain('Date', 'From', 'To', 'Reference', 'Status'),
      ...numbers('Amount'),
      { title: 'By hand' },
    ],
    count,
    rows: rows.map(
      (row) => html`<tr><td>${row.date}</td><td class="wrap">${books.account(row.fromAccountId).name}</td>
<td class="wrap">${books.account(row.toAccountId).name}</td><td class="wrap">${row.reference}</td><td>${row.status}</td>${amount(row.amountMinor)}
<td>${
        row.status === 'AUTHORISED' &&
        button(
          books,
          'delete-bank-transfer',
          row.id,
          `Delete transfer ${row.reference}`,
          `${root(books)}/bank-transfers`,
          'Delete',
        )
      }</td></tr>`,
    ),
  };
}

function contacts(books: Books, pageNumber: number): Listing {
  const { rows, count } = newest(books.contacts, pageNumber);
  return {
    columns: plain('Name', 'Number', 'Email', 'Status'),
    count,
    rows: rows.map(
      (row) =>
        html`<tr><td class="wrap">${row.name}</td><td>${row.number ?? ''}</td><td>${row.email ?? ''}</td><td>${row.status}</td></tr>`,
    ),
  };
}

/** A form of one button. `label` is what a screen reader says, `shown` what is read. */
export function button(
  books: Books,
  act: string,
  id: string,
  label: string,
  back: string,
  shown = label,
): Html {
  return html`<form method="post" action="${root(books)}"><input type="hidden" name="act" value="${act}">
<input type="hidden" name="id" value="${id}"><input type="hidden" name="back" value="${back}">
<button class="danger"${shown === label ? '' : html` aria-label="${label}"`}>${shown}</button></form>`;
}
