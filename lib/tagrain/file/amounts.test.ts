import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatMinor } from '@/lib/money/money';
import { countDate, dateChoices, noDateFacts, plainOrder, readDate, readTime } from './dates.ts';
import { decimal, decimalText, toMinor } from './decimal.ts';
import { markEvidence, readNumber } from './numbers.ts';
import { answers, readAll } from './testing.ts';

const cents = fc.integer({ min: -99_999_999_999, max: 99_999_999_999 });

/** Writes an amount as tills do: with or without grouping, sign in front, behind or as brackets. */
function written(
  minor: number,
  mark: '.' | ',',
  group: string,
  sign: 'front' | 'behind' | 'brackets',
): string {
  const [whole, fraction] = formatMinor(Math.abs(minor), 2).split('.') as [string, string];
  const text = whole.replace(/\B(?=(\d{3})+$)/g, group) + mark + fraction;
  if (minor >= 0) return text;
  return sign === 'front' ? `-${text}` : sign === 'behind' ? `${text}-` : `(${text})`;
}

describe('amounts', () => {
  test('what is written is read back, in every way of writing', () => {
    const way = fc.constantFrom(
      ['.', ''],
      ['.', ','],
      ['.', ' '],
      ['.', '’'],
      [',', ''],
      [',', '.'],
      [',', '\u00a0'],
      [',', ' '],
    );
    const sign = fc.constantFrom('front', 'behind', 'brackets');
    fc.assert(
      fc.property(cents, way, sign, (minor, [mark, group], where) => {
        const text = written(minor, mark as '.' | ',', group!, where as 'front');
        expect(toMinor(readNumber(text, mark as '.' | ',')!, 2)).toBe(minor + 0);
      }),
    );
  });

  test('a file of any amounts comes in with these amounts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(cents, { minLength: 1, maxLength: 20 }),
        fc.constantFrom('.', ','),
        async (amounts, mark) => {
          const rows = amounts.map(
            (minor, i) => `R${i};M;2024-03-01;${written(minor, mark as '.', '', 'front')};cash`,
          );
          const { receipts } = await readAll(['id;outlet;date;total;payment', ...rows].join('\n'), answers());
          expect(receipts.map((r) => r.total)).toEqual(amounts.map((minor) => formatMinor(minor + 0, 2)));
        },
      ),
      { numRuns: 25 },
    );
  });

  test('lines finer than a cent, and their taxes, make their receipt to the cent', async () => {
    const fine = fc
      .integer({ min: 1, max: 9_999_999 })
      .map((n) => `${Math.trunc(n / 10_000)}.${String(n % 10_000).padStart(4, '0')}`);
    await fc.assert(
      fc.asyncProperty(fc.array(fine, { minLength: 2, maxLength: 8 }), async (totals) => {
        const rows = totals.map((total, i) => `R1,M,2024-03-01,P${i},${total},${total},cash`);
        const answered = answers({ rowIs: 'line', totalIs: 'line', decimalMark: '.' });
        const { receipts } = await readAll(
          ['id,outlet,date,product,total,Tax 100%,payment', ...rows].join('\n'),
          answered,
        );
        const cents = (text: string) => Number(text.replace('.', ''));
        const { lines, total, taxes } = receipts[0]!;
        expect(lines.reduce((sum, line) => sum + cents(line.total), 0)).toBe(cents(total));
        expect(lines.reduce((sum, line) => sum + cents(line.tax.amount), 0)).toBe(cents(taxes[0]!.amount));
      }),
      { numRuns: 25 },
    );
  });

  test('any decimal is written as it was read', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }),
        fc.integer({ min: 0, max: 6 }),
        (units, scale) => {
          const back = decimal(decimalText({ units, scale }));
          expect(back.units * 10n ** BigInt(scale - back.scale)).toBe(units);
        },
      ),
    );
  });

  test.each([
    ['548.9715', 54897],
    ['340.5255', 34053],
    ['0.005', 1],
    ['-0.005', -1],
    ['0.0049999', 0],
    ['-548.975', -54898],
    ['7', 700],
    ['.5', 50],
  ])('%s rounds half up to %i cents', (text, minor) =>
    expect(toMinor(readNumber(text, '.')!, 2)).toBe(minor),
  );

  test.each([
    ['12.5', '.'],
    ['12,5', ','],
    ['1,234', 'either'],
    ['1.234', 'either'],
    ['1,234.5', '.'],
    ['1.234,5', ','],
    ['1,234,567', '.'],
    ['1234', 'none'],
    ['0.000', 'none'],
    ['$ 12.50', '.'],
    ['12 €', 'none'],
    ['1 234,5', ','],
    ['12-3', 'not_a_number'],
    ['1.2.3', 'not_a_number'],
    ['12,34,56', 'not_a_number'],
    ['--1', 'not_a_number'],
    ['1e5', 'not_a_number'],
    ['AB12', 'not_a_number'],
  ])('%s speaks for %s', (text, evidence) => expect(markEvidence(text)).toBe(evidence));
});

describe('dates', () => {
  const facts = (...values: string[]) => {
    const all = noDateFacts();
    for (const value of values) countDate(all, value);
    return all;
  };
  test('that are plain need no question', () => {
    expect(plainOrder(facts('2019-01-05', '2019-12-31'))).not.toBeNull();
    expect(plainOrder(facts('13/2/2019', '31/12/2019', '7/7/2019'))).toBe('DMY');
    expect(plainOrder(facts('5 Jan 2019', 'Jan 7, 2019'))).not.toBeNull();
  });
  test('that can be two days are asked about, with both days in words', () => {
    const all = facts('1/5/2019', '1/27/2019', '3/8/2019');
    expect(plainOrder(all)).toBeNull();
    expect(dateChoices(all)).toEqual([
      {
        order: 'DMY',
        fits: 2,
        of: 3,
        examples: [
          { text: '1/5/2019', means: '1 May 2019' },
          { text: '3/8/2019', means: '3 August 2019' },
        ],
      },
      {
        order: 'MDY',
        fits: 3,
        of: 3,
        examples: [
          { text: '1/5/2019', means: '5 January 2019' },
          { text: '3/8/2019', means: '8 March 2019' },
        ],
      },
    ]);
  });
  test('in two orders at once are asked about', () =>
    expect(plainOrder(facts('27/1/2019', '1/27/2019'))).toBeNull());
  test('31/2 is in no calendar', () => expect(readDate('31/2/2019')!.readings).toEqual({}));
  test.each([
    ['5. März 2019', 2019, 3, 5],
    ['Sat, 5 Jan 2019 10:00', 2019, 1, 5],
    ['20190105', 2019, 1, 5],
    ['2019-01-05T10:00:00', 2019, 1, 5],
    ['05-Jan-19', 2019, 1, 5],
  ])('%s is understood', (text, year, month, day) =>
    expect(readDate(text)!.readings.DMY).toEqual({ year, month, day }),
  );
  test.each([
    ['9:05', 9, 5, 0],
    ['09:05:07', 9, 5, 7],
    ['12:00 AM', 0, 0, 0],
    ['12:30 p.m.', 12, 30, 0],
    ['9h05', 9, 5, 0],
    ['09:05:07.123', 9, 5, 7],
  ])('%s is a time', (text, hour, minute, second) =>
    expect(readTime(text)).toEqual({ hour, minute, second, offset: null }),
  );
  test.each(['24:00', '13:00 PM', '9:60', 'noon', '9'])('%s is no time', (text) =>
    expect(readTime(text)).toBeNull(),
  );
});
