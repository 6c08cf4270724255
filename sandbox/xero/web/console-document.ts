/** One document in the console: its number, lines, payments and history, with the buttons that a person has. */
import { findDocument, type Side } from '../api/document-kinds.ts';
import { shownStatus } from '../api/wire.ts';
import { formatMinor, formatScaled } from '../base/decimal.ts';
import { type Books, dueMinor } from '../books/books.ts';
import type { Doc, Line } from '../books/types.ts';
import { trackingNames } from '../control/dump.ts';
import { type Answer, htmlAnswer } from '../http/message.ts';
import { button, root, top } from './console-tables.ts';
import { type Html, html, page } from './html.ts';

/** An invoice or a credit note; null if there is none. */
export function documentPage(books: Books, side: Side, key: string, error: string | null): Answer | null {
  const doc = findDocument(books, side, key);
  if (!doc) return null;
  const tab = side === 'invoice' ? 'invoices' : 'credit-notes';
  const kind = side === 'invoice' ? 'Invoice' : 'Credit note';
  const back = `${root(books)}/${tab}/${doc.id}`;
  const suffix = side === 'invoice' ? 'invoice' : 'credit-note';
  const draft = doc.status === 'DRAFT' || doc.status === 'SUBMITTED';
  return htmlAnswer(
    200,
    page(
      doc.number ?? kind,
      html`<p class="soft">${kind}, ${books.organisation.name}</p><h1>${doc.number ?? '(without number)'}</h1>
${error !== null && html`<p class="bad" role="alert">${error}</p>`}
<dl><dt>Status</dt><dd>${shownStatus(doc)}</dd><dt>Contact</dt><dd>${books.contacts.get(doc.contactId)?.name}</dd>
<dt>Date</dt><dd>${doc.date}</dd><dt>Due</dt><dd>${doc.dueDate ?? ''}</dd><dt>Reference</dt><dd>${doc.reference}</dd>
<dt>Amounts are</dt><dd>${doc.lineAmountTypes}</dd><dt>Currency</dt><dd>${doc.currency}</dd></dl>
<h2>Lines</h2>${lineTable(books, doc.lines)}${sums(doc)}
<h2>Payments</h2>${paymentTable(books, doc, back)}
<h2>${side === 'invoice' ? 'Credit notes' : 'Allocations'}</h2>${allocationTable(books, doc, back)}
<h2>History</h2>${history(books, doc.id)}
<div class="actions">${draft && button(books, `approve-${suffix}`, doc.id, 'Approve', back)}
${(draft || doc.status === 'AUTHORISED') && button(books, `void-${suffix}`, doc.id, draft ? 'Delete' : 'Void', back)}</div>`,
      { top: top(books, tab) },
    ),
  );
}

/** Money spent or received; null if there is none. */
export function bankTransactionPage(books: Books, key: string, error: string | null): Answer | null {
  const row = books.bankTransactions.get(key.toLowerCase());
  if (!row) return null;
  const title = row.reference === '' ? `${row.type} of ${row.date}` : row.reference;
  return htmlAnswer(
    200,
    page(
      title,
      html`<p class="soft">${row.type === 'SPEND' ? 'Spent' : 'Received'} money, ${books.organisation.name}</p><h1>${title}</h1>
${error !== null && html`<p class="bad" role="alert">${error}</p>`}
<dl><dt>Status</dt><dd>${row.status}</dd><dt>Bank account</dt><dd>${books.account(row.bankAccountId).name}</dd>
<dt>Contact</dt><dd>${books.contacts.get(row.contactId)?.name}</dd><dt>Date</dt><dd>${row.date}</dd>
<dt>Amounts are</dt><dd>${row.lineAmountTypes}</dd></dl>
<h2>Lines</h2>${lineTable(books, row.lines)}
<dl><dt>Subtotal</dt><dd>${formatMinor(row.subTotalMinor)}</dd><dt>Tax</dt><dd>${formatMinor(row.taxMinor)}</dd>
<dt>Total</dt><dd>${formatMinor(row.totalMinor)}</dd></dl>
<h2>History</h2>${history(books, row.id)}
<div class="actions">${
        row.status === 'AUTHORISED' &&
        button(
          books,
          'delete-bank-transaction',
          row.id,
          'Delete',
          `${root(books)}/bank-transactions/${row.id}`,
        )
      }</div>`,
      { top: top(books, 'bank-transactions') },
    ),
  );
}

/** Money between two bank accounts; null if there is none. */
export function bankTransferPage(books: Books, key: string, error: string | null): Answer | null {
  const row = books.bankTransfers.get(key.toLowerCase());
  if (!row) return null;
  const title = row.reference === '' ? `Transfer of ${row.date}` : row.reference;
  const back = `${root(books)}/bank-transfers/${row.id}`;
  return htmlAnswer(
    200,
    page(
      title,
      html`<p class="soft">Bank transfer, ${books.organisation.name}</p><h1>${title}</h1>
${error !== null && html`<p class="bad" role="alert">${error}</p>`}
<dl><dt>Status</dt><dd>${row.status}</dd><dt>From</dt><dd>${books.account(row.fromAccountId).name}</dd>
<dt>To</dt><dd>${books.account(row.toAccountId).name}</dd><dt>Date</dt><dd>${row.date}</dd>
<dt>Amount</dt><dd><strong>${formatMinor(row.amountMinor)}</strong></dd></dl>
<h2>History</h2>${history(books, row.id)}
<div class="actions">${
        row.status === 'AUTHORISED' && button(books, 'delete-bank-transfer', row.id, 'Delete', back)
      }</div>`,
      { top: top(books, 'bank-transfers') },
    ),
  );
}

