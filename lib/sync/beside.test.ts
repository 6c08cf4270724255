import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Beside } from './beside.ts';
import { OneAfterAnother } from './one-after-another.ts';

const gate = () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
};

test('what was made between looking and waiting is not missed, and the end wakes who waits', async () => {
  const [first, last] = [gate(), gate()];
  const work = new Beside(async (made) => {
    await first.opened;
    made();
    await last.opened;
    return 'done';
  });
  const news = work.news;
  first.open();
  await turn();
  await news;
  const rest = work.news;
  expect(work.isOver).toBe(false);
  last.open();
  await rest;
  expect(work.isOver).toBe(true);
  expect(await work.end()).toBe('done');
});

test('what the work throws reaches whoever asks for its end, and nobody else', async () => {
  const work = new Beside(async () => {
    throw new Error('broken');
  });
  await work.news;
  expect(work.isOver).toBe(true);
  await expect(work.end()).rejects.toThrow('broken');
});

test('steps follow one another while the next is made ready, and none is begun after one that failed', async () => {
  const did: string[] = [];
  const slow = gate();
  const steps = new OneAfterAnother();
  await steps.next(async () => {
    await slow.opened;
    did.push('first');
  });
  const second = steps.next(async () => {
    did.push('second');
    throw new Error('full');
  });
  await turn();
  expect(did).toEqual([]);
  slow.open();
  await second;
  await expect(
    steps.next(async () => {
      did.push('third');
    }),
  ).rejects.toThrow('full');
  await expect(steps.ended()).rejects.toThrow('full');
  expect(did).toEqual(['first', 'second']);
});
