import { type Minor, sum } from '@/lib/money/money';
import { type DocumentLine, isTaxOfLine } from './document.ts';

/** What a line of one description says before and after. */
type Pair = { before: DocumentLine | null; after: DocumentLine | null };

/**
 * Lines that make of the earlier ones the later ones. Equal ones cancel, and so does whatever moves nothing in the books: lines of one
 * account, tax rate and tracking that only bear other words.
 * @returns differences, signs as in the lines given; per account and rate exactly the later lines less the earlier ones
 */
export function netLines(before: readonly DocumentLine[], after: readonly DocumentLine[]): DocumentLine[] {
  const places = new Map<string, Map<string, Pair>>();
  const add = (line: DocumentLine, when: keyof Pair) => {
    const place = placeOf(line);
    const pairs = places.get(place) ?? new Map<string, Pair>();
    places.set(place, pairs);
    const pair = pairs.get(line.description) ?? { before: null, after: null };
    pairs.set(line.description, { ...pair, [when]: plus(pair[when], line) });
  };
  for (const line of before) add(line, 'before');
  for (const line of after) add(line, 'after');
  return [...places.values()].flatMap((pairs) => {
    const lines = [...pairs.values()].flatMap(difference);
    const moved = (of: 'grossMinor' | 'taxMinor') => sum(lines.map((line) => line[of]));
    return moved('grossMinor') === 0 && moved('taxMinor') === 0 ? [] : lines;
  });
}

/** Where a line books: all of it but words and amounts. */
export function placeOf(line: DocumentLine): string {
  const { description: _words, grossMinor: _gross, taxMinor: _tax, ...place } = line;
  return JSON.stringify(place);
}

export const turned = (line: DocumentLine): DocumentLine => ({
  ...line,
  grossMinor: 0 - line.grossMinor,
  taxMinor: 0 - line.taxMinor,
});

const plus = (one: DocumentLine | null, other: DocumentLine): DocumentLine =>
  one === null
    ? other
    : {
        ...one,
        grossMinor: one.grossMinor + other.grossMinor,
        taxMinor: one.taxMinor + other.taxMinor,
      };

function difference({ before, after }: Pair): DocumentLine[] {
  if (before === null || after === null) {
    const line = after ?? turned(before!);
    return line.grossMinor === 0 && line.taxMinor === 0 ? [] : [line];
  }
  const net: { grossMinor: Minor; taxMinor: Minor } = {
    grossMinor: after.grossMinor - before.grossMinor,
    taxMinor: after.taxMinor - before.taxMinor,
  };
  if (net.grossMinor === 0 && net.taxMinor === 0) return [];
  // A line of nothing with a tax is no line, nor one with a tax against it: the earlier one goes back, and the later one comes.
  return isTaxOfLine(net) ? [{ ...after, ...net }] : [turned(before), after];
}
