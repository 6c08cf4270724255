import { z } from 'zod';
import type { Period } from '@/db/queries/dry-run';

/** A month. A dry run plans all of its period at each look. */
export const DAYS_AT_MOST = 31;

const day = z.iso.date().optional().catch(undefined);
const query = z.object({
  from: day,
  to: day,
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});

type Search = Record<string, string | string[] | undefined>;

/** What an address asks for. */
export type Asked = { from: string | null; to: string | null; page: number };

/** Period and page from an address; what is not understood is left out, never an error. */
export function readAddress(search: Search): Asked {
  const { from, to, page } = query.parse(search);
  return { from: from ?? null, to: to ?? null, page };
}

/** The period that is asked for: one day, the first that waits, where nothing else is said; or what is wrong with it. */
export function periodOf(
  { from, to }: Pick<Asked, 'from' | 'to'>,
  firstDay: string | null,
): { period: Period } | { problem: string } | null {
  const first = from ?? to ?? firstDay;
  if (first === null) return null;
  const last = to ?? first;
  if (last < first)
    return { problem: 'The last day lies before the first. Choose it on or after the first.' };
  const days = (Date.parse(last) - Date.parse(first)) / 86_400_000 + 1;
  if (days > DAYS_AT_MOST) {
    return {
      problem: `These are ${days} days. A dry run takes at most ${DAYS_AT_MOST}: choose a shorter period.`,
    };
  }
  return { period: { from: first, to: last } };
}

/** The days of a period, oldest first. */
export function daysOf({ from, to }: Period): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

/** The address of a period and page below a base. */
export const periodAddress = (base: string, { from, to }: Period, page = 1): string =>
  `${base}?${new URLSearchParams({ from, to, ...(page > 1 ? { page: String(page) } : {}) })}`;
