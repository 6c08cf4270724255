import type { Minor } from '@/lib/money/money';
import type { ReceiptPayment } from './till-transaction.ts';

/** How a receipt is settled: payments on its document, and money that moved between payment types without settling anything. */
export type Settlement = {
  /** `position`: which of the receipt's payment types it is, from 1. Tills number payments as they like, even twice alike. */
  payments: { type: string; position: number; amountMinor: Minor }[];
  /** From one payment type's account to another's: cash-back, a swap, the change of an even exchange; also to or from a debt. */
  moves: { fromType: string; toType: string; amountMinor: Minor }[];
};

/**
 * Splits a receipt's payments into what pays its document and what only moved. A payment against the receipt's sign (20.00 cash-back
 * on a card sale) is covered by the others in their order, debts last: 31.00 card and −20.00 cash on a sale of 11.00 are a payment of
 * 11.00 by card, and 20.00 that moved from the till to the card's account. Payments make the total, and the total has the sign: what
 * goes against it is always covered.
 *
 * @param sign 1 for a sale, −1 for a refund
 * @param isDebt whether a payment type stands for a debt that is left open, and not for money or value
 */
export function settle(
  payments: readonly ReceiptPayment[],
  sign: 1 | -1,
  isDebt: (type: string) => boolean,
): Settlement {
  const all = byType(payments, sign);
  const paying = all.filter(pays);
  if (!all.some(goesAgainst)) return { payments: paying, moves: [] };
  const against = all.filter(goesAgainst);
  const covers = [...paying.filter((p) => !isDebt(p.type)), ...paying.filter((p) => isDebt(p.type))];
  const moves: Settlement['moves'] = [];
  for (const { type, amountMinor } of against) {
    let open = -amountMinor;
    for (const cover of covers) {
      if (open === 0) break;
      if (cover.amountMinor === 0) continue;
      const part = Math.min(open, cover.amountMinor);
      cover.amountMinor -= part;
      open -= part;
      // On a sale the negative one went out and the positive one came in; on a refund the other way round.
      const [fromType, toType] = sign === 1 ? [type, cover.type] : [cover.type, type];
      moves.push({ fromType, toType, amountMinor: part });
    }
    if (open > 0) throw new Error('payments do not cover each other');
  }
  return { payments: paying.filter(pays), moves };
}

/** One payment of each type, in the order in which the types come first. */
function byType(payments: readonly ReceiptPayment[], sign: 1 | -1): Paid[] {
  const all: Paid[] = [];
  for (const { type, amountMinor } of payments) {
    const known = ofType(all, type);
    if (known) known.amountMinor += amountMinor * sign;
    else all.push({ type, position: all.length + 1, amountMinor: amountMinor * sign });
  }
  return all;
}

type Paid = Settlement['payments'][number];

function ofType(all: readonly Paid[], type: string): Paid | null {
  for (const one of all) if (one.type === type) return one;
  return null;
}

const pays = ({ amountMinor }: Paid) => amountMinor > 0;
const goesAgainst = ({ amountMinor }: Paid) => amountMinor < 0;
