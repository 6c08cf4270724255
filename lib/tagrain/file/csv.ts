import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { FileRefused } from './refused.ts';
import type { Row } from './table.ts';

export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** The delimiter that splits the first lines most evenly; marks within quotation marks do not count. */
export function guessDelimiter(text: string): Delimiter {
  const lines = text
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/\r\n|\n|\r/)
    .filter((l) => l.trim() !== '')
    .slice(0, 50);
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of delimiters) {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const usual = mostFrequent(counts.filter((n) => n > 0));
    // Lines that agree weigh more than many marks in a few lines (decimal commas, commas in names).
    const score = counts.filter((n) => n === usual).length * 1000 + Math.min(usual, 999);
    if (usual > 0 && score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

function mostFrequent(numbers: number[]): number {
  const times = new Map<number, number>();
  for (const n of numbers) times.set(n, (times.get(n) ?? 0) + 1);
  return [...times].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}

type Into = { heads: string[]; linesAbove: number[] };

const isEmpty = (cells: readonly string[]) => cells.every((cell) => cell.trim() === '');

/**
 * Reads CSV row by row; quoted cells may hold delimiters and line ends. The heads are the first row with at least two filled
 * cells; a title above them is left out and named.
 * @throws FileRefused when quotation marks are broken, which spoils all that follows
 */
export async function* csvRows(
  pieces: Iterable<string>,
  delimiter: Delimiter,
  into: Into,
): AsyncGenerator<Row> {
  const parser = parse({
    delimiter,
    bom: true,

    relax_column_count: true,
    max_record_size: 1_000_000,
  });
  // `pipeline`, unlike `pipe`, hands a failure of the decoding on to whoever reads the parser, who then throws it.
  pipeline(Readable.from(pieces), parser, () => {});
  let nextLine = 1;
  let heads: string[] | null = null;
  const linesAbove: number[] = [];
  try {
    // Empty lines arrive as records of one empty cell, so lines can be counted from what arrives.
    for await (const record of parser as AsyncIterable<string[]>) {
      const line = nextLine;
      nextLine += 1;
      for (const cell of record) if (/[\n\r]/.test(cell)) nextLine += cell.split(/\r\n|\n|\r/).length - 1;
      if (isEmpty(record)) continue;
      if (heads) {
        yield { line, cells: record };
        continue;
      }
      if (record.filter((cell) => cell.trim() !== '').length < 2) {
        linesAbove.push(line);
        continue;
      }
      heads = record.map((cell) => cell.trim());
      into.heads.splice(0, into.heads.length, ...heads);
      into.linesAbove.splice(0, into.linesAbove.length, ...linesAbove);
    }
  } catch (error) {
    throw error instanceof CsvError ? brokenCsv(error) : error;
  }
  if (!heads && linesAbove.length > 0) {
    throw new FileRefused(
      'one_column',
      'The file has one column only. Check what separates its columns (comma, semicolon, tab or |).',
    );
  }
}

function brokenCsv(error: CsvError): FileRefused {
  const line = typeof error.lines === 'number' ? error.lines : undefined;
  const where = line ? `in line ${line}` : 'in the file';
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return new FileRefused(
        'not_csv',
        `A quotation mark is opened and never closed; the fault shows ${where}. Export the file again.`,
        line,
      );
    case 'CSV_MAX_RECORD_SIZE':
      return new FileRefused(
        'not_csv',
        `A row is far too long ${where}: a quotation mark is probably never closed, or this is no CSV file.`,
        line,
      );
    default:
      return new FileRefused(
        'not_csv',
        `A quotation mark stands in the wrong place ${where}. Export the file again, or correct that line.`,
        line,
      );
  }
}
