import { retailChart } from './retail-chart.ts';
import { ON_ALL, ON_EXPENSES, ON_INCOME, type Regime } from './types.ts';

const tax = (rate: string) => [{ name: 'Tax', rate }];

/** Xero's edition for everywhere else: one rate on sales, one on purchases, both set by the user. */
export const generic: Regime = {
  version: 'GLOBAL',
  country: 'IE',
  currency: 'EUR',
  timeZone: 'Europe/Dublin',
  timeZoneName: 'GMTSTANDARDTIME',
  yearEnd: { day: 31, month: 12 },
  outOfScope: 'NONE',
  rates: [
    {
      taxType: 'OUTPUT',
      name: 'Tax on Sales',
      components: tax('23'),
      report: 'OUTPUT',
      appliesTo: ON_INCOME,
    },
    {
      taxType: 'INPUT',
      name: 'Tax on Purchases',
      components: tax('23'),
      report: 'INPUT',
      appliesTo: ON_EXPENSES,
    },
    {
      taxType: 'TAX001',
      name: 'Reduced 13.5%',
      components: tax('13.5'),
      report: 'OUTPUT',
      appliesTo: ON_INCOME,
    },
    { taxType: 'NONE', name: 'Tax Exempt', components: tax('0'), report: 'NONE', appliesTo: ON_ALL },
  ],
  chart: retailChart(
    { sale: 'OUTPUT', saleFree: 'NONE', expense: 'INPUT', expenseFree: 'NONE', outOfScope: 'NONE' },
    '860',
  ),
};
