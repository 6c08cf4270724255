import { addDays } from './business-day.ts';
import type { PlanningContext } from './plan.ts';

/** What happens to a record whose business day is locked in Xero: it is held, or posted on the first open day. */
export const lateItemChoices = ['hold', 'first_open_day'] as const;

export type LateItems = (typeof lateItemChoices)[number];

type Under = Pick<PlanningContext, 'lateItems'> & {
  organisation: Pick<PlanningContext['organisation'], 'lockedUntil'>;
};

/** Whether a day lies in a period that is locked in Xero: a document dated on the lock date or before is refused. XERO.md “Writing”. */
export const isLocked = (businessDay: string, { organisation: { lockedUntil } }: Under): boolean =>
  lockedUntil !== null && businessDay <= lockedUntil;

/**
 * The date of a document of a business day: that day, or where it is locked and the retailer chose so, the first open day. Then what
 * people find the document by says the true day (`lateWords`, `lateMark`); the business day itself, by which proofs go, stays.
 */
export const documentDate = (businessDay: string, under: Under): string =>
  under.lateItems === 'first_open_day' && isLocked(businessDay, under)
    ? addDays(under.organisation.lockedUntil!, 1)
    : businessDay;

/** What a reference or a description says of a document that is dated later than its business day; else nothing. */
export const lateWords = (businessDay: string, under: Under): string =>
  documentDate(businessDay, under) === businessDay ? '' : `, of ${businessDay}`;

/** The same as parts of a number, for documents that have no words: their number is what people see as the reference. */
export const lateMark = (businessDay: string, under: Under): string[] =>
  documentDate(businessDay, under) === businessDay ? [] : [businessDay];
