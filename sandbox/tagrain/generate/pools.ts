import type { Customer, RecordRef } from '../records.ts';
import type { Draft } from './draft.ts';

/** A plain sale (goods only, paid in cash or by card) that may still be taken back, voided or corrected: once. */
export interface Sold {
  ref: RecordRef;
  draft: Draft;
  soldMs: number;
  /** False from the moment something was done to it. */
  untouched: boolean;
}

export interface Debt {
  ref: RecordRef;
  customer: Customer;
  leftMinor: number;
  sinceMs: number;
}

/** What customers hold against the shop and owe it; what one receipt makes, a later one uses up. */
export class Pools {
  sold: Sold[] = [];
  debts: Debt[] = [];
  /** Balances of gift cards, one entry a card. */
  giftCards: number[] = [];
  storeCredit = new Map<Customer, number>();
  deposits: { customer: Customer; minor: number }[] = [];

  /** Keeps the newest few hundred: nobody brings back what he bought months ago. */
  addSold(sold: Sold): void {
    this.sold.push(sold);
    if (this.sold.length > 400) this.sold = this.sold.slice(-300);
  }
}
