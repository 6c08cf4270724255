import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fetchBusiness } from './business.ts';
import { fetchRecords } from './client.ts';

// A till server gone wrong: valid JSON, and no end to it.
let brokenOff = 0;
const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const chunk = ' '.repeat(1024 * 1024);
  const more = () => {
    while (!response.destroyed && response.write(chunk)) {}
  };
  response.on('drain', more);
  response.on('close', () => {
    brokenOff += 1;
  });
  more();
});
let url: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('a till server that sends without end', () => {
  test('is broken off and named, for records', async () => {
    const page = await fetchRecords(url, 'key', null, 100);
    expect(page).toMatchObject({ ok: false, kind: 'unreadable', message: expect.stringContaining('32 MB') });
  });

  test('is broken off and named, for the business', async () => {
    const answer = await fetchBusiness(url, 'key');
    expect(answer).toMatchObject({ ok: false, kind: 'malformed', message: expect.stringContaining('32 MB') });
    await expect.poll(() => brokenOff).toBe(2);
  });
});
