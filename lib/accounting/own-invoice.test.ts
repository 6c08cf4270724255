import { expect, test } from 'vitest';
import { ids, mapping, receipt } from './fixture.ts';
import { mappingSchema } from './mapping.ts';
import { keepsOwnInvoice, onAccountTypes } from './own-invoice.ts';

test('types that stand for a debt anywhere are on account', () => {
  const registers = { '["HL1","R1"]': { paymentTypes: { tab: { onAccount: true } } } };
  const outlets = { HL2: { paymentTypes: { room: { onAccount: true }, card: { accountId: ids.card } } } };
  expect(onAccountTypes(mappingSchema.parse({ ...mapping, registers, outlets }))).toEqual([
    'account',
    'room',
    'tab',
  ]);
});

test('a receipt keeps its own invoice when any part of it is on account', () => {
  const paid = (types: string[]) =>
    receipt(100, { payments: types.map((type) => ({ id: type, type, amountMinor: 50 })) }).content;
  expect(keepsOwnInvoice(paid(['cash', 'account']), ['account'])).toBe(true);
  expect(keepsOwnInvoice(paid(['cash', 'card']), ['account'])).toBe(false);
});
