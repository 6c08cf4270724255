import { describe, expect, it } from 'vitest';
import { daysReversed, listAddress, readAddress } from './filters.ts';
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

describe('the days of a filter', () => {
  it('are the wrong way round only where both are given and the first is later', () => {
    expect(daysReversed({ from: '2026-11-02', to: '2026-11-01' })).toBe(true);
    expect(daysReversed({ from: '2026-11-01', to: '2026-11-01' })).toBe(false);
    expect(daysReversed({ from: '2026-11-02' })).toBe(false);
    expect(daysReversed({ to: '2026-11-01' })).toBe(false);
  });
});

describe('the way to a document in Xero', () => {
  const where = { xeroGoUrl: 'https://go.xero.com', shortCode: '!Ab-1' };

  it('opens invoices and credit notes in the right organisation', () => {
    expect(deepLink({ kind: 'invoice', xeroId: 'id-1' }, where)).toBe(
      'https://go.xero.com/organisationlogin/default.aspx?shortcode=!Ab-1&redirecturl=/AccountsReceivable/View.aspx?InvoiceID=id-1',
    );
    expect(deepLink({ kind: 'credit_note', xeroId: 'id-2' }, where)).toContain(
      'ViewCreditNote.aspx?creditNoteID=id-2',
    );
  });

  it('opens what went to or from the till: bank transactions with their account, and transfers', () => {
    const query = (link: string | null) => new URL(link!).searchParams.get('redirecturl');
    const spent = { kind: 'bank_transaction', xeroId: 'id-4', accountId: 'till-1' };
    expect(query(deepLink(spent, where))).toBe(
      '/Bank/ViewTransaction.aspx?bankTransactionID=id-4&accountID=till-1',
    );
    expect(query(deepLink({ kind: 'bank_transfer', xeroId: 'id-5' }, where))).toBe(
      '/Bank/ViewTransfer.aspx?bankTransferID=id-5',
    );
  });

  it('is none for what is not in Xero, or not known where', () => {
    expect(deepLink({ kind: 'invoice', xeroId: null }, where)).toBeNull();
    expect(deepLink({ kind: 'payment', xeroId: 'id-3' }, where)).toBeNull();
    expect(deepLink({ kind: 'invoice', xeroId: 'id-1' }, { ...where, shortCode: null })).toBeNull();
  });
});
