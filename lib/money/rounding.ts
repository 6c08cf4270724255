import type { Minor } from './money.ts';

/** An exact fraction: a tax rate of 10 % is 10/100, one of 8.875 % is 8875/100000. */
export type Fraction = { numerator: bigint; denominator: bigint };

/** Reads a percentage such as "8.875". @throws RangeError when it is no decimal number */
export function percent(text: string): Fraction {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) throw new RangeError(`not a percentage: ${text}`);
  const fraction = match[3] ?? '';
  const numerator = BigInt(match[2] + fraction) * (match[1] ? -1n : 1n);
  return { numerator, denominator: 100n * 10n ** BigInt(fraction.length) };
}

/**
 * How what lies between two units is rounded: to the nearer one, a tie away from zero or towards it; or always towards zero. The
 * same on both sides of zero: a refund rounds as its sale did.
 */
export type Rounding = 'half_up' | 'half_down' | 'down';

/** Divides and rounds by name. */
export function divide(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const twiceRest = 2n * (n % d);
  const isUp = rounding !== 'down' && (twiceRest > d || (twiceRest === d && rounding === 'half_up'));
  const quotient = n / d + (isUp ? 1n : 0n);
  return negative ? -quotient : quotient;
}

/** Divides and rounds half away from zero: what Xero does on each line (XERO.md "Writing": half up, none of 223 documents wrong). */
export const divideHalfUp = (numerator: bigint, denominator: bigint): bigint =>
  divide(numerator, denominator, 'half_up');

/** An amount as coins can pay it: the multiple of the smallest coin. How a tie goes is the shop's choice (New Zealand's shops: down). */
export const toCash = (amount: Minor, coinMinor: Minor, rounding: Rounding): Minor =>
  Number(divide(BigInt(amount), BigInt(coinMinor), rounding)) * coinMinor;

/** The tax contained in an amount that includes it: gross × rate ÷ (1 + rate), half up. */
export function taxInside(gross: Minor, rate: Fraction): Minor {
  return Number(divideHalfUp(BigInt(gross) * rate.numerator, rate.denominator + rate.numerator));
}

/**
 * `taxInside` at one rate, for the lines of every receipt: a rate is read once, and whatever is small enough to be exact as an integer
 * is computed without a BigInt, in a tenth of the time.
 * @param rate a percentage such as "8.875" @throws RangeError when it is no decimal number
 */
export function taxInsideAt(rate: string): (gross: Minor) => Minor {
  let inside = insideByRate.get(rate);
  if (!inside) {
    inside = insideOf(percent(rate));
    insideByRate.set(rate, inside);
  }
  return inside;
}
/** By the rate as it is written; tax authorities know few. */
const insideByRate = new Map<string, (gross: Minor) => Minor>();

function insideOf(rate: Fraction): (gross: Minor) => Minor {
  const [part, whole] = [Number(rate.numerator), Number(rate.denominator + rate.numerator)];
  const isSmall = part >= 0 && part <= SMALL && whole <= SMALL;
  return (gross) => {
    if (!isSmall || gross > SMALL || gross < -SMALL) return taxInside(gross, rate);
    const product = Math.abs(gross) * part;
    const rest = product % whole;
    const tax = (product - rest) / whole + (2 * rest >= whole ? 1 : 0);
    return gross < 0 && tax !== 0 ? -tax : tax;
  };
}

/** The product of two such is a safe integer. */
const SMALL = 2 ** 26;

/** The tax that comes on top of an amount: net × rate, half up. */
export function taxOnTop(net: Minor, rate: Fraction): Minor {
  return Number(divideHalfUp(BigInt(net) * rate.numerator, rate.denominator));
}

/**
 * Splits an amount in proportion to weights without losing a cent: everybody gets the share rounded towards zero, the cents
 * left over go to the largest remainders, earlier first.
 * @param weights at least one not zero, all of one sign or zero
 * @throws RangeError when the weights sum to zero and there is something to split
 */
export function apportion(amount: Minor, weights: readonly Minor[]): Minor[] {
  if (amount === 0) return weights.map(() => 0);
  const total = weights.reduce((a, b) => a + BigInt(b), 0n);
  if (total === 0n) throw new RangeError('nothing to apportion over');
  const shares = weights.map((weight, index) => {
    const product = BigInt(amount) * BigInt(weight);
    const share = product / total;
    const remainder = product - share * total;
    return { index, share: Number(share), remainder: remainder < 0n ? -remainder : remainder };
  });
  let left = amount - shares.reduce((a, s) => a + s.share, 0);
  const step = Math.sign(left);
  const byRemainder = [...shares].sort((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  );
  for (let i = 0; left !== 0; i = (i + 1) % byRemainder.length) {
    byRemainder[i]!.share += step;
    left -= step;
  }
  return shares.map((s) => s.share);
}
