import { createHash } from 'node:crypto';

/**
 * Numbers and references in Xero hold the solution's short id, the source and its version, in `[A-Z0-9-]` only. They are
 * derived, never counted: the same record always gets the same number, on any machine, after any crash.
 */
export function documentNumber(shortId: string, ...parts: (string | number)[]): string {
  return [shortId, ...parts.map((part) => numberPart(String(part)))].join('-');
}

/**
 * An id as part of a number. One that fits is taken as it is; any other keeps its readable letters and gets a hash of the whole,
 * so that two different ids never become one.
 */
export function numberPart(id: string): string {
  if (/^[A-Z0-9-]{1,60}$/.test(id)) return id;
  const readable = id
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 10).toUpperCase();
  return readable ? `${readable}-${hash}` : hash;
}

/** The key of a document, unique in its solution: kind and source, with separators that cannot occur inside a part. */
export const documentKey = (kind: string, ...parts: (string | number)[]): string =>
  [kind, ...parts.map((part) => encodeURIComponent(String(part)))].join(':');
