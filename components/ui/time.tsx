'use client';

import { useHydrated } from './use-hydrated.ts';

const format = (timeZone?: string) =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone });

/** A moment, in the reader's own time zone (in UTC until the page's scripts run). */
export function Time({ at }: { at: string }) {
  const hydrated = useHydrated();
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return <span>–</span>;
  const text = hydrated ? format().format(moment) : `${format('UTC').format(moment)} UTC`;
  return (
    <time dateTime={moment.toISOString()} className="whitespace-nowrap">
      {text}
    </time>
  );
}
