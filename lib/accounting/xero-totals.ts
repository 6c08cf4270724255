import { type Minor, sum } from '@/lib/money/money';
import { divideHalfUp, type Fraction, percent, taxInside, taxOnTop } from '@/lib/money/rounding';

/**
 * What Xero makes of lines, before it is asked (XERO.md “Writing”): each line is rounded half up to the cent, then its tax, then all
 * are summed. Lines of ours go out with quantity 1 and their amount, so that nothing of them is left to round.
 */

export type AmountTypes = 'Inclusive' | 'Exclusive' | 'NoTax';

/** A line as it is sent; numbers are decimal strings. */
export type LineToPredict = {
  quantity: string;
  unitAmount: string;
  /** Percentage off the line, or an amount off it. */
  discount?: { rate: string } | { amount: string };
  /** Percentage. */
  taxRate: string;
  /** A tax that is sent stands, on invoices and credit notes; left out, Xero computes it. */
  taxAmountMinor?: Minor;
};

export type PredictedTotals = {
  lines: { amountMinor: Minor; taxMinor: Minor }[];
  subTotalMinor: Minor;
  taxMinor: Minor;
  totalMinor: Minor;
};

/** Decimals that a unit amount keeps: 2, or 4 where the call says `unitdp=4`. Quantities keep 4. */
export type UnitDecimals = 2 | 4;

/** Lines and totals of a document as Xero will show them, in a currency of two decimals. */
export function predictTotals(
  lines: readonly LineToPredict[],
  types: AmountTypes,
  unitDecimals: UnitDecimals = 2,
): PredictedTotals {
  const predicted = lines.map((line) => {
    const amountMinor = lineAmount(line, unitDecimals);
    return { amountMinor, taxMinor: line.taxAmountMinor ?? taxOf(amountMinor, line.taxRate, types) };
  });
  const amounts = sum(predicted.map((l) => l.amountMinor));
  const taxMinor = sum(predicted.map((l) => l.taxMinor));
  return types === 'Inclusive'
    ? { lines: predicted, subTotalMinor: amounts - taxMinor, taxMinor, totalMinor: amounts }
    : { lines: predicted, subTotalMinor: amounts, taxMinor, totalMinor: amounts + taxMinor };
}

function taxOf(amountMinor: Minor, rate: string, types: AmountTypes): Minor {
  if (types === 'NoTax') return 0;
  return (types === 'Inclusive' ? taxInside : taxOnTop)(amountMinor, percent(rate));
}

/** Quantity × unit amount less the discount, rounded once. */
function lineAmount({ quantity, unitAmount, discount }: LineToPredict, unitDecimals: UnitDecimals): Minor {
  const count = kept(quantity, 4);
  const unit = kept(unitAmount, unitDecimals);
  // In cents: a percentage's fraction is of a hundred already.
  const cents: Fraction = {
    numerator: 100n * count.numerator * unit.numerator,
    denominator: count.denominator * unit.denominator,
  };
  return Number(divideHalfUp(...less(cents, discount)));
}

function less({ numerator, denominator }: Fraction, discount: LineToPredict['discount']): [bigint, bigint] {
  if (!discount) return [numerator, denominator];
  if ('rate' in discount) {
    const off = percent(discount.rate);
    return [numerator * (off.denominator - off.numerator), denominator * off.denominator];
  }
  const off = decimal(discount.amount);
  return [numerator * off.denominator - 100n * off.numerator * denominator, denominator * off.denominator];
}

/** A decimal as Xero stores it: rounded to so many decimals before anything is done with it. */
function kept(text: string, decimals: number): Fraction {
  const { numerator, denominator } = decimal(text);
  const scale = 10n ** BigInt(decimals);
  return { numerator: divideHalfUp(numerator * scale, denominator), denominator: scale };
}

/** A decimal string as an exact fraction. @throws RangeError when it is none */
function decimal(text: string): Fraction {
  const { numerator, denominator } = percent(text);
  return { numerator, denominator: denominator / 100n };
}
