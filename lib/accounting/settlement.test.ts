import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { settle } from './settlement.ts';

const pay = (...amounts: [string, number][]) =>
  amounts.map(([type, amountMinor], i) => ({ id: String(i + 1), type, amountMinor }));
const noDebt = () => false;

describe('what pays a receipt, and what only moved', () => {
  test('payments of one type are one', () => {
    expect(settle(pay(['cash', 500], ['card', 300], ['cash', 200]), 1, noDebt)).toEqual({
      payments: [
        { type: 'cash', position: 1, amountMinor: 700 },
        { type: 'card', position: 2, amountMinor: 300 },
      ],
      moves: [],
    });
  });

  test('cash-back on a card sale moves from the till to the card', () => {
    expect(settle(pay(['card', 3100], ['cash', -2000]), 1, noDebt)).toEqual({
      payments: [{ type: 'card', position: 1, amountMinor: 1100 }],
      moves: [{ fromType: 'cash', toType: 'card', amountMinor: 2000 }],
    });
  });

  test('on a refund money goes the other way', () => {
    expect(settle(pay(['card', -3000], ['cash', 1000]), -1, noDebt)).toEqual({
      payments: [{ type: 'card', position: 1, amountMinor: 2000 }],
      moves: [{ fromType: 'card', toType: 'cash', amountMinor: 1000 }],
    });
  });

  test('an even exchange pays nothing and only moves', () => {
    expect(settle(pay(['card', 2000], ['cash', -2000]), 1, noDebt)).toEqual({
      payments: [],
      moves: [{ fromType: 'cash', toType: 'card', amountMinor: 2000 }],
    });
  });

  test('a debt stands against what goes out only where nothing else does', () => {
    const isDebt = (type: string) => type === 'account';
    expect(settle(pay(['account', 3000], ['cash', -2000]), 1, isDebt)).toEqual({
      payments: [{ type: 'account', position: 1, amountMinor: 1000 }],
      moves: [{ fromType: 'cash', toType: 'account', amountMinor: 2000 }],
    });
    expect(settle(pay(['account', 3000], ['card', 2500], ['cash', -2000]), 1, isDebt)).toEqual({
      payments: [
        { type: 'account', position: 1, amountMinor: 3000 },
        { type: 'card', position: 2, amountMinor: 500 },
      ],
      moves: [{ fromType: 'cash', toType: 'card', amountMinor: 2000 }],
    });
  });

  test('for every receipt each payment type ends with what the till says, and the document with its total', () => {
    const amounts = fc.array(
      fc.tuple(fc.constantFrom('cash', 'card', 'gift'), fc.integer({ min: -5000, max: 5000 })),
      {
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(amounts, (list) => {
        const payments = pay(...list);
        const total = payments.reduce((n, p) => n + p.amountMinor, 0);
        const sign = total < 0 ? -1 : 1;
        const result = settle(payments, sign, noDebt);
        expect(result.payments.reduce((n, p) => n + p.amountMinor, 0)).toBe(Math.abs(total));
        for (const type of ['cash', 'card', 'gift']) {
          const said = payments.filter((p) => p.type === type).reduce((n, p) => n + p.amountMinor, 0);
          const paid =
            result.payments.filter((p) => p.type === type).reduce((n, p) => n + p.amountMinor, 0) * sign;
          const moved = result.moves.reduce(
            (n, m) => n + (m.toType === type ? m.amountMinor : 0) - (m.fromType === type ? m.amountMinor : 0),
            0,
          );
          expect(paid + moved).toBe(said + 0);
        }
      }),
    );
  });
});
