import { retailChart } from './retail-chart.ts';
import { ON_ALL, ON_EXPENSES, ON_INCOME, type Regime } from './types.ts';

const gst = (rate: string) => [{ name: 'GST', rate }];

/** New Zealand: GST 15 %; OUTPUT and INPUT are the 12.5 % of before October 2010 and still there. */
export const nz: Regime = {
  version: 'NZ',
  country: 'NZ',
  currency: 'NZD',
  timeZone: 'Pacific/Auckland',
  timeZoneName: 'NEWZEALANDSTANDARDTIME',
  yearEnd: { day: 31, month: 3 },
  outOfScope: 'NONE',
  rates: [
    {
      taxType: 'OUTPUT2',
      name: '15% GST on Income',
      components: gst('15'),
      report: 'OUTPUT',
      appliesTo: ON_INCOME,
    },
    {
      taxType: 'INPUT2',
      name: '15% GST on Expenses',
      components: gst('15'),
      report: 'INPUT',
      appliesTo: ON_EXPENSES,
    },
    {
      taxType: 'OUTPUT',
      name: '12.5% GST on Income',
      components: gst('12.5'),
      report: 'OUTPUT',
      appliesTo: ON_INCOME,
    },
    {
      taxType: 'INPUT',
      name: '12.5% GST on Expenses',
      components: gst('12.5'),
      report: 'INPUT',
      appliesTo: ON_EXPENSES,
    },
    {
      taxType: 'ZERORATED',
      name: 'Zero Rated',
      components: gst('0'),
      report: 'OUTPUT',
      appliesTo: ['LIABILITY', 'REVENUE'],
    },
    {
      taxType: 'GSTONIMPORTS',
      name: 'GST on Imports',
      components: gst('0'),
      report: 'GSTONIMPORTS',
      appliesTo: ['LIABILITY'],
    },
    { taxType: 'NONE', name: 'No GST', components: gst('0'), report: 'NONE', appliesTo: ON_ALL },
  ],
  chart: retailChart(
    { sale: 'OUTPUT2', saleFree: 'ZERORATED', expense: 'INPUT2', expenseFree: 'NONE', outOfScope: 'NONE' },
    '860',
  ),
};
