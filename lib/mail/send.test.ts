import { createServer } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { sendMail } from './send.ts';

const held = vi.hoisted(() => ({ url: '' }));
vi.mock('@/lib/env', () => ({
  env: () => ({ SMTP_URL: held.url, MAIL_FROM: 'OneEnterprise <no-reply@portal.example>' }),
}));
afterEach(() => vi.restoreAllMocks());

test('a mail that cannot be sent is logged without its address, and nothing is thrown', async () => {
  // A port that was free a moment ago: nobody answers there.
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  held.url = `smtp://127.0.0.1:${port}`;
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  expect(await sendMail({ to: 'anna@example.com', subject: 'Hello', paragraphs: ['Text'] })).toBe(false);
  expect(log).toHaveBeenCalledOnce();
  expect(log.mock.calls[0]![0]).toContain('"at":"mail"');
  expect(log.mock.calls[0]![0]).not.toContain('anna');
});
