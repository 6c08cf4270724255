/**
 * Money is an integer of minor units (cents for AUD, yen for JPY), as a safe JavaScript integer, and its currency stands
 * beside it. Decimal strings are parsed digit by digit; a floating-point number never holds an amount.
 */
export type Minor = number;

/**
 * Digits after the decimal point of a currency: AUD 2, JPY 0, KWD 3. As ISO 4217 lists them (List One, “Minor unit”), and not as `Intl`
 * does: that follows what people pay with, has none for the forint and the Pakistani rupee, and changes with the release of Node.
 * @throws RangeError on an unknown code's form
 */
export function minorDigits(currency: string): number {
  const digits = otherDigits.get(currency);
  if (digits !== undefined) return digits;
  if (!/^[A-Z]{3}$/.test(currency)) throw new RangeError(`not a currency: ${currency}`);
  return 2;
}

/** Those that have not two. */
const otherDigits = new Map(
  Object.entries({
    0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
    3: 'BHD IQD JOD KWD LYD OMR TND',
    4: 'CLF UYW',
  }).flatMap(([digits, codes]) => codes.split(' ').map((code) => [code, Number(digits)] as const)),
);

const decimalForm = /^(-?)(\d{1,15})(?:\.(\d+))?$/;

/**
 * Reads a decimal string with at most `digits` decimals: `parseMinor('12.50', 2)` is 1250. More decimals are accepted when
 * they are zeros.
 * @returns null when it is no such number
 */
export function parseMinor(text: string, digits: number): Minor | null {
  const match = decimalForm.exec(text);
  if (!match) return null;
  const fraction = match[3] ?? '';
  if (fraction.length > digits && !/^0*$/.test(fraction.slice(digits))) return null;
  const value = Number(match[2] + fraction.slice(0, digits).padEnd(digits, '0'));
  if (!Number.isSafeInteger(value)) return null;
  return match[1] && value !== 0 ? -value : value;
}

/** Writes minor units as a decimal string: `formatMinor(-5, 2)` is "-0.05". */
export function formatMinor(amount: Minor, digits: number): string {
  const sign = amount < 0 ? '-' : '';
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Sum of amounts. @throws RangeError when it leaves the safe integers */
export function sum(amounts: Iterable<Minor>): Minor {
  let total = 0;
  for (const amount of amounts) total += amount;
  return safe(total);
}

/** Sum of one amount of each item, without a list of the amounts. @throws RangeError as `sum` */
export function sumOf<T>(items: readonly T[], amountOf: (item: T) => Minor): Minor {
  let total = 0;
  for (const item of items) total += amountOf(item);
  return safe(total);
}

function safe(total: number): Minor {
  if (!Number.isSafeInteger(total)) throw new RangeError('sum of amounts out of range');
  return total;
}
