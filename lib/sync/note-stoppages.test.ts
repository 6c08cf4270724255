import { expect, test } from 'vitest';
import { stoppageChange } from './note-stoppages.ts';

const calm = { halt: null, refused: 0, stopped: 0, hasPosted: false, undoOnly: false };
const reconnect = { why: 'attention', code: 'reconnect', message: 'Grant authorization again.' } as const;
const open = (code: string, documents: number | null = null, text = 'x') => ({ code, text, documents });
const wait = { why: 'wait', seconds: 60, message: 'The minute is used up.' } as const;

test('a halt with a code begins a cause, once; a pause of a minute does not', () => {
  const change = stoppageChange([], { ...calm, halt: reconnect });
  expect(change).toEqual({ ended: [], current: [open('reconnect', null, reconnect.message)] });
  expect(stoppageChange(change.current, { ...calm, halt: reconnect })).toEqual({ ended: [], current: [] });
  expect(stoppageChange([], { ...calm, halt: wait })).toEqual({ ended: [], current: [] });
});

test('a cause is over when a run came through, or something was posted; not when the next run stops elsewhere', () => {
  const both = [open('reconnect'), open('feed_unauthorized')];
  expect(stoppageChange(both, calm).ended).toEqual(['reconnect', 'feed_unauthorized']);
  expect(stoppageChange(both, { ...calm, halt: { why: 'time' }, hasPosted: true }).ended).toEqual([
    'reconnect',
  ]);
  expect(stoppageChange(both, { ...calm, halt: wait }).ended).toEqual([]);
  // A run that only undid something has not asked the till, nor needed what is left for runs of the day's calls.
  expect(stoppageChange([...both, open('day_budget')], { ...calm, undoOnly: true }).ended).toEqual([
    'reconnect',
  ]);
});

test('refused documents are one cause until none is left', () => {
  const two = stoppageChange([], { ...calm, refused: 2 }).current;
  expect(two).toMatchObject([{ code: 'refused', documents: 2 }]);
  const three = stoppageChange(two, { ...calm, refused: 3 });
  expect(three).toMatchObject({ ended: [], current: [{ documents: 3 }] });
  expect(stoppageChange(three.current, calm).ended).toEqual(['refused']);
});

test('documents that stopped stay so: each further one begins the cause anew', () => {
  const one = stoppageChange([], { ...calm, stopped: 1 }).current;
  expect(stoppageChange(one, { ...calm, stopped: 1 })).toEqual({ ended: [], current: [] });
  expect(stoppageChange(one, { ...calm, stopped: 2 })).toMatchObject({
    ...{ ended: ['stopped'], current: [{ documents: 2 }] },
  });
});
