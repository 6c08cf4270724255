/** Figures that need no document: tax in and on an amount, cash rounding as a line, ties. */

export interface GoldenTax {
  id: string;
  source: string;
  types: 'Inclusive' | 'Exclusive';
  ratePercent: string;
  amount: string;
  tax: string;
}

const recorded = 'waynerobinson/xeroizer, records of the Demo AU organisation';

export const goldenTax: GoldenTax[] = [
  {
    id: 'TAX-NZ-1725',
    source: 'ird.govt.nz, Calculating GST',
    types: 'Exclusive',
    ratePercent: '15',
    amount: '1500.00',
    tax: '225.00',
  },
  {
    id: 'TAX-NZ-1725',
    source: 'ird.govt.nz, Calculating GST',
    types: 'Inclusive',
    ratePercent: '15',
    amount: '1725.00',
    tax: '225.00',
  },
  {
    id: 'TAX-NZ-12.5',
    source: 'ird.govt.nz, Calculating GST (divide by nine)',
    types: 'Inclusive',
    ratePercent: '12.5',
    amount: '90.00',
    tax: '10.00',
  },
  {
    id: 'TAX-NZ-12.5',
    source: 'ird.govt.nz, Calculating GST (divide by nine)',
    types: 'Inclusive',
    ratePercent: '12.5',
    amount: '100.00',
    tax: '11.11',
  },
  {
    id: 'TAX-NZ-200',
    source: 'calcgst.nz',
    types: 'Inclusive',
    ratePercent: '15',
    amount: '200.00',
    tax: '26.09',
  },
  {
    id: 'TAX-NZ-115',
    source: 'IR375',
    types: 'Inclusive',
    ratePercent: '15',
    amount: '115.00',
    tax: '15.00',
  },
  {
    id: 'TAX-AU-REC-1',
    source: recorded,
    types: 'Inclusive',
    ratePercent: '10',
    amount: '42.00',
    tax: '3.82',
  },
  {
    id: 'TAX-AU-REC-2',
    source: recorded,
    types: 'Inclusive',
    ratePercent: '10',
    amount: '1500.00',
    tax: '136.36',
  },
  {
    id: 'TAX-AU-REC-3',
    source: recorded,
    types: 'Inclusive',
    ratePercent: '10',
    amount: '224.00',
    tax: '20.36',
  },
  {
    id: 'TAX-AU-REC-4',
    source: recorded,
    types: 'Inclusive',
    ratePercent: '10',
    amount: '2500.00',
    tax: '227.27',
  },
  {
    id: 'TAX-AU-REC-5',
    source: recorded,
    types: 'Inclusive',
    ratePercent: '10',
    amount: '2000.00',
    tax: '181.82',
  },
  {
    id: 'TAX-AU-REC-6',
    source: recorded,
    types: 'Inclusive',
    ratePercent: '10',
    amount: '840.00',
    tax: '76.36',
  },
  {
    id: 'TAX-AU-REC-7',
    source: recorded,
    types: 'Inclusive',
    ratePercent: '10',
    amount: '396.00',
    tax: '36.00',
  },
  {
    id: 'TAX-AU-MIXED-7.80',
    source: 'saasu.com, part tax free',
    types: 'Inclusive',
    ratePercent: '10',
    amount: '5.50',
    tax: '0.50',
  },
  {
    id: 'TAX-WAFEQ',
    source: 'developer.wafeq.com, rounding',
    types: 'Exclusive',
    ratePercent: '5',
    amount: '45.30',
    tax: '2.27',
  },
  {
    id: 'TAX-WAFEQ',
    source: 'developer.wafeq.com, rounding',
    types: 'Exclusive',
    ratePercent: '10',
    amount: '33.45',
    tax: '3.35',
  },
  {
    id: 'CASH-CA-PLUMBING',
    source: 'Canada Revenue Agency, by bc.ctvnews.ca 1.1196226',
    types: 'Exclusive',
    ratePercent: '12',
    amount: '689.93',
    tax: '82.79',
  },
  {
    id: 'CASH-CA-GI131-7',
    source: 'Canada Revenue Agency, GI-131 example 7',
    types: 'Exclusive',
    ratePercent: '13',
    amount: '179.00',
    tax: '23.27',
  },
];

