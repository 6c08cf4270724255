import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * Finds a Chromium for the journeys: CHROMIUM_PATH, a system browser, Playwright's own, else installs one.
 * @throws Error with a sentence when there is none to be had
 */
export async function findChromium(say: (line: string) => void): Promise<string> {
  const wanted = process.env.CHROMIUM_PATH;
  if (wanted) {
    if (!isExecutable(wanted)) throw new Error(`CHROMIUM_PATH names ${wanted}, which is no program.`);
    return wanted;
  }
  return onSystem() ?? (await playwrights()) ?? (await install(say));
}

function onSystem(): string | null {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const candidates = [...folders.flatMap((f) => names.map((n) => path.join(f, n))), ...applications];
  return candidates.find(isExecutable) ?? null;
}

async function playwrights(): Promise<string | null> {
  const { chromium } = await import('@playwright/test');
  const own = chromium.executablePath();
  return existsSync(own) ? own : null;
}

async function install(say: (line: string) => void): Promise<string> {
  say('No Chromium was found. Trying Playwright’s own …');
  run(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium']);
  const own = await playwrights();
  if (own) return own;
  const isRoot = process.getuid?.() === 0;
  for (const [manager, ...steps] of packageManagers) {
    if (!isRoot || run('which', [manager]) !== 0) continue;
    say(`Installing Chromium with ${manager} …`);
    for (const args of steps) run(manager, args);
    const found = onSystem();
    if (found) return found;
  }
  throw new Error(
    'The journeys need a Chromium and none could be installed: install the package “chromium” of your system, or set CHROMIUM_PATH.',
  );
}

const packageManagers: [string, ...string[][]][] = [
  ['apt-get', ['update'], ['install', '-y', '--no-install-recommends', 'chromium']],
  ['dnf', ['install', '-y', 'chromium']],
  ['apk', ['add', '--no-cache', 'chromium']],
  ['pacman', ['-Sy', '--noconfirm', 'chromium']],
];

const run = (program: string, args: string[]) => spawnSync(program, args, { stdio: 'ignore' }).status;

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
