import { add, type Decimal, equal, isZero, multiply, subtract, toMinor, zero } from './decimal.ts';
import type { Columns } from './match.ts';
import { outletIdOf } from './names.ts';
import { readNumber } from './numbers.ts';
import type { Known } from './options.ts';
import type { Settings } from './settings.ts';
import type { Row, Table } from './table.ts';
import { totalsRowWord } from './totals-row.ts';

/** Where a receipt number occurs. */
export type IdFacts = {
  count: number;
  /** The first lines on which it stands. */
  lines: number[];
  /** Whether all its rows are the same in every cell that matters to us. */
  identical: boolean;
  sameTotal: boolean;
  sameMoment: boolean;
  /** Its first row's cells, to compare the others with. */
  first: string;
  total: string;
  moment: string;
};

/** The second reading of a file: which rows share a receipt number, and what the unit prices hold. */
export type Ids = {
  byKey: Map<string, IdFacts>;
  /** Rows where quantity × unit price is the total, and where it is the total without its tax. */
  pricesGross: number;
  pricesNet: number;
  repeated: number;
  repeatedAlike: number;
  /** Sum of the total column, whatever its rows are; null where there are not several. */
  totalSum: Decimal | null;
};

const keptLines = 5;

/** The key under which rows of one receipt meet. */
export function idKey(row: Row, columns: Columns, known: Known): string | null {
  if (columns.receiptId === null) return null;
  const id = (row.cells[columns.receiptId] ?? '').trim();
  if (id === '') return null;
  const outlet = columns.outlet === null ? '' : outletIdOf(known, (row.cells[columns.outlet] ?? '').trim());
  return `${outlet}\u0001${id}\u0001${versionCell(row, columns)}`;
}

const versionCell = (row: Row, { version }: Columns) =>
  version === null ? '' : (row.cells[version] ?? '').trim();

/** Reads the file once more, now that its columns are known. @throws FileRefused */
export async function collectIds(table: Table, settings: Settings, known: Known): Promise<Ids> {
  const { columns } = settings;
  const mark = settings.mark ?? '.';
  const used = Object.values(columns).filter((index) => index !== null);
  const ids: Ids = {
    byKey: new Map(),
    pricesGross: 0,
    pricesNet: 0,
    repeated: 0,
    repeatedAlike: 0,
    totalSum: null,
  };
  let rows = 0;
  let sum = zero;
  for await (const row of table.rows()) {
    rows += 1;
    const amount = columns.total === null ? null : readNumber(row.cells[columns.total] ?? '', mark);
    if (amount) sum = add(sum, amount);
    if (totalsRowWord(row, columns, mark, null) !== null) continue;
    notePrices(ids, row, settings);
    const key = idKey(row, columns, known);
    if (key === null) continue;
    const cell = (index: number | null) => (index === null ? '' : (row.cells[index] ?? '').trim());
    const moment = `${cell(columns.date)}\u0001${cell(columns.time)}`;
    const total = cell(columns.total);
    const content = used.map(cell).join('\u0001');
    const facts = ids.byKey.get(key);
    if (!facts) {
      ids.byKey.set(key, {
        count: 1,
        lines: [row.line],
        identical: true,
        sameTotal: true,
        sameMoment: true,
        first: content,
        total,
        moment,
      });
      continue;
    }
    facts.count += 1;
    if (facts.lines.length < keptLines) facts.lines.push(row.line);
    facts.identical &&= facts.first === content;
    facts.sameTotal &&= facts.total === total;
    facts.sameMoment &&= facts.moment === moment;
  }
  if (rows > 1) ids.totalSum = sum;
  for (const facts of ids.byKey.values()) {
    if (facts.count < 2) continue;
    ids.repeated += 1;
    if (facts.identical) ids.repeatedAlike += 1;
  }
  return ids;
}

function notePrices(ids: Ids, row: Row, { columns, mark }: Settings): void {
  if (columns.unitPrice === null || columns.quantity === null || columns.total === null || mark === null)
    return;
  const number = (index: number | null) => (index === null ? null : readNumber(row.cells[index] ?? '', mark));
  const price = number(columns.unitPrice);
  const quantity = number(columns.quantity);
  const total = number(columns.total);
  const tax = number(columns.tax);
  if (!price || !quantity || !total) return;
  const product = multiply(price, quantity);
  if (equal(product, total)) ids.pricesGross += 1;
  else if (tax && !isZero(tax) && closeTo(product, subtract(total, tax))) ids.pricesNet += 1;
}

const closeTo = (a: Parameters<typeof equal>[0], b: Parameters<typeof equal>[0]) =>
  toMinor(a, 2) === toMinor(b, 2);

/** What the rows are, as their numbers suggest. The person can say otherwise. */
export function guessRowIs(ids: Ids): 'receipt' | 'line' {
  const differing = ids.repeated - ids.repeatedAlike;
  // Lines of one receipt share its moment; a few numbers given twice among many are faults, not lines.
  const alikeInTime = [...ids.byKey.values()].filter(
    (f) => f.count > 1 && !f.identical && f.sameMoment,
  ).length;
  return differing > 0 && alikeInTime * 2 > differing && differing * 20 > ids.byKey.size ? 'line' : 'receipt';
}

/** Whether the total on each of several rows is the row's own or the receipt's, repeated; null: both are possible. */
export function guessTotalIs(ids: Ids): 'line' | 'receipt' | null {
  const several = [...ids.byKey.values()].filter((f) => f.count > 1);
  if (several.some((f) => !f.sameTotal)) return 'line';
  return ids.pricesGross + ids.pricesNet > 0 ? 'line' : null;
}
