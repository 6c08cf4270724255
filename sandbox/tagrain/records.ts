/**
 * The feed's records as they go over the wire (docs/feed.md). Amounts are decimal strings here and nowhere else:
 * whoever computes turns them into integers of minor units first (money.ts).
 */

export type Prices = 'inclusive' | 'exclusive';
export type PaymentKind = 'cash' | 'card' | 'gift_card' | 'store_credit' | 'loyalty' | 'on_account' | 'other';

export interface PaymentType {
  code: string;
  name: string;
  kind: PaymentKind;
  /** The step to which amounts of this type are rounded; left out where there is none. */
  rounding?: string;
}

export interface Outlet {
  id: string;
  name: string;
  time_zone: string;
  day_cutoff: string;
  registers: { id: string; name: string }[];
}

export interface Business {
  business: string;
  name: string;
  country: string;
  currency: string;
  minor_digits: number;
  prices: Prices;
  taxes: { code: string; name: string; rate: string }[];
  payment_types: PaymentType[];
  outlets: Outlet[];
}

/** What every record carries. */
interface Common {
  outlet: string;
  register: string;
  id: string;
  version: number;
  at: string;
  currency: string;
  status: 'completed' | 'voided';
  operator?: string;
}

export interface Customer {
  id: string;
  name: string;
  email?: string;
}

export interface TaxAmount {
  code: string;
  amount: string;
}

export interface TypeAmount {
  type: string;
  amount: string;
}

export interface Payment extends TypeAmount {
  id: string;
  tendered?: string;
  change?: string;
}

export type LineKind = 'product' | 'gift_card' | 'deposit' | 'tip' | 'surcharge';

export interface Line {
  kind: LineKind;
  product: { id: string; name: string; category: string } | null;
  quantity: string;
  unit_price: string;
  discount: string;
  surcharge: string;
  total: string;
  tax: TaxAmount;
}

export interface RecordRef {
  outlet: string;
  id: string;
}

export interface Receipt extends Common {
  type: 'receipt';
  shift: string;
  customer: Customer | null;
  prices: Prices;
  refund_of: RecordRef | null;
  lines: Line[];
  discount: string;
  taxes: TaxAmount[];
  rounding: string;
  total: string;
  payments: Payment[];
}

export interface AccountPayment extends Common {
  type: 'account_payment';
  shift: string;
  customer: Customer;
  payment: Payment;
  applies_to: (RecordRef & { amount: string })[];
}

export type MovementKind = 'cash_in' | 'cash_out' | 'floating_expense';

export interface CashMovement extends Common {
  type: 'cash_movement';
  shift: string;
  kind: MovementKind;
  amount: string;
  reason: string;
  payee: string | null;
  tax: TaxAmount | null;
}

export interface Closing {
  closed_at: string;
  counts: { receipt: number; account_payment: number; cash_movement: number };
  sales: string;
  refunds: string;
  payments: TypeAmount[];
  account_payments: TypeAmount[];
  taxes: TaxAmount[];
  cash_in: string;
  cash_out: string;
  floating_expense: string;
  cash_expected: string;
  cash_counted: string;
  cash_removed: string;
  cash_left: string;
  counted: TypeAmount[];
}

export interface Shift extends Common {
  type: 'shift';
  opened_at: string;
  opening_amount: string;
  closing: Closing | null;
}

export type TillRecord = Receipt | AccountPayment | CashMovement | Shift;
