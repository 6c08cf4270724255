import type { AmountTypes, LineToPredict, UnitDecimals } from '@/lib/accounting/xero-totals';
import type { Rounding } from '@/lib/money/rounding';

/** Figures that need no document: tax in and on amounts, single lines, cash rounding. */

export type GoldenTax = {
  id: string;
  source: string;
  types: AmountTypes;
  rate: string;
  /** Amount and its tax; several are taxed line by line and summed. */
  lines: [string, string][];
};

const recorded = 'waynerobinson/xeroizer, records of the live Demo AU organisation';
const auTax = (id: string, amount: string, tax: string): GoldenTax => ({
  ...{ id, source: recorded, types: 'Inclusive', rate: '10', lines: [[amount, tax]] },
});

export const goldenTax: GoldenTax[] = [
  {
    ...{ id: 'TAX-NZ-1725', source: 'ird.govt.nz, Calculating GST', types: 'Exclusive', rate: '15' },
    lines: [['1500.00', '225.00']],
  },
  {
    ...{ id: 'TAX-NZ-1725 (3/23)', source: 'ird.govt.nz, Calculating GST', types: 'Inclusive', rate: '15' },
    lines: [['1725.00', '225.00']],
  },
  {
    ...{ id: 'TAX-NZ-200', source: 'calcgst.nz', types: 'Inclusive', rate: '15' },
    lines: [['200.00', '26.09']],
  },
  {
    ...{ id: 'TAX-NZ-115', source: 'askkiwi.co.nz, after IR375', types: 'Inclusive', rate: '15' },
    lines: [['115.00', '15.00']],
  },
  {
    ...{ id: 'TAX-NZ-115 (wrong way)', source: 'askkiwi.co.nz', types: 'Exclusive', rate: '15' },
    lines: [['115.00', '17.25']],
  },
  {
    ...{ id: 'TAX-NZ-12.5', source: 'ird.govt.nz: divide by 9', types: 'Inclusive', rate: '12.5' },
    lines: [
      ['90.00', '10.00'],
      ['100.00', '11.11'],
    ],
  },
  auTax('TAX-AU-REC-1', '42.00', '3.82'),
  auTax('TAX-AU-REC-2', '1500.00', '136.36'),
  auTax('TAX-AU-REC-3', '224.00', '20.36'),
  auTax('TAX-AU-REC-4', '2500.00', '227.27'),
  auTax('TAX-AU-REC-5', '2000.00', '181.82'),
  auTax('TAX-AU-REC-6', '840.00', '76.36'),
  auTax('TAX-AU-REC-7', '396.00', '36.00'),
  {
    ...{ id: 'TAX-4PC-2.99', source: 'docs.zuora.com: the tax is rounded', types: 'Inclusive', rate: '4' },
    lines: [['2.99', '0.12']],
  },
  {
    ...{ id: 'TAX-WAFEQ (5 %)', source: 'developer.wafeq.com', types: 'Exclusive', rate: '5' },
    lines: [['45.30', '2.27']],
  },
  {
    ...{ id: 'TAX-WAFEQ (10 %)', source: 'developer.wafeq.com', types: 'Exclusive', rate: '10' },
    lines: [['33.45', '3.35']],
  },
  {
    ...{ id: 'XR-3x500', source: 'XeroAPI/xero-python, live Demo NZ', types: 'Inclusive', rate: '15' },
    lines: [
      ['500.00', '65.22'],
      ['500.00', '65.22'],
      ['500.00', '65.22'],
    ],
  },
  {
    ...{
      id: 'XR-3x500 (as one)',
      source: 'XeroAPI/xero-python, live Demo NZ',
      types: 'Inclusive',
      rate: '15',
    },
    lines: [['1500.00', '195.65']],
  },
];

/** Divisions that the sources spell out by themselves, in whole numbers. */
export type GoldenDivision = {
  id: string;
  source: string;
  numerator: bigint;
  denominator: bigint;
  rounding: Rounding;
  is: bigint;
};

export const goldenDivisions: GoldenDivision[] = [
  {
    ...{ id: 'TAX-UK-12.2388 (shown)', source: 'support.countingup.com 4402604892305: rounds down' },
    ...{ numerator: 122388n, denominator: 600n, rounding: 'down', is: 203n },
  },
  {
    ...{ id: 'TAX-UK-12.2388 (exact)', source: 'support.countingup.com 4402604892305: 2.0398' },
    ...{ numerator: 122388n, denominator: 6n, rounding: 'half_up', is: 20398n },
  },
  {
    ...{ id: 'TAX-UK-12.2388 (Xero)', source: 'as Xero rounds it, half up' },
    ...{ numerator: 122388n, denominator: 600n, rounding: 'half_up', is: 204n },
  },
  {
    ...{ id: 'TAX-4PC-2.99 (net)', source: 'docs.zuora.com: the net is rounded' },
    ...{ numerator: 29900n, denominator: 104n, rounding: 'half_up', is: 288n },
  },
  {
    ...{ id: 'TAX-AU-HOMEFONE 0.104', source: 'support.myhomefone.com.au' },
    ...{ numerator: 104n, denominator: 10n, rounding: 'half_up', is: 10n },
  },
  {
    ...{ id: 'TAX-AU-HOMEFONE 0.105', source: 'support.myhomefone.com.au' },
    ...{ numerator: 105n, denominator: 10n, rounding: 'half_up', is: 11n },
  },
  {
    ...{ id: 'TAX-AU-HOMEFONE on the total', source: 'support.myhomefone.com.au: 2132.12 at 10 %' },
    ...{ numerator: 213212n, denominator: 10n, rounding: 'half_up', is: 21321n },
  },
  {
    ...{ id: 'CASH-NZ-SOUP', source: 'bestmaths.net: 7 × 1.94 and 6/24 of 3.86, in coins of 5 cents, once' },
    ...{ numerator: 14545n, denominator: 50n, rounding: 'half_up', is: 291n },
  },
  {
    ...{ id: 'XR-DISCOUNT-AMOUNT-148 (rate)', source: 'community.breww.com 1035: 10 of 148 in percent' },
    ...{ numerator: 100000n, denominator: 148n, rounding: 'half_up', is: 676n },
  },
];

