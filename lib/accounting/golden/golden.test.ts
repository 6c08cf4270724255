import { afterAll, describe, expect, test } from 'vitest';
import { formatMinor, type Minor, parseMinor, sum } from '@/lib/money/money';
import { apportion, divide, toCash } from '@/lib/money/rounding';
import { interpret } from '@/lib/tagrain/interpret';
import { BusinessDays } from '../business-day.ts';
import { closedShift } from '../case-records.ts';
import { context, ids, mapping } from '../fixture.ts';
import { movements } from '../journal.ts';
import { planTill } from '../plan-till.ts';
import { type AmountTypes, predictTotals } from '../xero-totals.ts';
import { goldenCash, goldenDivisions, goldenLines, goldenTax } from './arithmetic.ts';
import { goldenDocuments } from './documents.ts';
import { goldenOfOthers, goldenSettled } from './settled.ts';
import { goldenDrawers, goldenShares } from './till.ts';

/** Our arithmetic against how Xero, tax offices and central banks are known to compute: the tables of this folder. */

const minor = (text: string): Minor => parseMinor(text, 2)!;
const text = (amount: Minor) => formatMinor(amount, 2);

const seen = new Set<string>();
/** A case's id stands before its part, if it has parts. */
const see = (id: string) => seen.add(id.split(' ')[0]!);

const totalsOf = (lines: readonly [string, string, string][], types: AmountTypes) =>
  predictTotals(
    lines.map(([quantity, unitAmount, taxRate]) => ({ quantity, unitAmount, taxRate })),
    types,
  );

describe('documents', () => {
  test.each(goldenDocuments)('$id: $total', ({ id, types, lines, ...is }) => {
    see(id);
    const predicted = totalsOf(
      lines.map(([quantity, unit, rate]) => [quantity, unit, rate]),
      types,
    );
    expect(predicted.lines.map((l) => [text(l.amountMinor), text(l.taxMinor)])).toEqual(
      lines.map(([, , , amount, tax]) => [amount, tax]),
    );
    expect([predicted.subTotalMinor, predicted.taxMinor, predicted.totalMinor].map(text)).toEqual([
      ...[is.subTotal, is.tax, is.total],
    ]);
    if (!is.settled) return;
    const { paid, credited, due } = is.settled;
    expect(text(predicted.totalMinor - minor(paid) - minor(credited))).toBe(due);
  });

  test.each(goldenSettled)('$id: $left stays of $total', ({ id, total, settled, left }) => {
    see(id);
    expect(text(minor(total) - sum(settled.map(minor)))).toBe(left);
  });
});

describe('lines and their taxes', () => {
  test.each(goldenTax)('$id', ({ id, types, rate, lines }) => {
    see(id);
    const predicted = totalsOf(
      lines.map(([amount]) => ['1', amount, rate]),
      types,
    );
    expect(predicted.lines.map((l) => text(l.taxMinor))).toEqual(lines.map(([, tax]) => tax));
    expect(text(predicted.taxMinor)).toBe(text(sum(lines.map(([, tax]) => minor(tax)))));
  });

  test.each(goldenLines)('$id: $amount', ({ id, line, unitDecimals, amount }) => {
    see(id);
    const { lines } = predictTotals([{ ...line, taxRate: '0' }], 'Exclusive', unitDecimals);
    expect(text(lines[0]!.amountMinor)).toBe(amount);
  });

  test.each(goldenDivisions)('$id', ({ id, numerator, denominator, rounding, is }) => {
    see(id);
    expect(divide(numerator, denominator, rounding)).toBe(is);
    expect(divide(-numerator, denominator, rounding)).toBe(-is);
  });

  test('XR-7.7454: the line is rounded, then taxed', () => {
    const { lines } = totalsOf([['1', '7.7454', '10']], 'Exclusive');
    expect(text(lines[0]!.taxMinor)).toBe('0.78');
  });

  test('XR-SENPOS: a tax that is sent stands', () => {
    see('XR-SENPOS');
    const line = (unitAmount: string, taxAmount: string, taxRate = '0') => ({
      ...{ quantity: '1', unitAmount, taxRate, taxAmountMinor: minor(taxAmount) },
    });
    const lines = [line('10.74', '0.99', '10'), line('-10.80', '0.00'), line('0.06', '0.00')];
    const { totalMinor, taxMinor } = predictTotals(lines, 'Inclusive');
    expect([totalMinor, taxMinor].map(text)).toEqual(['0.00', '0.99']);
  });

  test('TAX-AU-MIXED-7.80: a taxed and a free line', () => {
    see('TAX-AU-MIXED-7.80');
    const taxed: [string, string, string][] = [
      ['1', '5.50', '10'],
      ['1', '2.30', '0'],
    ];
    const { totalMinor, taxMinor } = totalsOf(taxed, 'Inclusive');
    expect([totalMinor, taxMinor].map(text)).toEqual(['7.80', '0.50']);
  });

  test('TAX-WAFEQ: two rates', () => {
    const taxed: [string, string, string][] = [
      ['1', '45.30', '5'],
      ['1', '33.45', '10'],
    ];
    const { subTotalMinor, taxMinor, totalMinor } = totalsOf(taxed, 'Exclusive');
    expect([subTotalMinor, taxMinor, totalMinor].map(text)).toEqual(['78.75', '5.62', '84.37']);
  });
});

