import { formatMinor, type Minor } from '@/lib/money/money';
import type { ReceiptRecord } from '../schema.ts';
import {
  add,
  type Decimal,
  decimalText,
  equal,
  isFiner,
  multiply,
  subtract,
  toMinor,
  zero,
} from './decimal.ts';
import type { Names } from './names.ts';
import type { ReadRow, RowRefusal } from './row.ts';

export type { ReceiptRecord };

/** How rows become receipts, the same for the whole file. */
export type ReceiptWay = {
  currency: string;
  digits: number;
  /** `added`: the total column is without the tax. */
  taxIs: 'included' | 'added';
  totalIs: 'line' | 'receipt';
  /** Whether unit prices hold the tax. */
  prices: 'inclusive' | 'exclusive';
  names: Names;
};

/** A receipt in the feed's shape, and whether its total had to be rounded. */
export type MadeReceipt = { lines: number[]; record: FileReceipt; totalMinor: Minor; rounded: boolean };
export type FileReceipt = Omit<ReceiptRecord, 'suspected_duplicate_of'> & {
  suspected_duplicate_of?: { outlet: string; id: string };
};

type Part = { row: ReadRow; gross: Decimal; tax: Decimal; taxCode: string };

/** Makes one receipt of its rows: one row, or one row for each line of it. */
export function makeReceipt(
  rows: readonly ReadRow[],
  at: string,
  way: ReceiptWay,
): (Omit<MadeReceipt, 'record'> & { record: Omit<FileReceipt, 'id'> }) | RowRefusal {
  const first = rows[0]!;
  const refuse = (code: RowRefusal['code'], text: string): RowRefusal => ({ line: first.line, code, text });
  try {
    const { digits } = way;
    const repeated = way.totalIs === 'receipt';
    const parts = repeated ? [partOf(first, way)] : rows.map((row) => partOf(row, way));
    const exact = parts.reduce((sum, part) => add(sum, part.gross), zero);
    const totalMinor = toMinor(exact, digits);
    const taxes = taxesOf(parts, digits);
    const payments = paymentsOf(rows, exact, totalMinor, way);
    if (typeof payments === 'string') return refuse('payments', payments);
    const lines = linesOf(parts, repeated ? rows : [], totalMinor, taxes, way);
    const customer = first.customer ? { id: first.customer, name: first.customer } : null;
    const outlet = way.names.outlet(first.outlet);
    return {
      lines: rows.map((row) => row.line),
      totalMinor,
      rounded: isFiner(exact, digits),
      record: {
        type: 'receipt',
        outlet: outlet.id,
        register: way.names.register(outlet.id, first.register).id,
        shift: null,
        version: first.version,
        at,
        currency: way.currency,
        status: first.kind === 'voided' ? 'voided' : 'completed',
        customer,
        prices: way.prices,
        refund_of: null,
        lines,
        discount: formatMinor(0, digits),
        taxes: [...taxes].map(([code, minor]) => ({ code, amount: formatMinor(minor, digits) })),
        rounding: formatMinor(0, digits),
        total: formatMinor(totalMinor, digits),
        payments: payments.map(({ code, minor }, i) => ({
          id: String(i + 1),
          type: code,
          amount: formatMinor(minor, digits),
        })),
      },
    };
  } catch (error) {
    if (error instanceof RangeError) return refuse('range', 'An amount in it is too large.');
    throw error;
  }
}

function partOf(row: ReadRow, way: ReceiptWay): Part {
  const tax = row.tax ?? zero;
  const gross = way.taxIs === 'added' ? add(row.total, tax) : row.total;
  return { row, gross, tax, taxCode: way.names.taxCode(row, gross) };
}

/** Σ tax per code, each rounded once. What is out of the scope of tax has no entry. */
function taxesOf(parts: readonly Part[], digits: number): Map<string, Minor> {
  const exact = new Map<string, Decimal>();
  for (const { taxCode, tax } of parts) {
    if (taxCode !== 'NONE') exact.set(taxCode, add(exact.get(taxCode) ?? zero, tax));
  }
  return new Map([...exact].map(([code, tax]) => [code, toMinor(tax, digits)]));
}

/**
 * Rounds exact amounts so that they make a given sum: each is the step between two rounded running sums, and the last takes
 * what is left, at most a cent. No cent is lost.
 */
function roundedTo(target: Minor, amounts: readonly Decimal[], digits: number): Minor[] {
  let running = zero;
  let before = 0;
  return amounts.map((amount, i) => {
    running = add(running, amount);
    const here = i === amounts.length - 1 ? target : toMinor(running, digits);
    const step = here - before;
    before = here;
    return step;
  });
}

type Line = FileReceipt['lines'][number];