export interface GoldenCash {
  id: string;
  source: string;
  net: string;
  ratePercent: string;
  total: string;
  cash: string;
  tax: string;
}

/** Rounding to cash is a line of its own, out of scope of tax: the tax stays what it was. */
export const goldenCash: GoldenCash[] = [
  {
    id: 'CASH-CA-PLUMBING',
    source: 'Canada Revenue Agency, by bc.ctvnews.ca 1.1196226',
    net: '689.93',
    ratePercent: '12',
    total: '772.72',
    cash: '772.70',
    tax: '82.79',
  },
  {
    id: 'CASH-CA-GI131-7',
    source: 'Canada Revenue Agency, GI-131 example 7',
    net: '179.00',
    ratePercent: '13',
    total: '202.27',
    cash: '202.25',
    tax: '23.27',
  },
];

export interface GoldenLine {
  id: string;
  source: string;
  quantity: string;
  unit: string;
  unitPlaces: 2 | 4;
  discountRate?: string;
  discountAmount?: string;
  line: string;
}

export const goldenLines: GoldenLine[] = [
  {
    id: 'XR-UNITPRICE-1000',
    source: 'developer.xero.com, Rounding in Xero: as one piece at the line total',
    quantity: '1',
    unit: '61.17',
    unitPlaces: 2,
    line: '61.17',
  },
  {
    id: 'XR-UNITPRICE-1000',
    source: 'developer.xero.com, Rounding in Xero: four places are not enough for it',
    quantity: '1000',
    unit: '0.061171',
    unitPlaces: 4,
    line: '61.20',
  },
  {
    id: 'XR-UNITPRICE-1000',
    source: 'developer.xero.com, Rounding in Xero: nor are two',
    quantity: '1000',
    unit: '0.061171',
    unitPlaces: 2,
    line: '60.00',
  },
  {
    id: 'XR-7.7454',
    source: 'Stack Overflow 75830230, answered by Xero',
    quantity: '1',
    unit: '7.7454',
    unitPlaces: 2,
    line: '7.75',
  },
  {
    id: 'XR-7.7454',
    source: 'Stack Overflow 75830230, answered by Xero',
    quantity: '1',
    unit: '7.7454',
    unitPlaces: 4,
    line: '7.75',
  },
  {
    id: 'XR-LIB-0.005',
    source: 'waynerobinson/xeroizer invoice_test.rb',
    quantity: '0.005',
    unit: '1',
    unitPlaces: 2,
    line: '0.01',
  },
  {
    id: 'XR-LIB-1172',
    source: 'waynerobinson/xeroizer line_item_test.rb',
    quantity: '1',
    unit: '1337.00',
    unitPlaces: 2,
    discountRate: '12.34',
    line: '1172.01',
  },
  {
    id: 'XR-LIB-1172',
    source: 'waynerobinson/xeroizer line_item_test.rb',
    quantity: '1',
    unit: '1337.00',
    unitPlaces: 2,
    discountAmount: '164.99',
    line: '1172.01',
  },
  {
    id: 'XR-DISCOUNT-AMOUNT-148',
    source: 'community.breww.com 1035: 10.00 a piece, 20.00 in all',
    quantity: '2',
    unit: '148.00',
    unitPlaces: 2,
    discountAmount: '20.00',
    line: '276.00',
  },
  {
    id: 'XR-NODE-QTY-4.34',
    source: 'XeroAPI/xero-node v3 invoice.request.examples.ts',
    quantity: '4.3400',
    unit: '395.00',
    unitPlaces: 2,
    line: '1714.30',
  },
  {
    id: 'XR-JAVA-353',
    source: 'XeroAPI/Xero-Java issue 353: the unit amount keeps four places only',
    quantity: '8555500',
    unit: '0.000149611361',
    unitPlaces: 4,
    line: '855.55',
  },
];
