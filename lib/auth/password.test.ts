import { parseOptions } from '@node-rs/argon2';
import { describe, expect, test } from 'vitest';
import { hashPassword, nobodysHash, passwordMatches } from './password.ts';

describe('passwords', () => {
  test('are kept as Argon2id with a salt of their own', async () => {
    const [one, two] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=32768,t=3,p=1\$/);
    expect(one).not.toBe(two);
  });

  test('match themselves and nothing else', async () => {
    const hash = await hashPassword('correct horse');
    expect(await passwordMatches(hash, 'correct horse')).toBe(true);
    expect(await passwordMatches(hash, 'Correct horse')).toBe(false);
    expect(await passwordMatches(hash, '')).toBe(false);
  });

  test('match however an accent was typed', async () => {
    expect(
      await passwordMatches(await hashPassword('caf\u00e9 noir sans sucre'), 'cafe\u0301 noir sans sucre'),
    ).toBe(true);
  });

  test('of nobody never match, and cost what a real one costs', async () => {
    expect(await passwordMatches(null, 'anything')).toBe(false);
    expect(parseOptions(nobodysHash)).toEqual(parseOptions(await hashPassword('anything')));
  });
});
