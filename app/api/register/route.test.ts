import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Db } from '@/db/client';
import type { Mail } from '@/lib/mail/send';
import { createTestDatabase } from '@/scripts/test/database';

const held = vi.hoisted(() => ({
  db: undefined as unknown,
  mails: [] as { to: string; subject: string }[],
  afterwards: [] as (() => Promise<void>)[],
}));
vi.mock('next/server', () => ({ after: (task: () => Promise<void>) => held.afterwards.push(task) }));
vi.mock('@/lib/database', () => ({ database: () => held.db as Db }));
vi.mock('@/lib/mail/send', () => ({ sendMail: async (mail: Mail) => held.mails.push(mail) > 0 }));
vi.mock('@/lib/env', () => ({ env: () => ({ NEXTAUTH_URL: 'http://portal.example', TRUSTED_PROXIES: 0 }) }));

const { POST } = await import('./route.ts');

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
  held.db = database.db;
});
afterAll(() => database.close());
beforeEach(() => {
  held.mails.length = 0;
  held.afterwards.length = 0;
});

async function post(body: Record<string, unknown>, headers: Record<string, string> = {}) {
  const began = performance.now();
  const response = await POST(
    new Request('http://portal.example/api/register', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'http://portal.example', ...headers },
      body: JSON.stringify(body),
    }),
  );
  const tookMs = performance.now() - began;
  const seen = { status: response.status, headers: [...response.headers], body: await response.text() };
  for (const task of held.afterwards) await task();
  return { seen, tookMs };
}

const anna = { businessName: 'Harbour', email: 'anna@example.com', password: 'a long enough password' };

describe('registering tells nobody whether an address is known', () => {
  test('a known address is answered like a new one; only its owner hears of it, by mail', async () => {
    const first = await post(anna);
    expect(held.mails).toEqual([]);
    const second = await post({ ...anna, email: 'ANNA@example.com', password: 'another long password' });
    expect(second.seen).toEqual(first.seen);
    expect(second.seen).toMatchObject({ status: 200, body: '{"ok":true}' });
    expect(Math.min(first.tookMs, second.tookMs)).toBeGreaterThanOrEqual(399);
    expect(held.mails).toMatchObject([
      { to: 'anna@example.com', subject: 'You already have a OneEnterprise account' },
    ]);
  });

  test.each([
    ['password', { ...anna, password: 'short' }],
    ['email', { ...anna, email: 'anna' }],
    ['businessName', { ...anna, businessName: '寿司' }],
    ['business', { ...anna, business: 'https://harbour.tagrain.net' }],
  ])('what is wrong with %s is said at that field', async (field, body) => {
    const { seen } = await post(body);
    expect(seen.status).toBe(422);
    expect(JSON.parse(seen.body)).toMatchObject({ ok: false, error: { field } });
  });
});

test('invented addresses are not counted apart', async () => {
  await database.db.execute(sql`truncate rate_limit`);
  for (const address of ['192.0.2.1', '192.0.2.2']) {
    await post({ ...anna, email: `${address}@example.com` }, { 'x-forwarded-for': address });
  }
  const counted = await database.db.execute(sql`select points from rate_limit`);
  expect([...counted]).toEqual([{ points: 2 }]);
});

test('a body beyond 256 KB is refused with a sentence, whatever it says of its length', async () => {
  const { seen } = await post({ ...anna, businessName: 'x'.repeat(256 * 1024) });
  expect(seen.status).toBe(413);
  expect(JSON.parse(seen.body).error).toMatchObject({
    code: 'too_large',
    message: expect.stringContaining('256 KB'),
  });
});

test('a broken database is answered without its words, and logged without what was typed', async () => {
  const lines: string[] = [];
  const log = vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line));
  await database.db.execute(sql`alter table retailer rename to retailer_gone`);
  try {
    const { seen } = await post({ ...anna, email: 'new@secret.example' });
    expect(seen.status).toBe(500);
    expect(seen.body).not.toMatch(/secret|insert/);
  } finally {
    await database.db.execute(sql`alter table retailer_gone rename to retailer`);
    log.mockRestore();
  }
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('42P01');
  expect(lines[0]).not.toMatch(/secret|insert into|Harbour/);
});
