import { expect, test } from 'vitest';
import { callsFor, dailyLimitOf, whySummaries } from './call-budget.ts';

test('documents go fifty a call, transfers one by one, contacts are looked for first', () => {
  expect(callsFor(new Map())).toBe(0);
  expect(callsFor(new Map([['invoice', 50]]))).toBe(1);
  expect(callsFor(new Map([['invoice', 51]]))).toBe(2);
  expect(callsFor(new Map([['bank_transfer', 7]]))).toBe(7);
  expect(callsFor(new Map([['contact', 21]]))).toBe(4);
  expect(
    callsFor(
      new Map([
        ['invoice', 120],
        ['payment', 130],
        ['credit_note', 1],
      ]),
    ),
  ).toBe(3 + 3 + 1);
});

test('more left than the smaller tier ever has tells the larger one', () => {
  expect(dailyLimitOf(null)).toBe(1000);
  expect(dailyLimitOf(1000)).toBe(1000);
  expect(dailyLimitOf(1001)).toBe(5000);
});

test('summaries are recommended where each sale takes more than its share, or the plan limits invoices', () => {
  const shop = { eachSale: true, callsOfBusiestDay: 250, dailyLimit: 1000, organisationClass: 'PREMIUM' };
  expect(whySummaries(shop)).toBeNull();
  expect(whySummaries({ ...shop, callsOfBusiestDay: 251 })).toBe('calls');
  expect(whySummaries({ ...shop, callsOfBusiestDay: 251, dailyLimit: 5000 })).toBeNull();
  expect(whySummaries({ ...shop, organisationClass: 'STARTER' })).toBe('plan');
  expect(whySummaries({ ...shop, eachSale: false, organisationClass: 'STARTER' })).toBeNull();
});
