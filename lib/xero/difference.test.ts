import { expect, test } from 'vitest';
import type { PaymentDocument, SalesDocument } from '@/lib/accounting/document';
import { difference } from './difference.ts';
import type { XeroElement } from './wire.ts';

const line = (accountId: string, grossMinor: number) => ({
  ...{ description: 'Coffee', accountId, taxType: 'OUTPUT', grossMinor, taxMinor: 0 },
});
const document: SalesDocument = {
  ...{ kind: 'invoice', key: 'invoice:HL1:R1:1', number: 'OE-1', contact: { contactId: 'walk-in' } },
  ...{ date: '2026-11-03', dueDate: '2026-11-03', reference: 'R1', currency: 'AUD', status: 'AUTHORISED' },
  ...{ lines: [line('sales', 500), line('food', 300)], totalMinor: 800, taxMinor: 0 },
};
const inXero: XeroElement = {
  ...{ Total: 8, TotalTax: 0, DateString: '2026-11-03T00:00:00', Contact: { ContactID: 'walk-in' } },
  LineItems: [
    { AccountID: 'sales', LineAmount: 5 },
    { AccountID: 'food', LineAmount: 3 },
  ],
};
const told = (e: Partial<XeroElement>) =>
  difference({ number: 'OE-1', document, ids: {} }, { ...inXero, ...e });

test('what is there as it was meant differs in nothing, with its lines or without', () => {
  expect(told({})).toBeNull();
  expect(told({ LineItems: [] })).toBeNull();
});

const tracked = (...options: string[]) => options.map((optionId, i) => ({ categoryId: `c${i}`, optionId }));
const lineIn = (Tracking: Record<string, string>[]) => ({
  LineItems: [{ AccountID: 'sales', LineAmount: 8, Tracking }],
});
const tells = (meant: string[], Tracking: Record<string, string>[]) => {
  const [first] = document.lines;
  const of = { ...document, lines: [{ ...first!, grossMinor: 800, tracking: tracked(...meant) }] };
  return difference({ number: 'OE-1', document: of, ids: {} }, { ...inXero, ...lineIn(Tracking) });
};
const answered = (categoryId: string, optionId?: string) => ({
  TrackingCategoryID: categoryId,
  ...(optionId ? { TrackingOptionID: optionId } : {}),
  ...{ Name: 'Region', Option: 'North' },
});

test('tracking as it was meant differs in nothing, in any order, and where an answer leaves out what it can', () => {
  expect(tells(['o0', 'o1'], [answered('c1', 'o1'), answered('c0', 'o0')])).toBeNull();
  expect(tells(['o0'], [answered('c0')])).toBeNull();
  expect(tells([], [])).toBeNull();
});

test.each<[string, string[], Record<string, string>[]]>([
  ['another option', ['o0'], [answered('c0', 'o9')]],
  ['another category', ['o0'], [answered('c9', 'o0')]],
  ['none', ['o0'], []],
  ['one of two', ['o0', 'o1'], [answered('c0', 'o0')]],
  ['one where none was meant', [], [answered('c0', 'o0')]],
])('tracking that is %s is told', (_what, meant, found) => {
  expect(tells(meant, found)).toContain('other tracking');
});

test('Xero’s own tax on a bank transaction in yen has two places: it may be off by what rounding makes', () => {
  const inYen = (kind: 'bank_transaction' | 'invoice', TotalTax: number) => {
    const lines = [{ ...line('cleaning', 445), taxMinor: 40 }];
    const of = { ...document, kind, type: 'SPEND', currency: 'JPY', lines, totalMinor: 445, taxMinor: 40 };
    const answer = { ...inXero, Type: 'SPEND', Total: 445, TotalTax, LineItems: [] };
    return difference({ number: 'OE-1', document: of as never, ids: {} }, answer);
  };
  expect(inYen('bank_transaction', 40)).toBeNull();
  expect(inYen('bank_transaction', 40.45)).toBeNull();
  expect(inYen('bank_transaction', 41)).toContain('tax');
  expect(inYen('invoice', 40.45)).toContain('tax');
});

test.each<[string, Partial<XeroElement>, string]>([
  ['total', { Total: 8.01 }, 'total'],
  ['tax', { TotalTax: 0.5 }, 'tax'],
  ['date', { DateString: '2026-11-04T00:00:00' }, 'date'],
  ['contact', { Contact: { ContactID: 'somebody' } }, 'contact'],
  ['number of lines', { LineItems: [{ AccountID: 'sales', LineAmount: 8 }] }, '1 lines'],
  [
    'account of a line',
    { LineItems: [{ AccountID: 'other' }, { AccountID: 'food' }] },
    'lines on other accounts',
  ],
  [
    'amount of a line, though the total is right',
    {
      LineItems: [
        { AccountID: 'sales', LineAmount: 4 },
        { AccountID: 'food', LineAmount: 4 },
      ],
    },
    'a line of another amount',
  ],
])('another %s is told', (_what, e, word) => {
  expect(told(e)).toContain(word);
});

test('a payment of an invoice that is not ours is held against Xero’s id in its own content', () => {
  const [theirs, other] = ['9f2c1a52-0000-4000-8000-000000000001', '9f2c1a52-0000-4000-8000-000000000002'];
  const payment: PaymentDocument = {
    ...{ kind: 'payment', key: 'payment:HL1:A1:1', number: 'OE-A1-P1', of: `xero_invoice:${theirs}` },
    ...{ accountId: 'card', date: '2026-11-03', currency: 'AUD', amountMinor: 3000 },
  };
  const tells = (InvoiceID: string) =>
    difference(
      { number: payment.number, document: payment, ids: {} },
      { Amount: 30, DateString: '2026-11-03T00:00:00', Invoice: { InvoiceID } },
    );
  expect(tells(theirs)).toBeNull();
  expect(tells(other)).toBe('Payment OE-A1-P1 pays another document in Xero.');
});
