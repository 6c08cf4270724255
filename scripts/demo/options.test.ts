import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

test('nothing asked for', () => {
  expect(readOptions([])).toEqual({ help: false, once: false, fresh: false, days: null, port: 3000 });
});

test('everything asked for', () => {
  expect(readOptions(['--once', '--fresh', '--days', '5', '--port', '5200'])).toMatchObject({
    ...{ once: true, fresh: true, days: 5, port: 5200 },
  });
});

test('what cannot be is refused in a sentence', () => {
  expect(() => readOptions(['--days', '0'])).toThrow('--days takes a whole number from 1 to 400.');
  expect(() => readOptions(['--port', ''])).toThrow('--port takes a whole number from 1024 to 65000.');
  expect(() => readOptions(['--dayz', '5'])).toThrow(/--dayz.*npm run demo --/s);
  // The stand-in for mail would get a port that no browser speaks to.
  expect(() => readOptions(['--port', '5998'])).toThrow('would need port 6000, which browsers refuse');
});
