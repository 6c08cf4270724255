/** Short ways to write records of the feed (docs/feed.md) for the table of worked cases. */

export type CaseRecord = Readonly<Record<string, unknown>> & { id: string };

const common = (id: string, time: string) => ({
  outlet: 'HL1',
  register: 'HL1-R1',
  id,
  version: 1,
  at: `2026-11-03T${time}:00+11:00`,
  currency: 'AUD',
  status: 'completed',
});

export const mei = { id: 'C0012', name: 'Mei Tan' };
export const quay = { id: 'C0034', name: 'Quay Street Bakery' };

type Line = Record<string, unknown> & { tax: { code: string; amount: string } };

/** Something sold, or with a minus brought back; its total and the till's tax in it. */
export const line = (name: string, total: string, tax: string, more: Record<string, unknown> = {}): Line => ({
  kind: 'product',
  product: { id: name, name },
  total,
  tax: { code: 'GST', amount: tax },
  ...more,
});

export const free = { tax: { code: 'FREE', amount: '0.00' } };
export const outOfScope = (kind: string) => ({ kind, tax: { code: 'NONE', amount: '0.00' } });

/** A receipt; a negative total is a refund. `taxes` are the till's, by code. */
export const receipt = (
  id: string,
  total: string,
  lines: Line[],
  taxes: Record<string, string>,
  payments: Record<string, string>,
  more: Record<string, unknown> = {},
): CaseRecord => ({
  type: 'receipt',
  ...common(id, '10:00'),
  prices: 'inclusive',
  lines,
  taxes: Object.entries(taxes).map(([code, amount]) => ({ code, amount })),
  total,
  payments: Object.entries(payments).map(([type, amount], i) => ({ id: String(i + 1), type, amount })),
  ...more,
});

/** A named customer pays a debt; `appliesTo` by receipt. */
export const accountPayment = (
  id: string,
  customer: { id: string; name: string },
  [type, amount]: [string, string],
  appliesTo: Record<string, string>,
): CaseRecord => ({
  type: 'account_payment',
  ...common(id, '11:00'),
  customer,
  payment: { id: '1', type, amount },
  applies_to: Object.entries(appliesTo).map(([of, part]) => ({ outlet: 'HL1', id: of, amount: part })),
});

export const cashMovement = (
  id: string,
  kind: 'cash_in' | 'cash_out' | 'floating_expense',
  amount: string,
  more: Record<string, unknown> = {},
): CaseRecord => ({ type: 'cash_movement', ...common(id, '12:00'), kind, amount, ...more });

/** A shift that has opened and not closed yet. */
export const openShift = (id: string, opening: string): CaseRecord => ({
  type: 'shift',
  ...common(id, '08:55'),
  opened_at: '2026-11-03T08:55:00+11:00',
  opening_amount: opening,
  closing: null,
});

/** A shift: what was expected, what was counted, what was taken out; without trade, or with these sums of it. */
export const closedShift = (
  id: string,
  opening: string,
  { expected, counted, removed, left }: Record<'expected' | 'counted' | 'removed' | 'left', string>,
  traded: Record<string, unknown> = {},
): CaseRecord => ({
  type: 'shift',
  ...common(id, '18:00'),
  version: 2,
  opened_at: '2026-11-03T08:55:00+11:00',
  opening_amount: opening,
  closing: {
    closed_at: '2026-11-03T18:00:00+11:00',
    counts: { receipt: 0, account_payment: 0, cash_movement: 0 },
    ...{ sales: '0.00', refunds: '0.00', payments: [], taxes: [] },
    ...{ cash_in: '0.00', cash_out: '0.00', floating_expense: '0.00' },
    ...{ cash_expected: expected, cash_counted: counted, cash_removed: removed, cash_left: left },
    ...traded,
  },
});
