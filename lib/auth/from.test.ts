import { describe, expect, test } from 'vitest';
import { safeFrom, signInPath } from './from.ts';

describe('where one goes after signing in', () => {
  test.each(['/dashboard', '/solutions/1/accounts?day=2026-11-01'])('back to %s', (path) => {
    expect(safeFrom(path)).toBe(path);
    expect(safeFrom(new URLSearchParams(signInPath(path).split('?')[1]).get('from'))).toBe(path);
  });

  test.each([
    undefined,
    ['/a', '/b'],
    'dashboard',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    'javascript:alert(1)',
  ])('never to another site: %j', (from) => {
    expect(safeFrom(from)).toBe('/dashboard');
  });
});
