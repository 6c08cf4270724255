import {
  accountPayment,
  type CaseRecord,
  cashMovement,
  closedShift,
  free,
  line,
  mei,
  openShift,
  outOfScope,
  quay,
  receipt,
} from './case-records.ts';

/**
 * Worked examples: what happened at the till, and what it becomes in Xero, each sale by itself. `docs/accounting.md` is made from this
 * table, and a test holds the planners against it. The shop is an Australian one: GST 10 %, prices include it; the till and the card
 * clearing account are of type BANK; gift cards, store credit, deposits and tips are liabilities.
 */
export type Case = {
  name: string;
  /** Why it is so, where that does not go without saying. */
  why?: string;
  records: CaseRecord[];
  becomes: string[];
};

/** What Xero held on the till account before the register's first shift. */
export type OpeningCase = Case & { heldBefore: string };

/** What is chosen beside the shop's accounts: tracking options by their names, for the shop, the outlet and registers of it. */
export type TrackingCase = Case & {
  tracking: {
    shop?: Record<string, string>;
    outlet?: Record<string, string>;
    registers?: Record<string, Record<string, string>>;
  };
};

/** What the till told of a record, and what it tells of it after that was posted; `becomes` is the correction alone. */
export type CorrectionCase = Omit<Case, 'records'> & { earlier: CaseRecord; later: CaseRecord };

export type CaseGroup = { name: string; cases: Case[] };

const apron = (total = '22.50', tax = '2.05', more = {}) => line('Linen apron', total, tax, more);
const bread = line('Sourdough', '6.50', '0.00', free);
const giftCard = (total: string) => line('Gift card', total, '0.00', outOfScope('gift_card'));
const deposit = (total: string) => line('Deposit', total, '0.00', outOfScope('deposit'));

/** A sale of 80.00 that Mei Tan owes. */
const owed = (id: string, total: string, tax: string, more = {}) =>
  receipt(
    id,
    total,
    [line('Table', total, tax)],
    { GST: tax },
    { account: total },
    { customer: mei, ...more },
  );

