/**
 * Text inside a `where` clause of Xero's. It has no escape for a double quote: one behind a backslash is refused as a syntax error,
 * and what else a backslash means is not said. Neither can be asked for.
 */
export const isQuotable = (text: string): boolean => !/["\\]/.test(text);

/** The longest part of a text that can be asked for; empty when there is none. */
export const longestQuotable = (text: string): string =>
  text
    .split(/["\\]/)
    .map((part) => part.trim())
    .reduce((longest, part) => (part.length > longest.length ? part : longest), '');

/**
 * A condition that holds for every element that has this text in a field, and perhaps for some more: whoever asks compares the
 * answers himself.
 * @returns null when nothing of the text can be asked for
 */
export function whereTextIs(field: string, text: string): string | null {
  if (isQuotable(text)) return `${field}=="${text}"`;
  const part = longestQuotable(text);
  return part === '' ? null : `${field}.Contains("${part}")`;
}
