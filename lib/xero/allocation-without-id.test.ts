import { expect, test } from 'vitest';
import type { AllocationDocument } from '@/lib/accounting/document';
import type { XeroAccess } from './client.ts';
import type { Sought } from './difference.ts';
import { lookUp } from './look-up.ts';
import { succeeded } from './result.ts';
import { sendBatch } from './send.ts';

// Answers to allocations recorded from Xero hold no AllocationID; the stand-in's do. Both are taken.

const document: AllocationDocument = {
  ...{ kind: 'allocation', key: 'allocation:HL1:R9:1:HL1:R2:1', number: 'OE-1' },
  ...{ creditNote: 'credit_note:HL1:R9:1', invoice: 'invoice:HL1:R2:1' },
  ...{ date: '2026-11-03', currency: 'AUD', amountMinor: 2500 },
};
const sought: Sought = {
  ...{ number: 'OE-1', document },
  ids: { [document.creditNote]: 'note-id', [document.invoice]: 'invoice-id' },
};

const answering = (data: unknown) =>
  ({
    call: async () => succeeded({ status: 200, body: undefined, data, headers: {} }),
  }) as unknown as XeroAccess;

const body = new Uint8Array();
const allocation = { Amount: 25, Date: '/Date(1793664000000+0000)/', Invoice: { InvoiceID: 'invoice-id' } };

test('an allocation that Xero took without telling an id is posted', async () => {
  const answer = await sendBatch(answering({ Allocations: [allocation] }), 'allocation', {
    ...{ body, idempotencyKey: 'k', documents: [sought] },
  });
  expect(answer).toMatchObject({ ok: true, value: { elements: [{ outcome: 'accepted', xeroId: null }] } });
});

test('one of another amount is not', async () => {
  const answer = await sendBatch(answering({ Allocations: [{ ...allocation, Amount: 24 }] }), 'allocation', {
    ...{ body, idempotencyKey: 'k', documents: [sought] },
  });
  expect(answer).toMatchObject({ ok: true, value: { elements: [{ outcome: 'different' }] } });
});

test('one that is read on its credit note without an id is found', async () => {
  const answer = await lookUp(answering({ CreditNotes: [{ Allocations: [allocation] }] }), 'allocation', [
    sought,
  ]);
  expect(answer.ok && answer.value.get('OE-1')).toEqual({ found: 'ours', xeroId: null, status: null });
});
