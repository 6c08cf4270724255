import type { Business, PaymentType } from '../records.ts';
import type { Product } from './catalogue.ts';
import type { Country } from './countries.ts';
import type { Pools } from './pools.ts';

/** What every part of the generator needs to know about its shop. */
export interface ShopContext {
  business: Business;
  country: Country;
  catalogue: Product[];
  /** Rate per cent in ten-thousandths, by tax code. */
  rates: Map<string, number>;
  seed: string;
  extras: boolean;
  pools: Pools;
}

/** The payment types' codes. A shop without extras has the first four. */
export const PAY = {
  cash: 'cash',
  card: 'card',
  giftCard: 'giftcard',
  account: 'account',
  storeCredit: 'storecredit',
  points: 'points',
} as const;

export function paymentTypes(country: Country, extras: boolean): PaymentType[] {
  const rounding = country.cashStep > 1 ? { rounding: `0.${String(country.cashStep).padStart(2, '0')}` } : {};
  const types: PaymentType[] = [
    { code: PAY.cash, name: 'Cash', kind: 'cash', ...rounding },
    { code: PAY.card, name: 'Card', kind: 'card' },
    { code: PAY.giftCard, name: 'Gift card', kind: 'gift_card' },
    { code: PAY.account, name: 'On account', kind: 'on_account' },
  ];
  if (extras) {
    types.push({ code: PAY.storeCredit, name: 'Store credit', kind: 'store_credit' });
    types.push({ code: PAY.points, name: 'Loyalty points', kind: 'loyalty' });
  }
  return types;
}
