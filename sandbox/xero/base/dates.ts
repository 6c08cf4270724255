import { Raw } from './json.ts';

/** A calendar day, "2026-11-23". Documents are dated by day; instants are milliseconds. */
export type Day = string;

const DAY_FORM = /^(\d{4})-(\d{2})-(\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const MS_FORM = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/;

/** Reads the forms in which clients send a date; null if it is none of them. */
export function parseDay(text: string): Day | null {
  const ms = MS_FORM.exec(text);
  if (ms) return dayOf(Number(ms[1]));
  const match = DAY_FORM.exec(text);
  if (!match) return null;
  const [, year, month, day] = match;
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const back = new Date(at);
  if (back.getUTCMonth() + 1 !== Number(month) || back.getUTCDate() !== Number(day)) return null;
  return `${year}-${month}-${day}`;
}

export const dayMs = (day: Day): number => Date.parse(`${day}T00:00:00Z`);

export const dayOf = (ms: number): Day => new Date(ms).toISOString().slice(0, 10);

const zones = new Map<string, Intl.DateTimeFormat>();

/** The day that it is in a time zone at an instant. */
export function dayIn(timeZone: string, ms: number): Day {
  let format = zones.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    zones.set(timeZone, format);
  }
  return format.format(ms);
}

/** "\/Date(1563753600000+0000)\/", as documents carry their dates. */
export const wireDay = (day: Day): Raw => wireInstant(dayMs(day));

export const wireInstant = (ms: number): Raw => new Raw(`"\\/Date(${ms}+0000)\\/"`);

/** The envelope's DateTimeUTC has no offset. */
export const wireStamp = (ms: number): Raw => new Raw(`"\\/Date(${ms})\\/"`);

export const dayString = (day: Day): string => `${day}T00:00:00`;

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** "23 November 2026", as reports and messages write a day. */
export function longDay(day: Day): string {
  const [year, month, date] = day.split('-');
  return `${Number(date)} ${MONTHS[Number(month) - 1]} ${year}`;
}

export const isoSeconds = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/** The first day of the financial year in which a day falls. */
export function financialYearStart(day: Day, endMonth: number, endDay: number): Day {
  const year = Number(day.slice(0, 4));
  const endThisYear = dayOf(Date.UTC(year, endMonth - 1, endDay));
  const lastEndYear = day > endThisYear ? year : year - 1;
  return dayOf(Date.UTC(lastEndYear, endMonth - 1, endDay) + 86_400_000);
}
