// Pure: what Set It Up shows, from what is stored. No secret is in either.
import type { SetUpRow } from '@/db/queries/set-up';
import { minorDigits } from '@/lib/money/money';
import { businessSchema } from '@/lib/tagrain/business';

export type StepName = 'app' | 'authorization' | 'feed' | 'accounts' | 'start';

/** `next` is the first that is not done; `mend` was done and has come undone. */
export type StepState = 'done' | 'next' | 'later' | 'mend';

export type Step = { name: StepName; state: StepState; detail: string };

export type FeedSummary = { name: string; currency: string; outlets: { name: string; registers: number }[] };

/** What the till said of the business, as far as it is shown; null: it was never asked. */
export function feedSummary(feedBusiness: unknown): FeedSummary | null {
  const { data } = businessSchema.safeParse(feedBusiness);
  if (!data) return null;
  const outlets = data.outlets.map(({ name, registers }) => ({ name, registers: registers.length }));
  return { name: data.name, currency: data.currency, outlets };
}

export const counted = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

function feedDetail(feed: FeedSummary | null, hasKey: boolean): string {
  if (!hasKey) return 'Tagrain API key';
  if (!feed) return 'Key saved';
  const registers = feed.outlets.reduce((sum, outlet) => sum + outlet.registers, 0);
  return `${counted(feed.outlets.length, 'outlet')}, ${counted(registers, 'register')}`;
}

function authorizationDetail({ connectionState, organisationName }: SetUpRow): string {
  if (connectionState === 'live') return organisationName ?? 'Connected';
  if (connectionState === 'reconnect') return `${organisationName ?? 'Xero'} asks for it again`;
  if (connectionState === 'choosing') return 'Choose the organisation';
  return 'Consent at Xero';
}

/** The way through Set It Up: what is done, and what is next. */
export function setUpSteps(row: SetUpRow, { operatorApp }: { operatorApp: boolean }): Step[] {
  const hasApp = row.clientId !== null || operatorApp;
  const facts: { name: StepName; done: boolean; mend?: boolean; detail: string }[] = [
    {
      name: 'app',
      done: hasApp,
      detail: row.clientId
        ? 'Pair tested and saved'
        : operatorApp
          ? 'Brought by the portal'
          : 'Identifier and secret',
    },
    {
      name: 'authorization',
      done: row.connectionState === 'live',
      mend: row.connectionState === 'reconnect' || (row.startDate !== null && row.connectionState !== 'live'),
      detail: authorizationDetail(row),
    },
    { name: 'feed', done: row.hasFeedKey, detail: feedDetail(feedSummary(row.feedBusiness), row.hasFeedKey) },
    { name: 'accounts', done: row.hasMapping, detail: row.hasMapping ? 'Chosen' : 'Where each thing goes' },
    {
      name: 'start',
      done: row.startDate !== null,
      detail: row.startDate ? `Since ${row.startDate}` : 'From a day you choose',
    },
  ];
  const next = facts.find((fact) => !fact.done);
  return facts.map((fact) => ({
    name: fact.name,
    detail: fact.detail,
    state: fact.done ? 'done' : fact.mend ? 'mend' : fact === next ? 'next' : 'later',
  }));
}

/** The till trades in one currency, the books are kept in another; or in one that is too fine for Xero: nothing could be posted. */
export function currencyClash({
  feedBusiness,
  baseCurrency,
  connectionState,
  organisationName,
}: SetUpRow): string | null {
  const feed = feedSummary(feedBusiness);
  if (feed && minorDigits(feed.currency) > 2)
    return `The till trades in ${feed.currency}, which has ${minorDigits(feed.currency)} decimals, and Xero keeps two. Nothing of it can be posted to the last decimal, so nothing will be.`;
  const isConnected = connectionState === 'live' || connectionState === 'reconnect';
  if (!isConnected || !feed || !baseCurrency || feed.currency === baseCurrency) return null;
  return `The till trades in ${feed.currency}, but the books of ${organisationName} are kept in ${baseCurrency}. Records in ${feed.currency} will not be posted there: connect the organisation that keeps its books in ${feed.currency}.`;
}
