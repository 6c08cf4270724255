import { type CivilDate, type CivilTime, readDate, readTime } from './dates.ts';
import { type Decimal, isZero, negate } from './decimal.ts';
import { type Field, meanings } from './fields.ts';
import { readNumber } from './numbers.ts';
import type { RowKind } from './options.ts';
import type { Settings } from './settings.ts';
import type { Row } from './table.ts';

/** Why a row does not come in. */
export type RowRefusal = { line: number; code: RowRefusalCode; text: string };
export type RowRefusalCode =
  | 'cells'
  | 'missing'
  | 'date'
  | 'time'
  | 'number'
  | 'text'
  | 'sign'
  | 'kind'
  | 'twice'
  | 'lines_disagree'
  | 'payments'
  | 'range'
  | 'other_line'
  | 'not_a_record'
  | 'stored_otherwise';

/** A row, understood cell by cell. Amounts are exact and signed: negative gives back. */
export type ReadRow = {
  line: number;
  id: string | null;
  version: number;
  outlet: string;
  register: string;
  date: CivilDate;
  time: CivilTime | null;
  kind: Exclude<RowKind, 'leave_out'>;
  total: Decimal;
  tax: Decimal | null;
  taxCode: string;
  payments: { name: string; amount: Decimal | null }[];
  product: string;
  category: string;
  quantity: Decimal | null;
  unitPrice: Decimal | null;
  customer: string;
};

/** Settings with nothing left open. */
export type ReadySettings = Settings & {
  dateOrder: NonNullable<Settings['dateOrder']> | null;
  mark: NonNullable<Settings['mark']>;
  timeZone: string;
  currency: string;
};

class Refused extends Error {
  constructor(
    readonly code: RowRefusalCode,
    text: string,
  ) {
    super(text);
  }
}

const noText = /\p{Cs}|(?![\t\n\r])\p{Cc}/u;

/** Reads one row. @returns `leave_out` for a row that the person wants left out by its type */
export function readRow(
  row: Row,
  width: number,
  settings: ReadySettings,
): ReadRow | RowRefusal | 'leave_out' {
  try {
    return read(row, width, settings);
  } catch (error) {
    if (error instanceof Refused) return { line: row.line, code: error.code, text: error.message };
    throw error;
  }
}

export const isRefusal = (row: ReadRow | RowRefusal): row is RowRefusal => 'code' in row;

function read(row: Row, width: number, settings: ReadySettings): ReadRow | 'leave_out' {
  const { columns } = settings;
  if (row.cells.slice(width).some((cell) => cell.trim() !== '')) {
    throw new Refused(
      'cells',
      `It has ${row.cells.length} cells, but there are ${width} heads. A cell probably holds the column separator without quotation marks.`,
    );
  }
  if (settings.csv && row.cells.length < width) {
    throw new Refused(
      'cells',
      `It has ${row.cells.length} cells, but there are ${width} heads. The row is cut off.`,
    );
  }
  const cell = (field: Field): string => {
    const index = columns[field];
    const text = index === null ? '' : (row.cells[index] ?? '').trim();
    if (noText.test(text))
      throw new Refused('text', `${meanings[field].label} holds characters that are no text.`);
    return text;
  };
  const needed = (field: Field, otherwise = ''): string => {
    const text = cell(field) || (columns[field] === null ? otherwise : '');
    if (text === '') throw new Refused('missing', `${meanings[field].label} is empty.`);
    if (text.length > 120)
      throw new Refused('text', `${meanings[field].label} is longer than 120 characters.`);
    return text;
  };
  const number = (field: Field): Decimal | null => {
    const text = cell(field);
    if (text === '') return null;
    const value = readNumber(text, settings.mark);
    if (!value) {
      const mark = settings.mark === '.' ? 'point' : 'comma';
      throw new Refused(
        'number',
        `${meanings[field].label} “${short(text)}” is not a number with a decimal ${mark}.`,
      );
    }
    return value;
  };

  const kind = columns.kind === null ? 'sale' : kindOf(cell('kind'), settings);
  if (kind === 'leave_out') return kind;
  const id = columns.receiptId === null ? null : needed('receiptId');
  const { date, time } = when(needed('date'), cell('time'), settings);
  const total = number('total');
  if (!total) throw new Refused('missing', 'Total is empty.');
  const tax = columns.tax === null ? null : (number('tax') ?? { units: 0n, scale: 0 });
  const payments = [{ name: needed('payment', settings.payment), amount: number('paymentAmount') }];
  const second = number('payment2Amount');
  if (cell('payment2') !== '' || (second && !isZero(second)))
    payments.push({ name: needed('payment2'), amount: second });
  const read: ReadRow = {
    line: row.line,
    id,
    version: versionOf(cell('version')),
    outlet: needed('outlet', settings.outlet),
    register: cell('register') || settings.register,
    date,
    time,
    kind,
    total,
    tax,
    taxCode: cell('taxCode'),
    payments,
    product: cell('product').slice(0, 400),
    category: cell('category').slice(0, 200),
    quantity: number('quantity'),
    unitPrice: number('unitPrice'),
    customer: cell('customer').slice(0, 120),
  };
  return checkedSigns(kind === 'refund' && total.units > 0n ? givenBack(read) : read);
}

const short = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

function kindOf(text: string, settings: Settings): RowKind {
  if (text === '') throw new Refused('missing', 'Sale or refund is empty.');
  const kind = settings.kinds.get(text);
  if (!kind) throw new Refused('kind', `“${short(text)}” does not say whether it is a sale or a refund.`);
  return kind;
}

function versionOf(text: string): number {
  if (text === '') return 1;
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw new Refused('number', `Version “${short(text)}” is not a number from 1.`);
  return Number(text);
}

function when(
  dateText: string,
  timeText: string,
  settings: ReadySettings,
): { date: CivilDate; time: CivilTime | null } {
  const written = readDate(dateText);
  if (!written) throw new Refused('date', `Date “${short(dateText)}” is not a date.`);
  const date = settings.dateOrder ? written.readings[settings.dateOrder] : Object.values(written.readings)[0];
  if (!date) {
    const elsewhere = Object.keys(written.readings).length > 0 ? ' in the chosen order of day and month' : '';
    throw new Refused('date', `Date “${short(dateText)}” is not in the calendar${elsewhere}.`);
  }
  const text = timeText || written.rest;
  if (text === '') {
    if (settings.columns.time !== null) throw new Refused('missing', 'Time is empty.');
    return { date, time: null };
  }
  const time = readTime(text);
  if (!time) throw new Refused('time', `Time “${short(text)}” is not a time of day.`);
  return { date, time };
}

function givenBack(row: ReadRow): ReadRow {
  const back = (value: Decimal | null) => value && negate(value);
  return {
    ...row,
    total: negate(row.total),
    tax: row.tax && (row.tax.units > 0n ? negate(row.tax) : row.tax),
    payments: row.payments.map((p) => ({
      ...p,
      amount: p.amount && p.amount.units > 0n ? back(p.amount) : p.amount,
    })),
  };
}

/** Goods come back with a negative quantity; a tax against the sign of its total is a fault that nobody should guess about. */
function checkedSigns(row: ReadRow): ReadRow {
  const sign = row.total.units < 0n ? -1n : 1n;
  if (row.tax && row.tax.units * sign < 0n) {
    throw new Refused('sign', 'Its tax has the opposite sign of its total.');
  }
  const flip = (value: Decimal | null) => (value && value.units > 0n && sign < 0n ? negate(value) : value);
  return { ...row, quantity: flip(row.quantity) };
}
