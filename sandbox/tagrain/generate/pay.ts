import { roundToStep } from '../money.ts';
import type { Random } from '../random.ts';
import { PAY, type ShopContext } from './context.ts';
import type { DraftPayment } from './draft.ts';

/** How a receipt is paid. Only the part that is paid in cash is rounded. */
export interface Settlement {
  payments: DraftPayment[];
  roundingMinor: number;
}

/** Pays a sum in cash: rounded to the smallest coin, tendered exactly or in notes. */
export function payCash(shop: ShopContext, random: Random, dueMinor: number): Settlement {
  const minor = roundToStep(dueMinor, shop.country.cashStep);
  if (minor <= 0) return payCard(dueMinor);
  const note = random.chance(0.3) ? undefined : shop.country.tenders.find((tender) => tender >= minor);
  const largest = shop.country.tenders.at(-1) ?? 1;
  const tenderedMinor = note ?? (random.chance(0.5) ? minor : Math.ceil(minor / largest) * largest);
  return { payments: [{ type: PAY.cash, minor, tenderedMinor }], roundingMinor: minor - dueMinor };
}

export function payCard(dueMinor: number): Settlement {
  return { payments: [{ type: PAY.card, minor: dueMinor }], roundingMinor: 0 };
}

/** A note or two in cash, the rest by card; all of it by card where the sum is too small for that. */
function payNotesAndCard(random: Random, dueMinor: number): Settlement {
  const notes = [1000, 2000, 5000].filter((note) => note < dueMinor);
  if (notes.length === 0) return payCard(dueMinor);
  const minor = random.pick(notes);
  const cash = { type: PAY.cash, minor, tenderedMinor: minor };
  return { payments: [cash, { type: PAY.card, minor: dueMinor - minor }], roundingMinor: 0 };
}

/** Redeems one gift card as far as it reaches, and pays the rest. */
function payGiftCard(shop: ShopContext, random: Random, dueMinor: number): Settlement {
  const cards = shop.pools.giftCards;
  const index = random.int(0, cards.length - 1);
  const balance = cards[index];
  if (balance === undefined) return payCard(dueMinor);
  const minor = Math.min(balance, dueMinor);
  if (minor === balance) cards.splice(index, 1);
  else cards[index] = balance - minor;
  const card = { type: PAY.giftCard, minor };
  if (minor === dueMinor) return { payments: [card], roundingMinor: 0 };
  const rest = random.chance(0.4) ? payCash(shop, random, dueMinor - minor) : payCard(dueMinor - minor);
  return { payments: [card, ...rest.payments], roundingMinor: rest.roundingMinor };
}

/** Pays a sale the way people do. */
export function paySale(shop: ShopContext, random: Random, dueMinor: number): Settlement {
  switch (random.weighted({ card: 62, cash: 30, notes: 3, giftCard: 5 })) {
    case 'cash':
      return payCash(shop, random, dueMinor);
    case 'notes':
      return payNotesAndCard(random, dueMinor);
    case 'giftCard':
      return payGiftCard(shop, random, dueMinor);
    default:
      return payCard(dueMinor);
  }
}

/** True where a settlement moved nothing but cash and card money. */
export function isPlain(settlement: Settlement): boolean {
  return settlement.payments.every(({ type }) => type === PAY.cash || type === PAY.card);
}

/**
 * Gives a (positive) sum back: to the card where the card paid for it, else from the drawer if there is enough in it.
 * Rounding never gives back more than the sale came to.
 */
export function payBack(
  shop: ShopContext,
  dueMinor: number,
  sale: { payments: DraftPayment[] },
  drawerMinor: number,
): Settlement {
  const paidBy = (type: string) =>
    sale.payments.reduce((sum, payment) => sum + (payment.type === type ? payment.minor : 0), 0);
  const saleMinor = sale.payments.reduce((sum, payment) => sum + payment.minor, 0);
  const cashMinor = roundToStep(dueMinor, shop.country.cashStep);
  const toCard =
    paidBy(PAY.card) >= dueMinor || cashMinor > saleMinor || cashMinor > drawerMinor || cashMinor === 0;
  if (toCard) {
    // A sum paid in rounded cash may lie a coin below its lines; then the card gets what was paid, no more.
    const minor = Math.min(dueMinor, saleMinor);
    return { payments: [{ type: PAY.card, minor: -minor }], roundingMinor: dueMinor - minor };
  }
  return { payments: [{ type: PAY.cash, minor: -cashMinor }], roundingMinor: dueMinor - cashMinor };
}
