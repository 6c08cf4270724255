import { divideHalfUp, SCALE } from '../money.ts';
import type { Random } from '../random.ts';
import { CUSTOMERS, type KnownCustomer } from './catalogue.ts';
import { PAY, type ShopContext } from './context.ts';
import { type Draft, type DraftLine, type DraftPayment, dueOf, makeLine, NO_TAX, turned } from './draft.ts';
import { isPlain, payBack, payCard, paySale, type Settlement } from './pay.ts';
import type { Sold } from './pools.ts';

/** What may happen at the counter. A scene that cannot happen now (nothing to take back) gives null. */
export interface Moment {
  shop: ShopContext;
  random: Random;
  outlet: string;
  atMs: number;
  /** Cash in the drawer now: more cannot be given back. */
  drawerMinor: number;
}

export type Scene = (moment: Moment) => Draft | null;

/** The customer as a receipt names him. */
export function named({ account: _, ...customer }: KnownCustomer) {
  return customer;
}

const WITH_ACCOUNT = CUSTOMERS.filter((customer) => customer.account).map(named);
const EVERYBODY = CUSTOMERS.map(named);

export function someCustomer(random: Random) {
  return random.pick(EVERYBODY);
}

/** A few lines of goods; some by weight, some with a discount or a small surcharge (gift wrap). */
export function goods({ shop, random }: Moment, most = 5): DraftLine[] {
  const count = Math.min(most, Number(random.weighted({ 1: 38, 2: 28, 3: 18, 4: 10, 5: 6 })));
  return Array.from({ length: count }, () => {
    const product = random.pick(shop.catalogue);
    const cheap = product.priceMinor < 2000;
    const pieces = cheap
      ? Number(random.weighted({ 1: 60, 2: 25, 3: 10, 4: 5 }))
      : random.chance(0.1)
        ? 2
        : 1;
    const quantityScaled = product.weighed ? random.int(120, 1200) * 10 : pieces * SCALE;
    const gross = divideHalfUp(quantityScaled * product.priceMinor, SCALE);
    const percent = random.chance(0.1) ? random.pick([5, 10, 15, 20, 25, 50]) : 0;
    return makeLine(shop, {
      kind: 'product',
      product: { id: product.id, name: product.name, category: product.category },
      quantityScaled,
      unitMinor: product.priceMinor,
      discountMinor: divideHalfUp(gross * percent, 100),
      surchargeMinor: random.chance(0.015) ? 200 : 0,
      taxCode: product.taxCode,
    });
  });
}

/** A finished sale of these lines. */
export function saleOf(lines: DraftLine[], settlement: Settlement, customer: Draft['customer']): Draft {
  return { lines, discountMinor: 0, ...settlement, customer, refundOf: null };
}

export const sale: Scene = (moment) => {
  const { shop, random } = moment;
  const lines = goods(moment);
  const customer = random.chance(0.22) ? someCustomer(random) : null;
  const settlement = paySale(shop, random, dueOf(shop, { lines, discountMinor: 0 }));
  return { ...saleOf(lines, settlement, customer), plain: isPlain(settlement) };
};

/** A named customer takes the goods and owes for all of them or, now and then, for a part. */
export const accountSale: Scene = (moment) => {
  const { shop, random, atMs } = moment;
  const customer = random.pick(WITH_ACCOUNT);
  const lines = goods(moment);
  const due = dueOf(shop, { lines, discountMinor: 0 });
  const down = random.chance(0.15) ? Math.floor(due / 200) * 100 : 0;
  const payments: DraftPayment[] = [{ type: PAY.account, minor: due - down }];
  if (down > 0) payments.unshift({ type: PAY.card, minor: down });
  return {
    ...saleOf(lines, { payments, roundingMinor: 0 }, customer),
    afterwards: (ref) => shop.pools.debts.push({ ref, customer, leftMinor: due - down, sinceMs: atMs }),
  };
};

/** A gift card is sold, alone or with goods. It is a liability: no tax, and paid with money only. */
export const giftCardSale: Scene = (moment) => {
  const { shop, random } = moment;
  const value = random.pick([2500, 5000, 5000, 10_000]);
  const card = makeLine(shop, {
    kind: 'gift_card',
    product: { id: 'GIFT', name: `Gift card ${value / 100}`, category: 'Gift cards' },
    quantityScaled: SCALE,
    unitMinor: value,
    taxCode: NO_TAX,
  });
  const lines = random.chance(0.3) ? [...goods(moment, 2), card] : [card];
  const settlement = payCard(dueOf(shop, { lines, discountMinor: 0 }));
  return {
    ...saleOf(lines, settlement, random.chance(0.3) ? someCustomer(random) : null),
    afterwards: () => shop.pools.giftCards.push(value),
  };
};

/** A plain sale of the last two weeks that nothing has been done to yet; mostly one of the same outlet. */
export function earlierSale({ shop, random, outlet, atMs }: Moment): Sold | null {
  const here = shop.pools.sold.filter((sold) => sold.untouched && sold.ref.outlet === outlet);
  const all = random.chance(0.1) ? shop.pools.sold.filter((sold) => sold.untouched) : here;
  const recent = all.filter((sold) => atMs - sold.soldMs < 14 * 86_400_000);
  return recent.length > 0 ? random.pick(recent) : null;
}

/** Some or all lines of a sale come back, each as a whole. Three in four refunds name the sale. */
export const refund: Scene = (moment) => {
  const { shop, random, drawerMinor } = moment;
  const sold = earlierSale(moment);
  if (!sold) return null;
  const taken = random.chance(0.6) ? [random.pick(sold.draft.lines)] : sold.draft.lines;
  const due = dueOf(shop, { lines: taken, discountMinor: 0 });
  if (due <= 0) return null;
  sold.untouched = false;
  const names = random.chance(0.75);
  return {
    ...saleOf(taken.map(turned), payBack(shop, due, sold.draft, drawerMinor), null),
    customer: names ? sold.draft.customer : null,
    refundOf: names ? sold.ref : null,
  };
};
