import { describe, expect, it } from 'vitest';
import type { DetailDocument, ReviewDetail } from '@/db/queries/review-detail';
import { facts as shopFacts } from '@/lib/accounting/shop-fixture';
import { showDetail } from './show-detail.ts';

const facts = shopFacts();
const context = {
  ...{ solutionId: 's', xeroGoUrl: 'https://go.xero.com', shortCode: '!A', mappings: [] },
  accounts: facts.accounts,
  undoWaitsFor: null,
  taxRates: facts.taxRates,
  tracking: facts.tracking,
  paymentTypeNames: new Map([['cash', 'Cash']]),
  taxNames: new Map([['GST', 'GST 10%']]),
};

const detail = (change: Partial<ReviewDetail>): ReviewDetail => ({
  ...{ id: 1, kind: 'sale', recordId: 'R1', version: 1, outlet: 'Harbour', register: 'Front till' },
  ...{ occurredAt: '2026-11-01T01:00:00.000000Z', localTime: '2026-11-01 12:00', timeZone: 'UTC' },
  ...{ businessDay: '2026-11-01', currency: 'AUD', totalMinor: 1100, state: 'posted', payments: [] },
  ...{ refusalCode: null, refusalText: null, documents: [], shift: null, voided: false },
  ...{ content: {}, raw: {}, conflict: null, source: 'pull', fileName: null, mappingFrom: null },
  ...{ receivedAt: '2026-11-01T01:00:00Z', versions: [] },
  ...{ outletTillId: 'HL1', registerTillId: 'R1', opening: null },
  ...change,
});

const document = (change: Partial<DetailDocument>): DetailDocument => ({
  ...{ id: 1, kind: 'invoice', type: null, number: 'K7-1', state: 'posted', role: 'receipt', xeroId: 'x-1' },
  ...{
    totalMinor: 1100,
    taxMinor: 0,
    taxDifferenceMinor: 0,
    paidMinor: 0,
    accountId: null,
    fromAccountId: null,
    toAccountId: null,
  },
  ...{ refusalText: null, documentDate: '2026-11-01', xeroStatus: 'AUTHORISED', warnings: null, pays: null },
  ...{ attempts: 1, createdAt: '2026-11-01T01:00:00Z', firstSentAt: null, lines: [] },
  postedAt: '2026-11-01T01:02:00Z',
  ...change,
});

const shown = (of: Partial<ReviewDetail>, ...documents: Partial<DetailDocument>[]) =>
  showDetail(detail(of), documents.map(document), null, context);

describe('a till transaction in full', () => {
  it('has a customer only where there may be one', () => {
    expect(shown({}).customer).toBe('Walk-in');
    expect(shown({ content: { customer: { name: 'Ada Lane' } } }).customer).toBe('Ada Lane');
    for (const kind of ['shift', 'cash_in', 'cash_out', 'floating_expense', 'till_variance'])
      expect(shown({ kind }).customer, kind).toBeNull();
  });

  it('calls taxes as the till does, and by their code where it gave no name', () => {
    const lines = [{ taxCode: 'GST' }, { taxCode: 'FREE' }];
    expect(shown({ content: { lines } }).lines.map(({ tax }) => tax)).toEqual(['GST 10%', 'FREE']);
  });

  it('says where the till’s tax is not Xero’s own', () => {
    const noteOf = (taxDifferenceMinor: number) =>
      shown({ kind: 'floating_expense' }, { kind: 'bank_transaction', taxDifferenceMinor }).documents[0]
        ?.taxNote;
    expect(noteOf(0)).toBeNull();
    expect(noteOf(1)).toContain('The till’s tax was 0.01 more');
    expect(noteOf(-1)).toContain('0.01 less');
  });

  it('names the accounts of a transfer and leads to it in Xero', () => {
    const [from, to] = [...facts.accounts.values()];
    const ends = { fromAccountId: from!.accountId, toAccountId: to!.accountId };
    const [transfer] = shown({ kind: 'cash_out' }, { kind: 'bank_transfer', ...ends }).documents;
    expect(transfer?.moves).toContain(from!.name);
    expect(transfer?.moves).toContain(to!.name);
    expect(transfer?.href).toContain('ViewTransfer.aspx?bankTransferID=x-1');
  });

  it('says which invoice a payment of a debt pays, with the way to it; of a sale that goes without saying', () => {
    const payment = { kind: 'payment', pays: { kind: 'invoice', number: 'K7-9', xeroId: 'x-9' } } as const;
    const [ofDebt] = shown({ kind: 'payment' }, payment).documents;
    expect(ofDebt?.pays).toMatchObject({ number: 'K7-9' });
    expect(ofDebt?.pays?.href).toContain('InvoiceID=x-9');
    expect(shown({}, payment).documents[0]?.pays).toBeNull();
    const setOff = { ...payment, kind: 'allocation' } as const;
    expect(shown({ kind: 'sale_refund' }, setOff).documents[0]?.pays).toMatchObject({ number: 'K7-9' });
  });

  it('tells its history in words, never in Xero’s codes', () => {
    const texts = shown({}, {}, { number: 'K7-2', xeroStatus: 'DRAFT' }).history.map(({ text }) => text);
    expect(texts).toContain('Xero took K7-1.');
    expect(texts).toContain('Xero took K7-2 as a draft.');
    expect(texts.join(' ')).not.toMatch(/AUTHORISED|DRAFT/);
  });
});
