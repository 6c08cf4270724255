import { Hono } from 'hono';
import { html } from 'hono/html';
import { createRetailer, trade } from './control.ts';
import { Refusal } from './generate/shop.ts';
import { page } from './page-frame.ts';
import type { Closing, TillRecord } from './records.ts';
import type { Retailer, Retailers } from './retailers.ts';

/** What a person sees: the list of businesses, and each one's till with its plug-in settings. Without scripts only the copy button is missing. */

type Html = ReturnType<typeof html>;
type Of<T extends TillRecord['type']> = Extract<TillRecord, { type: T }>;

export function pageRoutes(retailers: Retailers, publicUrl: () => string, portalUrl: string): Hono {
  const pages = new Hono();

  pages.get('/', (c) => c.html(listPage(retailers.list(), c.req.query('message'))));

  pages.post('/', async (c) => {
    const form = await c.req.parseBody();
    const message = attempt(() =>
      createRetailer(retailers, { ...form, days: Number(form.days), extras: form.extras === 'on' }),
    );
    const business = String(form.business);
    return c.redirect(message ? `/?message=${encodeURIComponent(message)}` : `/${business}`, 303);
  });

  pages.get('/:business', (c) => {
    const retailer = retailers.find(c.req.param('business'));
    if (!retailer) return c.html(unknownPage(c.req.param('business')), 404);
    return c.html(tillPage(retailer, publicUrl(), portalUrl, c.req.query('message')));
  });

  pages.post('/:business/trade', async (c) => {
    const retailer = retailers.get(c.req.param('business'));
    const form = await c.req.parseBody();
    const refused = attempt(() =>
      trade(retailers, retailer, {
        receipts: Number(form.receipts),
        ...(form.register ? { register: form.register } : {}),
        close: form.close === 'on',
      }),
    );
    const message = refused ?? 'Done: see the latest records below.';
    return c.redirect(`/${retailer.options.business}?message=${encodeURIComponent(message)}`, 303);
  });

  pages.get('/*', (c) => c.html(unknownPage(c.req.path.slice(1)), 404));
  return pages;
}

