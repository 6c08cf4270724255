import { describe, expect, test } from 'vitest';
import { textAtMost } from './text-at-most.ts';

/** Gives chunk after chunk, for ever, and counts how many were taken. */
function endless(chunkBytes: number) {
  const seen = { chunks: 0, cancelled: false };
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      seen.chunks += 1;
      controller.enqueue(new Uint8Array(chunkBytes).fill(97));
    },
    cancel() {
      seen.cancelled = true;
    },
  });
  return { seen, body };
}

const of = (text: string) => new Response(text);

describe('a body with a limit', () => {
  test('is read as text, also where a letter is cut in two', async () => {
    const bytes = new TextEncoder().encode('é€');
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    expect(await textAtMost(new Response(body), 5)).toBe('é€');
    expect(await textAtMost(new Response(null), 5)).toBe('');
  });

  test('is counted in bytes: as many as allowed, not one more', async () => {
    expect(await textAtMost(of('12345'), 5)).toBe('12345');
    expect(await textAtMost(of('123456'), 5)).toBeNull();
    expect(await textAtMost(of('éé'), 3)).toBeNull();
  });

  test('that never ends is broken off where it is too much', async () => {
    const { seen, body } = endless(10);
    expect(await textAtMost(new Response(body), 95)).toBeNull();
    expect(seen.cancelled).toBe(true);
    expect(seen.chunks).toBeLessThan(15);
  });

  test('that says it is too large is not begun', async () => {
    const { seen, body } = endless(10);
    const headers = new Headers({ 'content-length': '1000' });
    const before = seen.chunks;
    expect(await textAtMost({ headers, body }, 95)).toBeNull();
    expect(seen).toEqual({ chunks: before, cancelled: true });
  });
});
