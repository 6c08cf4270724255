import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export type Child = {
  pid: number;
  /** What it printed last, to explain a death. Nothing when its output goes to the terminal. */
  lastLines(): string;
  isRunning(): boolean;
  /** Fulfilled when it has ended, however: its exit code, or null after a signal. */
  ended: Promise<number | null>;
  /** Asks it and all of its process group to end, and insists after a while. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
};

const STOP_TIMEOUT_MS = 8_000;
const endWithParent = fileURLToPath(new URL('end-with-parent.cjs', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Everything that this process has started and that still runs, the newest last. */
const running: Child[] = [];
let isStopping = false;

/** Thrown to whoever would start something while everything is being stopped. */
export class Stopping extends Error {
  override message = 'Stopping: nothing more is started.';
}

/**
 * Starts a Node process in the project's folder. It is in the list of what `stopAll` ends from its first moment on, and ends by
 * itself when this process is gone.
 * @param output 'keep' for `lastLines`, 'show' in this terminal
 */
export function spawnNode(
  args: string[],
  options: { env?: Record<string, string>; output: 'keep' | 'show' },
): Child {
  if (isStopping) throw new Stopping();
  const output = options.output === 'keep' ? 'pipe' : 'inherit';
  const started = spawn(process.execPath, ['--require', endWithParent, ...args], {
    cwd: root,
    env: { ...process.env, ...options.env, ENDS_WITH_PARENT: '1' },
    stdio: ['pipe', output, output],
    // A process group of its own: Ctrl-C in the terminal reaches only the one who started it, which then stops all in order.
    detached: true,
  });
  const child = handleOf(started);
  running.push(child);
  void child.ended.then(() => running.splice(running.indexOf(child), 1));
  return child;
}

/** Stops all that was started, the newest first. Nothing can be started any more. */
export async function stopAll(): Promise<void> {
  isStopping = true;
  for (let newest = running.at(-1); newest; newest = running.at(-1)) await newest.stop();
}

function handleOf(child: ChildProcess): Child {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      lines.push(chunk.toString());
      if (lines.length > 40) lines.shift();
    });
  }
  // Nothing is written to it; a child that ends first must not end this process too.
  child.stdin?.on('error', () => {});
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.once('error', () => resolve(null));
  });
  const signalGroup = (name: NodeJS.Signals) => {
    if (child.pid === undefined) return;
    try {
      if (process.platform === 'win32') child.kill(name);
      else process.kill(-child.pid, name);
    } catch {
      // Nobody of the group is left.
    }
  };
  const isRunning = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  const end = async (name: NodeJS.Signals) => {
    if (!isRunning()) return;
    signalGroup(name);
    const timer = setTimeout(() => signalGroup('SIGKILL'), STOP_TIMEOUT_MS);
    await ended;
    clearTimeout(timer);
    // Workers of it that outlived it.
    signalGroup('SIGKILL');
  };
  return {
    pid: child.pid ?? -1,
    lastLines: () => lines.join(''),
    isRunning,
    ended,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}
