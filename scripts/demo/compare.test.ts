import { describe, expect, test } from 'vitest';
import type { XeroTotals } from '../lib/xero-books.ts';
import { compare, type PortalCounts, type TillTotals, tableLines } from './compare.ts';

const till: TillTotals = {
  currency: 'AUD',
  kinds: [
    { kind: 'sale', count: 2, total: '100.00' },
    { kind: 'sale_refund', count: 1, total: '-10.00' },
    { kind: 'payment', count: 3, total: '90.00' },
    { kind: 'cash_in', count: 1, total: '50.00' },
  ],
};
const xero: XeroTotals = {
  sale: { documents: 2, totalMinor: 10000 },
  sale_refund: { documents: 1, totalMinor: -1000 },
  payment: { documents: 3, totalMinor: 9000 },
  cash_in: { documents: 1, totalMinor: 5000 },
};
const portal: PortalCounts = {
  records: [
    { kind: 'sale', count: 2 },
    { kind: 'sale_refund', count: 1 },
    { kind: 'cash_in', count: 1 },
  ],
  documents: [
    { kind: 'invoice', posted: 2, open: 0 },
    { kind: 'credit_note', posted: 1, open: 0 },
    { kind: 'payment', posted: 3, open: 0 },
    { kind: 'bank_transfer', posted: 1, open: 0 },
  ],
};

describe('till = portal = Xero', () => {
  test('is silent when all three agree to the cent', () => {
    expect(compare(till, xero, portal).problems).toEqual([]);
    expect(tableLines(compare(till, xero, portal).rows).at(2)).toMatch(
      /Sales +2 +2 +100\.00 +100\.00 +0\.00/,
    );
  });

  test('a payment that is gone in Xero is told, with the amount', () => {
    const gone = { ...xero, payment: { documents: 2, totalMinor: 5000 } };
    expect(compare(till, gone, portal).problems).toContain('Payments: the till and Xero differ by 40.00.');
  });

  test('a document that the portal forgot is told, though till and Xero agree', () => {
    const forgetful = { ...portal, documents: portal.documents.slice(1) };
    expect(compare(till, xero, forgetful).problems).toEqual([
      'Sales: the portal knows 0 documents, Xero holds 2.',
    ]);
  });

  test('a record that the portal lost is told', () => {
    const lost = { ...portal, records: portal.records.slice(1) };
    expect(compare(till, xero, lost).problems).toEqual(['Sales: the till has 2, the portal 0.']);
  });
});
