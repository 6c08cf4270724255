/** The books as people see them. No sign-in: the sandbox listens on the loopback address only. */

import type { Books } from '../books/books.ts';
import {
  approveDocument,
  HumanError,
  removeBankTransaction,
  removeBankTransfer,
  removeCreditAllocation,
  removePayment,
  voidDocument,
} from '../control/human.ts';
import { type Answer, type Call, form, htmlAnswer, redirect } from '../http/message.ts';
import type { World } from '../world.ts';
import { bankTransactionPage, bankTransferPage, documentPage } from './console-document.ts';
import { TABS, tablePage } from './console-tables.ts';
import { html, page } from './html.ts';

/** Pages below /console and the deep links; null for other addresses. */
export function consolePages(world: World, call: Call): Answer | null {
  if (call.path.toLowerCase() === '/organisationlogin/default.aspx') return deepLink(world, call.query);
  const parts = call.path
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  if (parts[0] !== 'console') return null;
  const [, shortCode, tab = 'accounts', key] = parts;
  if (shortCode === undefined) return organisations(world);
  const books = world.store.find(shortCode);
  if (!books) return null;
  if (call.method === 'POST') return act(world, books, form(call));
  if (key === undefined)
    return TABS.some(([name]) => name === tab) ? tablePage(books, tab, call.query) : null;
  const error = call.query.get('error');
  if (tab === 'bank-transactions') return bankTransactionPage(books, key, error);
  if (tab === 'bank-transfers') return bankTransferPage(books, key, error);
  const side = tab === 'invoices' ? 'invoice' : tab === 'credit-notes' ? 'creditNote' : null;
  return side === null ? null : documentPage(books, side, key, error);
}

function organisations(world: World): Answer {
  const row = (
    books: Books,
  ) => html`<tr><td class="wrap"><a href="/console/${books.organisation.shortCode}">${books.organisation.name}</a></td>
<td>${books.organisation.country}</td><td>${books.organisation.currency}</td><td class="num">${books.documents.size}</td>
<td class="wrap">${books.organisation.users.join(', ')}</td></tr>`;
  return htmlAnswer(
    200,
    page(
      'Organisations',
      html`<h1>Organisations</h1><div class="scroll"><table><thead><tr><th scope="col">Name</th><th scope="col">Country</th>
<th scope="col">Currency</th><th scope="col" class="num">Documents</th><th scope="col">Users</th></tr></thead>
<tbody>${[...world.store.books.values()].map(row)}</tbody></table></div>`,
    ),
  );
}

/** Where a link from outside leads: the address of the record in the console. */
function deepLink(world: World, query: URLSearchParams): Answer | null {
  const books = world.store.find(parameter(query, 'shortcode') ?? '');
  // The target has a query of its own, of which parts may have become parts of ours.
  const target = new URL(parameter(query, 'redirecturl') ?? '/', 'http://console');
  const find = (name: string) => parameter(target.searchParams, name) ?? parameter(query, name);
  if (!books) return null;
  const root = `/console/${books.organisation.shortCode}`;
  const path = target.pathname.toLowerCase();
  if (path === '/accountsreceivable/view.aspx' || path === '/accountspayable/view.aspx') {
    return redirect(`${root}/invoices/${find('InvoiceID') ?? ''}`);
  }
  if (path === '/accountsreceivable/viewcreditnote.aspx' || path === '/accountspayable/viewcreditnote.aspx') {
    return redirect(`${root}/credit-notes/${find('creditNoteID') ?? ''}`);
  }
  if (path === '/bank/viewtransaction.aspx') {
    return redirect(`${root}/bank-transactions/${find('bankTransactionID') ?? ''}`);
  }
  if (path === '/bank/viewtransfer.aspx') {
    return redirect(`${root}/bank-transfers/${find('bankTransferID') ?? ''}`);
  }
  return redirect(root);
}

function parameter(query: URLSearchParams, name: string): string | null {
  for (const [key, value] of query) if (key.toLowerCase() === name.toLowerCase()) return value;
  return null;
}

/** The buttons: what a person does by hand. */
function act(world: World, books: Books, fields: URLSearchParams): Answer {
  const back = localPath(fields.get('back'), books);
  const id = fields.get('id') ?? '';
  const now = world.clock.now();
  try {
    switch (fields.get('act')) {
      case 'delete-payment':
        removePayment(books, id, now);
        break;
      case 'remove-allocation':
        removeCreditAllocation(books, id, now);
        break;
      case 'void-invoice':
        voidDocument(books, 'invoice', id, now);
        break;
      case 'void-credit-note':
        voidDocument(books, 'creditNote', id, now);
        break;
      case 'approve-invoice':
        approveDocument(books, 'invoice', id, now);
        break;
      case 'approve-credit-note':
        approveDocument(books, 'creditNote', id, now);
        break;
      case 'delete-bank-transaction':
        removeBankTransaction(books, id, now);
        break;
      case 'delete-bank-transfer':
        removeBankTransfer(books, id, now);
        break;
      default:
        throw new HumanError('there is no such button');
    }
  } catch (error) {
    if (!(error instanceof HumanError)) throw error;
    return redirect(`${back}?error=${encodeURIComponent(error.message)}`);
  }
  return redirect(back);
}

const localPath = (path: string | null, books: Books): string =>
  path?.startsWith('/console/') ? (path.split('?')[0] ?? path) : `/console/${books.organisation.shortCode}`;
