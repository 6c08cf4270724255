import { formatMinor, type Minor, sum } from '@/lib/money/money';
import { own } from './own.ts';
import type { Shift } from './till-transaction.ts';

/** What our records of a shift come to. */
export type ShiftSums = {
  receipts: number;
  accountPayments: number;
  cashMovements: number;
  salesMinor: Minor;
  refundsMinor: Minor;
  cashInMinor: Minor;
  cashOutMinor: Minor;
  floatingExpenseMinor: Minor;
  /** Payments on receipts, signed, by payment type. */
  payments: Record<string, Minor>;
  /** Payments of debts by payment type. */
  accountPaymentsByType: Record<string, Minor>;
  /** Of receipts, signed, by the till's code. */
  taxes: Record<string, Minor>;
};

/** What a shift says of itself beside its closing's sums. */
export type ShiftFrame = {
  openingMinor: Minor;
  /** Codes of the payment types that are cash; none: the till takes none, or never said. */
  cashTypes: readonly string[];
};

/**
 * What a shift's records lack of its closing's control totals, in words a retailer can act on; null: they reproduce them all, and the
 * shift is complete. Expected and left cash are held against the closing's own figures: were they otherwise, the variance that is posted
 * would not bring Xero's till balance to what was counted less what was removed.
 * @param digits of the currency
 */
export function shiftLacks(
  closing: NonNullable<Shift['closing']>,
  sums: ShiftSums,
  frame: ShiftFrame,
  digits: number,
): string | null {
  const lacks: string[] = [];
  const money = (amount: Minor) => formatMinor(amount, digits);
  const count = (what: string, said: number, have: number) => {
    if (said !== have) lacks.push(`the closing counts ${said} ${what}, ${have} came`);
  };
  const amount = (what: string, said: Minor, have: Minor) => {
    if (said !== have) lacks.push(`${what} of ${money(said)} were closed, ${money(have)} came`);
  };
  count('receipts', closing.receipts, sums.receipts);
  count('payments of debts', closing.accountPayments, sums.accountPayments);
  count('cash movements', closing.cashMovements, sums.cashMovements);
  amount('sales', closing.salesMinor, sums.salesMinor);
  amount('refunds', closing.refundsMinor, sums.refundsMinor);
  amount('cash ins', closing.cashInMinor, sums.cashInMinor);
  amount('cash outs', closing.cashOutMinor, sums.cashOutMinor);
  amount('floating expenses', closing.floatingExpenseMinor, sums.floatingExpenseMinor);
  const amounts = (
    what: (name: string) => string,
    said: Record<string, Minor>,
    have: Record<string, Minor>,
  ) => {
    for (const name of new Set([...Object.keys(said), ...Object.keys(have)])) {
      amount(what(name), own(said, name) ?? 0, own(have, name) ?? 0);
    }
  };
  const payments = byName(closing.payments, (p) => p.type);
  const ofDebts = byName(closing.accountPaymentsByType, (p) => p.type);
  amounts((type) => `“${type}” payments`, payments, sums.payments);
  amounts((type) => `“${type}” payments of debts`, ofDebts, sums.accountPaymentsByType);
  amounts(
    (code) => `taxes “${code}”`,
    byName(closing.taxes, (t) => t.code),
    sums.taxes,
  );

  const inCash = sum(frame.cashTypes.map((type) => (own(payments, type) ?? 0) + (own(ofDebts, type) ?? 0)));
  const moved = closing.cashInMinor - closing.cashOutMinor - closing.floatingExpenseMinor;
  const expectedMinor = frame.openingMinor + inCash + moved;
  if (frame.cashTypes.length > 0 && closing.expectedMinor !== expectedMinor) {
    lacks.push(
      `the closing expects ${money(closing.expectedMinor)} in cash, its own figures make ${money(expectedMinor)}`,
    );
  }
  const { countedMinor, removedMinor, leftMinor } = closing;
  if (leftMinor !== countedMinor - removedMinor) {
    lacks.push(
      `the closing leaves ${money(leftMinor)} in the drawer, but ${money(countedMinor)} counted less ${money(removedMinor)} removed are ${money(countedMinor - removedMinor)}`,
    );
  }
  return lacks.length === 0 ? null : lacks.join('; ');
}

/** Amounts summed by name; codes are free text. */
function byName<T extends { amountMinor: Minor }>(all: readonly T[], nameOf: (one: T) => string) {
  const sums: Record<string, Minor> = {};
  for (const one of all) sums[nameOf(one)] = (own(sums, nameOf(one)) ?? 0) + one.amountMinor;
  return sums;
}
