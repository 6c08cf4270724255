import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { freePort } from './ports.ts';

type Command = Awaited<ReturnType<typeof start>>;
let command: Command | undefined;
afterEach(async () => {
  command?.end('SIGKILL');
  if (command) await rm(command.base, { recursive: true, force: true });
});

/** Runs the small stack, as npm would run a command of ours. */
async function start() {
  const base = await mkdtemp(path.join(tmpdir(), 'oneenterprise-stop-'));
  await chmod(base, 0o755);
  const port = await freePort();
  const args = ['--import', 'tsx', 'scripts/test/small-stack.ts', base, String(port)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    ended,
    base,
    end: (signal: NodeJS.Signals) => child.kill(signal),
    output: () => output,
    said: (text: string) => vi.waitUntil(() => output.includes(text), { timeout: 60_000, interval: 20 }),
    /** What it started and what is still there of it. */
    async left() {
      const pids = /pids (\d+) (\d+)/.exec(output)?.slice(1).map(Number) ?? [];
      return [...pids.filter(isThere), ...((await listens(port)) ? ['PostgreSQL'] : [])];
    },
  };
}

const nothingLeft = (c: Command) =>
  vi.waitFor(async () => expect(await c.left()).toEqual([]), { timeout: 60_000, interval: 50 });

test('Ctrl-C ends all that was started, says so once, and a second one does no harm', async () => {
  command = await start();
  await command.said('started');
  await command.said('pids');
  expect(await command.left()).toHaveLength(3);
  command.end('SIGINT');
  command.end('SIGINT');
  expect(await command.ended).toBe(130);
  await nothingLeft(command);
  expect(existsSync(command.base)).toBe(false);
  expect(command.output().match(/Stopping everything/g)).toHaveLength(1);
  expect(command.output().trim()).toMatch(/Stopping everything …$/);
});

test('stopped in the midst of starting, nothing is left either', async () => {
  command = await start();
  await command.said('starting');
  await command.said('pids');
  command.end('SIGTERM');
  expect(await command.ended).toBe(143);
  await nothingLeft(command);
  expect(command.output()).not.toContain('started');
});

test('killed without a chance to stop anything, what it started ends by itself', async () => {
  command = await start();
  await command.said('started');
  await command.said('pids');
  expect(await command.left()).toHaveLength(3);
  command.end('SIGKILL');
  await nothingLeft(command);
  await vi.waitUntil(() => !existsSync(command!.base), { timeout: 60_000, interval: 50 });
});

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
