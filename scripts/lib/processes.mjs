import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Starting and stopping the processes of a demo or a sandbox. Plain Node, since it runs before anything is installed.
 * It ends only what it started itself, by process id.
 */

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Installs the dependencies where there are none. A failed installation ends the script with npm's own words. */
export function ensureInstalled() {
  if (existsSync(join(ROOT, 'node_modules', '.package-lock.json'))) return;
  console.log('The dependencies are missing: running npm ci, which takes a minute.');
  const windows = process.platform === 'win32';
  const done = spawnSync('npm', ['ci'], { cwd: ROOT, stdio: 'inherit', shell: windows });
  if (done.status !== 0) fail('npm ci did not succeed.');
}

/** Ends the script with one sentence. */
export function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** A free port of the loopback address. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** True where somebody listens on the port already, on the loopback address or on all of them. */
export async function portIsTaken(port) {
  for (const host of ['127.0.0.1', undefined]) {
    const server = createServer();
    const code = await new Promise((resolve) => {
      server.once('error', (error) => resolve(error.code));
      server.listen(port, host, () => resolve(null));
    });
    if (code === null) await new Promise((resolve) => server.close(resolve));
    if (code === 'EADDRINUSE' || code === 'EACCES') return true;
  }
  return false;
}

/** Every child that was started and has not ended yet. */
const running = new Map();
let stopping = false;

/**
 * Starts `node <args>` in the project's folder and waits until it is ready: until a line of its output matches `readyPattern`,
 * or `readyUrl` answers anything at all; with neither, not at all.
 *
 * @param {string} name what it is called in messages
 * @param {string[]} args
 * @param {{ env?: Record<string, string | undefined>, readyPattern?: RegExp, readyUrl?: string, readyTimeoutMs?: number,
 *   log?: 'inherit' | 'ignore' | string, command?: string, onExit?: (code: number | null) => void }} [options] `log` is a file's name,
 *   or where the output goes; `onExit` is told of an end that `stopAll` did not bring about
 */
export async function startChild(name, args, options = {}) {
  const { env, readyPattern, readyUrl, readyTimeoutMs = 60_000, log = 'ignore', onExit } = options;
  const child = spawn(options.command ?? process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.set(child.pid ?? name, { name, child });
  const sink = sinkFor(log);
  const tail = [];
  const ended = new Promise((resolve) => {
    const end = (code) => {
      running.delete(child.pid ?? name);
      resolve(code);
    };
    child.once('error', () => end(null));
    child.once('exit', (code) => end(code));
  });
  const matched = new Promise((resolve) => {
    let seen = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        sink?.write(text);
        tail.push(text);
        if (tail.length > 20) tail.shift();
        // Not only this piece: a line may come in two.
        seen = (seen + text).slice(-4000);
        if (readyPattern?.test(seen)) resolve(true);
      });
    }
  });
  const timeout = AbortSignal.timeout(readyTimeoutMs);
  const ready = readyPattern ? matched : readyUrl ? answers(readyUrl, timeout) : true;
  const late = new Promise((resolve) => timeout.addEventListener('abort', () => resolve('late')));
  const outcome = await Promise.race([ready, ended.then(() => 'ended'), late]);
  if (outcome !== true) {
    const how = outcome === 'ended' ? 'ended while it started' : 'did not become ready in time';
    throw new Error(`${name} ${how}.${stopping ? '' : `\n${tail.join('').trim()}`}`);
  }
  ended.then((code) => {
    if (!stopping) onExit?.(code);
  });
  return child;
}

function sinkFor(log) {
  if (log === 'ignore') return null;
  if (log === 'inherit') return process.stdout;
  mkdirSync(dirname(join(ROOT, log)), { recursive: true });
  return createWriteStream(join(ROOT, log), { flags: 'a' });
}

/** Asks until somebody answers; what is answered does not matter. */
async function answers(url, signal) {
  while (!signal.aborted) {
    try {
      await fetch(url, { signal: AbortSignal.timeout(2000), redirect: 'manual' });
      return true;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return 'late';
}

/** Asks every child to end, and ends those that do not within five seconds. */
export async function stopAll() {
  stopping = true;
  const children = [...running.values()].reverse();
  await Promise.all(
    children.map(
      ({ child }) =>
        new Promise((resolve) => {
          if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
            return resolve();
          const force = setTimeout(() => child.kill('SIGKILL'), 5000);
          child.once('exit', () => {
            clearTimeout(force);
            resolve();
          });
          child.kill('SIGTERM');
        }),
    ),
  );
}

/** Ctrl-C and SIGTERM stop all that was started; a second Ctrl-C does not wait. */
export function stopOnSignals() {
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopAll().then(() => process.exit(0));
    });
  }
  // An exit on any other way leaves nobody behind.
  process.on('exit', () => {
    for (const { child } of running.values()) child.kill('SIGTERM');
  });
}
