import { type ShiftRow, shiftSums } from '@/db/queries/shifts';
import { shiftLacks } from '@/lib/accounting/shift';
import type { Shift } from '@/lib/accounting/till-transaction';
import { minorDigits } from '@/lib/money/money';
import type { Reader } from './planning-context.ts';

/**
 * What the records of shifts lack of their closings' control totals.
 * @returns in words; null for a shift that is complete, or was not asked for
 */
export async function shiftsThatLack(
  { db, scope }: Reader,
  shifts: readonly { outlet: string; shift: string }[],
): Promise<(outlet: string, shift: string) => string | null> {
  const lacks = new Map<string, string>();
  for (const row of await shiftSums(db, scope, shifts)) {
    const text = row.closing === null ? 'its closing has not come' : closedShiftLacks(row);
    if (text !== null) lacks.set(JSON.stringify([row.outlet, row.shift]), text);
  }
  return (outlet, shift) => lacks.get(JSON.stringify([outlet, shift])) ?? null;
}

/** What a shift that has closed lacks, in words; null: nothing, or it is open. */
export function closedShiftLacks({
  currency,
  closing,
  openingMinor,
  cashTypes,
  ...sums
}: ShiftRow): string | null {
  const said = closing as Shift['closing'];
  return (
    said && shiftLacks(said, sums, { openingMinor: openingMinor ?? 0, cashTypes }, minorDigits(currency))
  );
}
