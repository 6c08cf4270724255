import { Temporal } from 'temporal-polyfill';

/**
 * Which business day a moment belongs to, by an outlet's time zone and cut-off. Days are cut at instants, not at wall-clock
 * readings: day D begins at the first instant at which the outlet's clock shows D at the cut-off (or the first one after, where
 * daylight saving skips it) and ends where D + 1 begins. So a day has 23, 24 or 25 hours, and every moment has exactly one.
 */
export class BusinessDays {
  readonly #starts = new Map<string, number>();
  /** The day that was told last, from its first instant to the next day's: records come in order, and most are of the same one. */
  #last = { day: '', from: 0, to: 0 };

  constructor(
    readonly timeZone: string,
    readonly dayCutoff: string,
  ) {
    this.#startOf(Temporal.PlainDate.from('2000-01-01'));
  }

  /** @param instant ISO 8601 with offset @returns `YYYY-MM-DD` */
  of(instant: string): string {
    const epochMs = Date.parse(instant);
    if (epochMs >= this.#last.from && epochMs < this.#last.to) return this.#last.day;
    // The UTC date is at most a day and a bit away from the business day, whatever zone and cut-off.
    let day = Temporal.PlainDate.from(new Date(epochMs).toISOString().slice(0, 10)).add({ days: 1 });
    while (epochMs < this.#startOf(day)) day = day.subtract({ days: 1 });
    const to = this.#startOf(day.add({ days: 1 }));
    this.#last = { day: day.toString(), from: this.#startOf(day), to };
    return this.#last.day;
  }

  #startOf(day: Temporal.PlainDate): number {
    const key = day.toString();
    let start = this.#starts.get(key);
    if (start === undefined) {
      start = day
        .toPlainDateTime(Temporal.PlainTime.from(this.dayCutoff))
        .toZonedDateTime(this.timeZone, { disambiguation: 'compatible' }).epochMilliseconds;
      this.#starts.set(key, start);
    }
    return start;
  }
}

/** @param day `YYYY-MM-DD` @returns the day so many days later */
export const addDays = (day: string, days: number): string =>
  days === 0 ? day : Temporal.PlainDate.from(day).add({ days }).toString();

/** Whether a time zone name is one that this system knows. */
export function isTimeZone(name: string): boolean {
  try {
    Temporal.PlainDate.from('2000-01-01').toZonedDateTime(name);
    return true;
  } catch {
    return false;
  }
}