export type GoldenLine = {
  id: string;
  source: string;
  line: Pick<LineToPredict, 'quantity' | 'unitAmount' | 'discount'>;
  unitDecimals: UnitDecimals;
  amount: string;
};

const aLine = (
  id: string,
  source: string,
  [quantity, unitAmount]: [string, string],
  amount: string,
  more: { discount?: LineToPredict['discount']; unitDecimals?: UnitDecimals } = {},
): GoldenLine => {
  const { discount, unitDecimals = 2 } = more;
  return { id, source, line: { quantity, unitAmount, discount }, unitDecimals, amount };
};

const rounding = 'developer.xero.com, Rounding in Xero';
const breww = 'community.breww.com 1035';
const fourDecimals = { unitDecimals: 4 } as const;

export const goldenLines: GoldenLine[] = [
  aLine('XR-UNITPRICE-1000 (as one)', rounding, ['1', '61.17'], '61.17'),
  aLine('XR-UNITPRICE-1000 (4 decimals)', rounding, ['1000', '0.061171'], '61.20', fourDecimals),
  aLine('XR-LINE-TOTAL-REJECT', 'community.xero.com 44391, Xero staff', ['4', '49.99'], '199.96'),
  aLine('XR-DISCOUNT-AMOUNT-148', breww, ['2', '148.00'], '276.00', { discount: { amount: '20.00' } }),
  aLine('XR-DISCOUNT-AMOUNT-148 (rate)', breww, ['2', '148.00'], '275.99', { discount: { rate: '6.76' } }),
  aLine('XR-LIB-1172', 'waynerobinson/xeroizer line_item_test.rb', ['1', '1337.00'], '1172.01', {
    discount: { rate: '12.34' },
  }),
  aLine('XR-LIB-1172 (amount)', 'waynerobinson/xeroizer line_item_test.rb', ['1', '1337.00'], '1172.01', {
    discount: { amount: '164.99' },
  }),
  aLine('XR-LIB-0.005', 'waynerobinson/xeroizer invoice_test.rb', ['0.005', '1'], '0.01'),
  aLine('XR-7.7454', 'Stack Overflow 75830230, Xero staff', ['1', '7.7454'], '7.75'),
  aLine('XR-MICRO-702', 'XeroAPI/xero-node issue 702', ['2', '0.001'], '0.00', fourDecimals),
  aLine('XR-NODE-QTY-4.34', 'XeroAPI/xero-node v3 examples', ['4.3400', '395.00'], '1714.30'),
  aLine('XR-JAVA-353', 'XeroAPI/Xero-Java 353', ['8555500', '0.000149611361'], '855.55', fourDecimals),
  aLine('XR-JAVA-353 (second)', 'XeroAPI/Xero-Java 353', ['8555500', '0.000029104'], '0.00', fourDecimals),
];

export type GoldenCash = {
  id: string;
  source: string;
  coin: string;
  rounding: Rounding;
  /** Total, and what is paid in cash. */
  amounts: [string, string][];
};

const lastDigits = (cash: Record<string, string>): [string, string][] => Object.entries(cash);

export const goldenCash: GoldenCash[] = [
  {
    ...{ id: 'CASH-AU-XSTORE', source: 'Oracle Retail Xstore 21.0', coin: '0.05', rounding: 'half_up' },
    amounts: [
      ['161.44', '161.45'],
      ['236.51', '236.50'],
      // “Refunds too must be multiples of 0.05.”
      ['-161.44', '-161.45'],
    ],
  },
  {
    ...{ id: 'CASH-NZ-RETAILERS', source: 'grownups.co.nz, after the Reserve Bank', coin: '0.10' },
    rounding: 'half_down',
    amounts: lastDigits({
      ...{ '7.01': '7.00', '7.02': '7.00', '7.03': '7.00', '7.04': '7.00', '7.05': '7.00' },
      ...{ '7.06': '7.10', '7.07': '7.10', '7.08': '7.10', '7.09': '7.10' },
    }),
  },
  {
    ...{ id: 'CASH-NZ-OLD5C', source: 'bestmaths.net, before 2006', coin: '0.05', rounding: 'half_up' },
    amounts: lastDigits({
      ...{ '0.51': '0.50', '0.52': '0.50', '0.53': '0.55', '0.54': '0.55' },
      ...{ '0.56': '0.55', '0.57': '0.55', '0.58': '0.60', '0.59': '0.60' },
    }),
  },
  {
    ...{ id: 'CASH-ROBOTILL', source: 'poshelp.robotill.com, SaleRounding', coin: '0.10', rounding: 'down' },
    amounts: [['1.27', '1.20']],
  },
  {
    ...{ id: 'CASH-CA-PLUMBING', source: 'Canada Revenue Agency, by bc.ctvnews.ca 1.1196226' },
    ...{ coin: '0.05', rounding: 'half_up', amounts: [['772.72', '772.70']] },
  },
  {
    ...{ id: 'CASH-CA-GI131-7', source: 'Canada Revenue Agency, GI-131 example 7' },
    ...{ coin: '0.05', rounding: 'half_up', amounts: [['202.27', '202.25']] },
  },
];
