import { expect, it } from 'vitest';
import { inboxWords } from './count-words.ts';

it('says how many records wait to be read', () => {
  expect(inboxWords(1000)).toBe('1,000 records have come and wait for the next sync');
  expect(inboxWords(1)).toBe('1 record has come and waits for the next sync');
});
