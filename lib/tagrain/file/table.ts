import { csvRows, type Delimiter, guessDelimiter } from './csv.ts';
import { decodePieces, type Encoding, encodingOf } from './decode.ts';
import { jsonElements, jsonRows, parseElement } from './json.ts';
import { maxFileBytes, maxRows, tooBigText, tooManyRowsText } from './limits.ts';
import { FileRefused } from './refused.ts';

/** One row of data: its cells in the order of the heads; cells that a JSON object lacks are missing at the end or empty. */
export type Row = { line: number; cells: readonly string[] };

/** A file that can be read from its beginning as often as needed, a row at a time. */
export type Table = {
  /** `records`: JSON whose objects are records of the feed already; nothing is to be matched. */
  format: 'csv' | 'json' | 'records';
  encoding: ReturnType<typeof encodingOf>;
  delimiter: Delimiter | null;
  /** What a row's `line` counts: lines of the file, or objects of the JSON array. */
  unit: 'line' | 'record';
  /**
   * Rows after the heads. `heads` grows while JSON is read, because each object may name other keys; it is complete after
   * one reading and the same in every reading. @throws FileRefused
   */
  rows(): AsyncGenerator<Row>;
  heads: string[];
  /** The objects of a file of format `records`, as they stand in it. @throws FileRefused */
  records(): AsyncGenerator<{ line: number; record: Record<string, unknown> }>;
  /** Lines above the heads (a title) that were left out. */
  linesAbove: number[];
};

export type TableOptions = { encoding?: Encoding; delimiter?: Delimiter | null };

/** Opens the bytes of a CSV or JSON file. @throws FileRefused when it is empty, too big or no text */
export function openTable(bytes: Uint8Array, options: TableOptions = {}): Table {
  if (bytes.length > maxFileBytes) throw new FileRefused('too_big', tooBigText);
  const encoding = options.encoding ?? 'auto';
  const pieces = () => decodePieces(bytes, encoding);
  const start = firstText(pieces());
  const format = /^\s*[[{]/.test(start) ? (holdsFeedRecords(pieces()) ? 'records' : 'json') : 'csv';
  const delimiter = format === 'csv' ? (options.delimiter ?? guessDelimiter(start)) : null;
  const table: Table = {
    format,
    encoding: encodingOf(bytes, encoding),
    delimiter,
    unit: format === 'csv' ? 'line' : 'record',
    heads: [],
    linesAbove: [],
    rows: () => counted(delimiter ? csvRows(pieces(), delimiter, table) : jsonRows(pieces(), table.heads)),
    records: () => counted(feedRecords(pieces())),
  };
  return table;
}

/** Enough of the beginning to tell the format and the delimiter. */
function firstText(pieces: Generator<string>): string {
  for (const piece of pieces) {
    if (piece.trim() !== '') return piece;
  }
  throw new FileRefused('empty_file', 'The file is empty. Export it again with at least one receipt.');
}

/** Enforces the limits while reading: neither too many rows nor none. */
async function* counted<T>(rows: AsyncIterable<T>): AsyncGenerator<T> {
  let count = 0;
  for await (const row of rows) {
    count += 1;
    if (count > maxRows) throw new FileRefused('too_many_rows', tooManyRowsText);
    yield row;
  }
  if (count === 0) {
    throw new FileRefused('empty_file', 'The file holds no rows. Export it again with at least one receipt.');
  }
}

async function* feedRecords(
  pieces: Iterable<string>,
): AsyncGenerator<{ line: number; record: Record<string, unknown> }> {
  let line = 0;
  for (const text of jsonElements(pieces)) {
    line += 1;
    yield { line, record: parseElement(text, line, 'as_json') };
  }
}

function holdsFeedRecords(pieces: Iterable<string>): boolean {
  for (const text of jsonElements(pieces)) {
    const first = parseElement(text, 1, 'as_json');
    return ['type', 'outlet', 'id', 'at', 'currency'].every((key) => typeof first[key] === 'string');
  }
  return false;
}
