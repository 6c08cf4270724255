import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

export type Child = {
  pid: number;
  /** What it printed last, to explain a death. */
  lastLines(): string;
  isRunning(): boolean;
  /** Fulfilled when it has ended, however. */
  ended: Promise<void>;
  /** Asks it to end, and insists after a while. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
};

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 8_000;

/**
 * Starts a Node process and waits until it answers.
 * @param name what it is called when it does not start
 * @throws Error with a sentence and its last lines
 */
export async function startNode(
  name: string,
  args: string[],
  options: { readyUrl: string; cwd: string; env?: Record<string, string>; logFile?: string },
): Promise<Child> {
  const child = spawn(process.execPath, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own process group: Ctrl-C in the terminal reaches only the one who started it, which then stops all in order.
    detached: true,
  });
  const lines: string[] = [];
  const log = options.logFile ? createWriteStream(options.logFile, { flags: 'a' }) : null;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      log?.write(chunk);
      lines.push(chunk.toString());
      if (lines.length > 40) lines.shift();
    });
  }
  const handle = handleOf(child, () => lines.join(''));
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (!(await answers(options.readyUrl))) {
    if (!handle.isRunning()) throw new Error(`${name} ended at once:\n${handle.lastLines()}`);
    if (Date.now() > deadline) {
      await handle.stop();
      throw new Error(`${name} did not answer on ${options.readyUrl}:\n${handle.lastLines()}`);
    }
    await pause(100);
  }
  return handle;
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000), redirect: 'manual' });
    await response.arrayBuffer();
    return response.status < 500;
  } catch {
    return false;
  }
}

function handleOf(child: ChildProcess, lastLines: () => string): Child {
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const signal = (name: NodeJS.Signals) => {
    if (isRunning()) child.kill(name);
  };
  return {
    pid: child.pid ?? -1,
    lastLines,
    isRunning,
    ended,
    async stop() {
      signal('SIGTERM');
      const timer = setTimeout(() => signal('SIGKILL'), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(timer);
    },
    async kill() {
      signal('SIGKILL');
      await ended;
    },
  };
}
