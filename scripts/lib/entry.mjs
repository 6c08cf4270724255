import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Installs the packages where they are missing or not those of the lock file. Says so; ends with one sentence if it cannot. */
export function ensureInstalled() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 9)) {
    fail(`Node ${process.versions.node} is too old: install Node 20.9 or newer.`);
  }
  if (isInstalled()) return;
  console.log('Installing the packages (npm ci) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const result = spawnSync(npm, ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (result.status !== 0) {
    fail(
      'The packages could not be installed: `npm ci` failed (see above). A connection to the npm registry is needed once.',
    );
  }
  // What was built with other packages remembers where they lay.
  rmSync(`${root}.next`, { recursive: true, force: true });
}

/** npm leaves a copy of the lock file's package list in node_modules; when the versions agree there is nothing to do. */
function isInstalled() {
  const hidden = `${root}node_modules/.package-lock.json`;
  if (!existsSync(hidden)) return false;
  const wanted = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')).packages;
  const present = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  return Object.entries(wanted).every(([name, { version, optional }]) => {
    if (name === '' || optional) return true;
    return present[name]?.version === version;
  });
}

/** Runs Node on a script in this terminal and ends as it ends; Ctrl-C goes to it, and it stops what it started. */
export function runToEnd(args) {
  // By the channel it sees when this process is gone without a signal to it.
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npm that is ended by a signal passes none on: its shell, our parent, is then gone.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event) {
    setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 1_000).unref();
  }
  child.on('exit', (code, signal) => {
    // So early that it could not say so itself.
    if (signal === 'SIGINT' || signal === 'SIGTERM') console.log('\nStopped.');
    process.exit(code ?? 128 + constants.signals[signal]);
  });
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
