import { expect, it } from 'vitest';
import { dayText, localTimeText, zoneText } from './day.ts';

it('shows every day in one form, whatever the zone of the machine', () => {
  expect(dayText('2026-11-24')).toBe('24 Nov 2026');
  expect(dayText('2026-11-01')).toBe('1 Nov 2026');
  expect(localTimeText('2026-11-24 07:05')).toBe('24 Nov 2026, 07:05');
});

it('leaves what is no day as it came', () => {
  expect(dayText('2026-02-31x')).toBe('2026-02-31x');
  expect(dayText('')).toBe('');
});

it('names the zone of a moment, in summer and in winter', () => {
  expect(zoneText('Australia/Brisbane', '2026-11-24T00:00:00Z')).toBe('GMT+10');
  expect(zoneText('Australia/Sydney', '2026-11-24T00:00:00Z')).toBe('GMT+11');
  expect(zoneText('Australia/Sydney', '2026-07-24T00:00:00.123456Z')).toBe('GMT+10');
});
