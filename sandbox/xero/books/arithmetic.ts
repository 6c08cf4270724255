/** How Xero computes lines and totals: half up, per line, to two places, tax per line, then summed. Pure. */
import { type Decimal, divideHalfUp, safe, toScale } from '../base/decimal.ts';
import type { LineAmountTypes } from './types.ts';

/** Places that a unit amount keeps: 2, or 4 when the client asks for unitdp=4. Quantities always keep 4. */
export type UnitPlaces = 2 | 4;

/** A unit amount as Xero stores it, as an integer of 10^-4. */
export function storedUnitE4(unit: Decimal, places: UnitPlaces): number {
  return safe(toScale(unit, places) * 10n ** BigInt(4 - places));
}

export const storedQuantityE4 = (quantity: Decimal): number => safe(toScale(quantity, 4));

export interface Discount {
  /** Percent; wins over the amount when both are given. */
  rate?: Decimal | null;
  /** Off the whole line. */
  amount?: Decimal | null;
}

/** Quantity × unit amount less the discount, rounded once. */
export function lineMinor(quantityE4: number, unitE4: number, discount: Discount = {}): number {
  const product = BigInt(quantityE4) * BigInt(unitE4);
  if (discount.rate && discount.rate.units !== 0n) {
    const whole = 100n * 10n ** BigInt(discount.rate.scale);
    return safe(divideHalfUp(product * (whole - discount.rate.units), 1_000_000n * whole));
  }
  if (discount.amount && discount.amount.units !== 0n) {
    const scale = Math.max(8, discount.amount.scale);
    const off = toScale(discount.amount, scale);
    const full = product * 10n ** BigInt(scale - 8);
    return safe(divideHalfUp(full - off, 10n ** BigInt(scale - 2)));
  }
  return safe(divideHalfUp(product, 1_000_000n));
}

/** Tax on a rounded line. `rateE4` is percent × 10^4. */
export function taxOn(lineMinorAmount: number, rateE4: number, types: LineAmountTypes): number {
  if (types === 'NoTax' || rateE4 === 0) return 0;
  const rate = BigInt(rateE4);
  const whole = types === 'Inclusive' ? 1_000_000n + rate : 1_000_000n;
  return safe(divideHalfUp(BigInt(lineMinorAmount) * rate, whole));
}

export interface Totals {
  subTotalMinor: number;
  taxMinor: number;
  totalMinor: number;
}

/** Sums of lines. Inclusive: the total is the sum of the lines and the subtotal what is left of it. */
export function totals(lines: { lineMinor: number; taxMinor: number }[], types: LineAmountTypes): Totals {
  let sum = 0;
  let taxMinor = 0;
  for (const line of lines) {
    sum += line.lineMinor;
    taxMinor += line.taxMinor;
  }
  return types === 'Inclusive'
    ? { subTotalMinor: sum - taxMinor, taxMinor, totalMinor: sum }
    : { subTotalMinor: sum, taxMinor, totalMinor: sum + taxMinor };
}

/** Effective rate (percent × 10^4) of components; a compound one is taken on the amount with the others in it. */
export function effectiveRateE4(components: { rate: Decimal; compound: boolean }[]): number {
  let simple = 0n;
  for (const component of components) if (!component.compound) simple += toScale(component.rate, 8);
  let total = simple;
  for (const component of components) {
    if (component.compound)
      total += (toScale(component.rate, 8) * (10_000_000_000n + simple)) / 10_000_000_000n;
  }
  return safe(divideHalfUp(total, 10_000n));
}
