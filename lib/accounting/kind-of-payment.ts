import type { PaymentKind, TillPaymentType } from './till-needs.ts';

/** What a payment type most likely is. A file tells no kinds; the name often does. */
export const kindOf = ({ kind, name }: TillPaymentType): PaymentKind | null =>
  kind && kind !== 'other' ? kind : kindByName(name);

function kindByName(name: string): PaymentKind | null {
  if (/gift|voucher/i.test(name)) return 'gift_card';
  if (/store.?credit/i.test(name)) return 'store_credit';
  if (/on.?account|\bcharge\b|\btab\b/i.test(name)) return 'on_account';
  if (/\bcash\b/i.test(name)) return 'cash';
  if (/card|eftpos|visa|master|amex|debit/i.test(name)) return 'card';
  return null;
}