const lines: CaseGroup = {
  name: 'Lines of a receipt',
  cases: [
    {
      name: 'A sale for cash, with change',
      why: 'What was handed over and given back is the till’s business; the payment is what stayed in the drawer.',
      records: [
        receipt(
          'R1',
          '45.00',
          [apron('45.00', '4.09', { quantity: '2', unit_price: '22.50' })],
          { GST: '4.09' },
          { cash: '45.00' },
        ),
      ],
      becomes: [
        'Invoice for R1, Walk-in customers: 45.00, tax 4.09',
        '  2 × Linen apron 45.00 → Sales, GST on Income 4.09',
        'Payment on the invoice for R1, into Till 1: 45.00',
      ],
    },
    {
      name: 'A quantity with decimals',
      why: 'The line goes out with quantity 1 and the till’s amount, so that Xero has nothing to round.',
      records: [
        receipt(
          'R1',
          '15.02',
          [line('Cheese', '15.02', '0.00', { ...free, quantity: '0.350', unit_price: '42.90' })],
          { FREE: '0.00' },
          { card: '15.02' },
        ),
      ],
      becomes: [
        'Invoice for R1, Walk-in customers: 15.02, tax 0.00',
        '  0.35 × Cheese 15.02 → Sales, GST Free Income 0.00',
        'Payment on the invoice for R1, into Card Clearing: 15.02',
      ],
    },
    {
      name: 'A discount and a surcharge on lines',
      records: [
        receipt(
          'R1',
          '69.50',
          [
            apron('45.00', '4.09', { quantity: '2', unit_price: '24.95', discount: '4.90' }),
            line('Vase', '24.50', '2.23', { unit_price: '22.50', surcharge: '2.00' }),
          ],
          { GST: '6.32' },
          { card: '69.50' },
        ),
      ],
      becomes: [
        'Invoice for R1, Walk-in customers: 69.50, tax 6.32',
        '  2 × Linen apron 45.00 → Sales, GST on Income 4.09',
        '  Vase 24.50 → Sales, GST on Income 2.23',
        'Payment on the invoice for R1, into Card Clearing: 69.50',
      ],
    },
    {
      name: 'A discount on the whole receipt',
      why: 'It is spread over the lines to the cent, by their amounts; the taxes are the till’s own after the discount.',
      records: [
        receipt(
          'R1',
          '90.00',
          [line('Bowl', '33.33', '3.03'), line('Plate', '33.33', '3.03'), line('Cup', '33.34', '3.03')],
          { GST: '8.18' },
          { card: '90.00' },
          { discount: '10.00' },
        ),
      ],
      becomes: [
        'Invoice for R1, Walk-in customers: 90.00, tax 8.18',
        '  Bowl 30.00 → Sales, GST on Income 2.72',
        '  Plate 30.00 → Sales, GST on Income 2.73',
        '  Cup 30.00 → Sales, GST on Income 2.73',
        'Payment on the invoice for R1, into Card Clearing: 90.00',
      ],
    },
    {
      name: 'A discount on goods beside a gift card',
      why: 'A gift card is owed in full, so that the discount falls on the goods alone.',
      records: [
        receipt(
          'R1',
          '70.00',
          [line('Bowl', '50.00', '4.55'), giftCard('25.00')],
          { GST: '4.09' },
          { card: '70.00' },
          { discount: '5.00' },
        ),
      ],
      becomes: [
        'Invoice for R1, Walk-in customers: 70.00, tax 4.09',
        '  Bowl 45.00 → Sales, GST on Income 4.09',
        '  Gift card 25.00 → Gift Cards Sold, BAS Excluded 0.00',
        'Payment on the invoice for R1, into Card Clearing: 70.00',
      ],
    },
    {
      name: 'A card surcharge',
      records: [
        receipt(
          'R1',
          '40.60',
          [
            line('Bowl', '40.00', '3.64'),
            line('Card surcharge', '0.60', '0.05', { kind: 'surcharge', product: null }),
          ],
          { GST: '3.69' },
          { card: '40.60' },
        ),
      ],
      becomes: [
        'Invoice for R1, Walk-in customers: 40.60, tax 3.69',
        '  Bowl 40.00 → Sales, GST on Income 3.64',
        '  Surcharge 0.60 → Sales, GST on Income 0.05',
        'Payment on the invoice for R1, into Card Clearing: 40.60',
      ],
    },
    {
      name: 'A tip',
      why: 'It belongs to the staff: a liability, never income.',
      records: [
        receipt(
          'R1',
          '43.50',
          [
            line('Lunch', '38.50', '3.50'),
            line('Tip', '5.00', '0.00', { ...outOfScope('tip'), product: null }),
          ],
          { GST: '3.50' },
          { card: '43.50' },
        ),
      ],
      becomes: [
        'Invoice for R1, Walk-in customers: 43.50, tax 3.50',
        '  Lunch 38.50 → Sales, GST on Income 3.50',
        '  Tip 5.00 → Tips Payable, BAS Excluded 0.00',
        'Payment on the invoice for R1, into Card Clearing: 43.50',
      ],
    },
    {
      name: 'A tip and a gift card that the till calls free of tax',
      why: 'What is owed is out of the scope of tax, whatever code the till gives it: GST-free sales would stand on the return.',
      records: [
        receipt(
          'R1',
          '55.00',
          [
            line('Gift card', '50.00', '0.00', { ...free, kind: 'gift_card' }),
            line('Tip', '5.00', '0.00', { ...free, kind: 'tip', product: null }),
          ],
          { FREE: '0.00' },
          { card: '55.00' },
        ),
      ],
      becomes: [
        'Invoice for R1, Walk-in customers: 55.00, tax 0.00',
        '  Gift card 50.00 → Gift Cards Sold, BAS Excluded 0.00',
        '  Tip 5.00 → Tips Payable, BAS Excluded 0.00',
        'Payment on the invoice for R1, into Card Clearing: 55.00',
      ],
    },
    {
      name: 'Prices before tax',
      why: 'The tax is added to its line; the invoice is inclusive all the same.',
      records: [
        receipt(
          'R1',
          '45.00',
          [line('Bowl', '40.91', '4.09')],
          { GST: '4.09' },
          { card: '45.00' },
          { prices: 'exclusive' },
        ),
      ],
      becomes: [
        'Invoice for R1, Walk-in customers: 45.00, tax 4.09',
        '  Bowl 45.00 → Sales, GST on Income 4.09',
        'Payment on the invoice for R1, into Card Clearing: 45.00',
      ],
    },
    {
      name: 'Several rates in one receipt, and something out of the scope of tax',
      why: 'Out of scope is not a rate of zero: they are mapped apart.',
      records: [
        receipt(
          'R1',
          '34.00',
          [apron(), bread, line('Donation box', '5.00', '0.00', outOfScope('product'))],
          { GST: '2.05', FREE: '0.00' },
          { card: '34.00' },
        ),
      ],
      becomes: [
        'Invoice for R1, Walk-in customers: 34.00, tax 2.05',
        '  Linen apron 22.50 → Sales, GST on Income 2.05',
        '  Sourdough 6.50 → Sales, GST Free Income 0.00',
        '  Donation box 5.00 → Sales, BAS Excluded 0.00',
        'Payment on the invoice for R1, into Card Clearing: 34.00',
      ],
    },
    {
      name: 'Nothing but tax-free goods',
      records: [receipt('R1', '6.50', [bread], { FREE: '0.00' }, { card: '6.50' })],
      becomes: [
        'Invoice for R1, Walk-in customers: 6.50, tax 0.00',
        '  Sourdough 6.50 → Sales, GST Free Income 0.00',
        'Payment on the invoice for R1, into Card Clearing: 6.50',
      ],
    },
    {
      name: 'Cash rounding',
      records: [
        receipt(
          'R1',
          '10.00',
          [line('Tea', '9.98', '0.91')],
          { GST: '0.91' },
          { cash: '10.00' },
          { rounding: '0.02' },
        ),
      ],
      becomes: [
        'Invoice for R1, Walk-in customers: 10.00, tax 0.91',
        '  Tea 9.98 → Sales, GST on Income 0.91',
        '  Cash rounding 0.02 → Rounding, BAS Excluded 0.00',
        'Payment on the invoice for R1, into Till 1: 10.00',
      ],
    },
    {
      name: 'Lines that miss the receipt’s total by a few cents',
      why: 'Up to 5 cents are rounding and go to the rounding account, by name; more is refused.',
      records: [
        receipt(
          'R1',
          '30.01',
          [line('Bowl', '19.99', '1.82'), line('Tea', '10.00', '0.91')],
          { GST: '2.73' },
          { card: '30.01' },
        ),
      ],
      becomes: [
        'Invoice for R1, Walk-in customers: 30.01, tax 2.73',
        '  Bowl 19.99 → Sales, GST on Income 1.82',
        '  Tea 10.00 → Sales, GST on Income 0.91',
        '  Rounding of the lines 0.02 → Rounding, BAS Excluded 0.00',
        'Payment on the invoice for R1, into Card Clearing: 30.01',
      ],
    },
    {
      name: 'Tax that the till rounds once for the receipt',
      why: 'The receipt’s own tax is what is posted; the lines give or take the cents between.',
      records: [
        receipt(
          'R1',
          '2.85',
          [line('Pen', '0.95', '0.09'), line('Pencil', '0.95', '0.09'), line('Eraser', '0.95', '0.09')],
          { GST: '0.26' },
          { card: '2.85' },
        ),
      ],
      becomes: [
        'Invoice for R1, Walk-in customers: 2.85, tax 0.26',
        '  Pen 0.95 → Sales, GST on Income 0.08',
        '  Pencil 0.95 → Sales, GST on Income 0.09',
        '  Eraser 0.95 → Sales, GST on Income 0.09',
        'Payment on the invoice for R1, into Card Clearing: 2.85',
      ],
    },
    {
      name: 'An exchange',
      records: [
        receipt(
          'R1',
          '7.50',
          [apron('-22.50', '-2.05', { quantity: '-1' }), line('Tea towel', '30.00', '2.73')],
          { GST: '0.68' },
          { card: '7.50' },
        ),
      ],
      becomes: [
        'Invoice for R1, Walk-in customers: 7.50, tax 0.68',
        '  −1 × Linen apron -22.50 → Sales, GST on Income -2.05',
        '  Tea towel 30.00 → Sales, GST on Income 2.73',
        'Payment on the invoice for R1, into Card Clearing: 7.50',
      ],
    },
    {
      name: 'An exchange that leaves money to give back',
      why: 'Below zero it is a credit note, with all signs turned.',
      records: [
        receipt(
          'R1',
          '-5.00',
          [apron('-22.50', '-2.05', { quantity: '-1' }), line('Soap', '17.50', '1.59')],
          { GST: '-0.46' },
          { cash: '-5.00' },
        ),
      ],
      becomes: [
        'Credit note for R1, Walk-in customers: 5.00, tax 0.46',
        '  Linen apron 22.50 → Sales, GST on Income 2.05',
        '  −1 × Soap -17.50 → Sales, GST on Income -1.59',
        'Payment on the credit note for R1, out of Till 1: 5.00',
      ],
    },
    {
      name: 'An even exchange',
      why: 'An invoice of 0.00 needs no payment.',
      records: [
        receipt(
          'R1',
          '0.00',
          [apron('-22.50', '-2.05', { quantity: '-1' }), line('Scarf', '22.50', '2.05')],
          { GST: '0.00' },
          {},
        ),
      ],
      becomes: [
        'Invoice for R1, Walk-in customers: 0.00, tax 0.00',
        '  −1 × Linen apron -22.50 → Sales, GST on Income -2.05',
        '  Scarf 22.50 → Sales, GST on Income 2.05',
      ],
    },
    {
      name: 'A discount of 100 %',
      records: [
        receipt('R1', '0.00', [apron('0.00', '0.00', { discount: '22.50' })], { GST: '0.00' }, {}),
        receipt('R2', '0.00', [apron()], { GST: '0.00' }, { cash: '0.00' }, { discount: '22.50' }),
      ],
      becomes: [
        'Invoice for R1, Walk-in customers: 0.00, tax 0.00',
        '  Linen apron 0.00 → Sales, GST on Income 0.00',
        'Invoice for R2, Walk-in customers: 0.00, tax 0.00',
        '  Linen apron 0.00 → Sales, GST on Income 0.00',
      ],
    },
    {
      name: 'Something given away for nothing',
      records: [receipt('R1', '0.00', [line('Sample', '0.00', '0.00')], { GST: '0.00' }, {})],
      becomes: [
        'Invoice for R1, Walk-in customers: 0.00, tax 0.00',
        '  Sample 0.00 → Sales, GST on Income 0.00',
      ],
    },
  ],
};

