import { shiftSums } from '@/db/queries/shifts';
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
  for (const { outlet, shift, currency, closing, openingMinor, cashTypes, ...sums } of await shiftSums(
    db,
    scope,
    shifts,
  )) {
    const said = closing as Shift['closing'];
    const frame = { openingMinor: openingMinor ?? 0, cashTypes };
    const text = said ? shiftLacks(said, sums, frame, minorDigits(currency)) : 'its closing has not come';
    if (text !== null) lacks.set(JSON.stringify([outlet, shift]), text);
  }
  return (outlet, shift) => lacks.get(JSON.stringify([outlet, shift])) ?? null;
}
