import { formatMinor, parseMinor } from '../../lib/money/money.ts';

/** What the till says of itself: `GET /api/v1/totals`. */
export type TillTotals = {
  currency: string;
  kinds: { kind: string; count: number; total: string }[];
};

/** What Xero's books hold, by side. */
export type XeroTotals = {
  invoices: { count: number; totalMinor: number };
  creditNotes: { count: number; totalMinor: number };
  payments: { count: number; invoiceSideMinor: number; creditNoteSideMinor: number };
};

/** What the portal thinks that it has: records by kind, and documents in Xero by kind. */
export type PortalCounts = {
  records: { kind: string; count: number }[];
  documents: { kind: string; posted: number; open: number }[];
};

export type Row = {
  label: string;
  count: number;
  documents: number | null;
  till: string;
  xero: string | null;
  difference: string | null;
};

export type Comparison = { rows: Row[]; problems: string[] };

const posted: Record<string, string> = { sale: 'Sales', sale_refund: 'Sale refunds', payment: 'Payments' };
const notYet: Record<string, string> = {
  cash_in: 'Cash ins',
  cash_out: 'Cash outs',
  floating_expense: 'Floating expenses',
  till_variance: 'Till variances',
};

/**
 * Holds the till's own totals against Xero's books, kind by kind, and the portal's counts against both. Everything that is not
 * equal to the cent is a problem.
 */
export function compare(till: TillTotals, xero: XeroTotals, portal: PortalCounts): Comparison {
  const digits = 2;
  const problems: string[] = [];
  const inXero: Record<string, { documents: number; totalMinor: number }> = {
    sale: { documents: xero.invoices.count, totalMinor: xero.invoices.totalMinor },
    sale_refund: { documents: xero.creditNotes.count, totalMinor: -xero.creditNotes.totalMinor },
    payment: {
      documents: xero.payments.count,
      totalMinor: xero.payments.invoiceSideMinor - xero.payments.creditNoteSideMinor,
    },
  };
  const rows = till.kinds.map(({ kind, count, total }): Row => {
    const label = posted[kind] ?? notYet[kind] ?? kind;
    const there = inXero[kind];
    if (!there) return { label, count, documents: null, till: total, xero: null, difference: null };
    const tillMinor = parseMinor(total, digits) ?? 0;
    const differenceMinor = tillMinor - there.totalMinor;
    const difference = formatMinor(differenceMinor, digits);
    if (differenceMinor !== 0) problems.push(`${label}: the till and Xero differ by ${difference}.`);
    if (kind !== 'payment' && count !== there.documents) {
      problems.push(`${label}: the till has ${count}, Xero ${there.documents}.`);
    }
    return {
      label,
      count,
      documents: there.documents,
      till: total,
      xero: formatMinor(there.totalMinor, digits),
      difference,
    };
  });
  problems.push(...portalStrays(till, inXero, portal));
  return { rows, problems };
}

/** The portal must know each record and each document: one that it forgot it could neither explain nor undo. */
function portalStrays(
  till: TillTotals,
  inXero: Record<string, { documents: number }>,
  portal: PortalCounts,
): string[] {
  const problems: string[] = [];
  for (const { kind, count } of till.kinds) {
    // Payments on receipts are part of their receipt; only account payments are records of their own.
    if (kind === 'payment') continue;
    const known = portal.records.find((r) => r.kind === kind)?.count ?? 0;
    if (known !== count)
      problems.push(`${posted[kind] ?? notYet[kind] ?? kind}: the till has ${count}, the portal ${known}.`);
  }
  const documentKinds: Record<string, string> = {
    sale: 'invoice',
    sale_refund: 'credit_note',
    payment: 'payment',
  };
  for (const [kind, documentKind] of Object.entries(documentKinds)) {
    const known = portal.documents.find((d) => d.kind === documentKind);
    const there = inXero[kind]!.documents;
    if ((known?.posted ?? 0) !== there) {
      problems.push(
        `${posted[kind]}: the portal knows ${known?.posted ?? 0} documents, Xero holds ${there}.`,
      );
    }
    if (known && known.open > 0) problems.push(`${posted[kind]}: ${known.open} documents are not posted.`);
  }
  return problems;
}

/** The table as lines of text. */
export function tableLines(rows: readonly Row[]): string[] {
  const head = ['kind', 'count', 'Xero documents', 'till total', 'Xero total', 'difference'];
  const cells = rows.map((r) => [
    r.label,
    String(r.count),
    r.documents === null ? '–' : String(r.documents),
    r.till,
    r.xero ?? 'not posted yet',
    r.difference ?? '–',
  ]);
  const widths = head.map((h, i) => Math.max(h.length, ...cells.map((c) => c[i]!.length)));
  const line = (c: readonly string[]) =>
    c.map((text, i) => (i === 0 ? text.padEnd(widths[i]!) : text.padStart(widths[i]!))).join('  ');
  return [line(head), widths.map((w) => '─'.repeat(w)).join('  '), ...cells.map(line)];
}
