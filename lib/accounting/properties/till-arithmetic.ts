import type { Minor } from '@/lib/money/money';
import { divideHalfUp, percent, taxInside, taxOnTop } from '@/lib/money/rounding';
import type { LineIntent } from './intents.ts';
import type { Regime, TillTax } from './regimes.ts';

/** How the generated till computes; what it arrives at is the truth that is posted. */

/** A line of a receipt as the till keeps it, before the receipt's own discount. */
export type TillLine = {
  kind: 'product' | 'gift_card' | 'deposit' | 'tip' | 'surcharge';
  name: string;
  quantity: string;
  unitCents: Minor;
  discountMinor: Minor;
  surchargeMinor: Minor;
  totalMinor: Minor;
  tax: TillTax;
};

export const outOfScope: TillTax = { code: 'NONE', rate: '0', taxType: '' };

/** Goods on a line: quantity × unit price − discount + surcharge. */
export function goods({ unitCents, quantity, ...of }: LineIntent, regime: Regime, n: number): TillLine {
  const count = percent(quantity);
  const full = Number(divideHalfUp(BigInt(unitCents) * count.numerator * 100n, count.denominator));
  const discountMinor = shareOf(full, of.discountPercent);
  const tax = regime.taxes[of.tax % regime.taxes.length]!;
  const { surchargeCents: surchargeMinor } = of;
  const totalMinor = full - discountMinor + surchargeMinor;
  return {
    ...{ kind: 'product', name: `Product ${n}`, quantity, unitCents, discountMinor, surchargeMinor },
    ...{ totalMinor, tax },
  };
}

/** Something without goods: a gift card, a deposit, a tip, a card surcharge. */
export const charge = (kind: TillLine['kind'], totalMinor: Minor, tax: TillTax = outOfScope): TillLine => ({
  ...{ kind, name: kind, quantity: '1', unitCents: totalMinor, discountMinor: 0, surchargeMinor: 0 },
  ...{ totalMinor, tax },
});

/** A line as it comes back: every amount of it turned. */
export const back = (line: TillLine): TillLine => ({
  ...line,
  quantity: line.quantity.startsWith('-') ? line.quantity.slice(1) : `-${line.quantity}`,
  discountMinor: -line.discountMinor,
  surchargeMinor: -line.surchargeMinor,
  totalMinor: -line.totalMinor,
});

export const shareOf = (amount: Minor, percentage: number): Minor =>
  Number(divideHalfUp(BigInt(amount) * BigInt(percentage), 100n));

export const taxOf = (amount: Minor, { rate }: TillTax, { prices }: Regime): Minor =>
  (prices === 'inclusive' ? taxInside : taxOnTop)(amount, percent(rate));

/**
 * The receipt's tax per code after its discount. The discount is spread over what is sold, the last line takes the rest; the tax is
 * rounded for each line, or once for each code.
 */
export function taxesOf(
  lines: readonly TillLine[],
  discountMinor: Minor,
  roundsTaxOn: 'line' | 'receipt',
  regime: Regime,
): { code: string; amountMinor: Minor }[] {
  const after = afterDiscount(lines, discountMinor);
  const codes = [...new Set(lines.map((l) => l.tax.code))].filter((code) => code !== outOfScope.code);
  return codes.map((code) => {
    const of = lines.flatMap((line, i) => (line.tax.code === code ? [{ line, amount: after[i]! }] : []));
    const { tax } = of[0]!.line;
    const amountMinor =
      roundsTaxOn === 'line'
        ? of.reduce((total, { amount }) => total + taxOf(amount, tax, regime), 0)
        : taxOf(
            of.reduce((total, { amount }) => total + amount, 0),
            tax,
            regime,
          );
    return { code, amountMinor };
  });
}

/** What takes a share of a receipt's discount: what is sold; on a mere refund, what comes back. */
export function discountable(lines: readonly TillLine[]): Minor[] {
  const sold = lines.map((l) => (l.kind === 'product' || l.kind === 'surcharge' ? l.totalMinor : 0));
  const positive = sold.map((t) => Math.max(t, 0));
  return positive.some((t) => t > 0) ? positive : sold.map((t) => Math.abs(t));
}

function afterDiscount(lines: readonly TillLine[], discountMinor: Minor): Minor[] {
  const weights = discountable(lines);
  const whole = weights.reduce((a, b) => a + b, 0);
  const last = weights.findLastIndex((w) => w > 0);
  let open = discountMinor;
  return lines.map(({ totalMinor }, i) => {
    if (discountMinor === 0 || weights[i] === 0) return totalMinor;
    const share =
      i === last ? open : Number(divideHalfUp(BigInt(discountMinor) * BigInt(weights[i]!), BigInt(whole)));
    open -= share;
    return totalMinor - share;
  });
}
