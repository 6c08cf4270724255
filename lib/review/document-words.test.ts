import { describe, expect, it, test } from 'vitest';
import { type DocumentInXero, documentWord, movesWords, statusWords } from './document-words.ts';

describe('how a document stands in Xero', () => {
  const invoice: DocumentInXero = {
    ...{ kind: 'invoice', state: 'posted', totalMinor: 7950 },
    ...{ xeroStatus: 'AUTHORISED', paidMinor: 0 },
  };

  test.each<[string | null, string, Partial<DocumentInXero>]>([
    ['approved', 'a sale on account', {}],
    ['approved, partly paid', 'one of two payments is in Xero', { paidMinor: 7949 }],
    ['paid', 'our own payments settle all of it', { paidMinor: 7950 }],
    ['paid', 'Xero said so itself', { xeroStatus: 'PAID' }],
    ['paid', 'a refund was paid back', { kind: 'credit_note', paidMinor: 7950 }],
    ['approved', 'there is nothing to pay, and Xero did not call it paid', { totalMinor: 0 }],
    ['draft, awaits approval', 'a draft', { xeroStatus: 'DRAFT' }],
    ['draft, awaits approval', 'one handed in for approval', { xeroStatus: 'SUBMITTED' }],
    ['voided', 'a person voided it', { state: 'undone', xeroStatus: 'VOIDED' }],
    ['deleted', 'a person deleted it', { state: 'undone', xeroStatus: 'DELETED' }],
    [null, 'it is not there yet', { state: 'planned', xeroStatus: null }],
    [null, 'of a payment nothing more is to be said', { kind: 'payment' }],
  ])('%s: %s', (words, _why, change) => {
    expect(statusWords({ ...invoice, ...change })).toBe(words);
  });
});

it('calls a document what Xero calls it', () => {
  expect(documentWord({ kind: 'bank_transfer', type: null })).toBe('Bank transfer');
  expect(documentWord({ kind: 'bank_transaction', type: 'SPEND' })).toBe('Spend money');
  expect(documentWord({ kind: 'bank_transaction', type: 'RECEIVE' })).toBe('Receive money');
});

it('says between which accounts money moves, and that a refund is paid back from one', () => {
  const till = { own: '091 Till 1', from: null, to: null };
  expect(movesWords({ kind: 'payment', type: null }, till, false)).toBe('to 091 Till 1');
  expect(movesWords({ kind: 'payment', type: null }, till, true)).toBe('paid back from 091 Till 1');
  expect(movesWords({ kind: 'bank_transaction', type: 'SPEND' }, till, false)).toBe('from 091 Till 1');
  expect(movesWords({ kind: 'bank_transaction', type: 'RECEIVE' }, till, false)).toBe('to 091 Till 1');
  const ends = { own: null, from: '091 Till 1', to: '092 Cash in transit' };
  expect(movesWords({ kind: 'bank_transfer', type: null }, ends, false)).toBe(
    'from 091 Till 1 to 092 Cash in transit',
  );
  expect(movesWords({ kind: 'invoice', type: null }, { ...till, own: null }, false)).toBeNull();
});
