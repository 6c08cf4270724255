import type { Minor } from '@/lib/money/money';
import type { Mapping } from '../mapping.ts';

/** Where the generated till keeps what it did: what must have moved in Xero, debits positive. */
export type Pot =
  | 'sales'
  | 'gift_card'
  | 'deposit'
  | 'tip'
  | 'rounding'
  | 'tax'
  | 'owed'
  | 'cashIn'
  | 'cashOut'
  | 'overShort'
  | 'expense'
  | `type:${string}`;

/** The till's own sums, kept beside the records and never read from them. */
export class Books {
  readonly pots = new Map<Pot, Minor>();
  /** Tax of receipts by the till's code, as Xero counts it: what is owed to the office is negative here. */
  readonly taxes = new Map<string, Minor>();

  add(pot: Pot, debitMinor: Minor): void {
    this.pots.set(pot, (this.pots.get(pot) ?? 0) + debitMinor);
  }

  addTax(code: string, amountMinor: Minor): void {
    this.taxes.set(code, (this.taxes.get(code) ?? 0) + amountMinor);
    this.add('tax', -amountMinor);
  }

  /** By account, those that did not move left out. @param names what a journal calls receivables and tax */
  byAccount(mapping: Mapping, names: { owed: string; tax: string }): Map<string, Minor> {
    const accounts: Record<string, string | null | undefined> = {
      ...{ ...names, sales: mapping.salesAccountId, gift_card: mapping.giftCardAccountId },
      ...{ deposit: mapping.depositAccountId, tip: mapping.tipsAccountId },
      ...{ rounding: mapping.roundingAccountId, overShort: mapping.overShortAccountId },
      ...{ cashIn: mapping.cashInAccountId, cashOut: mapping.cashOutAccountId },
      expense: mapping.expenseAccounts.Cleaning,
    };
    for (const [type, target] of Object.entries(mapping.paymentTypes)) {
      accounts[`type:${type}`] = 'accountId' in target ? target.accountId : names.owed;
    }
    const moved = new Map<string, Minor>();
    for (const [pot, debitMinor] of this.pots) {
      const account = accounts[pot]!;
      moved.set(account, (moved.get(account) ?? 0) + debitMinor);
    }
    return withoutZeros(moved);
  }
}

export const withoutZeros = (moved: ReadonlyMap<string, Minor>): Map<string, Minor> =>
  new Map([...moved].filter(([, amount]) => amount !== 0).sort(([a], [b]) => (a < b ? -1 : 1)));
