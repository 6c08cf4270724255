import { type Minor, minorDigits, sumOf } from '@/lib/money/money';
import type { Receipt, ReceiptLine } from './till-transaction.ts';

/** How far a receipt's own figures may lie apart, and still be posted: rounding, and nothing but rounding. */

/** What a receipt's lines and its rounding lack of its total; negative: they make more. */
export const strayOf = ({ lines, roundingMinor }: Receipt, totalMinor: Minor): Minor =>
  totalMinor - sumOf(lines, grossOf) - roundingMinor;

const grossOf = ({ grossMinor }: ReceiptLine): Minor => grossMinor;

/** At most 5 hundredths of the currency's unit may lie between lines and total; they are posted to the rounding account, by name. */
export const allowedStray = (currency: string): Minor => (minorDigits(currency) >= 2 ? 5 : 0);

/**
 * How far the till's tax may lie from Xero's by rounding alone: half a cent for each tax amount that the till rounded, and half a cent for
 * each line that Xero rounds.
 */
export const allowedTaxDifference = (tillTaxAmounts: number, lines: number): Minor =>
  Math.floor((tillTaxAmounts + lines) / 2);
