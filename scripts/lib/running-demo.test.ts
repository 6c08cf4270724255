import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runningDemoPort, takeFolder } from './running-demo.ts';

let base: string;
beforeEach(async () => {
  base = await mkdtemp(path.join(tmpdir(), 'oneenterprise-note-'));
});
afterEach(() => rm(base, { recursive: true, force: true }));

const note = (pid: number) => writeFile(`${base}/demo.running.json`, JSON.stringify({ pid, port: 5200 }));

test('a folder with a running demo is refused, with its address', async () => {
  // Called like a demo: the last argument is all that it has of one.
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'scripts/demo/main.ts']);
  try {
    await note(other.pid!);
    expect(await runningDemoPort(`${base}/demo`)).toBe(5200);
    await expect(takeFolder(`${base}/demo`, 5300)).rejects.toThrow(
      'already running from this folder, at http://localhost:5200.',
    );
  } finally {
    other.kill('SIGKILL');
  }
});

test('a note whose process is gone, or that is no note, does not count', async () => {
  const gone = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => gone.once('exit', resolve));
  await note(gone.pid!);
  expect(await runningDemoPort(`${base}/demo`)).toBeNull();
  await writeFile(`${base}/demo.running.json`, 'half a no');
  expect(await runningDemoPort(`${base}/demo`)).toBeNull();
  await takeFolder(`${base}/demo`, 5300);
  expect(JSON.parse(await readFile(`${base}/demo.running.json`, 'utf8'))).toEqual({
    pid: process.pid,
    port: 5300,
  });
});
