import { retailChart } from './retail-chart.ts';
import { ON_ALL, ON_EXPENSES, ON_INCOME, type Regime } from './types.ts';

const vat = (rate: string) => [{ name: 'VAT', rate }];

/** United Kingdom: VAT 20 % and 5 %; zero-rated, exempt and "No VAT" are three different things. */
export const uk: Regime = {
  version: 'UK',
  country: 'GB',
  currency: 'GBP',
  timeZone: 'Europe/London',
  timeZoneName: 'GMTSTANDARDTIME',
  yearEnd: { day: 31, month: 3 },
  outOfScope: 'NONE',
  rates: [
    {
      taxType: 'OUTPUT2',
      name: '20% (VAT on Income)',
      components: vat('20'),
      report: 'OUTPUT',
      appliesTo: ON_INCOME,
    },
    {
      taxType: 'INPUT2',
      name: '20% (VAT on Expenses)',
      components: vat('20'),
      report: 'INPUT',
      appliesTo: ON_EXPENSES,
    },
    {
      taxType: 'RROUTPUT',
      name: '5% (VAT on Income)',
      components: vat('5'),
      report: 'OUTPUT',
      appliesTo: ON_INCOME,
    },
    {
      taxType: 'RRINPUT',
      name: '5% (VAT on Expenses)',
      components: vat('5'),
      report: 'INPUT',
      appliesTo: ON_EXPENSES,
    },
    {
      taxType: 'ZERORATEDOUTPUT',
      name: 'Zero Rated Income',
      components: vat('0'),
      report: 'OUTPUT',
      appliesTo: ON_INCOME,
    },
    {
      taxType: 'ZERORATEDINPUT',
      name: 'Zero Rated Expenses',
      components: vat('0'),
      report: 'INPUT',
      appliesTo: ON_EXPENSES,
    },
    {
      taxType: 'EXEMPTOUTPUT',
      name: 'Exempt Income',
      components: vat('0'),
      report: 'EXEMPTOUTPUT',
      appliesTo: ON_INCOME,
    },
    {
      taxType: 'EXEMPTINPUT',
      name: 'Exempt Expenses',
      components: vat('0'),
      report: 'EXEMPTINPUT',
      appliesTo: ON_EXPENSES,
    },
    { taxType: 'NONE', name: 'No VAT', components: vat('0'), report: 'NONE', appliesTo: ON_ALL },
  ],
  chart: retailChart(
    {
      sale: 'OUTPUT2',
      saleFree: 'ZERORATEDOUTPUT',
      expense: 'INPUT2',
      expenseFree: 'ZERORATEDINPUT',
      outOfScope: 'NONE',
    },
    '860',
  ),
};
