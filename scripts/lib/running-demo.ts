import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The note that a running demo leaves in its folder: two of them would share data and a build. */
type Note = { pid: number; port: number };

const noteFile = (dataDir: string) => `${dataDir}.running.json`;

/** The port of the demo that is running with this folder, or null. A note whose process is gone does not count. */
export async function runningDemoPort(dataDir: string): Promise<number | null> {
  const text = await readFile(noteFile(dataDir), 'utf8').catch(() => '');
  try {
    const { pid, port } = JSON.parse(text) as Note;
    return pid !== process.pid && isDemo(pid) ? port : null;
  } catch {
    return null;
  }
}

/**
 * Takes the folder for this process until it ends.
 * @throws Error with a sentence when a demo is running with it
 */
export async function takeFolder(dataDir: string, port: number): Promise<void> {
  const file = noteFile(dataDir);
  const refuse = (there: number) => {
    throw new Error(
      `A demo is already running from this folder, at http://localhost:${there}. Stop it first, or start the other one in a clone of its own.`,
    );
  };
  const there = await runningDemoPort(dataDir);
  if (there !== null) refuse(there);
  await mkdir(path.dirname(file), { recursive: true });
  rmSync(file, { force: true });
  // Of two that start in the same moment, one finds the file made by the other.
  await writeFile(file, JSON.stringify({ pid: process.pid, port } satisfies Note), { flag: 'wx' }).catch(() =>
    refuse(port),
  );
  process.on('exit', () => rmSync(file, { force: true }));
}

/** Whether a process is there and, where the system tells (Linux), is a demo: the number may be another's by now. */
function isDemo(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const commandFile = `/proc/${pid}/cmdline`;
  return !existsSync(commandFile) || readFileSync(commandFile, 'utf8').includes('demo/main.ts');
}
