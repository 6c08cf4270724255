import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnNode } from './children.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Everything else in the project's folder counts as read by the build: rather one build too many than an old portal. */
const notRead = new Set([
  ...['node_modules', '.git', '.data', '.next', 'test-results', 'playwright-report'],
  ...['docs', 'e2e', 'bench', 'sandbox', 'scripts', 'README.md', 'next-env.d.ts', 'tsconfig.tsbuildinfo'],
]);

/**
 * Builds the portal, unless what the build would read is what the last one read.
 * @throws Error with what the build printed
 */
export async function buildPortal(say: (line: string) => void): Promise<void> {
  const distDir = path.join(root, process.env.NEXT_DIST_DIR || '.next');
  const stampFile = path.join(distDir, 'built-from');
  const sources = await fingerprint();
  // The build's own name is part of it: somebody else may have built since, from who knows what.
  const stamp = async () => `${sources} ${await readFile(path.join(distDir, 'BUILD_ID'), 'utf8')}`;
  if (await isStamped(stampFile, stamp)) {
    say('The portal is built already, and nothing has changed since.');
    return;
  }
  say('Building the portal (a minute or two) …');
  await rm(stampFile, { force: true });
  const build = spawnNode(['node_modules/next/dist/bin/next', 'build'], {
    env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    output: 'keep',
  });
  if ((await build.ended) !== 0) throw new Error(`The portal could not be built:\n${build.lastLines()}`);
  // Changed while it was built: which of the two is in the build, nobody knows.
  if ((await fingerprint()) === sources) await writeFile(stampFile, await stamp());
}

async function isStamped(stampFile: string, stamp: () => Promise<string>): Promise<boolean> {
  try {
    return (await readFile(stampFile, 'utf8')) === (await stamp());
  } catch {
    return false;
  }
}

/** A hash over all that a build depends on: files, installed packages, Node, the folder and Next's own variables. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  hash.update(`${root}\0${process.version}\0`);
  for (const [name, value] of Object.entries(process.env).sort()) {
    if (name.startsWith('NEXT_')) hash.update(`${name}=${value}\0`);
  }
  const names = (await readdir(root)).filter((name) => !notRead.has(name));
  for (const name of [...names, 'node_modules/.package-lock.json'].sort()) await addTo(hash, name);
  return hash.digest('hex');
}

async function addTo(hash: Hash, name: string): Promise<void> {
  const full = path.join(root, name);
  const below = await readdir(full).catch(() => null);
  if (below) {
    for (const one of below.sort()) await addTo(hash, path.join(name, one));
    return;
  }
  hash.update(`${name}\0`);
  for await (const chunk of createReadStream(full)) hash.update(chunk as Buffer);
  hash.update('\0');
}
