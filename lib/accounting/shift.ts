import { formatMinor, type Minor } from '@/lib/money/money';
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
};

/**
 * What a shift's records lack of its closing's control totals, in words a retailer can act on; null: they reproduce them all, and the
 * shift is complete.
 * @param digits of the currency
 */
export function shiftLacks(
  closing: NonNullable<Shift['closing']>,
  sums: ShiftSums,
  digits: number,
): string | null {
  const lacks: string[] = [];
  const count = (what: string, said: number, have: number) => {
    if (said !== have) lacks.push(`the closing counts ${said} ${what}, ${have} came`);
  };
  const amount = (what: string, said: Minor, have: Minor) => {
    if (said !== have)
      lacks.push(`${what} of ${formatMinor(said, digits)} were closed, ${formatMinor(have, digits)} came`);
  };
  count('receipts', closing.receipts, sums.receipts);
  count('payments of debts', closing.accountPayments, sums.accountPayments);
  count('cash movements', closing.cashMovements, sums.cashMovements);
  amount('sales', closing.salesMinor, sums.salesMinor);
  amount('refunds', closing.refundsMinor, sums.refundsMinor);
  amount('cash ins', closing.cashInMinor, sums.cashInMinor);
  amount('cash outs', closing.cashOutMinor, sums.cashOutMinor);
  amount('floating expenses', closing.floatingExpenseMinor, sums.floatingExpenseMinor);
  const types = new Set([...closing.payments.map((p) => p.type), ...Object.keys(sums.payments)]);
  for (const type of types) {
    const said = closing.payments.filter((p) => p.type === type).reduce((n, p) => n + p.amountMinor, 0);
    amount(`“${type}” payments`, said, sums.payments[type] ?? 0);
  }
  return lacks.length === 0 ? null : lacks.join('; ');
}
