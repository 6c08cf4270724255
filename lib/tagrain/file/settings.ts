import { minorDigits } from '@/lib/money/money';
import { type DateOrder, plainOrder } from './dates.ts';
import { amountFields, type Field, meanings } from './fields.ts';
import { type Columns, type MatchedBy, matchColumns } from './match.ts';
import { agreedMark, type DecimalMark } from './numbers.ts';
import type { ImportOptions, Question, RowKind } from './options.ts';
import type { Survey } from './survey.ts';
import type { Table } from './table.ts';

/** How the file is to be read, as far as it is known: guessed from its facts, or said by the person. */
export type Settings = {
  /** Rows of a CSV all have the width of the heads; a JSON object may leave fields out. */
  csv: boolean;
  columns: Columns;
  matchedBy: MatchedBy;
  dateOrder: DateOrder | null;
  /** Whether the column's dates need a person's word. */
  dateAsked: boolean;
  mark: DecimalMark | null;
  markAsked: boolean;
  kinds: Map<string, RowKind | null>;
  taxIs: 'included' | 'added';
  timeZone: string | null;
  dayCutoff: string;
  currency: string | null;
  digits: number;
  outlet: string;
  register: string;
  payment: string;
};

const kindWords: [RowKind, RegExp][] = [
  [
    'refund',
    /^(?:refund(?:ed)?|sale refund|return(?:ed)?|sale return|credit(?: note)?|r|retoure|rückgabe|gutschrift|remboursement|retour|devoluci[oó]n|reembolso|reso|rimborso|true|yes)$/i,
  ],
  [
    'voided',
    /^(?:void(?:ed)?|cancel(?:l?ed)?|storno|storniert|annul[eé]e?|anulad[oa]|annullat[oa]|geannuleerd)$/i,
  ],
  [
    'sale',
    /^(?:sales?|sold|purchase|receipt|invoice|order|paid|complete[d]?|closed|s|verkauf|vente|venta|vendita|verkoop|false|no)$/i,
  ],
];

/** What a value of the type column most likely says; null: ask. */
function guessKind(value: string): RowKind | null {
  return kindWords.find(([, words]) => words.test(value))?.[0] ?? null;
}

/** Brings together what the file shows and what the person said. */
export function settle({ heads, format }: Table, survey: Survey, options: ImportOptions): Settings {
  const { columns, by } = matchColumns(heads, survey, options.columns);
  const facts = (field: Field) => (columns[field] === null ? null : (survey.columns[columns[field]] ?? null));
  const dates = facts('date')?.dates ?? null;
  const plain = dates && plainOrder(dates);
  const marks = amountFields.flatMap((field) => facts(field)?.marks ?? []);
  const agreed = agreedMark(marks);
  const kinds = new Map<string, RowKind | null>();
  for (const value of facts('kind')?.values?.keys() ?? []) {
    kinds.set(value, options.kinds[value] ?? guessKind(value));
  }
  return {
    csv: format === 'csv',
    columns,
    matchedBy: by,
    dateOrder: options.dateOrder ?? plain ?? null,
    dateAsked: dates !== null && plain === null,
    mark: options.decimalMark ?? agreed,
    markAsked: agreed === null,
    kinds,
    taxIs: options.taxIs,
    timeZone: options.timeZone ?? null,
    dayCutoff: options.dayCutoff,
    currency: options.currency ?? null,
    digits: options.currency ? minorDigits(options.currency) : 2,
    outlet: options.outlet,
    register: options.register,
    payment: options.payment,
  };
}

/** What is still open before a row can be read. */
export function openQuestions(settings: Settings, survey: Survey): Question[] {
  const { columns } = settings;
  const questions: Question[] = [];
  const ask = (code: Question['code'], option: string, text: string) =>
    questions.push({ code, option, text });
  for (const field of ['date', 'total'] as const) {
    if (columns[field] !== null) continue;
    ask(
      'column',
      `columns.${field}`,
      `No column was recognised as “${meanings[field].label}”. Choose the column that holds it.`,
    );
  }
  if (settings.dateAsked && settings.dateOrder === null) {
    const example = survey.columns[columns.date!]?.dates.examples[0];
    ask(
      'date_order',
      'dateOrder',
      example
        ? `A date such as ${example} can be read in more than one way. Choose which number is the day and which the month.`
        : 'The dates are not all written in one order. Choose which number is the day and which the month.',
    );
  }
  if (settings.mark === null) {
    ask(
      'decimal_mark',
      'decimalMark',
      'The amounts can be read in more than one way. Choose what stands before the cents.',
    );
  }
  const unknownKinds = [...settings.kinds].filter(([, kind]) => kind === null).map(([value]) => `“${value}”`);
  if (unknownKinds.length > 0) {
    ask(
      'kinds',
      'kinds',
      `Say for each value of the type column what it is: ${unknownKinds.slice(0, 5).join(', ')}.`,
    );
  }
  if (columns.outlet === null && settings.outlet === '') {
    ask(
      'outlet',
      'outlet',
      'No column holds the outlet. Choose one, or name the outlet that the file is from.',
    );
  }
  if (columns.payment === null && settings.payment === '') {
    ask(
      'payment',
      'payment',
      'No column holds the payment type. Choose one, or name the one with which everything was paid.',
    );
  }
  if (settings.timeZone === null)
    ask('time_zone', 'timeZone', 'Choose the time zone in which the till wrote its times.');
  if (settings.currency === null) ask('currency', 'currency', 'Choose the currency of the amounts.');
  return questions;
}
