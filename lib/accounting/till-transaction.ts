import type { Minor } from '@/lib/money/money';

/**
 * What happened at the till, in one shape whatever way it came. Amounts are minor units of `currency`, tax included; signs
 * are the till's (a refund is negative). `lib/tagrain/interpret.ts` makes these, the planners here turn them into documents.
 */
export type TillTransaction = {
  /** Identity at the till: (outlet, record, version). */
  outlet: string;
  register: string | null;
  recordId: string;
  version: number;
  shift: string | null;
  /** ISO instant. */
  occurredAt: string;
  /** `YYYY-MM-DD`, by the outlet's time zone and cut-off. */
  businessDay: string;
  currency: string;
  totalMinor: Minor;
  voided: boolean;
} & (
  | { kind: 'sale' | 'sale_refund'; content: Receipt }
  | { kind: 'payment'; content: AccountPayment }
  | { kind: 'cash_in' | 'cash_out'; content: CashMovement }
  | { kind: 'floating_expense'; content: CashMovement }
  | { kind: 'till_variance'; content: TillVariance }
  | { kind: 'shift'; content: Shift }
  | { kind: 'unknown'; content: Record<string, never> }
);

export type TillTransactionKind = TillTransaction['kind'];

export type Customer = { id: string; name: string; email: string | null };

export type ReceiptLine = {
  kind: 'product' | 'gift_card' | 'deposit' | 'tip' | 'surcharge';
  productId: string | null;
  productName: string | null;
  category: string | null;
  quantity: string;
  /** After the line's and its share of the receipt's discount, tax included. */
  grossMinor: Minor;
  taxCode: string;
  taxMinor: Minor;
};

export type ReceiptPayment = { id: string; type: string; amountMinor: Minor };

export type Receipt = {
  customer: Customer | null;
  refundOf: { outlet: string; id: string } | null;
  lines: ReceiptLine[];
  /** The till's tax per code after all discounts; what is posted. */
  taxes: { code: string; amountMinor: Minor }[];
  roundingMinor: Minor;
  payments: ReceiptPayment[];
};

export type AccountPayment = {
  customer: Customer;
  payment: ReceiptPayment;
  appliesTo: { outlet: string; id: string; amountMinor: Minor }[];
};

export type CashMovement = {
  reason: string | null;
  payee: string | null;
  tax: { code: string; amountMinor: Minor } | null;
  /** A movement of its own, or what a closing took out of the drawer. */
  removedAtClosing: boolean;
};

export type TillVariance = { expectedMinor: Minor; countedMinor: Minor };

export type Shift = {
  openedAt: string;
  closedAt: string | null;
  openingMinor: Minor;
  closing: null | {
    receipts: number;
    accountPayments: number;
    cashMovements: number;
    salesMinor: Minor;
    refundsMinor: Minor;
    payments: { type: string; amountMinor: Minor }[];
    accountPaymentsByType: { type: string; amountMinor: Minor }[];
    taxes: { code: string; amountMinor: Minor }[];
    cashInMinor: Minor;
    cashOutMinor: Minor;
    floatingExpenseMinor: Minor;
    expectedMinor: Minor;
    countedMinor: Minor;
    removedMinor: Minor;
    leftMinor: Minor;
  };
};
