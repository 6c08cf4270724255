import type { Minor } from '@/lib/money/money';
import { divideHalfUp } from '@/lib/money/rounding';

/** An exact decimal number: units ÷ 10^scale. Files carry amounts finer than a cent; they are rounded once, per receipt. */
export type Decimal = { units: bigint; scale: number };

export const zero: Decimal = { units: 0n, scale: 0 };

/** Reads a plain decimal such as "-548.9715". The caller has already dealt with separators. @throws RangeError otherwise */
export function decimal(text: string): Decimal {
  const match = /^(-?)(\d{0,15})(?:\.(\d{0,25}))?$/.exec(text);
  if (!match || !(match[2] || match[3])) throw new RangeError(`not a decimal number: ${text}`);
  const fraction = match[3] ?? '';
  const units = BigInt(`${match[2]}${fraction}`);
  return { units: match[1] ? -units : units, scale: fraction.length };
}

const unitsAt = (value: Decimal, scale: number): bigint => value.units * 10n ** BigInt(scale - value.scale);

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: unitsAt(a, scale) + unitsAt(b, scale), scale };
}

export const negate = (value: Decimal): Decimal => ({ units: -value.units, scale: value.scale });

export const subtract = (a: Decimal, b: Decimal): Decimal => add(a, negate(b));

export const multiply = (a: Decimal, b: Decimal): Decimal => ({
  units: a.units * b.units,
  scale: a.scale + b.scale,
});

export const isZero = (value: Decimal): boolean => value.units === 0n;

export const equal = (a: Decimal, b: Decimal): boolean => isZero(subtract(a, b));

/** Whole minor units, halves away from zero. @throws RangeError when it leaves the safe integers */
export function toMinor(value: Decimal, digits: number): Minor {
  const units =
    value.scale <= digits
      ? unitsAt(value, digits)
      : divideHalfUp(value.units, 10n ** BigInt(value.scale - digits));
  const minor = Number(units);
  if (!Number.isSafeInteger(minor)) throw new RangeError('amount out of range');
  return minor;
}

/** Whether it has digits beyond the minor unit, so that `toMinor` changes it. */
export const isFiner = (value: Decimal, digits: number): boolean =>
  value.scale > digits && value.units % 10n ** BigInt(value.scale - digits) !== 0n;

/** Minor units as an exact decimal. */
export const ofMinor = (amount: Minor, digits: number): Decimal => ({ units: BigInt(amount), scale: digits });

/** Written plainly, without superfluous zeros: "74.69", "7". */
export function decimalText(value: Decimal): string {
  const negative = value.units < 0n;
  const digits = String(negative ? -value.units : value.units).padStart(value.scale + 1, '0');
  const whole = digits.slice(0, digits.length - value.scale);
  const fraction = digits.slice(digits.length - value.scale).replace(/0+$/, '');
  return `${negative ? '-' : ''}${whole}${fraction && `.${fraction}`}`;
}
