import type { DocumentLine } from './document.ts';
import type { PostingPolicy } from './posting-policy.ts';

/** A line of a document with the words under which it may be summed. */
export type DetailedLine = DocumentLine & { product: string; category: string; accountName: string };

/**
 * Sums lines per account, tax rate and what the policy asks for. Sums of the till's own amounts: no cent is made or lost, and each
 * total per account and rate stays what it was.
 */
export function sumLines(
  lines: readonly DetailedLine[],
  detail: PostingPolicy['lineDetail'],
): DocumentLine[] {
  const summed = new Map<string, DocumentLine>();
  for (const [index, { product, category, accountName, ...line }] of lines.entries()) {
    const words = { line: line.description, product, category, account: accountName }[detail];
    const key = JSON.stringify([line.accountId, line.taxType, detail === 'line' ? index : words]);
    const sum = summed.get(key);
    if (!sum) summed.set(key, { ...line, description: words });
    else {
      sum.grossMinor += line.grossMinor;
      sum.taxMinor += line.taxMinor;
    }
  }
  return [...summed.values()];
}
