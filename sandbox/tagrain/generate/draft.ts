import { divideHalfUp, formatMinor, formatScaled, SCALE, splitByWeight, taxOf } from '../money.ts';
import type { Customer, Line, LineKind, Receipt, RecordRef } from '../records.ts';
import type { ShopContext } from './context.ts';

/** A receipt in integers, before it is written down for the wire. */
export interface Draft {
  lines: DraftLine[];
  /** The receipt's own discount, positive takes off. */
  discountMinor: number;
  roundingMinor: number;
  payments: DraftPayment[];
  customer: Customer | null;
  refundOf: RecordRef | null;
  /** Runs once the receipt has its number: it enters the pools of what can follow from it. */
  afterwards?: (ref: RecordRef) => void;
  /** Goods only, paid in cash or by card: may be refunded, voided or corrected later. */
  plain?: boolean;
}

export interface DraftLine {
  kind: LineKind;
  product: Line['product'];
  quantityScaled: number;
  unitMinor: number;
  discountMinor: number;
  surchargeMinor: number;
  totalMinor: number;
  taxCode: string;
  taxMinor: number;
}

export interface DraftPayment {
  type: string;
  minor: number;
  tenderedMinor?: number;
}

/** Out of the scope of tax; not a rate of zero. */
export const NO_TAX = 'NONE';

type LineInput = Pick<DraftLine, 'kind' | 'product' | 'quantityScaled' | 'unitMinor' | 'taxCode'> & {
  discountMinor?: number;
  surchargeMinor?: number;
};

/** Works out a line's total and tax as the till does: each rounded half up, one after the other. */
export function makeLine(shop: ShopContext, input: LineInput): DraftLine {
  const discountMinor = input.discountMinor ?? 0;
  const surchargeMinor = input.surchargeMinor ?? 0;
  const gross = divideHalfUp(input.quantityScaled * input.unitMinor, SCALE);
  const totalMinor = gross - discountMinor + surchargeMinor;
  return {
    ...input,
    discountMinor,
    surchargeMinor,
    totalMinor,
    taxMinor: lineTax(shop, totalMinor, input.taxCode),
  };
}

function lineTax(shop: ShopContext, totalMinor: number, code: string): number {
  if (code === NO_TAX) return 0;
  const rate = shop.rates.get(code);
  if (rate === undefined) throw new Error(`unknown tax code ${code}`);
  return taxOf(totalMinor, rate, shop.business.prices);
}

/** The same line coming back: every sign turned, the discount's too. */
export function turned(line: DraftLine): DraftLine {
  return {
    ...line,
    quantityScaled: -line.quantityScaled,
    discountMinor: 0 - line.discountMinor,
    surchargeMinor: 0 - line.surchargeMinor,
    totalMinor: 0 - line.totalMinor,
    taxMinor: 0 - line.taxMinor,
  };
}

/** The receipt's tax per code, in the shop's order of codes; with a receipt discount from what is left of each line. */
export function taxesOf(
  shop: ShopContext,
  draft: Pick<Draft, 'lines' | 'discountMinor'>,
): { code: string; minor: number }[] {
  const { lines, discountMinor } = draft;
  const off = discountMinor
    ? splitByWeight(
        discountMinor,
        lines.map((line) => line.totalMinor),
      )
    : null;
  const sums = new Map<string, number>();
  lines.forEach((line, index) => {
    if (line.taxCode === NO_TAX) return;
    const tax = off ? lineTax(shop, line.totalMinor - (off[index] ?? 0), line.taxCode) : line.taxMinor;
    sums.set(line.taxCode, (sums.get(line.taxCode) ?? 0) + tax);
  });
  return shop.business.taxes.flatMap(({ code }) => {
    const minor = sums.get(code);
    return minor === undefined ? [] : [{ code, minor }];
  });
}

/** What the customer owes before cash rounding. */
export function dueOf(shop: ShopContext, draft: Pick<Draft, 'lines' | 'discountMinor'>): number {
  const lines = draft.lines.reduce((sum, line) => sum + line.totalMinor, 0) - draft.discountMinor;
  if (shop.business.prices === 'inclusive') return lines;
  return taxesOf(shop, draft).reduce((sum, tax) => sum + tax.minor, lines);
}

/** Who rang it up, where and when. */
export interface Stamp {
  outlet: string;
  register: string;
  shift: string;
  id: string;
  at: string;
  operator: string;
}

/** Writes a draft down. A receipt whose payments do not add up is a fault of the generator, so it stops here. */
export function writeReceipt(shop: ShopContext, draft: Draft, stamp: Stamp, version = 1): Receipt {
  const digits = shop.business.minor_digits;
  const money = (minor: number) => formatMinor(minor, digits);
  const total = dueOf(shop, draft) + draft.roundingMinor;
  const paid = draft.payments.reduce((sum, payment) => sum + payment.minor, 0);
  if (paid !== total) throw new Error(`receipt ${stamp.id}: ${paid} paid of ${total}`);
  return {
    type: 'receipt',
    outlet: stamp.outlet,
    register: stamp.register,
    shift: stamp.shift,
    id: stamp.id,
    version,
    at: stamp.at,
    currency: shop.business.currency,
    status: 'completed',
    operator: stamp.operator,
    customer: draft.customer,
    prices: shop.business.prices,
    refund_of: draft.refundOf,
    lines: draft.lines.map((line) => ({
      kind: line.kind,
      product: line.product,
      quantity: formatScaled(line.quantityScaled),
      unit_price: money(line.unitMinor),
      discount: money(line.discountMinor),
      surcharge: money(line.surchargeMinor),
      total: money(line.totalMinor),
      tax: { code: line.taxCode, amount: money(line.taxMinor) },
    })),
    discount: money(draft.discountMinor),
    taxes: taxesOf(shop, draft).map(({ code, minor }) => ({ code, amount: money(minor) })),
    rounding: money(draft.roundingMinor),
    total: money(total),
    payments: draft.payments.map((payment, index) => ({
      id: String(index + 1),
      type: payment.type,
      amount: money(payment.minor),
      ...(payment.tenderedMinor === undefined
        ? {}
        : {
            tendered: money(payment.tenderedMinor),
            change: money(payment.tenderedMinor - payment.minor),
          }),
    })),
  };
}
