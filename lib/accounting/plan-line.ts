import type { Minor } from '@/lib/money/money';
import { lineFits, taxTypeOf } from './chosen.ts';
import type { DocumentLine } from './document.ts';
import type { DetailedLine } from './line-detail.ts';
import type { Mapping } from './mapping.ts';
import { own } from './own.ts';
import type { PlanningContext } from './plan.ts';
import type { Refusal, RefusalCode } from './refusal.ts';
import { OUT_OF_SCOPE } from './till-needs.ts';
import type { ReceiptLine } from './till-transaction.ts';
import { trackedAt } from './tracking.ts';

type LineKind = ReceiptLine['kind'];
type AccountField = keyof Mapping &
  ('salesAccountId' | 'giftCardAccountId' | 'depositAccountId' | 'tipsAccountId');

/**
 * Which account each kind of line goes to. Gift cards, deposits and tips are money that is owed, to be redeemed, collected or paid out:
 * liabilities, never income.
 */
const accountOf: Record<LineKind, { field: AccountField; code: RefusalCode; text: string; words: string }> = {
  product: {
    ...{ field: 'salesAccountId', code: 'sales_account_missing', words: 'Sale' },
    text: 'Choose the account that sales are booked to.',
  },
  surcharge: {
    ...{ field: 'salesAccountId', code: 'sales_account_missing', words: 'Surcharge' },
    text: 'Choose the account that sales are booked to.',
  },
  gift_card: {
    ...{ field: 'giftCardAccountId', code: 'gift_card_account_missing', words: 'Gift card' },
    text: 'Choose the liability account for gift cards that are sold.',
  },
  deposit: {
    ...{ field: 'depositAccountId', code: 'deposit_account_missing', words: 'Deposit' },
    text: 'Choose the liability account for deposits and laybys.',
  },
  tip: {
    ...{ field: 'tipsAccountId', code: 'tips_account_missing', words: 'Tip' },
    text: 'Choose the liability account for tips.',
  },
};

/** A line of a receipt as a line of its document: quantity 1, the till's gross, the till's tax. */
export function planLine(
  line: ReceiptLine,
  sign: 1 | -1,
  context: PlanningContext,
  refusals: Refusal[],
): DetailedLine | null {
  const { field, code, text, words } = accountOf[line.kind];
  const accountId = context.mapping[field];
  if (!accountId) refusals.push({ code, text, field });
  const taxCode = isOutOfScope(line, context) ? OUT_OF_SCOPE : line.taxCode;
  const taxType = taxTypeOf(taxCode, context, refusals);
  if (!accountId || !taxType) return null;
  lineFits(accountId, taxType, field, taxCode, context, refusals);
  if (taxCode !== OUT_OF_SCOPE && isTaxedLater(line)) refusals.push(taxedAtStart(line));
  if (line.taxMinor !== 0 && !context.organisation.paysTax) {
    refusals.push({
      code: 'not_registered_for_tax',
      text: 'The till charged tax, but the organisation in Xero is not registered for it. Correct one of the two.',
    });
  }
  const planned: DocumentLine = {
    description: lineText(line, sign, words),
    accountId,
    taxType,
    grossMinor: line.grossMinor * sign,
    taxMinor: line.taxMinor * sign,
  };
  const { tracking } = trackedAt(context, refusals);
  // Most have none, and spreading nothing costs as much as making the line.
  if (tracking) planned.tracking = tracking;
  return {
    line: planned,
    product: wordsOf(line.productName, words),
    category: wordsOf(line.category, words),
    accountName: context.organisation.accounts.get(accountId)?.name ?? words,
  };
}

/**
 * Quantity and name. On a credit note signs are turned, as its amounts are: what came back is counted up, whether or not the till gave
 * its quantity a sign, and what was sold with it is counted down.
 */
function lineText(line: ReceiptLine, sign: 1 | -1, words: string): string {
  const name = wordsOf(line.productName, words);
  if (line.quantity === '1' && sign > 0) return name;
  const isMinus = line.quantity.startsWith('-');
  const number = line.quantity.replace('-', '');
  const size = number.includes('.') ? number.replace(/\.?0+$/, '') : number;
  const isCountedDown = sign > 0 ? isMinus : !isMinus && line.grossMinor > 0;
  const quantity = isCountedDown ? `−${size}` : size;
  return (quantity === '1' ? name : `${quantity} × ${name}`).slice(0, 4000);
}

/** A till's text where it says something: Xero takes no line without a description. At most the 4,000 characters that it takes. */
const wordsOf = (text: string | null, otherwise: string): string =>
  (text?.trim() || otherwise).slice(0, 4000);

/** Rounding, either sign, out of the scope of tax. */
export function planRounding(
  roundingMinor: Minor,
  context: PlanningContext,
  refusals: Refusal[],
  description = 'Cash rounding',
): DetailedLine | null {
  if (roundingMinor === 0) return null;
  const accountId = context.mapping.roundingAccountId;
  if (!accountId) {
    refusals.push({
      code: 'rounding_account_missing',
      text: 'Choose the account that cash rounding goes to.',
      field: 'roundingAccountId',
    });
  }
  const taxType = taxTypeOf('NONE', context, refusals);
  if (!accountId || !taxType) return null;
  lineFits(accountId, taxType, 'roundingAccountId', 'NONE', context, refusals);
  const amounts = { grossMinor: roundingMinor, taxMinor: 0 };
  return {
    line: { description, accountId, taxType, ...amounts, ...trackedAt(context, refusals) },
    ...{ product: description, category: description, accountName: description },
  };
}

/** The one line, of nothing, of a receipt on which only payment types were swapped: Xero takes no invoice without a line. */
export function planNothingSold(context: PlanningContext, refusals: Refusal[]): DetailedLine | null {
  const line = { kind: 'product', productName: 'Nothing sold', quantity: '1', grossMinor: 0 } as const;
  const nothing = { ...line, productId: null, category: null, taxCode: 'NONE', taxMinor: 0 };
  return planLine(nothing, 1, context, refusals);
}

const isTaxedLater = ({ kind }: ReceiptLine) => kind === 'gift_card' || kind === 'deposit';

/**
 * What is owed and bears no tax is out of the scope of tax, and not sold at a rate of zero, whatever code the till gave it: as GST-free it
 * would swell the sales on the return (PRODUCT.md, “No tax is not one rate”).
 */
function isOutOfScope(line: ReceiptLine, context: PlanningContext): boolean {
  if (line.taxMinor !== 0 || !(isTaxedLater(line) || line.kind === 'tip')) return false;
  const rate = context.organisation.taxRates.get(own(context.mapping.taxTypes, line.taxCode) ?? '');
  return !rate || Number(rate.rate) === 0;
}

/**
 * A gift card or a deposit that bears tax when it is taken: single-purpose vouchers, deposits in the UK. Our accounting has its tax at
 * redemption or collection; both would be taxed twice. PRODUCT.md: refused by name until built.
 */
function taxedAtStart({ kind, taxCode }: ReceiptLine): Refusal {
  const what = kind === 'gift_card' ? 'gift card' : 'deposit';
  return {
    code: 'taxed_at_start',
    text: `The till charged “${taxCode}” on a ${what} when it was taken. Here its tax falls due when it is redeemed or collected, and the other way cannot be posted yet: have the till record ${what}s without tax, or book this receipt by hand.`,
  };
}
