import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Mutation, mutations } from './mutate.ts';
import { optionsOf } from './options.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe.each(Object.entries<Mutation>(mutations))('the mutation %s', (name, { edits }) => {
  test('finds its place in the source, once for each edit', () => {
    for (const { file, from } of edits) {
      const parts = readFileSync(path.join(root, file), 'utf8').split(from);
      expect(parts, `${file}: ${from}`).toHaveLength(2);
    }
  });

  test('is tried by seeds in which its guard is needed', () => {
    const { seeds, mutation } = optionsOf(['--mutate', name, '--seeds', '5']);
    expect(mutation).toBe(name);
    expect(seeds).toHaveLength(5);
  });
});

test('what is no option is said to be none', () => {
  for (const args of [
    ['--mutate', 'all'],
    ['--seeds', 'many'],
    ['--seeds', '0'],
    ['--days', '3'],
  ]) {
    expect(() => optionsOf(args)).toThrow('npm run test:crash -- --seeds N');
  }
  expect(optionsOf(['--seed', '7']).seeds).toEqual([7]);
  expect(optionsOf(['--as-built', '--seeds', '3'])).toMatchObject({ seeds: [1, 2, 3], isBuilt: true });
});
