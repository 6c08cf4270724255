import { retailChart } from './retail-chart.ts';
import { ON_ALL, ON_EXPENSES, ON_INCOME, type Regime } from './types.ts';

/** United States: sales tax made of state, county and city, with up to four decimals. */
export const us: Regime = {
  version: 'US',
  country: 'US',
  currency: 'USD',
  timeZone: 'America/New_York',
  timeZoneName: 'EASTERNSTANDARDTIME',
  yearEnd: { day: 31, month: 12 },
  outOfScope: 'NONE',
  rates: [
    {
      taxType: 'OUTPUT',
      name: 'Tax on Sales',
      components: [{ name: 'Sales Tax', rate: '0' }],
      report: 'OUTPUT',
      appliesTo: ON_INCOME,
    },
    {
      taxType: 'INPUT',
      name: 'Tax on Purchases',
      components: [{ name: 'Purchase Tax', rate: '0' }],
      report: 'INPUT',
      appliesTo: ON_EXPENSES,
    },
    {
      taxType: 'TAX001',
      name: 'Los Angeles',
      components: [
        { name: 'State', rate: '6' },
        { name: 'County', rate: '3.5' },
      ],
      report: 'NONE',
      appliesTo: ON_ALL,
    },
    {
      taxType: 'TAX002',
      name: 'New York City',
      components: [
        { name: 'State', rate: '4' },
        { name: 'City', rate: '4.5' },
        { name: 'District', rate: '0.375' },
      ],
      report: 'NONE',
      appliesTo: ON_ALL,
    },
    {
      taxType: 'TAX003',
      name: 'Minneapolis',
      components: [
        { name: 'State', rate: '6.875' },
        { name: 'City', rate: '0.6563' },
      ],
      report: 'NONE',
      appliesTo: ON_ALL,
    },
    {
      taxType: 'NONE',
      name: 'Tax Exempt',
      components: [{ name: 'No Tax', rate: '0' }],
      report: 'NONE',
      appliesTo: ON_ALL,
    },
  ],
  chart: retailChart(
    { sale: 'TAX002', saleFree: 'NONE', expense: 'NONE', expenseFree: 'NONE', outOfScope: 'NONE' },
    '860',
  ),
};
