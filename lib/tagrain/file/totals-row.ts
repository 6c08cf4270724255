import { readDate } from './dates.ts';
import { type Decimal, equal, subtract } from './decimal.ts';
import type { Columns } from './match.ts';
import { type DecimalMark, readNumber } from './numbers.ts';
import type { Row } from './table.ts';

const totalsWord =
  /^(?:(?:grand|sub|report|final)[\s-]?)?(?:totals?|totale|totaal|totaux|sums?|summe|suma|somma|somme|gesamt(?:summe|betrag)?|insgesamt|zwischensumme|sous-total)(?: (?:general|sales|amount|revenue))?\s*[:=]?$/i;

/**
 * Recognises a row that adds up others, so that it is not taken for one more receipt: it has no date, and either says so
 * ("Total") or has no receipt number and holds exactly the sum of the other rows.
 * @param sum of the whole total column with the row in it; null: not known yet, or of a single row
 * @returns the word by which it was recognised, null for an ordinary row
 */
export function totalsRowWord(
  row: Row,
  columns: Columns,
  mark: DecimalMark,
  sum: Decimal | null,
): string | null {
  const cell = (index: number | null) => (index === null ? '' : (row.cells[index] ?? '').trim());
  const date = cell(columns.date);
  // Nearly every row ends here.
  if (date !== '' && readDate(date) !== null) return null;
  const word = row.cells.find((text) => totalsWord.test(text.trim()));
  if (word !== undefined) return word.trim();
  if (date !== '' || cell(columns.receiptId) !== '' || columns.total === null) return null;
  const value = readNumber(cell(columns.total), mark);
  return value && sum && equal(subtract(sum, value), value) ? 'the sum of the rows above' : null;
}
