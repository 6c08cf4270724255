import { shiftSums } from '@/db/queries/shifts';
import { shiftLacks } from '@/lib/accounting/shift';
import type { Shift } from '@/lib/accounting/till-transaction';
import { minorDigits } from '@/lib/money/money';
import type { Run } from './run.ts';

/**
 * What the records of shifts lack of their closings' control totals.
 * @returns in words; null for a shift that is complete, or was not asked for
 */
export async function shiftsThatLack(
  run: Run,
  shifts: readonly { outlet: string; shift: string }[],
): Promise<(outlet: string, shift: string) => string | null> {
  const lacks = new Map<string, string>();
  for (const { outlet, shift, currency, closing, ...sums } of await shiftSums(run.db, run.scope, shifts)) {
    const said = closing as Shift['closing'];
    const text = said ? shiftLacks(said, sums, minorDigits(currency)) : 'its closing has not come';
    if (text !== null) lacks.set(JSON.stringify([outlet, shift]), text);
  }
  return (outlet, shift) => lacks.get(JSON.stringify([outlet, shift])) ?? null;
}
