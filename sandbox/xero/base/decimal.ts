/** An exact decimal: units / 10^scale. Money is never a float in here. */
export interface Decimal {
  units: bigint;
  scale: number;
}

const PLAIN = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/**
 * Reads a JSON number or string as an exact decimal; null if it is none. JavaScript prints a number as the shortest
 * decimal that reads back to it, which is what the client typed for anything that is an amount.
 */
export function parseDecimal(value: unknown): Decimal | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  const match = PLAIN.exec(String(value).trim());
  if (!match) return null;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return null;
  const shift = fraction.length - Number(exponent);
  if (Math.abs(shift) > 60 || whole.length > 40) return null;
  let units = BigInt(whole + fraction);
  let scale = shift;
  if (scale < 0) {
    units *= 10n ** BigInt(-scale);
    scale = 0;
  }
  return { units: sign === '-' ? -units : units, scale };
}

/** Division rounded half up, which for negative amounts is half away from zero (seen: -8.7778 gives -8.78). */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const quotient = (2n * n + d) / (2n * d);
  return negative ? -quotient : quotient;
}

/** The decimal as an integer of 10^-scale, rounded half up. */
export function toScale(decimal: Decimal, scale: number): bigint {
  if (decimal.scale <= scale) return decimal.units * 10n ** BigInt(scale - decimal.scale);
  return divideHalfUp(decimal.units, 10n ** BigInt(decimal.scale - scale));
}

/** True if nothing is lost when the decimal is written with so many places. */
export function fitsScale(decimal: Decimal, scale: number): boolean {
  return decimal.scale <= scale || decimal.units % 10n ** BigInt(decimal.scale - scale) === 0n;
}

/** Cents (or whatever the hundredth is) as a safe integer. */
export function toMinor(decimal: Decimal): number {
  return safe(toScale(decimal, 2));
}

/** An amount too large for exact integers is refused where it is read, so this is a bug if it throws. */
export function safe(units: bigint): number {
  const value = Number(units);
  if (!Number.isSafeInteger(value)) throw new RangeError(`amount out of range: ${units}`);
  return value;
}

/** Writes an integer of 10^-scale with exactly so many places: 1234 at 2 is "12.34". */
export function formatScaled(value: number, scale: number): string {
  const digits = String(Math.abs(value)).padStart(scale + 1, '0');
  const sign = value < 0 ? '-' : '';
  if (scale === 0) return sign + digits;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

export const formatMinor = (minor: number): string => formatScaled(minor, 2);

/** Reads an amount in our own tables and control calls; throws if it is none. */
export function minorOf(text: string): number {
  const decimal = parseDecimal(text);
  if (!decimal || !fitsScale(decimal, 2)) throw new Error(`"${text}" is not an amount`);
  return toMinor(decimal);
}
