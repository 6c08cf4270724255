import { expect, test, vi } from 'vitest';

const words = 'Failed query: select secret\nparams: anna@secret.example';
vi.mock('@/lib/database', () => ({ database: () => ({}) }));
vi.mock('@/lib/env', () => ({ env: () => ({ CRON_SECRET: 'c'.repeat(16) }) }));
vi.mock('@/lib/sync/cron', () => ({
  syncWhatIsDue: () =>
    Promise.reject(Object.assign(new Error(words), { query: 'select secret', params: [] })),
}));

const { GET } = await import('./route.ts');

test('a broken database is answered with a sentence, and logged without its parameters', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const headers = { authorization: `Bearer ${'c'.repeat(16)}` };
  const answer = await GET(new Request('http://portal.example/api/cron/sync', { headers }));
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain('secret');
  expect(log).toHaveBeenCalledOnce();
  expect(JSON.stringify(log.mock.calls)).not.toContain('secret');
  log.mockRestore();
});
