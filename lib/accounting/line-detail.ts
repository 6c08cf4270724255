import { type DocumentLine, isTaxOfLine } from './document.ts';
import type { PostingPolicy } from './posting-policy.ts';

/** A line of a document, and the words under which it may be summed. */
export type DetailedLine = { line: DocumentLine; product: string; category: string; accountName: string };

/** What was sold and what was taken back under the same words; null: nothing. */
export type BothWays<Line> = { sold: Line | null; back: Line | null };

/** Which of the two a line belongs to. */
export const wayOf = ({ grossMinor }: Pick<DocumentLine, 'grossMinor'>): keyof BothWays<unknown> =>
  grossMinor < 0 ? 'back' : 'sold';

/**
 * One line where its tax may stand on it, else what was sold and what was taken back apart: that Xero takes a tax against the sign of its
 * line is not published, and a line by itself is always right.
 */
export function asFew<Line extends Pick<DocumentLine, 'grossMinor' | 'taxMinor'>>(
  { sold, back }: BothWays<Line>,
  plus: (one: Line, other: Line) => Line,
): Line[] {
  if (!sold || !back) return [sold, back].filter((line) => line !== null);
  const both = plus(sold, back);
  return isTaxOfLine(both) ? [both] : [sold, back];
}

/**
 * Sums lines per account, tax rate, tracking and what the policy asks for. Sums of the till's own amounts: no cent is made or lost, and each
 * total per account and rate stays what it was.
 */
export function sumLines(
  detailed: readonly DetailedLine[],
  detail: PostingPolicy['lineDetail'],
): DocumentLine[] {
  if (detail === 'line') return detailed.map(lineOf);
  const summed = new Map<string, BothWays<DocumentLine>>();
  for (const { line, product, category, accountName } of detailed) {
    const words = { product, category, account: accountName }[detail];
    const key = JSON.stringify([line.accountId, line.taxType, words, line.tracking]);
    let both = summed.get(key);
    if (!both) {
      both = { sold: null, back: null };
      summed.set(key, both);
    }
    const [way, summand] = [wayOf(line), { ...line, description: words }];
    const sum = both[way];
    both[way] = sum ? plus(sum, summand) : summand;
  }
  return [...summed.values()].flatMap((both) => asFew(both, plus));
}

const plus = (one: DocumentLine, { grossMinor, taxMinor }: DocumentLine): DocumentLine => ({
  ...one,
  grossMinor: one.grossMinor + grossMinor,
  taxMinor: one.taxMinor + taxMinor,
});

const lineOf = ({ line }: DetailedLine): DocumentLine => line;