const payments: CaseGroup = {
  name: 'Payments',
  cases: [
    {
      name: 'Split between cash and card',
      records: [
        receipt(
          'R1',
          '100.00',
          [line('Chair', '100.00', '9.09')],
          { GST: '9.09' },
          { cash: '40.00', card: '60.00' },
        ),
      ],
      becomes: [
        'Invoice for R1, Walk-in customers: 100.00, tax 9.09',
        '  Chair 100.00 → Sales, GST on Income 9.09',
        'Payment on the invoice for R1, into Till 1: 40.00',
        'Payment on the invoice for R1, into Card Clearing: 60.00',
      ],
    },
    {
      name: 'Cash-back on a card sale',
      why: 'The card pays the sale; what was handed out moved from the till to the card’s account.',
      records: [
        receipt(
          'R1',
          '11.00',
          [line('Tea', '11.00', '1.00')],
          { GST: '1.00' },
          { card: '31.00', cash: '-20.00' },
        ),
      ],
      becomes: [
        'Invoice for R1, Walk-in customers: 11.00, tax 1.00',
        '  Tea 11.00 → Sales, GST on Income 1.00',
        'Payment on the invoice for R1, into Card Clearing: 11.00',
        'Transfer from Till 1 to Card Clearing: 20.00',
      ],
    },
    {
      name: 'The rest of a gift card paid out in cash',
      why: 'One end is of type BANK, the other is not: money spent from the till, on the liability.',
      records: [
        receipt(
          'R1',
          '30.00',
          [line('Bowl', '30.00', '2.73')],
          { GST: '2.73' },
          { giftcard: '50.00', cash: '-20.00' },
        ),
      ],
      becomes: [
        'Invoice for R1, Walk-in customers: 30.00, tax 2.73',
        '  Bowl 30.00 → Sales, GST on Income 2.73',
        'Payment on the invoice for R1, into Gift Cards Sold: 30.00',
        'Spent from Till 1, Tagrain till: 20.00, tax 0.00',
        '  Moved, cash to giftcard 20.00 → Gift Cards Sold, BAS Excluded 0.00',
      ],
    },
    {
      name: 'Points turned into store credit beside a sale',
      why: 'Neither end is of type BANK: an invoice of two lines that nets to zero.',
      records: [
        receipt(
          'R1',
          '60.00',
          [line('Bowl', '60.00', '5.45')],
          { GST: '5.45' },
          { points: '80.00', storecredit: '-20.00' },
        ),
      ],
      becomes: [
        'Invoice for R1, Walk-in customers: 60.00, tax 5.45',
        '  Bowl 60.00 → Sales, GST on Income 5.45',
        'Payment on the invoice for R1, into Loyalty Discounts: 60.00',
        'Invoice for R1, Walk-in customers: 0.00, tax 0.00',
        '  Moved, storecredit to points 20.00 → Store Credit, BAS Excluded 0.00',
        '  Moved, storecredit to points -20.00 → Loyalty Discounts, BAS Excluded 0.00',
      ],
    },
    {
      name: 'Payment types swapped, nothing sold',
      why: 'Xero takes no invoice without a line: it has one of nothing.',
      records: [receipt('R1', '0.00', [], {}, { cash: '50.00', card: '-50.00' })],
      becomes: [
        'Invoice for R1, Walk-in customers: 0.00, tax 0.00',
        '  Nothing sold 0.00 → Sales, BAS Excluded 0.00',
        'Transfer from Card Clearing to Till 1: 50.00',
      ],
    },
    {
      name: 'A gift card sold',
      why: 'Money that is owed: no income and no tax before it is redeemed.',
      records: [receipt('R1', '50.00', [giftCard('50.00')], {}, { card: '50.00' })],
      becomes: [
        'Invoice for R1, Walk-in customers: 50.00, tax 0.00',
        '  Gift card 50.00 → Gift Cards Sold, BAS Excluded 0.00',
        'Payment on the invoice for R1, into Card Clearing: 50.00',
      ],
    },
    {
      name: 'A gift card redeemed',
      records: [
        receipt(
          'R1',
          '80.00',
          [line('Lamp', '80.00', '7.27')],
          { GST: '7.27' },
          { giftcard: '50.00', card: '30.00' },
        ),
      ],
      becomes: [
        'Invoice for R1, Walk-in customers: 80.00, tax 7.27',
        '  Lamp 80.00 → Sales, GST on Income 7.27',
        'Payment on the invoice for R1, into Gift Cards Sold: 50.00',
        'Payment on the invoice for R1, into Card Clearing: 30.00',
      ],
    },
    {
      name: 'Store credit issued for goods brought back, and used',
      records: [
        receipt(
          'R1',
          '-45.00',
          [line('Vase', '-45.00', '-4.09')],
          { GST: '-4.09' },
          { storecredit: '-45.00' },
        ),
        receipt(
          'R2',
          '60.00',
          [line('Bowl', '60.00', '5.45')],
          { GST: '5.45' },
          { storecredit: '45.00', cash: '15.00' },
        ),
      ],
      becomes: [
        'Credit note for R1, Walk-in customers: 45.00, tax 4.09',
        '  Vase 45.00 → Sales, GST on Income 4.09',
        'Payment on the credit note for R1, out of Store Credit: 45.00',
        'Invoice for R2, Walk-in customers: 60.00, tax 5.45',
        '  Bowl 60.00 → Sales, GST on Income 5.45',
        'Payment on the invoice for R2, into Store Credit: 45.00',
        'Payment on the invoice for R2, into Till 1: 15.00',
      ],
    },
    {
      name: 'Loyalty points as a payment',
      records: [
        receipt(
          'R1',
          '60.00',
          [line('Bowl', '60.00', '5.45')],
          { GST: '5.45' },
          { points: '5.00', card: '55.00' },
        ),
      ],
      becomes: [
        'Invoice for R1, Walk-in customers: 60.00, tax 5.45',
        '  Bowl 60.00 → Sales, GST on Income 5.45',
        'Payment on the invoice for R1, into Loyalty Discounts: 5.00',
        'Payment on the invoice for R1, into Card Clearing: 55.00',
      ],
    },
    {
      name: 'A deposit or layby: taken, and collected',
      why: 'A liability until the goods are collected; the tax comes with them.',
      records: [
        receipt('R1', '50.00', [deposit('50.00')], {}, { card: '50.00' }, { customer: mei }),
        receipt(
          'R2',
          '70.00',
          [line('Table', '120.00', '10.91'), deposit('-50.00')],
          { GST: '10.91' },
          { card: '70.00' },
          { customer: mei },
        ),
      ],
      becomes: [
        'Invoice for R1, Mei Tan: 50.00, tax 0.00',
        '  Deposit 50.00 → Customer Deposits, BAS Excluded 0.00',
        'Payment on the invoice for R1, into Card Clearing: 50.00',
        'Invoice for R2, Mei Tan: 70.00, tax 10.91',
        '  Table 120.00 → Sales, GST on Income 10.91',
        '  Deposit -50.00 → Customer Deposits, BAS Excluded 0.00',
        'Payment on the invoice for R2, into Card Clearing: 70.00',
      ],
    },
    {
      name: 'A deposit collected where the till takes it as a payment type',
      records: [
        receipt(
          'R1',
          '120.00',
          [line('Table', '120.00', '10.91')],
          { GST: '10.91' },
          { deposit: '50.00', card: '70.00' },
          { customer: mei },
        ),
      ],
      becomes: [
        'Invoice for R1, Mei Tan: 120.00, tax 10.91',
        '  Table 120.00 → Sales, GST on Income 10.91',
        'Payment on the invoice for R1, into Customer Deposits: 50.00',
        'Payment on the invoice for R1, into Card Clearing: 70.00',
      ],
    },
  ],
};

