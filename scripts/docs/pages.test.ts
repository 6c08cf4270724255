import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { pages } from './pages.ts';

describe('what docs/ says is what the code does', () => {
  test.each(pages().map(({ file, text }) => [file.pathname.split('/').at(-1), file, text] as const))(
    '%s is up to date (npm run docs)',
    async (_name, file, text) => {
      expect(await readFile(file, 'utf8')).toBe(text);
    },
  );
});
