import type { DocumentLine } from './document.ts';
import type { PostingPolicy } from './posting-policy.ts';

/** A line of a document with the words under which it may be summed. */
export type DetailedLine = DocumentLine & { product: string; category: string; accountName: string };

/**
 * Sums lines per account, tax rate, tracking and what the policy asks for. Sums of the till's own amounts: no cent is made or lost, and each
 * total per account and rate stays what it was.
 */
export function sumLines(
  lines: readonly DetailedLine[],
  detail: PostingPolicy['lineDetail'],
): DocumentLine[] {
  if (detail === 'line') return lines.map((line) => lineOf(line, line.description));
  const summed = new Map<string, DocumentLine>();
  for (const line of lines) {
    const words = { product: line.product, category: line.category, account: line.accountName }[detail];
    const key = JSON.stringify([line.accountId, line.taxType, words, line.tracking]);
    const sum = summed.get(key);
    if (!sum) summed.set(key, lineOf(line, words));
    else {
      sum.grossMinor += line.grossMinor;
      sum.taxMinor += line.taxMinor;
    }
  }
  return [...summed.values()];
}

const lineOf = (
  { accountId, taxType, grossMinor, taxMinor, tracking }: DetailedLine,
  description: string,
): DocumentLine => ({
  ...{ description, accountId, taxType, grossMinor, taxMinor },
  ...(tracking && { tracking }),
});