function table(label: string, columns: [string, boolean][], rows: Html[]): Html {
  if (rows.length === 0) return html`<p class="soft">None.</p>`;
  const heading = ([title, number]: [string, boolean]) =>
    html`<th scope="col"${number ? html` class="num"` : ''}>${title}</th>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table><thead><tr>${columns.map(heading)}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function lineTable(books: Books, lines: Line[]): Html {
  const row = (line: Line) => {
    const account = line.accountId === null ? null : books.account(line.accountId);
    return html`<tr><td class="wrap">${line.description ?? ''}</td><td class="num">${formatScaled(line.quantityE4, 4)}</td>
<td class="num">${formatScaled(line.unitE4, 4)}</td><td class="wrap">${account && `${account.code ?? ''} ${account.name}`}</td>
<td>${line.taxType ?? ''}</td><td class="wrap">${trackingNames(books, line.tracking).join(', ')}</td><td class="num">${formatMinor(line.taxMinor)}</td><td class="num">${formatMinor(line.lineMinor)}</td></tr>`;
  };
  const columns: [string, boolean][] = [
    ['Description', false],
    ['Quantity', true],
    ['Unit price', true],
    ['Account', false],
    ['Tax rate', false],
    ['Tracking', false],
    ['Tax', true],
    ['Amount', true],
  ];
  return table('Lines', columns, lines.map(row));
}

const sums = (doc: Doc): Html =>
  html`<dl><dt>Subtotal</dt><dd>${formatMinor(doc.subTotalMinor)}</dd><dt>Tax</dt><dd>${formatMinor(doc.taxMinor)}</dd>
<dt>Total</dt><dd><strong>${formatMinor(doc.totalMinor)}</strong></dd><dt>Amount due</dt><dd><strong>${formatMinor(dueMinor(doc))}</strong></dd></dl>`;

function paymentTable(books: Books, doc: Doc, back: string): Html {
  const rows = doc.settled.paymentIds.map((id) => {
    const payment = books.payments.get(id);
    return payment
      ? html`<tr><td>${payment.date}</td><td class="wrap">${books.account(payment.accountId).name}</td><td class="wrap">${payment.reference}</td>
<td>${payment.status}</td><td class="num">${formatMinor(payment.amountMinor)}</td>
<td>${
          payment.status === 'AUTHORISED' &&
          button(
            books,
            'delete-payment',
            payment.id,
            `Delete payment of ${formatMinor(payment.amountMinor)}`,
            back,
            'Delete payment',
          )
        }</td></tr>`
      : html``;
  });
  const columns: [string, boolean][] = [
    ['Date', false],
    ['Account', false],
    ['Reference', false],
    ['Status', false],
    ['Amount', true],
    ['By hand', false],
  ];
  return table('Payments', columns, rows);
}

function allocationTable(books: Books, doc: Doc, back: string): Html {
  const rows = doc.settled.allocationIds.map((id) => {
    const allocation = books.allocations.get(id);
    if (!allocation || allocation.deleted) return html``;
    const other = books.document(
      allocation.creditNoteId === doc.id ? allocation.invoiceId : allocation.creditNoteId,
    );
    const tab = other.type.endsWith('CREDIT') ? 'credit-notes' : 'invoices';
    return html`<tr><td>${allocation.date}</td><td><a href="${root(books)}/${tab}/${other.id}">${other.number ?? '(none)'}</a></td>
<td class="num">${formatMinor(allocation.amountMinor)}</td>
<td>${button(books, 'remove-allocation', allocation.id, `Remove allocation of ${formatMinor(allocation.amountMinor)}`, back, 'Remove')}</td></tr>`;
  });
  const columns: [string, boolean][] = [
    ['Date', false],
    ['Document', false],
    ['Amount', true],
    ['By hand', false],
  ];
  return table(
    'Allocations',
    columns,
    rows.filter((row) => row.text !== ''),
  );
}

function history(books: Books, ownerId: string): Html {
  const rows = books.notes
    .find('ownerId', ownerId)
    .map(
      (
        note,
      ) => html`<tr><td>${new Date(note.atMs).toISOString().slice(0, 16).replace('T', ' ')}</td><td>${note.changes}</td>
<td>${note.user}</td><td class="wrap">${note.details}</td></tr>`,
    )
    .reverse();
  const columns: [string, boolean][] = [
    ['Time (UTC)', false],
    ['Change', false],
    ['User', false],
    ['Details', false],
  ];
  return table('History', columns, rows);
}
