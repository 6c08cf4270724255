import { describe, expect, test } from 'vitest';
import { BusinessDays } from '@/lib/accounting/business-day';
import type { Receipt } from '@/lib/accounting/till-transaction';
import { interpret } from './interpret.ts';

const days = new BusinessDays('Australia/Sydney', '04:00');
const now = '2026-11-23T00:00:00Z';

const line = (total: string, tax: string, code = 'GST') => ({
  kind: 'product',
  product: { id: 'P', name: 'Apron' },
  quantity: '1',
  unit_price: total,
  total,
  tax: { code, amount: tax },
});

const receipt = (change: object) => ({
  type: 'receipt',
  outlet: 'HL1',
  register: 'HL1-R1',
  id: 'R1',
  version: 1,
  at: '2026-11-01T09:12:33+11:00',
  currency: 'AUD',
  status: 'completed',
  customer: null,
  prices: 'inclusive',
  refund_of: null,
  lines: [line('45.00', '4.09')],
  discount: '0.00',
  taxes: [{ code: 'GST', amount: '4.09' }],
  rounding: '0.00',
  total: '45.00',
  payments: [{ id: '1', type: 'cash', amount: '45.00' }],
  ...change,
});

const one = (raw: unknown) => {
  const [only, ...rest] = interpret(raw, days, now);
  expect(rest).toEqual([]);
  return only!;
};

describe('a receipt', () => {
  test('keeps its amounts in minor units and its business day', () => {
    expect(one(receipt({}))).toMatchObject({
      refusal: null,
      till: {
        kind: 'sale',
        totalMinor: 4500,
        businessDay: '2026-11-01',
        content: { lines: [{ grossMinor: 4500, taxMinor: 409 }] },
      },
    });
  });

  test('of a few cents, whose tax the till rounds once, has that cent of tax on one of its lines', () => {
    const few = {
      lines: [line('0.04', '0.00'), line('0.04', '0.00')],
      taxes: [{ code: 'GST', amount: '0.01' }],
    };
    const { till, refusal } = one(
      receipt({ ...few, total: '0.08', payments: [{ id: '1', type: 'card', amount: '0.08' }] }),
    );
    expect(refusal).toBeNull();
    expect((till.content as Receipt).lines.map((l) => l.taxMinor)).toEqual([1, 0]);
  });

  test('whose lines know nothing of its tax is refused', () => {
    const { refusal } = one(receipt({ lines: [line('45.00', '0.00')] }));
    expect(refusal?.code).toBe('receipt_does_not_add_up');
  });

  test('with its own discount spreads it, and the tax it takes away, without losing a cent', () => {
    const { till, refusal } = one(
      receipt({
        lines: [line('33.33', '3.03'), line('33.33', '3.03'), line('33.34', '3.03')],
        discount: '10.00',
        taxes: [{ code: 'GST', amount: '8.18' }],
        total: '90.00',
        payments: [{ id: '1', type: 'card', amount: '90.00' }],
      }),
    );
    const { lines } = till.content as Receipt;
    expect(refusal).toBeNull();
    expect(lines.map((l) => l.grossMinor).reduce((a, b) => a + b)).toBe(9000);
    expect(lines.map((l) => l.taxMinor).reduce((a, b) => a + b)).toBe(818);
  });

  test('with prices before tax adds the tax to its lines', () => {
    const { till, refusal } = one(
      receipt({
        prices: 'exclusive',
        lines: [line('40.91', '4.09')],
        total: '45.00',
      }),
    );
    expect(refusal).toBeNull();
    expect((till.content as Receipt).lines[0]!.grossMinor).toBe(4500);
  });

  test('whose tax is rounded on the receipt gives its lines the cents that their own rounding makes', () => {
    const { till, refusal } = one(
      receipt({
        lines: [line('0.99', '0.09'), line('0.99', '0.09'), line('0.99', '0.09'), line('0.99', '0.09')],
        taxes: [{ code: 'GST', amount: '0.38' }],
        total: '3.96',
        payments: [{ id: '1', type: 'cash', amount: '3.96' }],
      }),
    );
    expect(refusal).toBeNull();
    expect((till.content as Receipt).lines.map((l) => l.taxMinor)).toEqual([10, 10, 9, 9]);
  });

  test.each([
    ['lines', { total: '44.00', payments: [{ id: '1', type: 'cash', amount: '44.00' }] }],
    ['payments', { payments: [{ id: '1', type: 'cash', amount: '44.00' }] }],
    ['tax', { taxes: [{ code: 'GST', amount: '4.06' }] }],
  ])('that does not add up in its %s is held, not mended', (_what, change) => {
    expect(one(receipt(change)).refusal?.code).toBe('receipt_does_not_add_up');
  });
});

const shift = {
  ...{
    type: 'shift',
    outlet: 'HL1',
    register: 'HL1-R1',
    id: 'S9',
    version: 2,
    currency: 'AUD',
    status: 'completed',
  },
  ...{ at: '2026-11-03T18:04:00+11:00', opened_at: '2026-11-03T08:55:00+11:00', opening_amount: '200.00' },
  closing: {
    closed_at: '2026-11-03T18:04:00+11:00',
    counts: { receipt: 41, account_payment: 1, cash_movement: 2 },
    ...{ sales: '2140.35', refunds: '-45.00', payments: [], taxes: [] },
    ...{ cash_in: '100.00', cash_out: '0.00', floating_expense: '25.00' },
    ...{ cash_expected: '1087.40', cash_counted: '1085.90', cash_removed: '885.90', cash_left: '200.00' },
  },
};

const accountPayment = {
  ...{
    type: 'account_payment',
    outlet: 'HL1',
    register: 'HL1-R1',
    id: 'A1',
    version: 1,
    status: 'completed',
  },
  ...{ at: '2026-11-01T09:12:33+11:00', currency: 'AUD', customer: { id: 'C0012', name: 'Mei Tan' } },
  payment: { id: '1', type: 'cash', amount: '5.00' },
};

describe('what cannot be read', () => {
  test.each<[string, unknown]>([
    ['a number for an amount', receipt({ total: 45 })],
    ['more decimals than the currency has', receipt({ currency: 'JPY' })],
    ['a time without offset', receipt({ at: '2026-11-01T09:12:33' })],
    [
      'a payment of a debt that goes the other way',
      { ...accountPayment, payment: { id: '1', type: 'cash', amount: '-5.00' } },
    ],
    [
      'a closing that puts cash into the drawer',
      { ...shift, closing: { ...shift.closing, cash_removed: '-50.00' } },
    ],
    ['an unknown type', { ...receipt({}), type: 'something' }],
    ['nothing', null],
  ])('%s is kept and held', (_what, raw) => {
    expect(one(raw)).toMatchObject({
      refusal: { code: 'record_unreadable' },
      till: { kind: 'unknown', totalMinor: 0 },
    });
  });

  test('a record of an outlet that nobody described waits for it', () => {
    expect(interpret(receipt({}), null, now)[0]?.refusal?.code).toBe('unknown_outlet');
  });
});

test('a closing yields the shift, what was removed, and the variance', () => {
  expect(interpret(shift, days, now).map(({ till }) => [till.kind, till.totalMinor])).toEqual([
    ['shift', 20000],
    ['cash_out', 88590],
    ['till_variance', -150],
  ]);
});
