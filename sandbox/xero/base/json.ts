/** A piece of JSON text that is written as it is: amounts keep their trailing zeros, dates their escaped slashes. */
export class Raw {
  constructor(readonly text: string) {}
}

const NEWLINES: string[] = [];

function newline(depth: number): string {
  NEWLINES[depth] ??= `\r\n${'  '.repeat(depth)}`;
  return NEWLINES[depth] as string;
}

/**
 * Writes JSON as Xero does: two spaces, CRLF, a space after the colon, amounts with fixed places. A client that
 * compares text, or that cannot read "0.00", shall find out here.
 */
export function writeJson(value: unknown): string {
  const parts: string[] = [];
  write(value, 0, parts);
  return parts.join('');
}

function write(value: unknown, depth: number, parts: string[]): void {
  if (value instanceof Raw) {
    parts.push(value.text);
  } else if (value === null || value === undefined) {
    parts.push('null');
  } else if (typeof value === 'string') {
    parts.push(JSON.stringify(value));
  } else if (typeof value === 'number' || typeof value === 'boolean') {
    parts.push(String(value));
  } else if (Array.isArray(value)) {
    writeArray(value, depth, parts);
  } else {
    writeObject(value as Record<string, unknown>, depth, parts);
  }
}

function writeArray(items: unknown[], depth: number, parts: string[]): void {
  if (items.length === 0) {
    parts.push('[]');
    return;
  }
  parts.push('[');
  for (let i = 0; i < items.length; i += 1) {
    parts.push(i === 0 ? newline(depth + 1) : `,${newline(depth + 1)}`);
    write(items[i], depth + 1, parts);
  }
  parts.push(newline(depth), ']');
}

function writeObject(object: Record<string, unknown>, depth: number, parts: string[]): void {
  let first = true;
  for (const name in object) {
    const value = object[name];
    if (value === undefined) continue;
    parts.push(first ? '{' : ',', newline(depth + 1), `"${name}": `);
    first = false;
    write(value, depth + 1, parts);
  }
  parts.push(first ? '{}' : `${newline(depth)}}`);
}
