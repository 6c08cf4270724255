import { isBank, isExpense, isLiability, takesOverShort } from './accepts.ts';
import { expenseField } from './field-values.ts';
import { mostAlike, named, type Suggestion } from './likely.ts';
import type { AccountFacts } from './organisation.ts';
import type { TillNeeds } from './till-needs.ts';

/** Where cash movements, over/short and floating expenses most likely go, by field; null: nothing is likely. */
export function suggestCash(
  needs: Pick<TillNeeds, 'expenseReasons'>,
  accounts: readonly AccountFacts[],
): Record<string, Suggestion | null> {
  const expenses = accounts.filter(isExpense);
  const owed = accounts.filter(isLiability);
  return {
    cashInAccountId: cashIn(accounts),
    cashOutAccountId: cashOut(accounts),
    overShortAccountId: overShort(accounts),
    ...Object.fromEntries(
      needs.expenseReasons.map(({ reason }) => [
        expenseField(reason),
        tips.test(reason) ? named(owed, tips, 'liability account', 'tips') : expenseAccount(reason, expenses),
      ]),
    ),
  };
}

const safe = /\b(?:safe|vault)\b/i;
const transit = /\bin.transit\b|undeposited|to be banked/i;
const business = /\b(?:bank|business|cheque|checking|current|everyday|trading|operating)\b/i;
const notForChange = /savings|deposit|loan|\bcards?\b|\btills?\b|clearing|transit|reserve/i;

const inTransit = (banks: readonly AccountFacts[]) =>
  named(banks, transit, 'bank account', 'cash in transit');
const inSafe = (banks: readonly AccountFacts[]) => named(banks, safe, 'bank account', 'a safe');

function cashIn(accounts: readonly AccountFacts[]): Suggestion | null {
  const banks = accounts.filter(isBank);
  const everyday = banks.filter(({ name }) => !notForChange.test(name));
  return inSafe(banks) ?? inTransit(banks) ?? named(everyday, business, 'bank account', 'the business’s own');
}

function cashOut(accounts: readonly AccountFacts[]): Suggestion | null {
  const banks = accounts.filter(isBank);
  return inTransit(banks) ?? inSafe(banks);
}

function overShort(accounts: readonly AccountFacts[]): Suggestion | null {
  const name = /over.{0,5}short|short.{0,5}over|variance|(?:till|cash) (?:diff|discrep)/i;
  const ofOthers = /stock|inventory|price|purchase|exchange|currency/i;
  const fitting = accounts.filter((account) => takesOverShort(account) && !ofOthers.test(account.name));
  return named(fitting, name, 'account', 'over/short');
}

/** What guests gave is owed to the staff until it is paid out: no expense. */
const tips = /\btips?\b|gratuit/i;

const general = /\bgeneral (?:expenses?|costs?)\b|\bsundr(?:y|ies)\b|\bmiscellaneous\b/i;

/** What petty cash is usually paid for, and the accounts that take it, the likeliest first. */
const habits: { reason: RegExp; accounts: RegExp[] }[] = [
  { reason: /clean|laundry|bin bags|detergent/i, accounts: [/clean/i, general] },
  {
    reason: /\b(?:milk|coffee|tea|sugar|biscuits?|snacks?|lunch|water|refreshments?)\b/i,
    accounts: [/refreshment|amenities|kitchen|catering/i, general, /entertainment/i],
  },
  {
    reason: /postage|\bstamps?\b|post office|courier|parcel|freight|\bmail/i,
    accounts: [/\bpost(?:age|al)?\b/i, /freight|courier|shipping/i, general],
  },
  {
    reason: /stationery|\bpaper\b|\bpens?\b|printing|\bink\b|toner|envelopes?|till rolls?/i,
    accounts: [/stationery/i, /printing/i, /office (?:expenses?|supplies|costs?)/i, general],
  },
  {
    reason: /parking|\b(?:taxi|cab|bus|train|tram|tolls?|fuel|petrol|diesel)\b/i,
    accounts: [/parking/i, /motor|vehicle/i, /travel/i, general],
  },
  { reason: /flowers?|decorat|display/i, accounts: [/flower|decorat|display/i, general] },
  {
    reason: /\bbulbs?\b|batter(?:y|ies)|repair|hardware|tools?\b|\bkeys?\b/i,
    accounts: [/repair|maintenance/i, general],
  },
  // Nothing was said of it.
  { reason: /^$/, accounts: [general] },
];

/** Words that many reasons and accounts share, and that say nothing. */
const hollow =
  /\b(?:for|the|and|of|to|in|on|at|staff|shop|store|expenses?|costs?|other|general|supplies|cash)\b/gi;

function expenseAccount(reason: string, expenses: readonly AccountFacts[]): Suggestion | null {
  const habit = habits.find((one) => one.reason.test(reason.trim()));
  const likely = habit?.accounts.find((name) => expenses.some((account) => name.test(account.name)));
  if (likely) {
    return named(expenses, likely, 'expense account', likely === general ? 'general expenses' : 'its reason');
  }
  const alike = mostAlike(reason.replace(hollow, ' '), expenses);
  return alike && { value: alike.accountId, why: 'the expense account named most like its reason' };
}
