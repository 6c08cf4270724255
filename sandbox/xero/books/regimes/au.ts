import { retailChart } from './retail-chart.ts';
import { ON_ALL, ON_EXPENSES, ON_INCOME, type Regime } from './types.ts';

const gst = (rate: string) => [{ name: 'GST', rate }];

/** Australia: GST 10 %. There is no TaxType NONE; out of scope is BASEXCLUDED. */
export const au: Regime = {
  version: 'AU',
  country: 'AU',
  currency: 'AUD',
  timeZone: 'Australia/Sydney',
  timeZoneName: 'AUSEASTERNSTANDARDTIME',
  yearEnd: { day: 30, month: 6 },
  outOfScope: 'BASEXCLUDED',
  rates: [
    {
      taxType: 'OUTPUT',
      name: 'GST on Income',
      components: gst('10'),
      report: 'OUTPUT',
      appliesTo: ON_INCOME,
    },
    {
      taxType: 'INPUT',
      name: 'GST on Expenses',
      components: gst('10'),
      report: 'INPUT',
      appliesTo: ON_EXPENSES,
    },
    {
      taxType: 'CAPEXINPUT',
      name: 'GST on Capital',
      components: gst('10'),
      report: 'CAPITALEXPENSESINPUT',
      appliesTo: ON_EXPENSES,
    },
    {
      taxType: 'EXEMPTOUTPUT',
      name: 'GST Free Income',
      components: gst('0'),
      report: 'EXEMPTOUTPUT',
      appliesTo: ON_INCOME,
    },
    {
      taxType: 'EXEMPTEXPENSES',
      name: 'GST Free Expenses',
      components: gst('0'),
      report: 'EXEMPTEXPENSES',
      appliesTo: ON_EXPENSES,
    },
    {
      taxType: 'EXEMPTCAPITAL',
      name: 'GST Free Capital',
      components: gst('0'),
      report: 'EXEMPTCAPITAL',
      appliesTo: ON_EXPENSES,
    },
    {
      taxType: 'EXEMPTEXPORT',
      name: 'GST Free Exports',
      components: gst('0'),
      report: 'EXEMPTOUTPUT',
      appliesTo: ON_INCOME,
    },
    {
      taxType: 'INPUTTAXED',
      name: 'Input Taxed',
      components: gst('0'),
      report: 'INPUTTAXED',
      appliesTo: ON_ALL,
    },
    {
      taxType: 'GSTONIMPORTS',
      name: 'GST on Imports',
      components: gst('0'),
      report: 'GSTONIMPORTS',
      appliesTo: ['LIABILITY'],
    },
    {
      taxType: 'BASEXCLUDED',
      name: 'BAS Excluded',
      components: gst('0'),
      report: 'BASEXCLUDED',
      appliesTo: ON_ALL,
    },
  ],
  chart: retailChart(
    {
      sale: 'OUTPUT',
      saleFree: 'EXEMPTOUTPUT',
      expense: 'INPUT',
      expenseFree: 'EXEMPTEXPENSES',
      outOfScope: 'BASEXCLUDED',
    },
    '861',
  ),
};
