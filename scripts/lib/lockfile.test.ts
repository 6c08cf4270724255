import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type Entry = { resolved?: string; optionalDependencies?: Record<string, string> };
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Entry> };

// npm leaves out of the lock file what it could not find when the file was written. `npm ci` of a newer npm then refuses the whole
// file, and on another system the binary for that system would be missing.
test('the lock file names the packages of every platform', () => {
  const installed = new Set(Object.keys(lock.packages).map((path) => path.split('node_modules/').pop()));
  const missing = Object.values(lock.packages)
    .flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}))
    .filter((name) => !installed.has(name));
  expect(missing).toEqual([]);
});

test('the lock file holds no download addresses', () => {
  expect(Object.entries(lock.packages).filter(([, entry]) => entry.resolved)).toEqual([]);
});
