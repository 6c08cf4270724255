import { formatMinor, parseMinor } from '../../lib/money/money.ts';
import type { XeroTotals } from '../lib/xero-books.ts';
import type { RegisterTotals } from './registers.ts';

/** What the till says of itself: `GET /api/v1/totals`. */
export type TillTotals = {
  currency: string;
  kinds: { kind: string; count: number; total: string }[];
  registers?: RegisterTotals[];
};

/** What the portal thinks that it has: records by kind, and documents in Xero by kind. */
export type PortalCounts = {
  records: { kind: string; count: number }[];
  documents: { kind: string; posted: number; open: number }[];
};

export type Row = {
  kind: string;
  label: string;
  count: number;
  documents: number;
  till: string;
  xero: string;
  difference: string;
};

export type Comparison = { rows: Row[]; problems: string[] };

const labels: Record<string, string> = {
  sale: 'Sales',
  sale_refund: 'Sale refunds',
  payment: 'Payments',
  cash_in: 'Cash ins',
  cash_out: 'Cash outs',
  floating_expense: 'Floating expenses',
  till_variance: 'Till variances',
};
const labelOf = (kind: string) => labels[kind] ?? kind;

/**
 * Holds the till's own totals against Xero's books, kind by kind, and the portal's counts against both. Everything that is not
 * equal to the cent is a problem.
 */
export function compare(till: TillTotals, xero: XeroTotals, portal: PortalCounts): Comparison {
  const digits = 2;
  const problems: string[] = [];
  const rows = till.kinds.map(({ kind, count, total }): Row => {
    const label = labelOf(kind);
    const there = xero[kind] ?? { documents: 0, totalMinor: 0 };
    const differenceMinor = (parseMinor(total, digits) ?? 0) - there.totalMinor;
    const difference = formatMinor(differenceMinor, digits);
    if (differenceMinor !== 0) problems.push(`${label}: the till and Xero differ by ${difference}.`);
    // A payment of a debt may pay several invoices, and becomes a document on each; a summary stands for many receipts.
    const isEach = kind !== 'payment' && (there.summaries ?? 0) === 0;
    if ((isEach && count !== there.documents) || (there.summaries && there.documents > count)) {
      problems.push(`${label}: the till has ${count}, Xero ${there.documents}.`);
    }
    const inXero = formatMinor(there.totalMinor, digits);
    return { kind, label, count, documents: there.documents, till: total, xero: inXero, difference };
  });
  problems.push(...portalStrays(till, xero, portal));
  return { rows, problems };
}

/** The portal must know each record and each document: one that it forgot it could neither explain nor undo. */
function portalStrays(till: TillTotals, xero: XeroTotals, portal: PortalCounts): string[] {
  const problems: string[] = [];
  for (const { kind, count } of till.kinds) {
    // Payments on receipts are part of their receipt; only account payments are records of their own.
    if (kind === 'payment') continue;
    const known = portal.records.find((r) => r.kind === kind)?.count ?? 0;
    if (known !== count) problems.push(`${labelOf(kind)}: the till has ${count}, the portal ${known}.`);
  }
  for (const { label, kinds, documentKinds } of groups) {
    const known = portal.documents.filter((d) => documentKinds.includes(d.kind));
    const posted = known.reduce((n, d) => n + d.posted, 0);
    const open = known.reduce((n, d) => n + d.open, 0);
    const there = kinds.reduce((n, kind) => n + (xero[kind]?.documents ?? 0), 0);
    if (posted !== there)
      problems.push(`${label}: the portal knows ${posted} documents, Xero holds ${there}.`);
    if (open > 0) problems.push(`${label}: ${open} documents are not posted.`);
  }
  return problems;
}

/** Which kinds of till transaction the portal's kinds of document stand for. */
const groups = [
  { label: 'Sales', kinds: ['sale'], documentKinds: ['invoice'] },
  { label: 'Sale refunds', kinds: ['sale_refund'], documentKinds: ['credit_note'] },
  { label: 'Payments', kinds: ['payment'], documentKinds: ['payment'] },
  { label: 'Allocations', kinds: ['allocation'], documentKinds: ['allocation'] },
  {
    label: 'Cash movements',
    kinds: ['cash_in', 'cash_out', 'floating_expense', 'till_variance', 'move', 'opening'],
    documentKinds: ['bank_transaction', 'bank_transfer'],
  },
];

/** What a reader of the table may wonder about. */
export function noteLines(rows: readonly Row[]): string[] {
  const none = rows.filter((r) => r.count === 0).map((r) => r.label.toLowerCase());
  const notes = rows
    .filter((r) => r.kind === 'payment' && r.documents > r.count)
    .map(
      (r) =>
        `${r.label}: ${r.count} at the till are ${r.documents} documents in Xero; a payment may pay several invoices, one document each.`,
    );
  if (none.length > 0)
    notes.push(`In these days there were no ${none.join(', no ')}; thirty days have every kind.`);
  return notes;
}

/** The table as lines of text. */
export const tableLines = (rows: readonly Row[]): string[] =>
  tableOf(
    ['kind', 'count', 'Xero documents', 'till total', 'Xero total', 'difference'],
    rows.map((r) => [r.label, String(r.count), String(r.documents), r.till, r.xero, r.difference]),
    1,
  );

/** A table in text. @param words how many columns, from the left, are words; the others are figures */
export function tableOf(head: readonly string[], cells: readonly string[][], words: number): string[] {
  const widths = head.map((h, i) => Math.max(h.length, ...cells.map((c) => c[i]!.length)));
  const line = (c: readonly string[]) =>
    c
      .map((text, i) => (i < words ? text.padEnd(widths[i]!) : text.padStart(widths[i]!)))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((w) => '─'.repeat(w)).join('  '), ...cells.map(line)];
}
