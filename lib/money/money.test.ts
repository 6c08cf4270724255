import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatMinor, minorDigits, parseMinor } from './money.ts';
import { apportion, divideHalfUp, percent, taxInside, taxInsideAt, taxOnTop } from './rounding.ts';

describe('decimal strings', () => {
  test.each([
    ['12.50', 2, 1250],
    ['-0.05', 2, -5],
    ['1250', 0, 1250],
    ['1.2345', 3, null],
    ['1.2340', 3, 1234],
    ['12,50', 2, null],
    ['1e3', 2, null],
    ['', 2, null],
    ['999999999999999.99', 2, null],
  ])('%s with %i digits is %s', (text, digits, expected) => {
    expect(parseMinor(text, digits)).toBe(expected);
  });

  test('what is written is read back, for every amount and number of digits', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 4 }), (amount, digits) => {
        fc.pre(Math.abs(amount) < 10 ** 15);
        expect(parseMinor(formatMinor(amount, digits), digits)).toBe(amount + 0);
      }),
    );
  });

  test('a currency has its own minor digits', () => {
    expect([minorDigits('AUD'), minorDigits('JPY'), minorDigits('KWD')]).toEqual([2, 0, 3]);
  });

  // Coins of them went out of use, and Intl tells none of some; books are kept in hundredths, in Iraq in thousandths.
  test.each([
    ['HUF', 2],
    ['PKR', 2],
    ['IDR', 2],
    ['COP', 2],
    ['LBP', 2],
    ['IQD', 3],
    ['ISK', 0],
    ['UGX', 0],
    ['CLF', 4],
  ])('%s has %i of them, by ISO 4217', (currency, digits) => {
    expect(minorDigits(currency)).toBe(digits);
    expect(() => minorDigits('A$')).toThrow(RangeError);
  });
});

describe('rounding', () => {
  test('halves go away from zero', () => {
    expect([divideHalfUp(5n, 2n), divideHalfUp(-5n, 2n), divideHalfUp(4n, 3n)]).toEqual([3n, -3n, 1n]);
  });

  test('the tax inside 1,000.00 at 15 % is 130.43, on top of 25.63 it is 3.84', () => {
    expect(taxInside(100000, percent('15'))).toBe(13043);
    expect(taxOnTop(2563, percent('15'))).toBe(384);
  });

  test('the tax inside at a rate is the same, to the cent, whether computed in small integers or in large ones', () => {
    const rate = fc.oneof(
      fc.constantFrom('0', '10', '15', '20', '5', '8.875', '7.0625', '-10', '100.0000000'),
      fc.integer({ min: 0, max: 10_000_000 }).map((n) => formatMinor(n, 4)),
    );
    // Ties, and the size from which integers would no longer be exact.
    const gross = fc.oneof(fc.integer({ min: -500, max: 500 }), fc.integer(), fc.maxSafeInteger());
    fc.assert(
      fc.property(rate, gross, (percentage, amount) => {
        expect(taxInsideAt(percentage)(amount)).toBe(taxInside(amount, percent(percentage)));
      }),
      { numRuns: 5_000 },
    );
    expect(() => taxInsideAt('ten')).toThrow(RangeError);
  });

  test('apportioning loses no cent and strays less than one cent per share', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 1, maxLength: 30 }),
        (amount, weights) => {
          const total = weights.reduce((a, b) => a + b, 0);
          fc.pre(total > 0);
          const shares = apportion(amount, weights);
          expect(shares.reduce((a, b) => a + b, 0)).toBe(amount);
          for (const [i, share] of shares.entries()) {
            const exactTimesTotal = BigInt(amount) * BigInt(weights[i]!);
            const strayTimesTotal = BigInt(share) * BigInt(total) - exactTimesTotal;
            expect(strayTimesTotal < BigInt(total) && strayTimesTotal > -BigInt(total)).toBe(true);
          }
        },
      ),
    );
  });
});
