import { html, raw } from 'hono/html';

const STYLE = `
  :root { color-scheme: light dark; --ink: #17201c; --paper: #f6f7f4; --card: #fff; --line: #d8ddd6; --deep: #1c6b4a; --on: #fff }
  @media (prefers-color-scheme: dark) {
    :root { --ink: #e6ebe7; --paper: #121614; --card: #1b211e; --line: #343d38; --deep: #6fcf9f; --on: #0d130f }
  }
  * { box-sizing: border-box }
  body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
  header { background: var(--deep); color: var(--on); padding: 14px 16px }
  header span { font-size: 13px }
  h1 { margin: 0; font-size: 22px; overflow-wrap: anywhere }
  h2 { margin: 28px 0 8px; font-size: 17px }
  main { max-width: 960px; margin: 0 auto; padding: 8px 16px 48px }
  a { color: var(--deep) }
  .card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 14px 16px; margin: 0 0 12px }
  .note { border-left: 4px solid var(--deep) }
  .tile { display: flex; flex-wrap: wrap; gap: 12px; align-items: center; justify-content: space-between }
  .form { display: grid; gap: 12px; grid-template-columns: repeat(auto-fit, minmax(min(220px, 100%), 1fr)); align-items: end }
  label { display: grid; gap: 4px; font-size: 14px }
  label.check { display: flex; align-items: center; gap: 8px }
  input:not([type=checkbox]), select { width: 100%; font: inherit; padding: 9px 10px; color: inherit; background: var(--paper);
    border: 1px solid var(--line); border-radius: 8px }
  button, .button { font: inherit; font-weight: 600; padding: 9px 16px; border: 0; border-radius: 8px; cursor: pointer;
    background: var(--deep); color: var(--on); text-decoration: none; text-align: center }
  :focus-visible { outline: 3px solid var(--deep); outline-offset: 2px }
  .scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 10px }
  table { width: 100%; border-collapse: collapse; font-size: 14px }
  th, td { text-align: left; padding: 8px 12px; border-bottom: 1px solid var(--line); white-space: nowrap }
  tr:last-child td { border-bottom: 0 }
  .number { text-align: right; font-variant-numeric: tabular-nums }
  th:last-child:nth-child(n + 5) { text-align: right }
`;

/** The frame of every page: says on each of them that this is a stand-in. */
export function page(title: string, content: ReturnType<typeof html>) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Tagrain stand-in</title>
        <style>${raw(STYLE)}</style>
      </head>
      <body>
        <header><span>Tagrain stand-in, for trying things out</span><h1>${title}</h1></header>
        <main>${content}</main>
      </body>
    </html>`;
}
