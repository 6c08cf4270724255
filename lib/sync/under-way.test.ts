import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Slots, UnderWay } from './under-way.ts';

test('so many at once, in the order in which they asked, and what is given back twice counts once', async () => {
  const slots = new Slots(2);
  const did: string[] = [];
  const take = async (name: string) => {
    const giveBack = await slots.take();
    did.push(name);
    return giveBack;
  };
  const [a] = await Promise.all([take('a'), take('b')]);
  const [c, d] = [take('c'), take('d')];
  await turn();
  expect(did).toEqual(['a', 'b']);
  a();
  a();
  await c;
  await turn();
  expect(did).toEqual(['a', 'b', 'c']);
  (await c)();
  await d;
  expect(did).toEqual(['a', 'b', 'c', 'd']);
});

test('the first that stops is the reason, the others are heard out, and what broke is told at the end', async () => {
  const tasks = new UnderWay();
  const ended: string[] = [];
  const task = async (name: string, turns: number, halt: 'time' | null) => {
    for (let i = 0; i < turns; i++) await turn();
    ended.push(name);
    return halt && { why: halt };
  };
  tasks.start(task('slow', 5, null));
  tasks.start(task('stops', 1, 'time'));
  expect(tasks.goesOn).toBe(true);
  await tasks.one();
  expect([tasks.goesOn, tasks.size]).toEqual([false, 1]);
  expect(await tasks.all()).toEqual({ why: 'time' });
  expect(ended).toEqual(['stops', 'slow']);

  const broken = new UnderWay();
  broken.start(Promise.reject(new Error('broken')));
  broken.start(task('other', 3, null));
  await broken.one();
  expect(broken.goesOn).toBe(false);
  await expect(broken.all()).rejects.toThrow('broken');
  expect(ended).toContain('other');
});
