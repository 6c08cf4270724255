import { countDate, type DateFacts, noDateFacts, readTime } from './dates.ts';
import { countMark, type MarkFacts, noMarkFacts } from './numbers.ts';
import type { Row, Table } from './table.ts';

/** What all the values of one column have in common; from it the columns are matched and the dates and numbers understood. */
export type ColumnFacts = {
  filled: number;
  numbers: number;
  times: number;
  dates: DateFacts;
  marks: MarkFacts;
  /** Different values with their number, until there are too many to be a list of kinds. */
  values: Map<string, number> | null;
  samples: string[];
};

/** The first reading of a file: facts per column, and the last rows, among which a row of totals would be. */
export type Survey = { rows: number; columns: ColumnFacts[]; lastRows: Row[] };

const maxValues = 60;
const keptLastRows = 5;

const noFacts = (): ColumnFacts => ({
  filled: 0,
  numbers: 0,
  times: 0,
  dates: noDateFacts(),
  marks: noMarkFacts(),
  values: new Map(),
  samples: [],
});

/** Reads the file once from beginning to end. @throws FileRefused */
export async function survey(table: Table): Promise<Survey> {
  const result: Survey = { rows: 0, columns: [], lastRows: [] };
  for await (const row of table.rows()) {
    result.rows += 1;
    result.lastRows.push(row);
    if (result.lastRows.length > keptLastRows) result.lastRows.shift();
    for (let i = 0; i < row.cells.length && i < table.heads.length; i += 1) {
      let facts = result.columns[i];
      if (!facts) {
        facts = noFacts();
        result.columns[i] = facts;
      }
      note(facts, row.cells[i]!.trim());
    }
  }
  for (let i = 0; i < table.heads.length; i += 1) result.columns[i] ??= noFacts();
  return result;
}

function note(facts: ColumnFacts, cell: string): void {
  if (cell === '') return;
  facts.filled += 1;
  if (facts.samples.length < 3 && !facts.samples.includes(cell)) facts.samples.push(cell.slice(0, 60));
  if (facts.values) {
    facts.values.set(cell, (facts.values.get(cell) ?? 0) + 1);
    if (facts.values.size > maxValues) facts.values = null;
  }
  if (cell.length > 48 || !/\d/.test(cell)) return;
  const isNumber = countMark(facts.marks, cell) !== 'not_a_number';
  if (isNumber) facts.numbers += 1;
  // A bare number is no date, unless it has the eight digits of 20240131.
  if (isNumber && cell.length !== 8 && !/[/\-.]\d+[/\-.]/.test(cell)) return;
  if (countDate(facts.dates, cell) === null && readTime(cell) !== null) facts.times += 1;
}
