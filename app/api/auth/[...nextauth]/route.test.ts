import { NextRequest } from 'next/server';
import { expect, test, vi } from 'vitest';

// next-auth itself is shown by the journeys; here it says what it was given.
vi.mock('next-auth', () => ({
  default: async (request: NextRequest) =>
    Response.json({ body: await request.text(), cookie: request.cookies.get('a')?.value }),
}));
vi.mock('@/lib/auth/options', () => ({ authOptions: () => ({}) }));

const { POST } = await import('./route.ts');

const post = (body: string) =>
  POST(
    new NextRequest('http://portal.example/api/auth/callback/credentials', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: 'a=b' },
      body,
    }),
    { params: Promise.resolve({ nextauth: ['callback', 'credentials'] }) },
  );

test('signing in is given its whole body and its cookies', async () => {
  const answer = await post('email=anna%40example.com');
  expect(await answer.json()).toEqual({ body: 'email=anna%40example.com', cookie: 'b' });
});

test('a sign-in beyond 256 KB is refused before it is read', async () => {
  const answer = await post(`email=${'a'.repeat(256 * 1024)}`);
  expect(answer.status).toBe(413);
  expect(await answer.json()).toMatchObject({ message: expect.stringContaining('256 KB') });
});
