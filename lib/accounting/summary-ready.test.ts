import { describe, expect, test } from 'vitest';
import type { SummaryGroup } from './summary-name.ts';
import { type SummaryState, summaryReady } from './summary-ready.ts';

const businessDay = '2026-11-01';
const ofShift: SummaryGroup = { outlet: 'HL1', businessDay, by: 'shift', shift: 'S7' };
const ofDay: SummaryGroup = { outlet: 'HL1', businessDay, by: 'day' };
const ofRegister: SummaryGroup = { outlet: 'HL1', businessDay, by: 'register', register: 'R1' };

const closed = { shift: 'S7', closed: true, lacks: null };
const open = { shift: 'S8', closed: false, lacks: 'its closing has not come' };
const bad = { recordId: 'R-9', text: 'It does not add up.' };

function verdict(group: SummaryGroup, state: Partial<SummaryState>) {
  const result = summaryReady(group, { daysPast: 1, shifts: [closed], held: [], begun: false, ...state });
  return typeof result === 'string' ? result : `${result.code}: ${result.text}`;
}

describe('a summary', () => {
  test.each<[string, SummaryGroup, Partial<SummaryState>, string]>([
    ['of a closed shift goes, on the day itself', ofShift, { daysPast: 0 }, 'ready'],
    ['of an open shift is not yet due', ofShift, { daysPast: 1, shifts: [open] }, 'later'],
    ['of a day is not yet due while it goes on', ofDay, { daysPast: 0 }, 'later'],
    ['of a day goes when it is over and its shifts are closed', ofDay, {}, 'ready'],
    ['of a day is not yet due while one of its shifts is open', ofDay, { shifts: [closed, open] }, 'later'],
    [
      'of receipts without a shift is not due before the day is over',
      ofRegister,
      { daysPast: 0, shifts: [] },
      'later',
    ],
    ['of receipts without a shift goes when the day is over', ofRegister, { shifts: [] }, 'ready'],
    [
      'says which shift stays open',
      ofShift,
      { daysPast: 2, shifts: [open] },
      'shift_incomplete: The summary of shift S7, 2026-11-01 waits: shift S8 has not been closed at the till.',
    ],
    [
      'says what a shift lacks',
      ofDay,
      { shifts: [closed, { ...closed, shift: 'S9', lacks: 'the closing counts 9 receipts, 8 came' }] },
      'shift_incomplete: The summary of 2026-11-01 waits: shift S9 is incomplete: the closing counts 9 receipts, 8 came.',
    ],
    [
      'says which receipt it waits for',
      ofDay,
      { held: [bad, bad] },
      'summary_waits: The summary of 2026-11-01 waits for receipt R-9 (and for 1 more): It does not add up.',
    ],
    [
      'waits for nothing once it was planned',
      ofDay,
      { begun: true, daysPast: 0, held: [bad], shifts: [open] },
      'ready',
    ],
  ])('%s', (_what, group, state, expected) => expect(verdict(group, state)).toBe(expected));
});