/** Gives the sentence of a refusal, or null where the deed was done. */
function attempt(deed: () => unknown): string | null {
  try {
    deed();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

function listPage(retailers: Retailer[], message?: string) {
  const rows = retailers.map(({ options, books }) => {
    const { from, to } = books.totals.span();
    return html`<tr>
      <td><a href="/${options.business}">${options.name}</a></td>
      <td>${options.country}</td>
      <td>${from ? `${from} to ${to}` : 'nothing yet'}</td>
      <td class="number">${books.count}</td>
    </tr>`;
  });
  return page(
    'Tagrain stand-in',
    html`
      <p>A till server to try the portal against. Every business here is made up, and so is its trade.</p>
      ${note(message)}
      ${
        rows.length > 0
          ? table(['Business', 'Country', 'Days', 'Records'], rows)
          : html`<p class="card">There is no business yet. Make one below.</p>`
      }
      <h2>New business</h2>
      <form method="post" action="/" class="card form">
        <label>Business name
          <input name="business" required pattern="[a-z0-9\\-]{2,63}" placeholder="harbour-lane" />
        </label>
        <label>Country
          <select name="country">
            ${['AU', 'NZ', 'UK', 'US'].map((code) => html`<option>${code}</option>`)}
          </select>
        </label>
        <label>Days of trade until yesterday
          <input name="days" type="number" min="0" max="400" value="30" required />
        </label>
        <label class="check"><input name="extras" type="checkbox" /> with voids, tips, deposits and the like</label>
        <button>Make it</button>
      </form>
    `,
  );
}

function unknownPage(business: string) {
  return page(
    'No such business',
    html`<p>There is no business <strong>${business}</strong> on this till server. <a href="/">All businesses</a></p>`,
  );
}

function tillPage(retailer: Retailer, publicUrl: string, portalUrl: string, message?: string) {
  const { options, shop, books, apiKey } = retailer;
  const { business } = shop;
  const latest = books.latest(12);
  const of = <T extends TillRecord['type']>(...types: T[]) =>
    latest.filter((record): record is Of<T> => types.includes(record.type as T));
  return page(
    business.name,
    html`
      <p><a href="/">All businesses</a> · ${business.country} · ${business.currency} · prices ${business.prices}</p>
      ${note(message)}
      <h2>Plug-ins</h2>
      <div class="card tile">
        <div>
          <strong>Tagrain–Xero</strong><br />
          Posts sales, refunds, payments and cash movements to Xero.
        </div>
        <a class="button" href="${portalUrl}/sign-in">Settings</a>
      </div>
      <div class="card form">
        <label>Business name <input readonly value="${options.business}" /></label>
        <label>Till address <input readonly value="${publicUrl}/${options.business}" /></label>
        <label>API key <input readonly id="key" value="${apiKey}" /></label>
        <button type="button" data-copy="key">Copy the key</button>
      </div>
      <h2>Trade now</h2>
      <form method="post" action="/${options.business}/trade" class="card form">
        <label>Receipts <input name="receipts" type="number" min="0" max="200" value="3" required /></label>
        <label>Register
          <select name="register">
            <option value="">any of them</option>
            ${shop.registerIds().map((id) => html`<option>${id}</option>`)}
          </select>
        </label>
        <label class="check"><input name="close" type="checkbox" /> and close the shift afterwards</label>
        <button>Trade now</button>
      </form>
      <h2>Outlets</h2>
      ${table(
        ['Outlet', 'Time zone', 'Day ends', 'Registers'],
        business.outlets.map(
          (outlet) => html`<tr>
            <td>${outlet.name} (${outlet.id})</td>
            <td>${outlet.time_zone}</td>
            <td>${outlet.day_cutoff}</td>
            <td>${outlet.registers.map(({ id, name }) => `${name} (${id})`).join(', ')}</td>
          </tr>`,
        ),
      )}
      <h2>Latest receipts and payments</h2>
      ${table(['When', 'Number', 'Customer', 'Paid by', 'Total'], of('receipt', 'account_payment').map(moneyRow))}
      <h2>Latest cash movements</h2>
      ${table(['When', 'Number', 'Kind', 'Reason', 'Amount'], of('cash_movement').map(movementRow))}
      <h2>Latest shifts</h2>
      ${table(['When', 'Number', 'State', 'Opened with', 'Sales', 'Variance', 'Left'], of('shift').map(shiftRow))}
      <p>${books.count} records in all.</p>
      <script>
        for (const button of document.querySelectorAll('[data-copy]')) {
          button.addEventListener('click', async () => {
            const field = document.getElementById(button.dataset.copy);
            try {
              await navigator.clipboard.writeText(field.value);
              button.textContent = 'Copied';
            } catch {
              field.select();
            }
          });
        }
      </script>
    `,
  );
}

function moneyRow(record: Of<'receipt'> | Of<'account_payment'>): Html {
  const payments = record.type === 'receipt' ? (record.payments ?? []) : [record.payment];
  const total = record.type === 'receipt' ? record.total : record.payment?.amount;
  return html`<tr>
    <td>${when(record.at)}</td>
    <td>${record.id}${record.version > 1 ? html` <small>version ${record.version}, ${record.status}</small>` : ''}</td>
    <td>${record.customer?.name ?? 'Walk-in'}${record.type === 'account_payment' ? ' (pays a debt)' : ''}</td>
    <td>${payments.map((payment) => payment?.type).join(', ')}</td>
    <td class="number">${total}</td>
  </tr>`;
}

function movementRow(record: Of<'cash_movement'>): Html {
  return html`<tr>
    <td>${when(record.at)}</td>
    <td>${record.id}</td>
    <td>${String(record.kind).replace('_', ' ')}</td>
    <td>${record.reason}${record.payee ? `, ${record.payee}` : ''}</td>
    <td class="number">${record.amount}</td>
  </tr>`;
}

function shiftRow(record: Of<'shift'>): Html {
  const { closing } = record;
  return html`<tr>
    <td>${when(record.at)}</td>
    <td>${record.id}</td>
    <td>${closing ? 'closed' : 'opened'}</td>
    <td class="number">${record.opening_amount}</td>
    <td class="number">${closing?.sales ?? ''}</td>
    <td class="number">${closing ? variance(closing) : ''}</td>
    <td class="number">${closing?.cash_left ?? ''}</td>
  </tr>`;
}

/** Records may be appended unchecked, so a page takes amounts as it finds them. */
function variance(closing: Closing): string {
  const cents = Math.round((Number(closing.cash_counted) - Number(closing.cash_expected)) * 100);
  return (cents / 100).toFixed(2);
}

function when(at: string): string {
  return String(at).replace('T', ' ').slice(0, 16);
}

function note(message?: string): Html | string {
  return message ? html`<p class="card note" role="status">${message}</p>` : '';
}

/** A table that scrolls inside itself on a narrow screen. */
function table(heads: string[], rows: Html[]): Html {
  if (rows.length === 0) return html`<p class="card">Nothing yet.</p>`;
  return html`<div class="scroll" tabindex="0">
    <table>
      <thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
      <tbody>${rows}</tbody>
    </table>
  </div>`;
}
