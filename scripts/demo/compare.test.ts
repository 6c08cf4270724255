import { describe, expect, test } from 'vitest';
import type { XeroTotals } from '../lib/xero-books.ts';
import { compare, noteLines, type PortalCounts, type TillTotals, tableLines } from './compare.ts';
import { compareRegisters } from './registers.ts';

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

describe('summaries', () => {
  test('stand for many receipts, to the cent', () => {
    const summed = { ...xero, sale: { documents: 1, summaries: 1, totalMinor: 10000 } };
    const known = {
      ...portal,
      documents: portal.documents.map((d) => (d.kind === 'invoice' ? { ...d, posted: 1 } : d)),
    };
    expect(compare(till, summed, known).problems).toEqual([]);
    const off = { ...summed, sale: { ...summed.sale, totalMinor: 9999 } };
    expect(compare(till, off, known).problems).toEqual(['Sales: the till and Xero differ by 0.01.']);
    const doubled = { ...summed, sale: { ...summed.sale, documents: 3 } };
    expect(compare(till, doubled, known).problems).toContain('Sales: the till has 2, Xero 3.');
  });
});

describe('a drawer', () => {
  const register = { outlet: 'HL1', register: 'HL1-R1', counted_less_removed: '200.00' };
  test('is what Xero says that its till account holds', () => {
    const { lines, problems } = compareRegisters([register], new Map([['Till HL1-R1', 20000]]));
    expect(problems).toEqual([]);
    expect(lines.at(-1)).toContain('Xero till balance = counted − removed');
    expect(lines.at(-2)).toMatch(/HL1 +HL1-R1 +200\.00 +200\.00 +0\.00/);
  });
  test('that differs is told', () => {
    expect(compareRegisters([register], new Map()).problems).toEqual([
      "HL1-R1: the drawer and Xero's till balance differ by 200.00.",
    ]);
  });
});

test('a payment that pays several invoices is explained under the table', () => {
  expect(noteLines(compare(till, xero, portal).rows)).toEqual([]);
  const several = { ...xero, payment: { documents: 4, totalMinor: 9000 } };
  expect(noteLines(compare(till, several, portal).rows)).toEqual([
    expect.stringContaining('Payments: 3 at the till are 4 documents in Xero'),
  ]);
});

test('a kind that did not occur is named under the table', () => {
  const without = { ...till, kinds: [...till.kinds, { kind: 'floating_expense', count: 0, total: '0.00' }] };
  expect(noteLines(compare(without, xero, portal).rows)).toEqual([
    'In these days there were no floating expenses; thirty days have every kind.',
  ]);
});
