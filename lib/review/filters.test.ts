import { describe, expect, it } from 'vitest';
import { listAddress, readAddress } from './filters.ts';
import { deepLink } from './show.ts';

describe('the address of the list of transactions', () => {
  it('carries filters and place there and back, to the microsecond', () => {
    const filters = {
      kind: 'sale',
      state: 'held' as const,
      outletId: 7,
      from: '2026-11-01',
      to: '2026-11-30',
      search: 'HL1 & co',
    };
    const place = {
      direction: 'before' as const,
      cursor: { occurredAt: '2026-11-01T01:02:03.123456Z', id: 42 },
    };
    const url = new URL(listAddress('/solutions/1/transactions', filters, place), 'http://portal');
    expect(readAddress(Object.fromEntries(url.searchParams))).toEqual({ filters, place });
  });

  it('leaves out whatever is not understood, as if it were not there', () => {
    const { filters, place } = readAddress({
      kind: 'nonsense',
      state: ['held', 'posted'],
      outlet: '1; drop',
      from: '2026-02-30',
      search: ' ',
      after: '2026-11-01T01:02:03Z_1',
      before: '2026-99-01T01:02:03.000000Z_1',
    });
    expect(Object.values(filters).filter((value) => value !== undefined)).toEqual([]);
    expect(place).toBeNull();
  });
});

describe('the way to a document in Xero', () => {
  const where = { xeroGoUrl: 'https://go.xero.com', shortCode: '!Ab-1' };

  it('opens invoices and credit notes in the right organisation', () => {
    expect(deepLink('invoice', 'id-1', where)).toBe(
      'https://go.xero.com/organisationlogin/default.aspx?shortcode=!Ab-1&redirecturl=/AccountsReceivable/View.aspx?InvoiceID=id-1',
    );
    expect(deepLink('credit_note', 'id-2', where)).toContain('ViewCreditNote.aspx?creditNoteID=id-2');
  });

  it('is none for what is not in Xero, or not known where', () => {
    expect(deepLink('invoice', null, where)).toBeNull();
    expect(deepLink('payment', 'id-3', where)).toBeNull();
    expect(deepLink('invoice', 'id-1', { ...where, shortCode: null })).toBeNull();
  });
});
