/** Integers of minor units, and the decimal strings of the wire. No floating point ever holds an amount. */

/** Scale of quantities and rates: four decimals. */
export const SCALE = 10_000;

/** Divides integers, rounding half away from zero: what tills (and Xero) call half up. */
export function divideHalfUp(numerator: number, denominator: number): number {
  const size = Math.floor((Math.abs(numerator) * 2 + denominator) / (denominator * 2));
  return numerator < 0 && size > 0 ? -size : size;
}

/** Rounds to the nearest multiple of a step (5 cents), half up. A step of 0 or 1 leaves the amount alone. */
export function roundToStep(minor: number, step: number): number {
  return step > 1 ? divideHalfUp(minor, step) * step : minor;
}

/** 1250 → "12.50" (two digits), 1250 → "1250" (none). */
export function formatMinor(minor: number, digits: number): string {
  if (!Number.isSafeInteger(minor)) throw new Error(`not an amount of minor units: ${minor}`);
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const sign = minor < 0 ? '-' : '';
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** "12.50" → 1250. Refuses anything with another number of digits. */
export function parseMinor(text: string, digits: number): number {
  const match = /^(-?)(\d{1,13})(?:\.(\d+))?$/.exec(text);
  const fraction = match?.[3] ?? '';
  if (!match || fraction.length !== digits) throw new Error(`not an amount with ${digits} decimals: ${text}`);
  const minor = Number(match[2] + fraction);
  return match[1] === '-' && minor !== 0 ? -minor : minor;
}

/** 3450 (ten-thousandths) → "0.345"; 20000 → "2". */
export function formatScaled(scaled: number): string {
  const text = formatMinor(scaled, 4);
  return text.replace(/\.?0+$/, '');
}

/** "8.25" → 82500 (ten-thousandths). */
export function parseScaled(text: string): number {
  const [whole = '', fraction = ''] = text.split('.');
  return parseMinor(`${whole}.${fraction.padEnd(4, '0')}`, 4);
}

/** The tax in (inclusive) or on (exclusive) an amount at a rate per cent in ten-thousandths, half up. */
export function taxOf(minor: number, rateScaled: number, prices: 'inclusive' | 'exclusive'): number {
  const hundred = 100 * SCALE;
  return divideHalfUp(minor * rateScaled, prices === 'inclusive' ? hundred + rateScaled : hundred);
}

/** Splits an amount in proportion to weights without losing a unit: the largest remainders get the odd ones. */
export function splitByWeight(minor: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (sum <= 0) throw new Error('weights must add up to more than nothing');
  const parts = weights.map((weight, index) => {
    const exact = minor * weight;
    const floor = Math.floor(exact / sum);
    return { index, floor, remainder: exact - floor * sum };
  });
  let rest = minor - parts.reduce((a, part) => a + part.floor, 0);
  for (const part of [...parts].sort((a, b) => b.remainder - a.remainder || a.index - b.index)) {
    if (rest <= 0) break;
    part.floor += 1;
    rest -= 1;
  }
  return parts.map((part) => part.floor);
}
