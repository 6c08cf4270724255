import fc from 'fast-check';
import { expect, test } from 'vitest';
import { documentKey, documentNumber } from './number.ts';

test('numbers hold nothing but A to Z, digits and hyphens, and stay within what Xero takes', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 120 }),
      fc.string({ minLength: 1, maxLength: 120 }),
      (outlet, id) => {
        const number = documentNumber('K7Q2MX', outlet, id, 1);
        expect(number).toMatch(/^[A-Z0-9-]{1,200}$/);
      },
    ),
  );
});

test('ids that differ only in letters that numbers cannot hold still get different numbers', () => {
  const numbers = ['r#1', 'R#1', 'R-1', 'r-1', 'R 1', 'ß1'].map((id) => documentNumber('K7Q2MX', 'O', id, 1));
  expect(new Set(numbers).size).toBe(numbers.length);
});

test('keys of different sources never meet, whatever separators the ids hold', () => {
  expect(documentKey('invoice', 'A:B', 'C', 1)).not.toBe(documentKey('invoice', 'A', 'B:C', 1));
});
