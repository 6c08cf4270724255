/** HTML by template: what is put in is escaped unless it is HTML already. */
export class Html {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ESCAPES[c] ?? c);

export type Part = Html | string | number | null | undefined | false | Part[];

function render(part: Part): string {
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return part.map(render).join('');
  return part === null || part === undefined || part === false ? '' : escapeHtml(String(part));
}

export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.map((text, i) => text + (i < parts.length ? render(parts[i]) : '')).join(''));
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1f2a37; --soft: #566577; --paper: #f5f7f9; --card: #fff; --line: #d5dce3;
  --accent: #0b6fa4; --on-accent: #fff; --bad: #a4262c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf0; --soft: #a3b0bd; --paper: #14191f; --card: #1c232b;
  --line: #35404b; --accent: #62b5e5; --on-accent: #0c1319; --bad: #ff9a9a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header { background: var(--card); border-bottom: 1px solid var(--line); padding: .75rem 1rem; display: flex;
  gap: .5rem 1.25rem; flex-wrap: wrap; align-items: baseline; }
header strong { font-size: 1.05rem; }
main { max-width: 72rem; margin: 0 auto; padding: 1rem; }
main.narrow { max-width: 32rem; }
h1 { font-size: 1.5rem; margin: .75rem 0; overflow-wrap: anywhere; } h2 { font-size: 1.15rem; margin: 1.5rem 0 .5rem; }
a { color: var(--accent); } a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible {
  outline: 3px solid var(--accent); outline-offset: 2px; }
p.soft, .soft { color: var(--soft); } .bad { color: var(--bad); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 1rem 0; }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
table { border-collapse: collapse; width: 100%; } th, td { padding: .45rem .75rem; text-align: left;
  border-bottom: 1px solid var(--line); vertical-align: top; white-space: nowrap; }
tr:last-child td { border-bottom: 0; } th { font-size: .85rem; color: var(--soft); }
td.wrap { white-space: normal; min-width: 10rem; } .num { text-align: right; font-variant-numeric: tabular-nums; }
form.stack > div { margin: .9rem 0; } label { display: block; font-weight: 600; }
label.choice { font-weight: 400; display: flex; gap: .6rem; align-items: baseline; padding: .25rem 0; }
input:not([type=checkbox]):not([type=radio]), select { width: 100%; padding: .55rem .65rem; font: inherit;
  color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: .35rem; }
fieldset { border: 1px solid var(--line); border-radius: .35rem; margin: .9rem 0; padding: .5rem .9rem; }
button, a.button { display: inline-block; font: inherit; font-weight: 600; padding: .55rem 1.1rem; border-radius: .35rem;
  border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent); cursor: pointer;
  text-decoration: none; min-height: 2.75rem; }
button.quiet { background: transparent; color: var(--accent); } button.danger { background: transparent;
  color: var(--bad); border-color: var(--bad); }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; margin: .5rem 0; }
nav a[aria-current] { font-weight: 700; text-decoration: none; color: var(--ink); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; margin: .5rem 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; } code { overflow-wrap: anywhere; }
.actions { display: flex; gap: .75rem; flex-wrap: wrap; margin: 1rem 0; }
`;

/** A whole page. */
export function page(title: string, body: Html, options: { narrow?: boolean; top?: Html } = {}): string {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - Xero sandbox</title><style>${new Html(STYLE)}</style></head>
<body><header><strong><a href="/">Xero sandbox</a></strong>${options.top ?? html`<span class="soft">a stand-in for tests and demonstrations</span>`}</header>
<main${options.narrow ? new Html(' class="narrow"') : ''}>${body}</main></body></html>`.text;
}

/** A labelled text field. */
export function field(
  name: string,
  label: string,
  options: { type?: string; value?: string; required?: boolean; autocomplete?: string; hint?: string } = {},
): Html {
  const id = `f-${name}`;
  return html`<div><label for="${id}">${label}</label>
<input id="${id}" name="${name}" type="${options.type ?? 'text'}" value="${options.value ?? ''}"${
    options.required ? new Html(' required') : ''
  }${options.autocomplete ? html` autocomplete="${options.autocomplete}"` : ''}${
    options.hint ? html` aria-describedby="${id}-hint"` : ''
  }>${options.hint ? html`<span class="soft" id="${id}-hint">${options.hint}</span>` : ''}</div>`;
}
