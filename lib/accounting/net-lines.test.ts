import { expect, test } from 'vitest';
import { type DocumentLine, isTaxOfLine } from './document.ts';
import { netLines } from './net-lines.ts';

const line = (grossMinor: number, taxMinor: number): DocumentLine => ({
  ...{ description: 'Sales', accountId: 'A', taxType: 'OUTPUT' },
  ...{ grossMinor, taxMinor },
});
const amounts = (before: DocumentLine, after: DocumentLine) =>
  netLines([before], [after]).map((l) => [l.grossMinor, l.taxMinor]);

test('the difference is one line where its tax may stand on it, else the earlier line back and the later one', () => {
  expect(amounts(line(1100, 100), line(2200, 200))).toEqual([[1100, 100]]);
  expect(amounts(line(1100, 100), line(1100, 100))).toEqual([]);
  expect(amounts(line(1100, 100), line(1100, 99))).toEqual([
    [-1100, -100],
    [1100, 99],
  ]);
  // A cent more, and a cent of tax less.
  expect(amounts(line(1100, 100), line(1101, 99))).toEqual([
    [-1100, -100],
    [1101, 99],
  ]);
});

test.each([
  [100, 9, true],
  [-100, -9, true],
  [0, 0, true],
  [5, 0, true],
  [0, 1, false],
  [1, -1, false],
  [-1, 1, false],
  [1, 2, false],
])('on a line of %i a tax of %i stands: %s', (grossMinor, taxMinor, stands) => {
  expect(isTaxOfLine({ grossMinor, taxMinor })).toBe(stands);
});
