import { Temporal } from 'temporal-polyfill';

/** Local time at an outlet: offsets, business days and daylight saving, all decided by Temporal's time zone data. */

const QUARTER_MS = 15 * 60_000;
const offsets = new Map<string, Map<number, number>>();

/** The offset from UTC at that moment, in milliseconds. Kept per quarter of an hour: no zone changes in between. */
export function offsetMs(timeZone: string, epochMs: number): number {
  let ofZone = offsets.get(timeZone);
  if (!ofZone) {
    ofZone = new Map();
    offsets.set(timeZone, ofZone);
  }
  const quarter = Math.floor(epochMs / QUARTER_MS);
  let offset = ofZone.get(quarter);
  if (offset === undefined) {
    const instant = Temporal.Instant.fromEpochMilliseconds(quarter * QUARTER_MS);
    offset = instant.toZonedDateTimeISO(timeZone).offsetNanoseconds / 1_000_000;
    ofZone.set(quarter, offset);
  }
  return offset;
}

/** "2026-11-01T09:12:33+11:00" */
export function formatAt(timeZone: string, epochMs: number): string {
  const offset = offsetMs(timeZone, epochMs);
  const local = new Date(epochMs + offset).toISOString().slice(0, 19);
  const minutes = Math.abs(offset) / 60_000;
  const pad = (n: number) => String(n).padStart(2, '0');
  return `${local}${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

/** The moment an `at` names, or null where it names none (it must carry its offset). */
export function parseAt(at: unknown): number | null {
  if (typeof at !== 'string' || !/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(at)) return null;
  const epochMs = Date.parse(at);
  return Number.isNaN(epochMs) ? null : epochMs;
}

/** Hour of the day at the outlet, 0 to 23. */
export function localHour(timeZone: string, epochMs: number): number {
  return new Date(epochMs + offsetMs(timeZone, epochMs)).getUTCHours();
}

/** The business day of a moment: what happens before the cut-off belongs to the day before. */
export function businessDay(timeZone: string, cutoff: string, epochMs: number): string {
  const local = new Date(epochMs + offsetMs(timeZone, epochMs)).toISOString();
  const date = local.slice(0, 10);
  return local.slice(11, 16) < cutoff ? addDays(date, -1) : date;
}

/** The moment of a local time on a business day; 1 500 minutes is one o'clock in the following night. */
export function momentOf(timeZone: string, date: string, minutes: number): number {
  const day = Temporal.PlainDate.from(date).add({ days: Math.floor(minutes / 1440) });
  const time = Temporal.PlainTime.from({ hour: Math.floor((minutes % 1440) / 60), minute: minutes % 60 });
  return day.toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds;
}

export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** 1 is Monday, 7 is Sunday. */
export function weekday(date: string): number {
  return Temporal.PlainDate.from(date).dayOfWeek;
}

export function isDate(text: unknown): text is string {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
