import { FileRefused } from './refused.ts';
import type { Row } from './table.ts';

const broken = (detail: string) =>
  new FileRefused('not_json', `The file begins like JSON, but is not: ${detail}. Export it again.`);

/**
 * The objects of a JSON file, as text, one at a time: of an array, or of the array `records` of an object. Only one object is
 * held at once, however large the file.
 * @throws FileRefused where it is neither
 */
export function* jsonElements(pieces: Iterable<string>): Generator<string> {
  let depth = 0;
  let inString = false;
  let escaped = false;
  let element = '';
  /** Depth at which the array of records lies, once it was met. */
  let arrayDepth = 0;
  let done = false;
  let lastString = '';
  let expectElement = false;
  for (const piece of pieces) {
    let from = arrayDepth > 0 && !done ? 0 : -1;
    for (let i = 0; i < piece.length; i += 1) {
      const c = piece[i]!;
      if (inString) {
        if (escaped) escaped = false;
        else if (c === '\\') escaped = true;
        else if (c === '"') inString = false;
        if (arrayDepth === 0 && inString) lastString += c;
        continue;
      }
      switch (c) {
        case '"':
          inString = true;
          lastString = '';
          expectElement = false;
          break;
        case '[':
        case '{':
          if (done && depth === 0) throw broken('something follows its end');
          depth += 1;
          if (c === '[' && arrayDepth === 0 && (depth === 1 || (depth === 2 && lastString === 'records'))) {
            arrayDepth = depth;
            from = i + 1;
            expectElement = false;
          } else if (arrayDepth === 0 && depth > 2) {
            lastString = '';
          }
          break;
        case ']':
        case '}':
          if (depth === arrayDepth && !done) {
            if (c !== ']') throw broken('a bracket does not match');
            element += piece.slice(from, i);
            if (element.trim() !== '') yield element;
            else if (expectElement) throw broken('a comma stands before the end of the list');
            element = '';
            from = -1;
            done = true;
          }
          depth -= 1;
          if (depth < 0) throw broken('a bracket too many');
          break;
        case ',':
          if (depth === arrayDepth && arrayDepth > 0 && !done) {
            element += piece.slice(from, i);
            if (element.trim() === '') throw broken('two commas follow each other');
            yield element;
            element = '';
            from = i + 1;
            expectElement = true;
          }
          break;
        default:
          if (depth === 0 && !/[\s\ufeff]/.test(c)) throw broken('something follows its end');
      }
    }
    if (from >= 0 && !done) element += piece.slice(from);
  }
  if (arrayDepth === 0) throw broken('it holds no list of receipts (an array, or “records” with an array)');
  if (!done || depth !== 0) throw broken('it ends in the middle');
}

/** A bare number becomes a string of the same digits: an amount must never pass through a floating-point number. */
function quoteNumbers(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/gs, (token) => {
    if (token.startsWith('"')) return token;
    if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(token))
      throw new SyntaxError(`not a number: ${token}`);
    return `"${token}"`;
  });
}

/** Parses one element of the list. @throws FileRefused when it is no JSON object */
export function parseElement(
  text: string,
  record: number,
  numbers: 'as_text' | 'as_json',
): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(numbers === 'as_text' ? quoteNumbers(text) : text);
  } catch {
    throw new FileRefused(
      'not_json',
      `Record ${record} is not readable JSON. Export the file again.`,
      record,
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new FileRefused('not_json', `Record ${record} is not an object with named fields.`, record);
  }
  return value as Record<string, unknown>;
}

/** Rows of a list of flat objects; a nested object's keys are joined with points ("customer.name"). */
export async function* jsonRows(pieces: Iterable<string>, heads: string[]): AsyncGenerator<Row> {
  const indexOf = new Map<string, number>();
  heads.splice(0);
  let record = 0;
  for (const text of jsonElements(pieces)) {
    record += 1;
    const cells: string[] = new Array(heads.length).fill('');
    for (const [key, cell] of flatten(parseElement(text, record, 'as_text'), '')) {
      let index = indexOf.get(key);
      if (index === undefined) {
        index = heads.length;
        if (index >= 500)
          throw new FileRefused('not_json', 'The objects have more than 500 different fields.');
        indexOf.set(key, index);
        heads.push(key);
      }
      cells[index] = cell;
    }
    yield { line: record, cells };
  }
}

function* flatten(object: Record<string, unknown>, prefix: string): Generator<[string, string]> {
  for (const [key, value] of Object.entries(object)) {
    const name = prefix + key;
    if (value === null) continue;
    if (typeof value === 'string') yield [name, value];
    else if (typeof value === 'boolean') yield [name, String(value)];
    else if (Array.isArray(value)) yield [name, JSON.stringify(value)];
    else yield* flatten(value as Record<string, unknown>, `${name}.`);
  }
}
