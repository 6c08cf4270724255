import fc from 'fast-check';

/**
 * What happens at a register in a day, as people would say it. Choices only: `day.ts` lets a till work them out, so that whatever is
 * left out while a failure is made smaller, the rest is a day of valid records still.
 */

export type LineIntent = {
  unitCents: number;
  quantity: string;
  tax: number;
  discountPercent: number;
  surchargeCents: number;
};

export type Payway = (typeof payways)[number];

const payways = [
  ...(['cash', 'cash', 'cash', 'card', 'split', 'two_cards', 'cash_back', 'gift_card'] as const),
  ...(['gift_card_rest', 'store_credit', 'points', 'points_to_credit', 'deposit', 'part_account'] as const),
  ...(['account', 'account', 'account', 'account'] as const),
  ...(['account_cash_back', 'account_to_credit', 'account_too'] as const),
];

export type SaleIntent = {
  is: 'sale';
  what: (typeof whats)[number];
  lines: LineIntent[];
  discountPercent: number;
  tipCents: number;
  cardSurcharge: boolean;
  strayCents: number;
  customer: number | null;
  pay: Payway;
  /** Of what is paid in two ways, in percent. */
  share: number;
};

const whats = [
  ...(['goods', 'goods', 'goods', 'goods', 'goods', 'goods', 'goods', 'goods'] as const),
  ...(['gift_card', 'deposit', 'layby_collected', 'exchange', 'exchange'] as const),
  ...(['even_exchange', 'swap', 'given_away', 'all_off'] as const),
];

export type RefundIntent = {
  is: 'refund';
  of: number;
  part: boolean;
  isNamed: boolean;
  to: 'same' | 'cash' | 'card' | 'store_credit' | 'account' | 'two' | 'owing' | 'paying';
  customer: number;
  lines: LineIntent[];
};

export type AccountPaymentIntent = {
  is: 'account_payment';
  customer: number;
  share: number;
  /** What it says that it pays: all parts, all of it the oldest, or nothing. */
  names: 'parts' | 'oldest' | 'nothing';
  by: 'cash' | 'card';
};

export type MovementIntent = {
  is: 'movement';
  kind: 'cash_in' | 'cash_out' | 'floating_expense';
  cents: number;
  isTaxed: boolean;
  taxOff: number;
  hasPayee: boolean;
};

export type Happening = SaleIntent | RefundIntent | AccountPaymentIntent | MovementIntent;

export type DayIntent = {
  opening: number;
  openingCents: number;
  /** What Xero held on the till account before. */
  heldCents: number;
  receipts: (SaleIntent | RefundIntent)[];
  others: { after: number; what: AccountPaymentIntent | MovementIntent }[];
  overCents: number;
  removedPercent: number;
  /** Whether the till rounds tax on each line, or once for a receipt. */
  roundsTaxOn: 'line' | 'receipt';
  perDay: boolean;
  lineDetail: 'line' | 'product' | 'category' | 'account';
};

/** Small amounts are where rounding bites. */
const cents = fc.oneof(
  fc.integer({ min: 1, max: 9 }),
  fc.integer({ min: 1, max: 99 }),
  { arbitrary: fc.integer({ min: 100, max: 9_999 }), weight: 4 },
  fc.integer({ min: 10_000, max: 250_000 }),
);

const line: fc.Arbitrary<LineIntent> = fc.record({
  unitCents: cents,
  quantity: fc.oneof(
    { arbitrary: fc.constantFrom('1', '2', '3', '12'), weight: 4 },
    fc.constantFrom('0.350', '1.275', '0.005', '2.5', '17.3333'),
  ),
  tax: fc.nat({ max: 11 }),
  discountPercent: fc.constantFrom(0, 0, 0, 0, 5, 33, 100),
  surchargeCents: fc.constantFrom(0, 0, 0, 0, 0, 25, 199),
});

const lines = fc.array(line, { minLength: 1, maxLength: 4 });

const sale: fc.Arbitrary<SaleIntent> = fc.record({
  is: fc.constant('sale' as const),
  what: fc.constantFrom(...whats),
  lines,
  /** Below zero: a surcharge on the whole receipt. */
  discountPercent: fc.constantFrom(0, 0, 0, 7, 10, 50, -5),
  tipCents: fc.constantFrom(0, 0, 0, 0, 0, 0, 150, 333),
  cardSurcharge: fc.constantFrom(false, false, false, false, true),
  strayCents: fc.constantFrom(...Array.from({ length: 30 }, () => 0), -5, -1, 2, 5),
  customer: fc.option(fc.constantFrom(0, 0, 1)),
  pay: fc.constantFrom(...payways),
  share: fc.integer({ min: 1, max: 99 }),
});

const refund: fc.Arbitrary<RefundIntent> = fc.record({
  is: fc.constant('refund' as const),
  of: fc.nat({ max: 20 }),
  part: fc.boolean(),
  isNamed: fc.constantFrom(true, true, true, false),
  to: fc.constantFrom('same', 'cash', 'card', 'store_credit', 'account', 'account', 'two', 'owing', 'paying'),
  customer: fc.nat({ max: 1 }),
  lines,
});

const accountPayment: fc.Arbitrary<AccountPaymentIntent> = fc.record({
  is: fc.constant('account_payment' as const),
  customer: fc.constantFrom(0, 0, 1),
  share: fc.constantFrom(100, 100, 60, 25),
  names: fc.constantFrom('parts', 'oldest', 'oldest', 'oldest', 'nothing'),
  by: fc.constantFrom('cash', 'card'),
});

const other: fc.Arbitrary<AccountPaymentIntent | MovementIntent> = fc.oneof(
  { arbitrary: accountPayment, weight: 2 },
  fc.record({
    is: fc.constant('movement' as const),
    kind: fc.constantFrom('cash_in', 'cash_out', 'floating_expense'),
    cents,
    isTaxed: fc.boolean(),
    taxOff: fc.constantFrom(-1, 0, 0, 0, 1),
    hasPayee: fc.boolean(),
  }),
);

/** At least so many receipts a day; half of the days have a few more. */
export const RECEIPTS_A_DAY = 10;

export const dayIntent: fc.Arbitrary<DayIntent> = fc.record({
  opening: fc.nat({ max: 2 }),
  openingCents: fc.constantFrom(0, 20_000, 33_335),
  heldCents: fc.constantFrom(0, 0, 20_000, 50_000),
  receipts: fc.array(fc.oneof({ arbitrary: sale, weight: 4 }, refund), {
    minLength: RECEIPTS_A_DAY,
    maxLength: RECEIPTS_A_DAY + 2,
  }),
  others: fc.array(fc.record({ after: fc.nat({ max: RECEIPTS_A_DAY - 1 }), what: other }), {
    minLength: 2,
    maxLength: 12,
  }),
  overCents: fc.constantFrom(0, 0, -250, -5, 5, 1_234),
  removedPercent: fc.constantFrom(0, 60, 100),
  roundsTaxOn: fc.constantFrom('line', 'receipt'),
  perDay: fc.boolean(),
  lineDetail: fc.constantFrom('line', 'product', 'category', 'account'),
});