const onAccount: CaseGroup = {
  name: 'On account',
  cases: [
    {
      name: 'A sale on account, paid later in two parts',
      records: [
        owed('R1', '80.00', '7.27'),
        accountPayment('A1', mei, ['card', '50.00'], { R1: '50.00' }),
        accountPayment('A2', mei, ['cash', '30.00'], { R1: '30.00' }),
      ],
      becomes: [
        'Invoice for R1, Mei Tan: 80.00, tax 7.27',
        '  Table 80.00 → Sales, GST on Income 7.27',
        'Payment on the invoice for R1, into Card Clearing: 50.00',
        'Payment on the invoice for R1, into Till 1: 30.00',
      ],
    },
    {
      name: 'A part paid at once, the rest on account',
      records: [
        receipt(
          'R1',
          '80.00',
          [line('Table', '80.00', '7.27')],
          { GST: '7.27' },
          { card: '20.00', account: '60.00' },
          { customer: mei },
        ),
      ],
      becomes: [
        'Invoice for R1, Mei Tan: 80.00, tax 7.27',
        '  Table 80.00 → Sales, GST on Income 7.27',
        'Payment on the invoice for R1, into Card Clearing: 20.00',
      ],
    },
    {
      name: 'One payment over several invoices',
      records: [
        owed('R1', '80.00', '7.27'),
        owed('R2', '40.00', '3.64'),
        accountPayment('A1', mei, ['card', '100.00'], { R1: '80.00', R2: '20.00' }),
      ],
      becomes: [
        'Invoice for R1, Mei Tan: 80.00, tax 7.27',
        '  Table 80.00 → Sales, GST on Income 7.27',
        'Invoice for R2, Mei Tan: 40.00, tax 3.64',
        '  Table 40.00 → Sales, GST on Income 3.64',
        'Payment on the invoice for R1, into Card Clearing: 80.00',
        'Payment on the invoice for R2, into Card Clearing: 20.00',
      ],
    },
    {
      name: 'A payment of more than is due on what it names',
      why: 'What is more pays the customer’s other open invoices, oldest first. Where he owes less than he paid, it is held and says by how much.',
      records: [
        owed('R1', '80.00', '7.27'),
        owed('R2', '40.00', '3.64'),
        owed('R3', '30.00', '2.73'),
        accountPayment('A1', mei, ['card', '100.00'], { R2: '100.00' }),
      ],
      becomes: [
        'Invoice for R1, Mei Tan: 80.00, tax 7.27',
        '  Table 80.00 → Sales, GST on Income 7.27',
        'Invoice for R2, Mei Tan: 40.00, tax 3.64',
        '  Table 40.00 → Sales, GST on Income 3.64',
        'Invoice for R3, Mei Tan: 30.00, tax 2.73',
        '  Table 30.00 → Sales, GST on Income 2.73',
        'Payment on the invoice for R2, into Card Clearing: 40.00',
        'Payment on the invoice for R1, into Card Clearing: 60.00',
      ],
    },
    {
      name: 'Cash-back on a sale on account',
      why: 'The receipt’s invoice keeps the till’s total. The cash is a second invoice of the customer’s, on the clearing account, because Xero takes no invoice line on a bank account; the cash that leaves the till brings that account back to zero.',
      records: [
        receipt(
          'R1',
          '80.00',
          [line('Table', '80.00', '7.27')],
          { GST: '7.27' },
          { account: '100.00', cash: '-20.00' },
          { customer: mei },
        ),
        accountPayment('A1', mei, ['card', '100.00'], { R1: '100.00' }),
      ],
      becomes: [
        'Invoice for R1, Mei Tan: 80.00, tax 7.27',
        '  Table 80.00 → Sales, GST on Income 7.27',
        'Invoice for R1, Mei Tan: 20.00, tax 0.00',
        '  Given out against the account, cash 20.00 → Customer Debt Clearing, BAS Excluded 0.00',
        'Spent from Till 1, Mei Tan: 20.00, tax 0.00',
        '  Given out against the account, cash 20.00 → Customer Debt Clearing, BAS Excluded 0.00',
        'Payment on the invoice for R1, into Card Clearing: 80.00',
        'Payment on the invoice for R1, into Card Clearing: 20.00',
      ],
    },
    {
      name: 'Store credit issued against a debt, beside a sale on account',
      why: 'Store credit is owed on an account that takes lines: it needs no clearing.',
      records: [
        receipt(
          'R1',
          '80.00',
          [line('Table', '80.00', '7.27')],
          { GST: '7.27' },
          { account: '100.00', storecredit: '-20.00' },
          { customer: mei },
        ),
      ],
      becomes: [
        'Invoice for R1, Mei Tan: 80.00, tax 7.27',
        '  Table 80.00 → Sales, GST on Income 7.27',
        'Invoice for R1, Mei Tan: 20.00, tax 0.00',
        '  Given out against the account, storecredit 20.00 → Store Credit, BAS Excluded 0.00',
      ],
    },
    {
      name: 'A debt paid together with a sale',
      why: 'A credit note of the customer’s, set off against what he owes, oldest first; what he does not owe stays his credit.',
      records: [
        owed('R1', '80.00', '7.27'),
        receipt(
          'R2',
          '40.00',
          [line('Lamp', '40.00', '3.64')],
          { GST: '3.64' },
          { cash: '70.00', account: '-30.00' },
          { customer: mei, at: '2026-11-03T10:30:00+11:00' },
        ),
      ],
      becomes: [
        'Invoice for R1, Mei Tan: 80.00, tax 7.27',
        '  Table 80.00 → Sales, GST on Income 7.27',
        'Invoice for R2, Mei Tan: 40.00, tax 3.64',
        '  Lamp 40.00 → Sales, GST on Income 3.64',
        'Payment on the invoice for R2, into Till 1: 40.00',
        'Credit note for R2, Mei Tan: 30.00, tax 0.00',
        '  Paid to the account, cash 30.00 → Customer Debt Clearing, BAS Excluded 0.00',
        'Received on Till 1, Mei Tan: 30.00, tax 0.00',
        '  Paid to the account, cash 30.00 → Customer Debt Clearing, BAS Excluded 0.00',
        'Allocation of the credit note for R2 to the invoice for R1: 30.00',
      ],
    },
    {
      name: 'More cash given out on account than came back',
      records: [
        receipt(
          'R1',
          '-40.00',
          [line('Lamp', '-40.00', '-3.64', { quantity: '-1' })],
          { GST: '-3.64' },
          { cash: '-60.00', account: '20.00' },
          { customer: mei },
        ),
      ],
      becomes: [
        'Credit note for R1, Mei Tan: 40.00, tax 3.64',
        '  Lamp 40.00 → Sales, GST on Income 3.64',
        'Payment on the credit note for R1, out of Till 1: 40.00',
        'Invoice for R1, Mei Tan: 20.00, tax 0.00',
        '  Given out against the account, cash 20.00 → Customer Debt Clearing, BAS Excluded 0.00',
        'Spent from Till 1, Mei Tan: 20.00, tax 0.00',
        '  Given out against the account, cash 20.00 → Customer Debt Clearing, BAS Excluded 0.00',
      ],
    },
    {
      name: 'A payment that does not say what it pays',
      why: 'It pays what the customer owes, oldest first.',
      records: [
        owed('R1', '80.00', '7.27'),
        owed('R2', '40.00', '3.64'),
        accountPayment('A1', mei, ['card', '100.00'], {}),
      ],
      becomes: [
        'Invoice for R1, Mei Tan: 80.00, tax 7.27',
        '  Table 80.00 → Sales, GST on Income 7.27',
        'Invoice for R2, Mei Tan: 40.00, tax 3.64',
        '  Table 40.00 → Sales, GST on Income 3.64',
        'Payment on the invoice for R1, into Card Clearing: 80.00',
        'Payment on the invoice for R2, into Card Clearing: 20.00',
      ],
    },
    {
      name: 'A refund on account that names its sale',
      why: 'Nothing was paid back: the credit note is set off against the invoice.',
      records: [
        owed('R1', '80.00', '7.27'),
        owed('R2', '-30.00', '-2.73', { refund_of: { outlet: 'HL1', id: 'R1' } }),
      ],
      becomes: [
        'Invoice for R1, Mei Tan: 80.00, tax 7.27',
        '  Table 80.00 → Sales, GST on Income 7.27',
        'Credit note for R2, Mei Tan: 30.00, tax 2.73',
        '  Table 30.00 → Sales, GST on Income 2.73',
        'Allocation of the credit note for R2 to the invoice for R1: 30.00',
      ],
    },
    {
      name: 'A refund on account of more than is still due',
      why: 'It is set off up to what is due; the rest stays as credit on the customer’s account in Xero.',
      records: [
        owed('R1', '80.00', '7.27'),
        accountPayment('A1', mei, ['card', '60.00'], { R1: '60.00' }),
        owed('R2', '-30.00', '-2.73', {
          refund_of: { outlet: 'HL1', id: 'R1' },
          at: '2026-11-03T12:00:00+11:00',
        }),
      ],
      becomes: [
        'Invoice for R1, Mei Tan: 80.00, tax 7.27',
        '  Table 80.00 → Sales, GST on Income 7.27',
        'Payment on the invoice for R1, into Card Clearing: 60.00',
        'Credit note for R2, Mei Tan: 30.00, tax 2.73',
        '  Table 30.00 → Sales, GST on Income 2.73',
        'Allocation of the credit note for R2 to the invoice for R1: 20.00',
      ],
    },
    {
      name: 'A refund on account that names no sale',
      why: 'It is set off against what the customer owes, oldest first.',
      records: [owed('R1', '40.00', '3.64'), owed('R2', '60.00', '5.45'), owed('R3', '-70.00', '-6.36')],
      becomes: [
        'Invoice for R1, Mei Tan: 40.00, tax 3.64',
        '  Table 40.00 → Sales, GST on Income 3.64',
        'Invoice for R2, Mei Tan: 60.00, tax 5.45',
        '  Table 60.00 → Sales, GST on Income 5.45',
        'Credit note for R3, Mei Tan: 70.00, tax 6.36',
        '  Table 70.00 → Sales, GST on Income 6.36',
        'Allocation of the credit note for R3 to the invoice for R1: 40.00',
        'Allocation of the credit note for R3 to the invoice for R2: 30.00',
      ],
    },
    {
      name: 'A refund partly on account, partly in cash',
      records: [
        receipt(
          'R1',
          '80.00',
          [line('Table', '80.00', '7.27')],
          { GST: '7.27' },
          { cash: '50.00', account: '30.00' },
          { customer: mei },
        ),
        receipt(
          'R2',
          '-50.00',
          [line('Table leaf', '-50.00', '-4.55')],
          { GST: '-4.55' },
          { account: '-30.00', cash: '-20.00' },
          { customer: mei, refund_of: { outlet: 'HL1', id: 'R1' } },
        ),
      ],
      becomes: [
        'Invoice for R1, Mei Tan: 80.00, tax 7.27',
        '  Table 80.00 → Sales, GST on Income 7.27',
        'Payment on the invoice for R1, into Till 1: 50.00',
        'Credit note for R2, Mei Tan: 50.00, tax 4.55',
        '  Table leaf 50.00 → Sales, GST on Income 4.55',
        'Allocation of the credit note for R2 to the invoice for R1: 30.00',
        'Payment on the credit note for R2, out of Till 1: 20.00',
      ],
    },
    {
      name: 'A refund on account where nothing is owed',
      why: 'It stays as credit on the customer’s account in Xero.',
      records: [owed('R1', '-30.00', '-2.73', { customer: quay })],
      becomes: [
        'Credit note for R1, Quay Street Bakery: 30.00, tax 2.73',
        '  Table 30.00 → Sales, GST on Income 2.73',
      ],
    },
  ],
};

