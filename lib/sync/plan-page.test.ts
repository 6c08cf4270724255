import { describe, expect, test } from 'vitest';
import type { PendingRow } from '@/db/queries/till-transactions';
import { ids, mapping, organisation, receipt } from '@/lib/accounting/fixture';
import type { TillTransaction } from '@/lib/accounting/till-transaction';
import { type PageContext, planPage } from './plan-page.ts';

const context: PageContext = {
  shortId: 'K7Q2MX',
  mappings: [{ id: 7, validFrom: '2026-01-01', body: mapping }],
  policies: [],
  cashPaymentType: 'cash',
  organisation,
  outletName: () => 'Harbour Lane',
  lateItems: 'hold',
  shiftLacks: () => null,
  invoiceKeys: new Map(),
  openInvoices: [],
  olderDebts: [],
  tillBalances: new Map(),
};

const row = (id: number, { voided: _voided, ...till }: TillTransaction): PendingRow => ({
  id,
  outletId: 1,
  ...till,
});

const customer = { id: 'C1', name: 'Quay Street Bakery', email: null };
const sale = receipt(5000, {
  customer,
  lines: [
    {
      kind: 'product',
      productId: null,
      productName: 'Apron',
      category: null,
      quantity: '1',
      grossMinor: 5000,
      taxCode: 'FREE',
      taxMinor: 0,
    },
  ],
  payments: [{ id: '1', type: 'account', amountMinor: 5000 }],
});
const later: TillTransaction = {
  ...sale,
  kind: 'payment',
  recordId: 'PAY-1',
  content: {
    customer,
    payment: { id: '1', type: 'cash', amountMinor: 5000 },
    appliesTo: [{ outlet: 'HL1', id: sale.recordId, amountMinor: 5000 }],
  },
};

describe('a later payment', () => {
  test('is planned with the receipt that it pays, whichever comes first on the page', () => {
    const { planned, held, documents } = planPage([row(1, later), row(2, sale)], context);
    expect(held).toEqual([]);
    expect(planned.map((p) => p.tillTransactionId).sort()).toEqual([1, 2]);
    expect(documents.find((d) => d.kind === 'payment')?.dependsOn).toEqual([
      documents.find((d) => d.kind === 'invoice')?.key,
    ]);
  });

  test('of a receipt that nobody knows is held', () => {
    expect(planPage([row(1, later)], context).held).toMatchObject([
      { tillTransactionId: 1, code: 'paid_receipt_unknown', mappingId: 7 },
    ]);
  });
});

test('a day before every mapping is held for want of one', () => {
  const early = { ...sale, businessDay: '2025-12-31' };
  expect(
    planPage([row(1, early)], { ...context, organisation: { ...organisation, lockedUntil: null } }).held,
  ).toMatchObject([{ mappingId: null }]);
});

describe('a refund on account', () => {
  const refund = {
    ...receipt(-2000, {
      customer,
      refundOf: { outlet: 'HL1', id: sale.recordId },
      lines: [{ ...sale.content.lines[0]!, grossMinor: -2000 }],
      payments: [{ id: '1', type: 'account', amountMinor: -2000 }],
    }),
    recordId: 'REFUND-1',
  };
  const partly: TillTransaction = {
    ...later,
    totalMinor: 4000,
    content: {
      ...later.content,
      payment: { id: '1', type: 'cash', amountMinor: 4000 },
      appliesTo: [{ outlet: 'HL1', id: sale.recordId, amountMinor: 4000 }],
    },
  } as TillTransaction;

  test('is set off against what sale and payments of the page leave due, whichever comes first', () => {
    const { held, documents } = planPage([row(1, refund), row(2, partly), row(3, sale)], context);
    expect(held).toEqual([]);
    const allocation = documents.find((d) => d.kind === 'allocation');
    expect(allocation?.totalMinor).toBe(1000);
    expect(allocation?.dependsOn).toEqual([
      documents.find((d) => d.kind === 'credit_note')?.key,
      documents.find((d) => d.kind === 'invoice')?.key,
    ]);
  });
});

describe('first opening amounts', () => {
  const opened = (id: number, register: string) =>
    row(id, {
      ...sale,
      ...{ kind: 'shift', register, recordId: `${register}-S1`, totalMinor: 20000 },
      content: { openedAt: sale.occurredAt, closedAt: null, openingMinor: 20000, closing: null },
    });
  const chosen = { ...mapping, cashInAccountId: ids.bank };
  const withBalance = (balances: [string, number][]): PageContext => ({
    ...context,
    mappings: [{ id: 7, validFrom: '2026-01-01', body: chosen }],
    tillBalances: new Map(balances),
  });

  test('of two registers on one account count once what Xero held there', () => {
    const { documents } = planPage([opened(1, 'R1'), opened(2, 'R2')], withBalance([[ids.till, 5000]]));
    expect(documents.map((d) => [d.key, d.totalMinor])).toEqual([
      ['bank_transfer:opening:HL1:R1', 15000],
      ['bank_transfer:opening:HL1:R2', 20000],
    ]);
  });

  test('wait where it is not known what Xero held', () => {
    const { held } = planPage([opened(1, 'R1')], withBalance([]));
    expect(held.map((h) => h.code)).toEqual(['till_balance_unknown']);
  });
});
