import { expect, test } from 'vitest';
import { adviseWay, callsFor, dailyLimitOf } from './call-budget.ts';
import type { PostingPolicy } from './posting-policy.ts';
import { invoicesAMonth } from './xero-plans.ts';

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

const shop = {
  ways: new Set<PostingPolicy['way']>(['each_sale']),
  ...{ monthlyInvoiceLimit: null, invoicesOfBusiestMonth: 900, callsOfBusiestDay: 250, dailyLimit: 1000 },
};
const ways = (...of: PostingPolicy['way'][]) => ({ ways: new Set(of) });

test('summaries are recommended where each sale takes more than its share of the calls', () => {
  expect(adviseWay(shop)).toBeNull();
  const busy = { ...shop, callsOfBusiestDay: 251 };
  expect(adviseWay(busy)).toEqual({ way: 'summary_per_shift', why: 'calls' });
  expect(adviseWay({ ...busy, dailyLimit: 5000 })).toBeNull();
  expect(adviseWay({ ...busy, ...ways('summary_per_shift', 'summary_per_day') })).toBeNull();
});

test('a plan that caps invoices recommends the fewest, and says where even those are too many', () => {
  const capped = { ...shop, monthlyInvoiceLimit: 20 };
  const perDay = { way: 'summary_per_day', why: 'plan' };
  expect(adviseWay(capped)).toEqual(perDay);
  // Single sales of few days are few: of a month they are not.
  expect(adviseWay({ ...capped, invoicesOfBusiestMonth: 3 })).toEqual(perDay);
  expect(adviseWay({ ...capped, ...ways('summary_per_shift') })).toEqual(perDay);
  expect(adviseWay({ ...capped, ...ways('summary_per_day', 'summary_per_shift') })).toEqual(perDay);
  expect(adviseWay({ ...capped, ...ways('summary_per_day') })).toEqual({ way: null, why: 'plan' });
  expect(adviseWay({ ...capped, ...ways('summary_per_shift'), invoicesOfBusiestMonth: 20 })).toBeNull();
  expect(adviseWay({ ...capped, monthlyInvoiceLimit: 0 })).toEqual({ way: null, why: 'plan' });
});

test('which plans cap invoices is known of those that do; others are taken to have no limit', () => {
  expect(['STARTER', 'IGNITE', 'PREMIUM', 'GROW', 'DEMO', 'toString', null].map(invoicesAMonth)).toEqual([
    ...[20, 20, null, null, null, null, null],
  ]);
  expect(invoicesAMonth('GST_CASHBOOK')).toBe(0);
});