const refunds: CaseGroup = {
  name: 'Refunds',
  cases: [
    {
      name: 'A refund to another payment type than the sale’s',
      records: [
        receipt('R1', '45.00', [line('Vase', '45.00', '4.09')], { GST: '4.09' }, { card: '45.00' }),
        receipt(
          'R2',
          '-45.00',
          [line('Vase', '-45.00', '-4.09', { quantity: '-1' })],
          { GST: '-4.09' },
          { cash: '-45.00' },
          { refund_of: { outlet: 'HL1', id: 'R1' } },
        ),
      ],
      becomes: [
        'Invoice for R1, Walk-in customers: 45.00, tax 4.09',
        '  Vase 45.00 → Sales, GST on Income 4.09',
        'Payment on the invoice for R1, into Card Clearing: 45.00',
        'Credit note for R2, Walk-in customers: 45.00, tax 4.09',
        '  Vase 45.00 → Sales, GST on Income 4.09',
        'Payment on the credit note for R2, out of Till 1: 45.00',
      ],
    },
    {
      name: 'More given back in one payment type than the day took in it',
      why: 'A payment on a credit note goes out of the account; it needs no takings beside it.',
      records: [
        receipt('R1', '20.00', [line('Tea', '20.00', '1.82')], { GST: '1.82' }, { cash: '20.00' }),
        receipt('R2', '-50.00', [line('Lamp', '-50.00', '-4.55')], { GST: '-4.55' }, { cash: '-50.00' }),
      ],
      becomes: [
        'Invoice for R1, Walk-in customers: 20.00, tax 1.82',
        '  Tea 20.00 → Sales, GST on Income 1.82',
        'Payment on the invoice for R1, into Till 1: 20.00',
        'Credit note for R2, Walk-in customers: 50.00, tax 4.55',
        '  Lamp 50.00 → Sales, GST on Income 4.55',
        'Payment on the credit note for R2, out of Till 1: 50.00',
      ],
    },
    {
      name: 'A part of a discounted receipt comes back',
      why: 'The line brings back its share of the discount.',
      records: [
        receipt(
          'R1',
          '45.00',
          [apron(), line('Tea towel', '27.50', '2.50')],
          { GST: '4.09' },
          { card: '45.00' },
          { discount: '5.00' },
        ),
        receipt(
          'R2',
          '-20.25',
          [apron('-22.50', '-2.05', { quantity: '-1' })],
          { GST: '-1.84' },
          { card: '-20.25' },
          { discount: '-2.25', refund_of: { outlet: 'HL1', id: 'R1' } },
        ),
      ],
      becomes: [
        'Invoice for R1, Walk-in customers: 45.00, tax 4.09',
        '  Linen apron 20.25 → Sales, GST on Income 1.84',
        '  Tea towel 24.75 → Sales, GST on Income 2.25',
        'Payment on the invoice for R1, into Card Clearing: 45.00',
        'Credit note for R2, Walk-in customers: 20.25, tax 1.84',
        '  Linen apron 20.25 → Sales, GST on Income 1.84',
        'Payment on the credit note for R2, out of Card Clearing: 20.25',
      ],
    },
    {
      name: 'A refund in rounded cash',
      records: [
        receipt(
          'R1',
          '-10.00',
          [line('Tea', '-9.98', '-0.91')],
          { GST: '-0.91' },
          { cash: '-10.00' },
          { rounding: '-0.02' },
        ),
      ],
      becomes: [
        'Credit note for R1, Walk-in customers: 10.00, tax 0.91',
        '  Tea 9.98 → Sales, GST on Income 0.91',
        '  Cash rounding 0.02 → Rounding, BAS Excluded 0.00',
        'Payment on the credit note for R1, out of Till 1: 10.00',
      ],
    },
    {
      name: 'A refund given back in two ways',
      records: [
        receipt(
          'R1',
          '-60.00',
          [line('Bowl', '-60.00', '-5.45')],
          { GST: '-5.45' },
          { card: '-40.00', cash: '-20.00' },
        ),
      ],
      becomes: [
        'Credit note for R1, Walk-in customers: 60.00, tax 5.45',
        '  Bowl 60.00 → Sales, GST on Income 5.45',
        'Payment on the credit note for R1, out of Card Clearing: 40.00',
        'Payment on the credit note for R1, out of Till 1: 20.00',
      ],
    },
  ],
};

