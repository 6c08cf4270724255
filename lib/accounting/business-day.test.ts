import { describe, expect, test } from 'vitest';
import { BusinessDays } from './business-day.ts';

describe('business day', () => {
  const sydney = new BusinessDays('Australia/Sydney', '04:00');

  test.each([
    ['2026-11-01T03:59:59+11:00', '2026-10-31'],
    ['2026-11-01T04:00:00+11:00', '2026-11-01'],
    ['2026-11-02T03:59:59.999+11:00', '2026-11-01'],
    ['2026-10-31T17:00:00Z', '2026-11-01'],
  ])('%s is of %s', (instant, day) => expect(sydney.of(instant)).toBe(day));

  test('a cut-off inside the hour that daylight saving repeats cuts once, at its first showing', () => {
    // Sydney goes from 03:00 +11 back to 02:00 +10 on 2026-04-05.
    const days = new BusinessDays('Australia/Sydney', '02:30');
    expect(days.of('2026-04-05T02:29:59+11:00')).toBe('2026-04-04');
    expect(days.of('2026-04-05T02:30:00+11:00')).toBe('2026-04-05');
    expect(days.of('2026-04-05T02:15:00+10:00')).toBe('2026-04-05');
  });

  test('a cut-off that daylight saving skips cuts where the clock goes on', () => {
    // Sydney skips 02:00 to 03:00 on 2026-10-04.
    const days = new BusinessDays('Australia/Sydney', '02:30');
    expect(days.of('2026-10-04T01:59:59+10:00')).toBe('2026-10-03');
    expect(days.of('2026-10-04T03:29:59+11:00')).toBe('2026-10-03');
    expect(days.of('2026-10-04T03:30:00+11:00')).toBe('2026-10-04');
  });

  test.each(['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kathmandu'])(
    'every hour of %s has one day',
    (zone) => {
      const days = new BusinessDays(zone, '23:30');
      let last = '';
      for (let hour = 0; hour < 72; hour++) {
        const day = days.of(new Date(Date.UTC(2026, 5, 1, hour)).toISOString());
        expect(day >= last).toBe(true);
        last = day;
      }
    },
  );
});
