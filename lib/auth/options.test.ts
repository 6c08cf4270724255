import { afterEach, expect, test, vi } from 'vitest';
import type { Db } from '@/db/client';

const held = vi.hoisted(() => ({ db: undefined as unknown }));
vi.mock('@/lib/database', () => ({ database: () => held.db as Db }));
vi.mock('@/lib/env', () => ({ env: () => ({ NEXTAUTH_SECRET: 'x'.repeat(32), TRUSTED_PROXIES: 0 }) }));

const { authOptions } = await import('./options.ts');

afterEach(() => vi.restoreAllMocks());

type Authorize = (given: Record<string, string>, request: { headers: object }) => Promise<unknown>;

test('a broken database is told to the person in a sentence, and to the log without what was typed', async () => {
  const words = 'Failed query: select secret from person\nparams: anna@secret.example';
  const error = Object.assign(new Error(words), { query: 'select secret', params: ['anna@secret.example'] });
  held.db = {
    insert: () => {
      throw error;
    },
  };
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const [provider] = authOptions().providers as unknown as { options: { authorize: Authorize } }[];
  const given = { email: 'anna@secret.example', password: 'a long enough password' };
  await expect(provider!.options.authorize(given, { headers: {} })).rejects.toThrow(/^Something went wrong/);
  expect(log).toHaveBeenCalledOnce();
  expect(JSON.stringify(log.mock.calls)).not.toContain('secret');
});