const cash: CaseGroup = {
  name: 'Cash in the drawer',
  cases: [
    {
      name: 'Change brought from the safe',
      why: 'Both ends are of type BANK: a transfer, never income.',
      records: [cashMovement('M1', 'cash_in', '100.00', { reason: 'Change from the safe' })],
      becomes: ['Transfer from Cash in Transit to Till 1: 100.00'],
    },
    {
      name: 'Cash taken to the bank',
      records: [cashMovement('M1', 'cash_out', '250.00', { reason: 'To the bank' })],
      becomes: ['Transfer from Till 1 to Cash in Transit: 250.00'],
    },
    {
      name: 'Petty cash for an expense',
      why: 'Input tax only where the record carries tax.',
      records: [
        cashMovement('M1', 'floating_expense', '50.00', {
          ...{ reason: 'Cleaning', payee: 'Shine & Co' },
          tax: { code: 'GST', amount: '4.55' },
        }),
        cashMovement('M2', 'floating_expense', '12.00', { reason: 'Cleaning' }),
      ],
      becomes: [
        'Spent from Till 1, Shine & Co: 50.00, tax 4.55',
        '  Cleaning 50.00 → Cleaning, GST on Expenses 4.55',
        'Spent from Till 1, Tagrain till: 12.00, tax 0.00',
        '  Cleaning 12.00 → Cleaning, BAS Excluded 0.00',
      ],
    },
    {
      name: 'Tips paid out of the drawer',
      why: 'What was owed to the staff is paid: no expense.',
      records: [cashMovement('M1', 'floating_expense', '30.00', { reason: 'Tips', payee: 'Sam' })],
      becomes: ['Spent from Till 1, Sam: 30.00, tax 0.00', '  Tips 30.00 → Tips Payable, BAS Excluded 0.00'],
    },
    {
      name: 'A closing that is short, and what it takes out of the drawer',
      records: [
        closedShift('S1', '1087.40', {
          ...{ expected: '1087.40', counted: '1085.90', removed: '885.90', left: '200.00' },
        }),
      ],
      becomes: [
        'Transfer from Till 1 to Cash in Transit: 885.90',
        'Spent from Till 1, Tagrain till: 1.50, tax 0.00',
        '  Cash short 1.50 → Cash Over/Short, BAS Excluded 0.00',
      ],
    },
    {
      name: 'A closing that is over',
      records: [
        closedShift('S1', '200.00', {
          ...{ expected: '200.00', counted: '202.00', removed: '0.00', left: '202.00' },
        }),
      ],
      becomes: [
        'Received on Till 1, Tagrain till: 2.00, tax 0.00',
        '  Cash over 2.00 → Cash Over/Short, BAS Excluded 0.00',
      ],
    },
  ],
};

