import type { DocumentLine } from './document.ts';
import type { PostingPolicy } from './posting-policy.ts';

/** A line of a document, and the words under which it may be summed. */
export type DetailedLine = { line: DocumentLine; product: string; category: string; accountName: string };

/**
 * Sums lines per account, tax rate, tracking and what the policy asks for. Sums of the till's own amounts: no cent is made or lost, and each
 * total per account and rate stays what it was.
 */
export function sumLines(
  detailed: readonly DetailedLine[],
  detail: PostingPolicy['lineDetail'],
): DocumentLine[] {
  if (detail === 'line') return detailed.map(lineOf);
  const summed = new Map<string, DocumentLine>();
  for (const { line, product, category, accountName } of detailed) {
    const words = { product, category, account: accountName }[detail];
    const key = JSON.stringify([line.accountId, line.taxType, words, line.tracking]);
    const sum = summed.get(key);
    if (!sum) summed.set(key, { ...line, description: words });
    else {
      sum.grossMinor += line.grossMinor;
      sum.taxMinor += line.taxMinor;
    }
  }
  return [...summed.values()];
}

const lineOf = ({ line }: DetailedLine): DocumentLine => line;
