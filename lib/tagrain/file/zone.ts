import { Temporal } from 'temporal-polyfill';
import type { CivilDate, CivilTime } from './dates.ts';

/** Whether the runtime knows a time zone by that name. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name);
  } catch {
    return false;
  }
}

const two = (n: number) => String(n).padStart(2, '0');

/** Turns the till's wall clock into moments with an offset; remembers each hour's offset, which is slow to work out. */
export function wallClock(timeZone: string): (date: CivilDate, time: CivilTime) => string | null {
  const offsets = new Map<string, string | null>();
  return (date, time) => {
    const day = `${date.year}-${two(date.month)}-${two(date.day)}`;
    const text = `${day}T${two(time.hour)}:${two(time.minute)}:${two(time.second)}`;
    if (time.offset !== null) return `${text}${time.offset}`;
    // Clocks change on quarters of an hour at the finest.
    const quarter = `${day}T${two(time.hour)}:${two(time.minute - (time.minute % 15))}`;
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      offset = offsetAt(quarter, timeZone);
      offsets.set(quarter, offset);
    }
    return offset === null ? null : text + offset;
  };
}

/**
 * The offset of a wall-clock time; where clocks go back and a time comes twice, the first of the two.
 * @returns null for a time that the clocks skip: no till can have written it in that zone
 */
function offsetAt(wall: string, timeZone: string): string | null {
  const plain = Temporal.PlainDateTime.from(wall);
  const zoned = plain.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  return zoned.toPlainDateTime().equals(plain) ? zoned.offset : null;
}
