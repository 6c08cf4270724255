import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { freePort } from './ports.ts';
import { startPostgres } from './postgres.ts';

async function startIn(base: string, settings: Record<string, string> = {}) {
  await chmod(base, 0o755);
  const dataDir = path.join(base, 'postgres');
  const server = await startPostgres({ dataDir, port: await freePort(), deleteAfter: base, settings });
  const [pid] = (await readFile(path.join(dataDir, 'postmaster.pid'), 'utf8')).split('\n');
  return { server, pid: Number(pid) };
}

const newFolder = () => mkdtemp(path.join(tmpdir(), 'oneenterprise-keeper-'));

test('a server that would still have to archive ends at once where its folder is to be deleted, and the folder is gone', async () => {
  const base = await newFolder();
  const { server } = await startIn(base, {
    archive_mode: 'on',
    // Longer than anybody waits for an end, and not to be hurried.
    archive_command: "trap '' TERM INT; sleep 60",
  });
  const client = postgres(server.urlOf('postgres'), { max: 1, onnotice: () => {} });
  await client`create table t (n int)`;
  await client`select pg_switch_wal()`;
  await client.end();
  await server.stop();
  expect(existsSync(base)).toBe(false);
});

test('the folder is gone too where the server does not end by itself at all', async () => {
  const base = await newFolder();
  const { server, pid } = await startIn(base);
  process.kill(pid, 'SIGSTOP');
  await server.stop();
  expect(existsSync(base)).toBe(false);
});