/** All worked examples, in the order of the page. */
export const caseGroups: readonly CaseGroup[] = [lines, payments, onAccount, refunds, cash];

/** The first shift of a register on or after the start date. Later openings post nothing. */
export const openingCases: readonly OpeningCase[] = [
  {
    name: 'The first opening amount, of a new till account',
    why: 'From then on the till’s balance in Xero is the cash in the drawer.',
    heldBefore: '0.00',
    records: [openShift('S1', '200.00')],
    becomes: ['Transfer from Cash in Transit to Till 1: 200.00'],
  },
  {
    name: 'The first opening amount, where Xero held less',
    why: 'What Xero held on the account in the evening before the start date counts, once per account.',
    heldBefore: '150.00',
    records: [openShift('S1', '200.00')],
    becomes: ['Transfer from Cash in Transit to Till 1: 50.00'],
  },
  {
    name: 'The first opening amount, where Xero held more',
    heldBefore: '1200.00',
    records: [openShift('S1', '200.00')],
    becomes: ['Transfer from Till 1 to Cash in Transit: 1000.00'],
  },
  {
    name: 'The first opening amount, where Xero held the same',
    heldBefore: '200.00',
    records: [openShift('S1', '200.00')],
    becomes: [],
  },
];

const bowl = (id: string, more = {}) =>
  receipt(id, '22.00', [line('Bowl', '22.00', '2.00')], { GST: '2.00' }, { card: '22.00' }, more);

export const trackingCases: readonly TrackingCase[] = [
  {
    name: 'An outlet and a season',
    why: 'Every line bears what is chosen, one option of each category; the payment cannot.',
    tracking: { shop: { Season: 'Summer' }, outlet: { Outlet: 'Harbour' } },
    records: [
      receipt(
        'R1',
        '47.00',
        [line('Bowl', '22.00', '2.00'), giftCard('25.00')],
        { GST: '2.00' },
        { cash: '47.00' },
      ),
    ],
    becomes: [
      'Invoice for R1, Walk-in customers: 47.00, tax 2.00',
      '  Bowl 22.00 → Sales, GST on Income 2.00 [Outlet: Harbour, Season: Summer]',
      '  Gift card 25.00 → Gift Cards Sold, BAS Excluded 0.00 [Outlet: Harbour, Season: Summer]',
      'Payment on the invoice for R1, into Till 1: 47.00',
    ],
  },
  {
    name: 'A register that is tracked otherwise than its outlet',
    why: 'What is chosen for the register goes before the outlet’s, and that before the shop’s, category by category.',
    tracking: {
      shop: { Season: 'Summer' },
      outlet: { Outlet: 'Harbour' },
      registers: { 'HL1-R2': { Outlet: 'Market stall' } },
    },
    records: [bowl('R1'), bowl('R2', { register: 'HL1-R2' })],
    becomes: [
      'Invoice for R1, Walk-in customers: 22.00, tax 2.00',
      '  Bowl 22.00 → Sales, GST on Income 2.00 [Outlet: Harbour, Season: Summer]',
      'Payment on the invoice for R1, into Card Clearing: 22.00',
      'Invoice for R2, Walk-in customers: 22.00, tax 2.00',
      '  Bowl 22.00 → Sales, GST on Income 2.00 [Outlet: Market stall, Season: Summer]',
      'Payment on the invoice for R2, into Card Clearing: 22.00',
    ],
  },
  {
    name: 'A floating expense and cash to the safe',
    why: 'An expense has a line, which is tracked; a transfer moves cash between two accounts of the balance sheet, and is not.',
    tracking: { outlet: { Outlet: 'Harbour' } },
    records: [
      cashMovement('M1', 'floating_expense', '33.00', {
        ...{ reason: 'Cleaning', payee: 'Shine & Co' },
        tax: { code: 'GST', amount: '3.00' },
      }),
      cashMovement('M2', 'cash_out', '100.00'),
    ],
    becomes: [
      'Spent from Till 1, Shine & Co: 33.00, tax 3.00',
      '  Cleaning 33.00 → Cleaning, GST on Expenses 3.00 [Outlet: Harbour]',
      'Transfer from Till 1 to Cash in Transit: 100.00',
    ],
  },
];

