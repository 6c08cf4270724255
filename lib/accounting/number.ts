import { createHash } from 'node:crypto';

/**
 * Numbers and references in Xero hold the solution's short id, the source and its version, in `[A-Z0-9-]` only. They are
 * derived, never counted: the same record always gets the same number, on any machine, after any crash. Different sources get
 * different numbers: the first part never holds a hyphen, so that it cannot be mistaken for the beginning of the second.
 */
export function documentNumber(start: string, first: string, ...rest: (string | number)[]): string {
  let number = `${start}-${numberPart(first, wordForm)}`;
  for (const part of rest) number += `-${numberPart(String(part), partForm)}`;
  return number;
}

/**
 * What the numbers of documents begin with: the retailer's prefix where he chose one, then the solution's own id. Contacts have no
 * prefix: one customer may buy in outlets that have different ones.
 */
export const numberStart = ({
  shortId,
  policy,
}: {
  shortId: string;
  policy: { numberPrefix: string };
}): string => (policy.numberPrefix === '' ? shortId : `${policy.numberPrefix}-${shortId}`);

/** As `documentNumber`, within the 50 characters that Xero takes for a contact's number. */
export function contactNumber(shortId: string, first: string, ...rest: string[]): string {
  const number = documentNumber(shortId, first, ...rest);
  return number.length <= 50 ? number : `${shortId}-${first}-${hashOf(number)}`;
}

/** The number of what hangs on a numbered document: its number and parts of its own. */
export const numberBelow = (number: string, ...parts: string[]): string =>
  [number, ...parts.map((part) => numberPart(part, partForm))].join('-');

/**
 * An id as part of a number. One that fits is taken as it is; any other keeps its readable letters and gets a hash of the whole,
 * so that two different ids never become one.
 */
function numberPart(id: string, fits: RegExp): string {
  if (fits.test(id)) return id;
  const readable = id
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '')
    .slice(0, 40);
  return `${readable}X${hashOf(id)}`;
}

const wordForm = /^[A-Z0-9]{1,60}$/;
const partForm = /^[A-Z0-9-]{1,60}$/;

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16).toUpperCase();

/** A mark of one record for numbers: derived from its identity, the same wherever and whenever it is asked for. */
export const markOf = (...identity: (string | number)[]): string => hashOf(JSON.stringify(identity));

/** The key of a document, unique in its solution: kind and source, with separators that cannot occur inside a part. */
export function documentKey(kind: string, ...parts: (string | number)[]): string {
  let key = kind;
  for (const part of parts) key += `:${keyPart(String(part))}`;
  return key;
}

/**
 * Keys of what becomes of one record: what follows the kind, encoded once for all of them. `documentKey('payment', outlet, id, version,
 * type)` is `keyBelow('payment', sourceOf(outlet, id, version), type)`.
 */
export const sourceOf = (...parts: (string | number)[]): string => documentKey('', ...parts);
export const keyBelow = (kind: string, source: string, part: string): string =>
  `${kind}${source}:${keyPart(part)}`;

/** Most ids are plain: asked first, since encoding takes several times as long as looking. */
const keyPart = (text: string) => (/^[A-Za-z0-9-]*$/.test(text) ? text : encodeURIComponent(text));