describe('cash rounding', () => {
  test.each(goldenCash)('$id: by $coin', ({ id, coin, rounding, amounts }) => {
    see(id);
    const paid = amounts.map(([total]) => text(toCash(minor(total), minor(coin), rounding)));
    expect(paid).toEqual(amounts.map(([, cash]) => cash));
  });

  test.each([
    ['CASH-CA-PLUMBING', '689.93', '12', '82.79', '772.72', '772.70'],
    ['CASH-CA-GI131-7', '179.00', '13', '23.27', '202.27', '202.25'],
  ])('%s: the rounding is a line of its own, and the tax stays', (_id, net, rate, tax, total, cash) => {
    const sale: [string, string, string] = ['1', net, rate];
    const before = totalsOf([sale], 'Exclusive');
    expect(text(before.totalMinor)).toBe(total);
    const rounding = toCash(before.totalMinor, 5, 'half_up') - before.totalMinor;
    const after = totalsOf([sale, ['1', text(rounding), '0']], 'Exclusive');
    expect([after.totalMinor, after.taxMinor].map(text)).toEqual([cash, tax]);
  });
});

describe('discounts', () => {
  test.each(goldenShares)('$id', ({ id, amountMinor, weights, shares, totalMinor }) => {
    see(id);
    const made = apportion(amountMinor, weights);
    if (shares) expect(made).toEqual(shares);
    expect(sum(made)).toBe(amountMinor);
    if (totalMinor !== undefined) expect(sum(weights) - sum(made)).toBe(totalMinor);
  });
});

describe('counted drawers', () => {
  const days = new BusinessDays('Australia/Sydney', '04:00');
  const chosen = { ...mapping, overShortAccountId: ids.cleaning, cashOutAccountId: ids.bank };
  const under = context({ mapping: chosen, organisation: { ...context().organisation, lockedUntil: null } });

  test.each(goldenDrawers)('$id: $over', ({ id, opening, sales, expenses, counted, over, banked }) => {
    see(id);
    const expected = text(minor(opening) + minor(sales) - minor(expenses));
    const removed = banked ?? '0.00';
    const left = text(minor(counted) - minor(removed));
    const closing = closedShift('S1', opening, { expected, counted, removed, left });
    const plans = interpret(closing, days, '2026-11-03T12:00:00Z')
      .filter(({ till }) => till.kind !== 'shift')
      .map(({ till, refusal }) => {
        expect(refusal).toBeNull();
        const plan = planTill(till, under);
        if (!plan.ok) throw new Error(plan.refusals[0]!.text);
        return plan.documents;
      });
    const moved = movements(plans.flat());
    // An expense where it is short, the other way round where it is over.
    expect(text(-(moved.get(ids.cleaning) ?? 0))).toBe(over);
    expect(text(moved.get(ids.bank) ?? 0)).toBe(removed);
    expect(text(moved.get(ids.till) ?? 0)).toBe(text(minor(over) - minor(removed)));
  });
});

test('every checked case with arithmetic is here, or said to be of something else', () => {
  // Of the 213 cases of shared/golden, 140 are checked and carry arithmetic.
  expect(seen.size + Object.keys(goldenOfOthers).length).toBe(140);
});

afterAll(() => {
  console.info(
    `golden cases reproduced: ${seen.size}; of something else: ${Object.keys(goldenOfOthers).length}`,
  );
});
