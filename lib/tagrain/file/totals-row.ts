import { readDate } from './dates.ts';
import { equal, subtract } from './decimal.ts';
import type { Columns } from './match.ts';
import { type DecimalMark, readNumber } from './numbers.ts';
import type { Survey } from './survey.ts';
import type { Row } from './table.ts';

const totalsWord =
  /^(?:(?:grand|sub|report|final)[\s-]?)?(?:totals?|totale|totaal|totaux|sums?|summe|suma|somma|somme|gesamt(?:summe|betrag)?|insgesamt|zwischensumme|sous-total)(?: (?:general|sales|amount|revenue))?\s*[:=]?$/i;

/**
 * Recognises a row that adds up others, so that it is not taken for one more receipt: it has no date, and either says so
 * ("Total") or has no receipt number and holds exactly the sum of the other rows.
 * @returns the word by which it was recognised, null for an ordinary row
 */
export function totalsRowWord(row: Row, columns: Columns, mark: DecimalMark, survey: Survey): string | null {
  const cell = (index: number | null) => (index === null ? '' : (row.cells[index] ?? '').trim());
  const date = cell(columns.date);
  if (date !== '' && readDate(date) !== null) return null;
  const word = row.cells.find((text) => totalsWord.test(text.trim()));
  if (word !== undefined) return word.trim();
  if (date !== '' || cell(columns.receiptId) !== '' || columns.total === null) return null;
  const value = readNumber(cell(columns.total), mark);
  const sum = survey.columns[columns.total]?.sums[mark];
  return value && sum && survey.rows > 1 && equal(subtract(sum, value), value)
    ? 'the sum of the rows above'
    : null;
}
