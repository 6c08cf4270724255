import { expect, test } from 'vitest';
import type { ReviewRow } from '@/db/queries/review';
import { mappingSchema, registerKey } from '@/lib/accounting/mapping';
import { facts, idOf } from '@/lib/accounting/shop-fixture';
import { type ShowContext, showRow } from './show.ts';

const cash = (code: string) => ({ paymentTypes: { cash: { accountId: idOf(code) } } });
const context: ShowContext = {
  ...{ solutionId: 's', xeroGoUrl: 'https://go.example', shortCode: null, accounts: facts().accounts },
  mappings: [
    {
      validFrom: '2026-11-01',
      body: mappingSchema.parse({ ...cash('091'), registers: { [registerKey('HL1', 'R2')]: cash('092') } }),
    },
  ],
  paymentTypeNames: new Map([['cash', 'Cash']]),
  taxNames: new Map(),
};
const row = (registerTillId: string | null, type = 'cash'): ReviewRow => ({
  ...{
    id: 1,
    kind: 'sale',
    recordId: 'A',
    version: 1,
    outlet: 'Harbour',
    register: 'Till',
    state: 'waiting',
  },
  ...{ occurredAt: '', localTime: '', timeZone: 'Australia/Sydney', businessDay: '2026-11-02' },
  ...{ currency: 'AUD', totalMinor: 100, refusalCode: null, refusalText: null, documents: [] },
  ...{ outletTillId: 'HL1', registerTillId, payments: [{ type, amountMinor: 100 }], opening: null },
});

test('a payment that waits shows the account that holds at its register', () => {
  const account = (of: ReviewRow) => showRow(of, context).payments[0]?.account;
  expect(account(row('R1'))).toBe('091 Till 1');
  expect(account(row('R2'))).toBe('092 Till 2');
  expect(account(row(null))).toBe('091 Till 1');
  expect(account(row('R1', 'constructor'))).toBeNull();
});

test('a shift shows that it is incomplete, and that it opened with other cash than was left', () => {
  const opening = { openingMinor: 20000, leftBeforeMinor: 15000 };
  const shift: ReviewRow = { ...row('R1'), kind: 'shift', payments: [], opening };
  const incomplete = new Map([[1, 'the closing counts 3 receipts, 2 came']]);
  expect(showRow(shift, { ...context, incomplete }).note).toMatch(
    /^The shift is incomplete: the closing counts 3 receipts, 2 came\. It opened with 200\.00/,
  );
  expect(showRow({ ...shift, opening: null }, context).note).toBeNull();
});
