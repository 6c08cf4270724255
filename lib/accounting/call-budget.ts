import type { DocumentKind } from './document.ts';
import type { PostingPolicy } from './posting-policy.ts';

/** About what Xero takes in one call (XERO.md "Limits"). */
const BATCH = 50;
/** Contacts are looked for by name and number before they are made: so many go in one look-up, and as many in one call. */
const CONTACTS = 20;
/** Xero's answer to several of these at once leaves all of them in doubt, or it takes one only. */
const oneByOne: ReadonlySet<DocumentKind | 'allocation'> = new Set(['bank_transfer', 'allocation'] as const);

/** Calls that an organisation takes in a minute, whatever the app's tier. */
export const CALLS_A_MINUTE = 60;

/** How many calls to Xero it takes at most to send so many documents of each kind, as long as each is taken at once. */
export function callsFor(counts: ReadonlyMap<DocumentKind, number>): number {
  let calls = 0;
  for (const [kind, count] of counts) {
    if (kind === 'contact') calls += 2 * Math.ceil(count / CONTACTS);
    else calls += oneByOne.has(kind) ? count : Math.ceil(count / BATCH);
  }
  return calls;
}

/** Calls that an organisation takes in a day: by the app's tier, of which Xero only tells what is left. */
export const dailyLimitOf = (dayRemaining: number | null): number =>
  (dayRemaining ?? 0) > 1000 ? 5000 : 1000;

/** Looking up, reading again and proving need calls too: posting a day's trade should take no more than this part of the limit. */
const FAIR_SHARE = 1 / 4;

/** A better way of posting, and what speaks for it. */
export type Advice = {
  /** Null: no way of posting makes few enough invoices. */
  way: PostingPolicy['way'] | null;
  why: 'plan' | 'calls';
};

/**
 * Which way of posting an organisation had better be posted in; null: nothing speaks against the one it has. A plan that caps invoices
 * comes first, since what it does not take does not go at all, and the fewest invoices are those per outlet and day.
 */
export function adviseWay(of: {
  /** In which the days in question are posted, by any outlet. */
  ways: ReadonlySet<PostingPolicy['way']>;
  /** What the plan takes; null: no limit (`invoicesAMonth`). */
  monthlyInvoiceLimit: number | null;
  /** Of the month that makes most; what is in Xero already does not count. */
  invoicesOfBusiestMonth: number;
  /** Of the day that takes most. */
  callsOfBusiestDay: number;
  dailyLimit: number;
}): Advice | null {
  const { ways, monthlyInvoiceLimit, invoicesOfBusiestMonth } = of;
  const isSummedMost = ways.size === 1 && ways.has('summary_per_day');
  if (monthlyInvoiceLimit !== null) {
    const isOver = invoicesOfBusiestMonth > monthlyInvoiceLimit;
    if (isOver && (isSummedMost || monthlyInvoiceLimit === 0)) return { way: null, why: 'plan' };
    // Few days may make few invoices; a month of single sales never does.
    if (isOver || ways.has('each_sale')) return { way: 'summary_per_day', why: 'plan' };
  }
  return ways.has('each_sale') && of.callsOfBusiestDay > of.dailyLimit * FAIR_SHARE
    ? { way: 'summary_per_shift', why: 'calls' }
    : null;
}
