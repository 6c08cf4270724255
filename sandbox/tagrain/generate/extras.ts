import { divideHalfUp, SCALE } from '../money.ts';
import { PAY } from './context.ts';
import { dueOf, makeLine, NO_TAX, turned } from './draft.ts';
import { payBack, payCard, paySale } from './pay.ts';
import { earlierSale, goods, type Scene, saleOf, someCustomer } from './scenes.ts';

/** What the portal's first release does not post; switched on by `extras`. */

const sum = (lines: { totalMinor: number }[]) => lines.reduce((total, line) => total + line.totalMinor, 0);

/** The card pays more than is due and the difference is handed out in cash. */
export const cashBack: Scene = (moment) => {
  const { shop, random, drawerMinor } = moment;
  const lines = goods(moment);
  const due = dueOf(shop, { lines, discountMinor: 0 });
  const out = random.pick([1000, 2000, 5000]);
  if (out > drawerMinor) return null;
  const payments = [
    { type: PAY.card, minor: due + out },
    { type: PAY.cash, minor: -out },
  ];
  return saleOf(lines, { payments, roundingMinor: 0 }, null);
};

/** Nothing is sold: money of one kind is swapped for another. */
export const swap: Scene = ({ random, drawerMinor }) => {
  const minor = random.pick([1000, 2000, 5000]);
  const toCard = random.chance(0.5);
  if (!toCard && minor > drawerMinor) return null;
  const payments = [
    { type: PAY.cash, minor: toCard ? minor : -minor },
    { type: PAY.card, minor: toCard ? -minor : minor },
  ];
  return saleOf([], { payments, roundingMinor: 0 }, null);
};

/** Lines come back and others go out; now and then the same for the same, and nothing is paid. */
export const exchange: Scene = (moment) => {
  const { shop, random, drawerMinor } = moment;
  const sold = earlierSale(moment);
  const back = sold?.draft.lines[0];
  if (!sold || !back) return null;
  const lines = [turned(back), ...(random.chance(0.25) ? [back] : goods(moment, 2))];
  const due = dueOf(shop, { lines, discountMinor: 0 });
  sold.untouched = false;
  const settlement =
    due > 0
      ? paySale(shop, random, due)
      : due < 0
        ? payBack(shop, -due, sold.draft, drawerMinor)
        : { payments: [], roundingMinor: 0 };
  return { ...saleOf(lines, settlement, sold.draft.customer), refundOf: sold.ref };
};

/** A discount on the whole receipt: the till's taxes are those of what is left of each line. */
export const receiptDiscount: Scene = (moment) => {
  const { shop, random } = moment;
  const lines = goods(moment);
  const discountMinor = divideHalfUp(sum(lines) * random.pick([5, 10, 15]), 100);
  const settlement = paySale(shop, random, dueOf(shop, { lines, discountMinor }));
  return { ...saleOf(lines, settlement, null), discountMinor };
};

export const tip: Scene = (moment) => {
  const { shop, random } = moment;
  const line = makeLine(shop, {
    kind: 'tip',
    product: null,
    quantityScaled: SCALE,
    unitMinor: random.pick([100, 200, 350, 500]),
    taxCode: NO_TAX,
  });
  const lines = [...goods(moment), line];
  return saleOf(lines, payCard(dueOf(shop, { lines, discountMinor: 0 })), null);
};

/** What the shop asks for paying by card: taxed like its goods. */
export const cardSurcharge: Scene = (moment) => {
  const { shop } = moment;
  const bought = goods(moment);
  const line = makeLine(shop, {
    kind: 'surcharge',
    product: null,
    quantityScaled: SCALE,
    unitMinor: divideHalfUp(sum(bought) * 15, 1000),
    taxCode: shop.country.taxCodes.standard,
  });
  const lines = [...bought, line];
  return saleOf(lines, payCard(dueOf(shop, { lines, discountMinor: 0 })), null);
};

/** Money taken before the goods are there. */
export const deposit: Scene = ({ shop, random }) => {
  const customer = someCustomer(random);
  const minor = random.int(2, 10) * 1000;
  const line = makeLine(shop, {
    kind: 'deposit',
    product: null,
    quantityScaled: SCALE,
    unitMinor: minor,
    taxCode: NO_TAX,
  });
  return {
    ...saleOf([line], payCard(minor), customer),
    afterwards: () => shop.pools.deposits.push({ customer, minor }),
  };
};

/** The goods are collected: the deposit comes off as a line, the rest is paid. */
export const collection: Scene = (moment) => {
  const { shop, random } = moment;
  const held = shop.pools.deposits[0];
  if (!held) return null;
  const bought = goods(moment);
  if (sum(bought) <= held.minor) return null;
  shop.pools.deposits.shift();
  const line = makeLine(shop, {
    kind: 'deposit',
    product: null,
    quantityScaled: -SCALE,
    unitMinor: held.minor,
    taxCode: NO_TAX,
  });
  const lines = [...bought, line];
  return saleOf(lines, paySale(shop, random, dueOf(shop, { lines, discountMinor: 0 })), held.customer);
};

/** Goods come back and the shop owes what was paid for them: after rounding, never more than the sale came to. */
export const storeCreditRefund: Scene = (moment) => {
  const { shop, random } = moment;
  const sold = earlierSale(moment);
  if (!sold) return null;
  const paid = sold.draft.payments.reduce((total, payment) => total + payment.minor, 0);
  sold.untouched = false;
  const customer = someCustomer(random);
  const credit = shop.pools.storeCredit;
  credit.set(customer, (credit.get(customer) ?? 0) + paid);
  const payments = [{ type: PAY.storeCredit, minor: -paid }];
  const roundingMinor = 0 - sold.draft.roundingMinor;
  const lines = sold.draft.lines.map(turned);
  return { ...saleOf(lines, { payments, roundingMinor }, customer), refundOf: sold.ref };
};

export const storeCreditSale: Scene = (moment) => {
  const { shop } = moment;
  const [entry] = shop.pools.storeCredit;
  if (!entry) return null;
  const [customer, held] = entry;
  const lines = goods(moment);
  const due = dueOf(shop, { lines, discountMinor: 0 });
  const used = Math.min(held, due);
  if (used === held) shop.pools.storeCredit.delete(customer);
  else shop.pools.storeCredit.set(customer, held - used);
  const rest = used < due ? payCard(due - used).payments : [];
  const payments = [{ type: PAY.storeCredit, minor: used }, ...rest];
  return saleOf(lines, { payments, roundingMinor: 0 }, customer);
};

export const loyalty: Scene = (moment) => {
  const { shop, random } = moment;
  const lines = goods(moment);
  const due = dueOf(shop, { lines, discountMinor: 0 });
  const used = random.pick([500, 1000]);
  if (used >= due) return null;
  const payments = [{ type: PAY.points, minor: used }, ...payCard(due - used).payments];
  return saleOf(lines, { payments, roundingMinor: 0 }, someCustomer(random));
};
