import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort } from './ports.ts';

test('free ports are all different, free, and none that the system would give to somebody else', async () => {
  const ports = await Promise.all(Array.from({ length: 50 }, freePort));
  expect(new Set(ports).size).toBe(50);
  // Linux gives 32768 and above to outgoing connections, others 49152 and above.
  expect(ports.filter((port) => port < 1024 || port > 32_767)).toEqual([]);
});

test('a port that is taken is passed over', async () => {
  const port = await freePort();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port + 1, '127.0.0.1', resolve));
  expect(await freePort()).not.toBe(port + 1);
  await new Promise((resolve) => server.close(resolve));
});
