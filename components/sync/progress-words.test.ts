import { describe, expect, it } from 'vitest';
import { endWords, type Progress, share, stepWords } from './progress-words.ts';

const nothing = { posted: 0, held: 0, refused: 0 };

const progress = (step: string, change: Partial<Progress> = {}): Progress => ({
  running: true,
  run: { id: 1, step, outcome: null, message: null, counts: { pulled: 1500 } },
  documents: { waiting: 30, posted: 120, attention: 0 },
  records: { waiting: 0, notStarted: 0, held: 0, uninterpreted: 0 },
  ...change,
});

describe('how a sync ended', () => {
  it('is up to date only where nothing stopped it', () => {
    expect(endWords('done', null, nothing)).toEqual({
      kind: 'success',
      text: 'Up to date. Nothing new to post.',
    });
    expect(endWords('done', null, { posted: 1313, held: 60, refused: 1 })).toEqual({
      kind: 'warning',
      text: 'Up to date. 1,313 documents posted. 60 records are held. Xero refused 1 document.',
    });
  });

  it('is never up to date while records wait for posting to be started', () => {
    expect(endWords('done', null, nothing, 1000)).toEqual({
      kind: 'warning',
      text: '1,000 records wait: choose accounts and start posting.',
      mend: 'accounts',
    });
    expect(endWords('done', null, { ...nothing, held: 2 }, 1).text).toBe(
      '1 record waits: choose accounts and start posting. 2 records are held.',
    );
    expect(endWords('attention', 'Grant authorization again.', nothing, 1000).text).toBe(
      'Grant authorization again.',
    );
  });

  it('repeats the sentence of a run that waits, failed or needs somebody', () => {
    expect(endWords('wait', 'The till server asks for a pause.', nothing)).toEqual({
      kind: 'info',
      text: 'The till server asks for a pause. It goes on by itself.',
    });
    expect(endWords('attention', 'Grant authorization again.', nothing)).toEqual({
      kind: 'warning',
      text: 'Grant authorization again.',
    });
    expect(endWords('failed', 'Xero did not answer.', { ...nothing, posted: 50 })).toEqual({
      kind: 'danger',
      text: 'Xero did not answer. 50 documents posted.',
    });
  });
});

describe('how far a sync is', () => {
  it('is told in words for every step', () => {
    expect(stepWords(progress('pull'))).toBe('Reading the till: 1,500 new records so far.');
    expect(stepWords(progress('send'))).toBe('Sending to Xero: 30 documents to go.');
    expect(stepWords(progress('send', { running: false }))).toBe('Starting…');
    expect(stepWords(progress('a step of tomorrow'))).toBe('At work…');
  });

  it('is a share of a whole only once the whole is known', () => {
    expect(share(progress('plan'), 100)).toEqual({ value: 20 });
    expect(share(progress('send'), 100)).toEqual({ value: 20, max: 50 });
  });
});
