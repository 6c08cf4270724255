import { html, raw } from 'hono/html';
import type { Mailbox, Message } from './mailbox.ts';

/** The mailbox as a person reads it. */

const STYLE = `
  :root { color-scheme: light dark; --ink: #1d1b20; --paper: #f7f5f2; --card: #fff; --line: #ddd8d0; --deep: #7a3b12; --on: #fff }
  @media (prefers-color-scheme: dark) {
    :root { --ink: #ece8e3; --paper: #151311; --card: #1f1c19; --line: #3a352f; --deep: #f0a97a; --on: #1a120c }
  }
  * { box-sizing: border-box }
  body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
  header { background: var(--deep); color: var(--on); padding: 14px 16px }
  header span { font-size: 13px }
  h1 { margin: 0; font-size: 22px; overflow-wrap: anywhere }
  h2 { margin: 28px 0 8px; font-size: 17px }
  main { max-width: 860px; margin: 0 auto; padding: 16px 16px 48px; overflow-wrap: anywhere }
  a { color: var(--deep) }
  ul { list-style: none; margin: 0; padding: 0 }
  .card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 12px 16px; margin: 0 0 10px }
  .small { font-size: 14px }
  pre { white-space: pre-wrap; font: inherit; margin: 0 }
  iframe { width: 100%; height: 560px; border: 1px solid var(--line); border-radius: 10px; background: #fff }
  form { display: flex; flex-wrap: wrap; gap: 8px; margin-bottom: 16px; align-items: end }
  label { display: grid; gap: 4px; font-size: 14px; flex: 1 1 200px }
  select, button { font: inherit; padding: 8px 12px; border-radius: 8px; border: 1px solid var(--line); max-width: 100% }
  button { background: var(--deep); color: var(--on); font-weight: 600; cursor: pointer }
  :focus-visible { outline: 3px solid var(--deep); outline-offset: 2px }
`;

function page(title: string, content: ReturnType<typeof html>) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Mail stand-in</title>
        <style>${raw(STYLE)}</style>
      </head>
      <body>
        <header><span>Mail stand-in: nothing here leaves this machine</span><h1>${title}</h1></header>
        <main>${content}</main>
      </body>
    </html>`;
}

export function listPage(mailbox: Mailbox, to?: string) {
  const messages = mailbox.list(to);
  return page(
    'Mailbox',
    html`
      <form method="get" action="/">
        <label>To
          <select name="to">
            <option value="">everybody</option>
            ${mailbox
              .recipients()
              .map((address) => html`<option ${address === to ? raw('selected') : ''}>${address}</option>`)}
          </select>
        </label>
        <button>Show</button>
      </form>
      <ul>
        ${messages.map(
          (message) => html`<li class="card">
            <a href="/messages/${message.id}">${message.subject || 'No subject'}</a><br />
            <span class="small">to ${message.to.join(', ')} · ${when(message)}</span>
          </li>`,
        )}
      </ul>
      ${messages.length === 0 ? html`<p class="card">No mail yet.</p>` : ''}
    `,
  );
}

export function messagePage(message: Message) {
  return page(
    message.subject || 'No subject',
    html`
      <p><a href="/">All mail</a></p>
      <p class="card small">
        From ${message.from}<br />To ${message.to.join(', ')}<br />${when(message)}
      </p>
      ${
        message.links.length > 0
          ? html`<h2>Links</h2>
            <ul class="card">
              ${message.links.map((link) => html`<li><a href="${link}" rel="noreferrer">${link}</a></li>`)}
            </ul>`
          : ''
      }
      ${message.text ? html`<h2>Text</h2><div class="card"><pre>${message.text}</pre></div>` : ''}
      ${
        message.html
          ? html`<h2>As it was designed</h2>
            <iframe
              title="The mail's own layout"
              sandbox="allow-popups allow-popups-to-escape-sandbox"
              src="/messages/${message.id}/html"
            ></iframe>`
          : ''
      }
    `,
  );
}

export function missingPage() {
  return page('No such mail', html`<p>It may have been deleted. <a href="/">All mail</a></p>`);
}

/** Where an address leads to nothing. */
export function nowherePage() {
  return page('No such page', html`<p>The mailbox has no page at this address. <a href="/">All mail</a></p>`);
}

function when({ at }: Message): string {
  return `${at.replace('T', ' ').slice(0, 19)} UTC`;
}

/**
 * A mail's html without what could act: the browser forbids it anyway (sandboxed frame, content policy), this is the
 * second bolt. Links open in a new window, since a frame is no place to sign in.
 */
export function sanitised(markup: string): string {
  const quiet = markup
    .replace(/<(script|iframe|object|embed|form|svg|math)\b[\s\S]*?(<\/\1\s*>|$)/gi, '')
    .replace(/<\/?(script|iframe|object|embed|form|base|meta|link|svg|math)\b[^>]*>/gi, '')
    .replace(/\son[a-z]+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, '')
    .replace(/\b(href|src)\s*=\s*(["']?)\s*(javascript|vbscript|data:text)[^"'\s>]*\2/gi, '$1="#"');
  return `<!doctype html><base target="_blank"><meta charset="utf-8">${quiet}`;
}

/** Nothing runs and nothing is fetched: no scripts, no forms, no pictures from elsewhere. */
export const HTML_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-popups-to-escape-sandbox",
  'referrer-policy': 'no-referrer',
};
