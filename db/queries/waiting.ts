import { type SQL, sql } from 'drizzle-orm';

/**
 * Which records are planned: those that wait (`pending`), or also those that are held for what can be mended, as if all of them were let
 * go (`mendable`). The second is for looking only: what is held is put back by `releaseHeld` before it is really planned.
 */
export type Which = 'pending' | 'mendable';

/** Of a till transaction `t`: held, and a mapping, the organisation or other records can mend it. */
export const isMendable = sql`(t.state = 'held' and t.kind <> 'unknown'
  and t.refusal_code not in ('record_unreadable', 'record_conflict', 'unknown_outlet', 'receipt_does_not_add_up',
    'suspected_duplicate', 'changed_after_posting'))`;

/** Of a till transaction `t`: it is planned next. */
export const isWaiting = (which: Which): SQL =>
  which === 'pending' ? sql`t.state = 'pending'` : sql`(t.state = 'pending' or ${isMendable})`;
