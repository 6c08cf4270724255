import type { Minor } from '@/lib/money/money';
import { toCash } from '@/lib/money/rounding';
import type { Case } from './case-names.ts';
import type { Payway } from './intents.ts';
import { shareOf } from './till-arithmetic.ts';

export type TillPayment = { type: string; amountMinor: Minor; tenderedMinor?: Minor };

export type Paid = { payments: TillPayment[]; roundingMinor: Minor; cases: Case[] };

const CASH_BACK_MINOR = 2_000;

/**
 * How a sale is paid.
 * @param dueMinor what the lines make, not negative
 * @param share what of it is paid in the first of two ways, in percent
 */
export function paySale(dueMinor: Minor, way: Payway, share: number, coinMinor: Minor): Paid {
  if (dueMinor === 0) return { payments: [], roundingMinor: 0, cases: [] };
  const over = (type: string, backType: string, name: Case): Paid => ({
    payments: [
      { type, amountMinor: dueMinor + CASH_BACK_MINOR },
      { type: backType, amountMinor: -CASH_BACK_MINOR },
    ],
    roundingMinor: 0,
    cases: [name],
  });
  switch (way) {
    case 'cash':
      return inCash(dueMinor, coinMinor);
    case 'card':
      return { payments: [{ type: 'card', amountMinor: dueMinor }], roundingMinor: 0, cases: [] };
    case 'split':
      return inTwo(dueMinor, 'card', share, coinMinor, 'split payment');
    case 'two_cards': {
      const first = shareOf(dueMinor, share);
      const payments = [first, dueMinor - first].filter((amount) => amount !== 0);
      return {
        payments: payments.map((amountMinor) => ({ type: 'card', amountMinor })),
        roundingMinor: 0,
        cases: payments.length > 1 ? ['two payments of one type'] : [],
      };
    }
    case 'cash_back':
      return over('card', 'cash', 'cash-back');
    case 'gift_card':
      return inTwo(dueMinor, 'giftcard', share > 50 ? 100 : share, coinMinor, 'gift card redeemed');
    case 'gift_card_rest':
      return over('giftcard', 'cash', 'rest of a gift card paid out');
    case 'store_credit':
      return inTwo(dueMinor, 'storecredit', share, coinMinor, 'store credit used');
    case 'points':
      return inTwo(dueMinor, 'points', share, coinMinor, 'loyalty');
    case 'points_to_credit':
      return over('points', 'storecredit', 'loyalty turned into store credit');
    case 'account_cash_back':
      return over('account', 'cash', 'cash-back on account');
    case 'account_to_credit':
      return over('account', 'storecredit', 'store credit against a debt');
    case 'account_too':
      return over('card', 'account', 'debt paid with a sale');
    case 'deposit':
      return inTwo(dueMinor, 'deposit', share, coinMinor, 'deposit as a payment type');
    case 'account':
      return {
        payments: [{ type: 'account', amountMinor: dueMinor }],
        roundingMinor: 0,
        cases: ['on account'],
      };
    case 'part_account':
      return inTwo(dueMinor, 'account', share, coinMinor, 'partly on account');
  }
}

/** What goes back to a customer. @param dueMinor negative */
export function payBack(dueMinor: Minor, types: readonly string[], coinMinor: Minor): Paid {
  const [first = 'card', second] = types;
  if (dueMinor === 0) return { payments: [], roundingMinor: 0, cases: [] };
  if (second) return inTwo(dueMinor, first, 50, coinMinor, 'refund in two ways', second);
  if (first === 'cash') return inCash(dueMinor, coinMinor);
  return { payments: [{ type: first, amountMinor: dueMinor }], roundingMinor: 0, cases: [] };
}

/** A refund beside which a customer pays some of his debt, or is given more than comes back. @param dueMinor negative */
export function payBackOnAccount(dueMinor: Minor, isPaying: boolean): Paid {
  const [type, other] = isPaying ? ['account', 'cash'] : ['card', 'account'];
  return {
    payments: [
      { type: type!, amountMinor: dueMinor - CASH_BACK_MINOR },
      { type: other!, amountMinor: CASH_BACK_MINOR },
    ],
    roundingMinor: 0,
    cases: [isPaying ? 'debt paid with a refund' : 'money given out on account with a refund'],
  };
}

function inCash(dueMinor: Minor, coinMinor: Minor): Paid {
  const amountMinor = toCash(dueMinor, coinMinor, 'half_up');
  const roundingMinor = amountMinor - dueMinor;
  const cases: Case[] = roundingMinor === 0 ? [] : ['cash rounding'];
  if (amountMinor === 0) return { payments: [], roundingMinor, cases };
  // A note of 50.00 for each begun 50.00.
  const tenderedMinor = Math.ceil(amountMinor / 5_000) * 5_000;
  if (amountMinor < 0 || tenderedMinor === amountMinor) {
    return { payments: [{ type: 'cash', amountMinor }], roundingMinor, cases };
  }
  return {
    payments: [{ type: 'cash', amountMinor, tenderedMinor }],
    roundingMinor,
    cases: [...cases, 'change given'],
  };
}

/** A part in one type, what is left in another. */
function inTwo(
  dueMinor: Minor,
  type: string,
  share: number,
  coinMinor: Minor,
  name: Case,
  restType = share % 2 === 0 ? 'cash' : 'card',
): Paid {
  const amountMinor = shareOf(dueMinor, share);
  const restMinor = dueMinor - amountMinor;
  const rest: Paid =
    restMinor === 0
      ? { payments: [], roundingMinor: 0, cases: [] }
      : payRest(restMinor, type === restType ? 'cash' : restType, coinMinor);
  const payments = [...(amountMinor === 0 ? [] : [{ type, amountMinor }]), ...rest.payments];
  return {
    payments,
    roundingMinor: rest.roundingMinor,
    cases: amountMinor === 0 ? rest.cases : [name, ...rest.cases],
  };
}

const payRest = (restMinor: Minor, type: string, coinMinor: Minor): Paid =>
  type === 'cash'
    ? inCash(restMinor, coinMinor)
    : { payments: [{ type, amountMinor: restMinor }], roundingMinor: 0, cases: [] };
