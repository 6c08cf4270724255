import { expect, test } from 'vitest';
import { daysOf, periodAddress, periodOf, readAddress } from './period.ts';

test('the first day that waits stands where nothing is asked for', () => {
  expect(periodOf({ from: null, to: null }, '2026-11-02')).toEqual({
    period: { from: '2026-11-02', to: '2026-11-02' },
  });
  expect(periodOf({ from: null, to: null }, null)).toBeNull();
  expect(periodOf({ from: '2026-11-05', to: null }, '2026-11-02')).toEqual({
    period: { from: '2026-11-05', to: '2026-11-05' },
  });
});

test('a month is taken, a day more is told, and so is an end before its beginning', () => {
  expect(periodOf({ from: '2026-10-01', to: '2026-10-31' }, null)).toHaveProperty('period');
  expect(periodOf({ from: '2026-10-01', to: '2026-11-01' }, null)).toMatchObject({
    problem: expect.stringContaining('32 days'),
  });
  expect(periodOf({ from: '2026-10-02', to: '2026-10-01' }, null)).toHaveProperty('problem');
});

test('an address that makes no sense asks for nothing', () => {
  expect(readAddress({ from: '2026-13-45', to: ['x', 'y'], page: '-3' })).toEqual({
    ...{ from: null, to: null, page: 1 },
  });
  expect(readAddress({ from: '2026-11-02', page: '4' })).toMatchObject({ from: '2026-11-02', page: 4 });
});

test('days go over the end of a month, and addresses come back', () => {
  expect(daysOf({ from: '2026-02-27', to: '2026-03-01' })).toEqual([
    '2026-02-27',
    '2026-02-28',
    '2026-03-01',
  ]);
  expect(periodAddress('/x', { from: '2026-02-27', to: '2026-03-01' }, 2)).toBe(
    '/x?from=2026-02-27&to=2026-03-01&page=2',
  );
});
