import { createHash } from 'node:crypto';

/**
 * Numbers and references in Xero hold the solution's short id, the source and its version, in `[A-Z0-9-]` only. They are
 * derived, never counted: the same record always gets the same number, on any machine, after any crash. Different sources get
 * different numbers: the first part never holds a hyphen, so that it cannot be mistaken for the beginning of the second.
 */
export function documentNumber(start: string, first: string, ...rest: (string | number)[]): string {
  return [start, numberPart(first, /^[A-Z0-9]{1,60}$/), ...rest.map((part) => numberPart(String(part)))].join(
    '-',
  );
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
  [number, ...parts.map((part) => numberPart(part))].join('-');

/**
 * An id as part of a number. One that fits is taken as it is; any other keeps its readable letters and gets a hash of the whole,
 * so that two different ids never become one.
 */
function numberPart(id: string, fits = /^[A-Z0-9-]{1,60}$/): string {
  if (fits.test(id)) return id;
  const readable = id
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '')
    .slice(0, 40);
  return `${readable}X${hashOf(id)}`;
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16).toUpperCase();

/** A mark of one record for numbers: derived from its identity, the same wherever and whenever it is asked for. */
export const markOf = (...identity: (string | number)[]): string => hashOf(JSON.stringify(identity));

/** The key of a document, unique in its solution: kind and source, with separators that cannot occur inside a part. */
export const documentKey = (kind: string, ...parts: (string | number)[]): string =>
  [kind, ...parts.map((part) => encodeURIComponent(String(part)))].join(':');