function linesOf(
  parts: readonly Part[],
  rowsOfOne: readonly ReadRow[],
  totalMinor: Minor,
  taxes: Map<string, Minor>,
  way: ReceiptWay,
): Line[] {
  const { digits } = way;
  const net = way.prices === 'exclusive';
  const taxMinors: Minor[] = new Array(parts.length).fill(0);
  for (const [code, minor] of taxes) {
    const of = parts.flatMap((part, i) => (part.taxCode === code ? [i] : []));
    for (const [n, share] of roundedTo(
      minor,
      of.map((i) => parts[i]!.tax),
      digits,
    ).entries())
      taxMinors[of[n]!] = share;
  }
  const taxSum = taxMinors.reduce((a, b) => a + b, 0);
  const exacts = parts.map((part) => (net ? subtract(part.gross, part.tax) : part.gross));
  const totals = roundedTo(net ? totalMinor - taxSum : totalMinor, exacts, digits);
  return parts.map((part, i) => {
    const products = [...new Set(rowsOfOne.map((row) => row.product).filter(Boolean))];
    const name = products.length > 1 ? products.join(', ').slice(0, 400) : part.row.product;
    const { category } = part.row;
    const single = rowsOfOne.length <= 1 ? priced(part.row, exacts[i]!, totals[i]!, digits) : null;
    return {
      kind: 'product',
      product:
        name || category
          ? { id: (name || category).slice(0, 120), name: name || category, category: category || null }
          : null,
      quantity: single?.quantity ?? (totalMinor < 0 ? '-1' : '1'),
      unit_price: single?.unitPrice ?? null,
      discount: formatMinor(0, digits),
      surcharge: formatMinor(0, digits),
      total: formatMinor(totals[i]!, digits),
      tax: { code: part.taxCode, amount: formatMinor(taxMinors[i]!, digits) },
    };
  });
}

/** Quantity and unit price, the price only where the two make the line's total: a discount is not invented. */
function priced(
  row: ReadRow,
  exact: Decimal,
  minor: Minor,
  digits: number,
): { quantity?: string; unitPrice?: string } | null {
  if (!row.quantity || row.quantity.units === 0n) return null;
  const quantity = decimalText(row.quantity);
  if (!/^-?\d{1,9}(\.\d{1,4})?$/.test(quantity)) return null;
  if (!row.unitPrice) return { quantity };
  const unitPrice = decimalText(row.unitPrice);
  const product = multiply(row.quantity, row.unitPrice);
  const fits =
    /^\d{1,12}(\.\d{1,4})?$/.test(unitPrice) && (equal(product, exact) || toMinor(product, digits) === minor);
  return fits ? { quantity, unitPrice } : { quantity };
}

type Payment = { code: string; minor: Minor };

/** What was paid with what; a text where the file contradicts itself. */
function paymentsOf(
  rows: readonly ReadRow[],
  exact: Decimal,
  totalMinor: Minor,
  way: ReceiptWay,
): Payment[] | string {
  const { digits, names } = way;
  const first = rows[0]!;
  const stated = rows.some((row) => row.payments.length > 1 || row.payments[0]!.amount !== null);
  if (!stated && way.totalIs === 'line') {
    const byCode = new Map<string, Decimal>();
    for (const row of rows) {
      const code = names.payment(row.payments[0]!.name).code;
      byCode.set(code, add(byCode.get(code) ?? zero, partOf(row, way).gross));
    }
    const minors = roundedTo(totalMinor, [...byCode.values()], digits);
    return [...byCode.keys()]
      .map((code, i) => ({ code, minor: minors[i]! }))
      .filter((p, _, all) => p.minor !== 0 || all.length === 1);
  }
  const key = (row: ReadRow) =>
    row.payments.map((p) => `${p.name}\u0001${p.amount ? decimalText(p.amount) : ''}`).join('\u0002');
  if (rows.some((row) => key(row) !== key(first))) {
    return `The lines of this receipt (${rows.map((row) => row.line).join(', ')}) name different payments.`;
  }
  const open = first.payments.filter((p) => p.amount === null);
  if (open.length > 1) return 'It names two payment types, but not how much was paid with each.';
  const given = first.payments.reduce((sum, p) => (p.amount ? add(sum, p.amount) : sum), zero);
  if (open.length === 0 && !equal(given, exact) && toMinor(given, digits) !== totalMinor) {
    return `Its payments make ${decimalText(given)}, but its total is ${decimalText(exact)}.`;
  }
  const amounts = first.payments.map((p) => p.amount ?? subtract(exact, given));
  const minors = roundedTo(totalMinor, amounts, digits);
  return first.payments.map((p, i) => ({ code: names.payment(p.name).code, minor: minors[i]! }));
}
