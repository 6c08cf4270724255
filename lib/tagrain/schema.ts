import { z } from 'zod';

/**
 * The records of the feed, version 1, as docs/feed.md and docs/feed.schema.json describe them. Amounts stay decimal strings
 * here; `interpret.ts` turns them into minor units of the record's currency.
 */

const amount = z
  .string()
  .regex(/^-?\d{1,12}(\.\d{1,4})?$/, 'an amount must be a decimal string such as "12.50"');
const positiveAmount = amount.refine((text) => !text.startsWith('-'), 'must not be negative');
const quantity = z.string().regex(/^-?\d{1,9}(\.\d{1,4})?$/, 'must be a decimal string');
/** A till's clock may be wrong, but not by centuries: such a time is a fault of the record. */
export const isPlausibleTime = (text: string): boolean => {
  const year = new Date(text).getUTCFullYear();
  return year >= 1990 && year <= 2200;
};

const moment = z.iso
  .datetime({ offset: true, error: 'a time must be ISO 8601 with an offset' })
  .refine(isPlausibleTime, 'a time must be of this age');
const id = z.string().min(1).max(120);

const identity = z.object({
  outlet: id,
  id,
  /** As large as the database's integers. */
  version: z.int().min(1).max(2_147_483_647),
});

const common = identity.extend({
  register: id,
  at: moment,
  currency: z.string().regex(/^[A-Z]{3}$/),
  status: z.enum(['completed', 'voided']),
});

const customer = z.object({ id, name: z.string().min(1).max(200), email: z.string().max(254).nullish() });

const tax = z.object({ code: z.string().min(1).max(60), amount });

const recordRef = z.object({ outlet: id, id });

const receiptLine = z.object({
  kind: z.enum(['product', 'gift_card', 'deposit', 'tip', 'surcharge']),
  product: z
    .object({ id: z.string().max(120), name: z.string().max(400), category: z.string().max(200).nullish() })
    .nullish(),
  quantity: quantity.default('1'),
  unit_price: amount.nullish(),
  discount: amount.default('0'),
  surcharge: amount.default('0'),
  total: amount,
  tax,
});

const payment = z.object({ id, type: z.string().min(1).max(60), amount });

export const receiptRecord = common.extend({
  type: z.literal('receipt'),
  shift: id.nullish(),
  customer: customer.nullish(),
  prices: z.enum(['inclusive', 'exclusive']),
  refund_of: recordRef.nullish(),
  lines: z.array(receiptLine).max(2000),
  discount: amount.default('0'),
  taxes: z.array(tax),
  rounding: amount.default('0'),
  total: amount,
  payments: z.array(payment).max(50),
  suspected_duplicate_of: z.unknown().optional(),
  /** A file without times: `at` is where the business day begins, and only its day is known. */
  at_precision: z.literal('day').optional(),
});

export const accountPaymentRecord = common.extend({
  type: z.literal('account_payment'),
  shift: id.nullish(),
  customer,
  payment: payment.extend({ amount: positiveAmount }),
  applies_to: z.array(recordRef.extend({ amount: positiveAmount })).default([]),
});

export const cashMovementRecord = common.extend({
  type: z.literal('cash_movement'),
  kind: z.enum(['cash_in', 'cash_out', 'floating_expense']),
  shift: id.nullish(),
  amount: positiveAmount,
  reason: z.string().max(400).nullish(),
  payee: z.string().max(200).nullish(),
  tax: tax.nullish(),
});

const amountOfType = z.object({ type: z.string(), amount });

export const shiftRecord = common.extend({
  type: z.literal('shift'),
  opened_at: moment,
  opening_amount: amount,
  closing: z
    .object({
      closed_at: moment,
      counts: z.object({ receipt: z.int(), account_payment: z.int(), cash_movement: z.int() }),
      sales: amount,
      refunds: amount,
      payments: z.array(amountOfType),
      account_payments: z.array(amountOfType).default([]),
      taxes: z.array(tax),
      cash_in: amount,
      cash_out: amount,
      floating_expense: amount,
      cash_expected: amount,
      cash_counted: amount,
      cash_removed: positiveAmount,
      cash_left: amount,
      counted: z.array(amountOfType).default([]),
    })
    .nullish(),
});

export const feedRecord = z.discriminatedUnion('type', [
  receiptRecord,
  accountPaymentRecord,
  cashMovementRecord,
  shiftRecord,
]);

/** What can be kept: an identity. Whether the rest is understood is the interpreter's question. */
export const keepableRecord = identity.loose();

export const recordsPage = z.object({
  records: z.array(z.unknown()),
  next: z.string().max(200),
  more: z.boolean(),
});

export type ReceiptRecord = z.output<typeof receiptRecord>;
export type AccountPaymentRecord = z.output<typeof accountPaymentRecord>;
export type CashMovementRecord = z.output<typeof cashMovementRecord>;
export type ShiftRecord = z.output<typeof shiftRecord>;
export type FeedRecord = z.output<typeof feedRecord>;
