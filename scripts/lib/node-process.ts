import { setTimeout as pause } from 'node:timers/promises';
import { type Child, spawnNode } from './children.ts';

const READY_TIMEOUT_MS = 120_000;

/**
 * Starts a Node process and waits until it is ready.
 * @param name what it is called when it does not start
 * @param isReady asked again and again, with what it printed last
 * @throws Error with a sentence and its last lines
 */
export async function startNode(
  name: string,
  args: string[],
  options: { isReady: (lastLines: string) => boolean | Promise<boolean>; env?: Record<string, string> },
): Promise<Child> {
  const child = spawnNode(args, { env: options.env, output: 'keep' });
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (!(await options.isReady(child.lastLines()))) {
    if (!child.isRunning()) throw new Error(`${name} ended at once:\n${child.lastLines()}`);
    if (Date.now() > deadline) {
      await child.stop();
      throw new Error(`${name} did not get ready:\n${child.lastLines()}`);
    }
    await pause(100);
  }
  return child;
}

/** Whether something answers at an address, with anything but a fault of its own. */
export const answersAt = (url: string) => async (): Promise<boolean> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000), redirect: 'manual' });
    await response.arrayBuffer();
    return response.status < 500;
  } catch {
    return false;
  }
};
