// The one form in which days are shown, also by `Time`.
const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

/** `2026-11-24` as "24 Nov 2026"; what is no day stays as it is. */
export function dayText(day: string): string {
  const moment = new Date(`${day}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(moment.getTime()) ? format.format(moment) : day;
}

/** A time by some place's clock, `2026-11-24 17:13`, as "24 Nov 2026, 17:13". */
export function localTimeText(localTime: string): string {
  const [day, ...rest] = localTime.split(' ');
  return [dayText(day!), ...rest].join(', ');
}

/** How far a zone is from UTC at a moment, such as "GMT+10", to tell times of several zones apart. */
export function zoneText(timeZone: string, at: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(
    new Date(at),
  );
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}
