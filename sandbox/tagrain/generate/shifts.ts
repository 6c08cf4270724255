import { formatMinor, parseMinor } from '../money.ts';
import type { AccountPayment, CashMovement, Closing, Receipt, Shift, TypeAmount } from '../records.ts';
import { PAY, type ShopContext } from './context.ts';
import type { Sold } from './pools.ts';

type Counted = Receipt | AccountPayment | CashMovement;

/** The running sums of a shift: what its closing will say. A void or correction takes the old record out again. */
export class ShiftSums {
  private readonly digits: number;
  private readonly counts = { receipt: 0, account_payment: 0, cash_movement: 0 };
  private readonly movements = { cash_in: 0, cash_out: 0, floating_expense: 0 };
  private readonly payments = new Map<string, number>();
  private readonly accountPayments = new Map<string, number>();
  private readonly taxes = new Map<string, number>();
  private sales = 0;
  private refunds = 0;

  constructor(private readonly shop: ShopContext) {
    this.digits = shop.business.minor_digits;
  }

  add(record: Counted, sign: 1 | -1 = 1): void {
    this.counts[record.type] += sign;
    const amount = (text: string) => sign * parseMinor(text, this.digits);
    if (record.type === 'receipt') {
      if (record.total.startsWith('-')) this.refunds += amount(record.total);
      else this.sales += amount(record.total);
      for (const payment of record.payments) bump(this.payments, payment.type, amount(payment.amount));
      for (const tax of record.taxes) bump(this.taxes, tax.code, amount(tax.amount));
    } else if (record.type === 'account_payment') {
      bump(this.accountPayments, record.payment.type, amount(record.payment.amount));
    } else {
      this.movements[record.kind] += amount(record.amount);
    }
  }

  /** What ought to lie in the drawer. */
  expectedCash(openingMinor: number): number {
    const { cash_in, cash_out, floating_expense } = this.movements;
    const received = (this.payments.get(PAY.cash) ?? 0) + (this.accountPayments.get(PAY.cash) ?? 0);
    return openingMinor + received + cash_in - cash_out - floating_expense;
  }

  /** What the terminal's own slip ought to say of a payment type. */
  taken(type: string): number {
    return (this.payments.get(type) ?? 0) + (this.accountPayments.get(type) ?? 0);
  }

  controls(): Omit<
    Closing,
    'closed_at' | 'cash_expected' | 'cash_counted' | 'cash_removed' | 'cash_left' | 'counted'
  > {
    const money = (minor: number) => formatMinor(minor, this.digits);
    const byType = (sums: Map<string, number>): TypeAmount[] =>
      this.shop.business.payment_types.flatMap(({ code }) => {
        const minor = sums.get(code);
        return minor === undefined ? [] : [{ type: code, amount: money(minor) }];
      });
    return {
      counts: { ...this.counts },
      sales: money(this.sales),
      refunds: money(this.refunds),
      payments: byType(this.payments),
      account_payments: byType(this.accountPayments),
      taxes: this.shop.business.taxes.flatMap(({ code }) => {
        const minor = this.taxes.get(code);
        return minor === undefined ? [] : [{ code, amount: money(minor) }];
      }),
      cash_in: money(this.movements.cash_in),
      cash_out: money(this.movements.cash_out),
      floating_expense: money(this.movements.floating_expense),
    };
  }
}

function bump(sums: Map<string, number>, key: string, minor: number): void {
  sums.set(key, (sums.get(key) ?? 0) + minor);
}

/** A shift as the generator holds it, open or just closed. */
export interface RunningShift {
  id: string;
  /** The newest version that went out. */
  record: Shift;
  openingMinor: number;
  sums: ShiftSums;
  /** Plain sales of this shift, with the receipt as it went out: what may be voided or corrected. */
  plain: { sold: Sold; receipt: Receipt }[];
}

/** A register from day to day. */
export interface Register {
  outletIndex: number;
  id: string;
  /** How many of each it has numbered so far. */
  numbers: { receipt: number; account: number; movement: number; shift: number };
  /** What the last closing left in the drawer: tomorrow's opening amount. */
  leftMinor: number;
  open: RunningShift | null;
  closed: RunningShift | null;
  /** When its last record happened. */
  lastMs: number;
}
