import { z } from 'zod';
import type { ReviewCursor, ReviewFilters } from '@/db/queries/review';
import { type ShownState, shownStates } from '@/db/queries/review-state';
import type { TillTransactionKind } from '@/lib/accounting/till-transaction';

export const kindWords: Record<TillTransactionKind, string> = {
  sale: 'Sale',
  sale_refund: 'Sale refund',
  payment: 'Payment of a debt',
  cash_in: 'Cash in',
  cash_out: 'Cash out',
  floating_expense: 'Floating expense',
  till_variance: 'Till variance',
  shift: 'Shift',
  unknown: 'Unreadable record',
};

export const stateWords: Record<ShownState, string> = {
  waiting: 'Waiting',
  before_start: 'Before start',
  held: 'Held',
  planned: 'Planned',
  sending: 'Being sent',
  awaiting_approval: 'Awaiting approval',
  posted: 'Posted',
  refused: 'Refused',
  undone: 'Undone',
  not_posted: 'Nothing to post',
  superseded: 'Replaced by a newer version',
  duplicate: 'Duplicate',
  voided: 'Voided',
};

export type Place = { direction: 'after' | 'before'; cursor: ReviewCursor } | null;

const cursorForm = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z)_(\d{1,15})$/;

/** A place in the list as text. The moment keeps its microseconds. */
export const cursorText = ({ occurredAt, id }: ReviewCursor) => `${occurredAt}_${id}`;

function cursorOf(text: string | undefined): ReviewCursor | null {
  const match = cursorForm.exec(text ?? '');
  if (!match || Number.isNaN(Date.parse(match[1]!))) return null;
  return { occurredAt: match[1]!, id: Number(match[2]) };
}

const kinds = Object.keys(kindWords) as [TillTransactionKind, ...TillTransactionKind[]];

// Whatever stands in an address that is not understood is left out, never an error.
const query = z.object({
  kind: z.enum(kinds).optional().catch(undefined),
  state: z.enum(shownStates).optional().catch(undefined),
  outlet: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional()
    .catch(undefined),
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  search: z.string().trim().min(1).max(255).optional().catch(undefined),
  after: z.string().optional().catch(undefined),
  before: z.string().optional().catch(undefined),
});

/** Filters and place from a page's address. */
export function readAddress(search: Record<string, string | string[] | undefined>): {
  filters: ReviewFilters;
  place: Place;
} {
  const { outlet, after, before, ...rest } = query.parse(search);
  const older = cursorOf(after);
  const newer = cursorOf(before);
  const place: Place = older
    ? { direction: 'after', cursor: older }
    : newer && { direction: 'before', cursor: newer };
  return { filters: { ...rest, outletId: outlet === undefined ? undefined : Number(outlet) }, place };
}

/** The address of a page of the list. */
export function listAddress(base: string, filters: ReviewFilters, place: Place = null): string {
  const { kind, state, outletId, from, to, search } = filters;
  const parts = Object.entries({
    ...{ kind, state, outlet: outletId?.toString(), from, to, search },
    ...(place && { [place.direction]: cursorText(place.cursor) }),
  }).filter((part): part is [string, string] => part[1] !== undefined);
  return parts.length === 0 ? base : `${base}?${new URLSearchParams(parts)}`;
}

/** Whether the days are the wrong way round, so that no record can lie between them. */
export const daysReversed = ({ from, to }: ReviewFilters) =>
  from !== undefined && to !== undefined && from > to;

export const hasFilters = (filters: ReviewFilters) =>
  Object.values(filters).some((value) => value !== undefined);
