import { createServer } from 'node:net';
import { expect, inject, test } from 'vitest';
import { whyNotUsable } from './database-address.ts';
import { freePort } from './ports.ts';

const given = () => new URL(inject('postgresUrl'));

function changed(change: (url: URL) => void): string {
  const url = given();
  change(url);
  return url.href;
}

test('a database that is there can be used', async () => {
  expect(await whyNotUsable(given().href)).toBeNull();
});

test('what is no address is said to be none', async () => {
  for (const text of ['nonsense', 'mysql://somewhere/db', 'postgres://', 'localhost:5432'])
    expect(await whyNotUsable(text), text).toContain('DATABASE_URL is no address');
});

test('each thing that is wrong has its own sentence, and none tells the password', async () => {
  const port = await freePort();
  const cases: [string, string][] = [
    [changed((url) => (url.port = String(port))), `nothing listens on 127.0.0.1:${port}`],
    [changed((url) => (url.hostname = 'no-such-host.invalid')), 'no host called no-such-host.invalid'],
    [changed((url) => (url.password = 'wrong-secret')), 'does not let “oneenterprise” in'],
    [changed((url) => (url.pathname = '/not_there')), 'no database “not_there”'],
  ];
  for (const [url, sentence] of cases) {
    const said = await whyNotUsable(url);
    expect(said).toContain('The database of DATABASE_URL');
    expect(said).toContain(sentence);
    expect(said).not.toContain(new URL(url).password);
  }
});

test('a server that never answers is given up', async () => {
  const silent = createServer(() => {});
  const port = await freePort();
  await new Promise<void>((resolve) => silent.listen(port, '127.0.0.1', resolve));
  try {
    expect(await whyNotUsable(changed((url) => (url.port = String(port))))).toContain('cannot be reached');
  } finally {
    silent.close();
  }
});