const voided = (record: CaseRecord): CaseRecord => ({ ...record, version: 2, status: 'voided' });
const again = (record: CaseRecord): CaseRecord => ({ ...record, version: 2 });
const aBowl = (paid: Record<string, string>, more = {}) =>
  receipt('R1', '22.00', [line('Bowl', '22.00', '2.00')], { GST: '2.00' }, paid, more);
const aBowlAndBread = (paid: Record<string, string>) =>
  receipt('R1', '28.50', [line('Bowl', '22.00', '2.00'), bread], { GST: '2.00', FREE: '0.00' }, paid);

/** What is in Xero is never edited: the smallest documents make of it what the till tells now. */
export const correctionCases: readonly CorrectionCase[] = [
  {
    name: 'A sale is voided after it was posted',
    earlier: aBowl({ cash: '22.00' }),
    later: voided(aBowl({ cash: '22.00' })),
    becomes: [
      'Credit note for R1, corrects K7Q2MX-HL1-R1-1, Walk-in customers: 22.00, tax 2.00',
      '  Bowl 22.00 → Sales, GST on Income 2.00',
      'Payment on the credit note for R1, corrects K7Q2MX-HL1-R1-1, out of Till 1: 22.00',
    ],
  },
  {
    name: 'A line was missing',
    why: 'The difference alone, in one invoice.',
    earlier: aBowl({ card: '22.00' }),
    later: again(aBowlAndBread({ card: '28.50' })),
    becomes: [
      'Invoice for R1, corrects K7Q2MX-HL1-R1-1, Walk-in customers: 6.50, tax 0.00',
      '  Sourdough 6.50 → Sales, GST Free Income 0.00',
      'Payment on the invoice for R1, corrects K7Q2MX-HL1-R1-1, into Card Clearing: 6.50',
    ],
  },
  {
    name: 'A line was too much, and went back in cash',
    earlier: aBowlAndBread({ cash: '28.50' }),
    later: again(aBowl({ cash: '22.00' })),
    becomes: [
      'Credit note for R1, corrects K7Q2MX-HL1-R1-1, Walk-in customers: 6.50, tax 0.00',
      '  Sourdough 6.50 → Sales, GST Free Income 0.00',
      'Payment on the credit note for R1, corrects K7Q2MX-HL1-R1-1, out of Till 1: 6.50',
    ],
  },
  {
    name: 'It was paid by card, not in cash',
    why: 'Nothing was sold otherwise; only the money lies elsewhere.',
    earlier: aBowl({ cash: '22.00' }),
    later: again(aBowl({ card: '22.00' })),
    becomes: ['Transfer from Till 1 to Card Clearing: 22.00'],
  },
  {
    name: 'Other words for what was sold',
    why: 'It moves nothing in the books.',
    earlier: aBowl({ cash: '22.00' }),
    later: again({ ...aBowl({ cash: '22.00' }), lines: [line('Blue bowl', '22.00', '2.00')] }),
    becomes: [],
  },
  {
    name: 'What was on account was paid in cash',
    earlier: aBowl({ account: '22.00' }, { customer: mei }),
    later: again(aBowl({ cash: '22.00' }, { customer: mei })),
    becomes: ['Payment on the invoice for R1, into Till 1: 22.00'],
  },
  {
    name: 'A sale on account is voided',
    earlier: aBowl({ account: '22.00' }, { customer: mei }),
    later: voided(aBowl({ account: '22.00' }, { customer: mei })),
    becomes: [
      'Credit note for R1, corrects K7Q2MX-HL1-R1-1, Mei Tan: 22.00, tax 2.00',
      '  Bowl 22.00 → Sales, GST on Income 2.00',
      'Allocation of the credit note for R1, corrects K7Q2MX-HL1-R1-1 to the invoice for R1: 22.00',
    ],
  },
  {
    name: 'Less was taken out of the drawer',
    earlier: cashMovement('M1', 'cash_out', '50.00'),
    later: again(cashMovement('M1', 'cash_out', '20.00')),
    becomes: ['Transfer from Cash in Transit to Till 1: 30.00'],
  },
  {
    name: 'An expense was less',
    earlier: cashMovement('M1', 'floating_expense', '11.00', {
      ...{ reason: 'Cleaning', payee: 'Shine & Co' },
      tax: { code: 'GST', amount: '1.00' },
    }),
    later: again(
      cashMovement('M1', 'floating_expense', '5.50', {
        ...{ reason: 'Cleaning', payee: 'Shine & Co' },
        tax: { code: 'GST', amount: '0.50' },
      }),
    ),
    becomes: [
      'Received on Till 1, Shine & Co: 5.50, tax 0.50',
      '  Cleaning, corrects K7Q2MX-HL1-M1-1-EXP 5.50 → Cleaning, GST on Expenses 0.50',
    ],
  },
  {
    name: 'What was counted short was over',
    why: 'One document, from what is in Xero to what is right.',
    earlier: closedShift('S1', '200.00', {
      expected: '200.00',
      counted: '190.00',
      removed: '0.00',
      left: '190.00',
    }),
    later: {
      ...closedShift('S1', '200.00', {
        expected: '200.00',
        counted: '210.00',
        removed: '0.00',
        left: '210.00',
      }),
      version: 3,
    },
    becomes: [
      'Received on Till 1, Tagrain till: 20.00, tax 0.00',
      '  Cash over, corrects K7Q2MX-HL1-S1-2-VAR 20.00 → Cash Over/Short, BAS Excluded 0.00',
    ],
  },
];
