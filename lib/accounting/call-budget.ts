import type { DocumentKind } from './document.ts';

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

/** Classes of organisation whose plan may limit how many invoices are approved in a month. Xero's words; the one place that knows. */
const invoicesLimited: ReadonlySet<string> = new Set(['STARTER']);

/** Why receipts that are posted one by one had better be summed; null: nothing speaks for it. */
export function whySummaries(of: {
  /** Whether any outlet is posted each sale by itself. */
  eachSale: boolean;
  /** Of the day that takes most. */
  callsOfBusiestDay: number;
  dailyLimit: number;
  organisationClass: string | null;
}): 'plan' | 'calls' | null {
  if (!of.eachSale) return null;
  if (invoicesLimited.has(of.organisationClass ?? '')) return 'plan';
  return of.callsOfBusiestDay > of.dailyLimit * FAIR_SHARE ? 'calls' : null;
}
