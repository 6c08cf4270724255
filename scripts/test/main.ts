import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SEEDS_OF_A_TEST_RUN } from '../crash/plan.ts';
import { Stopping, spawnNode } from '../lib/children.ts';
import { findChromium } from '../lib/chromium.ts';
import { runStoppable } from '../lib/run-stoppable.ts';
import { runningDemoPort } from '../lib/running-demo.ts';

/** Runs lint, types, vitest and the journeys, and ends with one line over all of them. */

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = (file: string) => path.join(root, 'node_modules', file);

type Tally = { passed: number; failed: number; skipped: number };
const one = (ok: boolean): Tally => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });

async function run(what: string, args: string[], env: Record<string, string> = {}): Promise<boolean> {
  const child = spawnNode(args, { env: { NEXT_TELEMETRY_DISABLED: '1', ...env }, output: 'show' });
  console.log(`\n— ${what}`);
  return (await child.ended) === 0;
}

async function vitest(reports: string): Promise<Tally> {
  const file = path.join(reports, 'vitest.json');
  const ok = await run('Unit and database tests', [
    bin('vitest/vitest.mjs'),
    ...[
      'run',
      '--config',
      'scripts/vitest.config.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ],
  ]);
  const report = await read<{
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numTodoTests: number;
  }>(file);
  if (!report) return one(false);
  const failed = report.numFailedTests;
  // A file that could not be run has no failed test of its own, and must not pass for that.
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && !ok ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Journeys and a crash run through one production build. */
async function throughTheBuild(reports: string): Promise<Tally[]> {
  // A demo that is running from this folder keeps the build that it runs on.
  const demoRuns = (await runningDemoPort(path.join(root, '.data', 'demo'))) !== null;
  const place: Record<string, string> = demoRuns ? { NEXT_DIST_DIR: '.data/test-build' } : {};
  const isBuilt = await run('Building the portal', [bin('next/dist/bin/next'), 'build'], {
    ...place,
    NODE_ENV: 'production',
  });
  if (!isBuilt) return [one(false)];
  return [await playwright(reports, place), one(await crash(place))];
}

const crash = (place: Record<string, string>) =>
  run(
    `The portal killed again and again, ${SEEDS_OF_A_TEST_RUN} seeds`,
    ['--import', 'tsx', 'scripts/crash/main.ts', '--as-built', '--seeds', String(SEEDS_OF_A_TEST_RUN)],
    place,
  );

async function playwright(reports: string, place: Record<string, string>): Promise<Tally> {
  const chromium = await findChromium((line) => console.log(line));
  const file = path.join(reports, 'playwright.json');
  const ok = await run(
    `Journeys in ${chromium}`,
    [bin('@playwright/test/cli.js'), 'test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json'],
    { ...place, CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
  );
  const report = await read<{
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  }>(file);
  if (!report) return one(false);
  const { expected, unexpected, flaky, skipped } = report.stats;
  const failed = unexpected + flaky;
  return { passed: expected, failed: failed === 0 && !ok ? 1 : failed, skipped };
}

async function read<T>(file: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch {
    return null;
  }
}

async function main(): Promise<number> {
  const reports = await mkdtemp(path.join(tmpdir(), 'oneenterprise-reports-'));
  process.on('exit', () => rmSync(reports, { recursive: true, force: true }));
  const tallies: Tally[] = [];
  try {
    const biome = [
      bin('@biomejs/biome/bin/biome'),
      'check',
      '--config-path=.biome.json',
      '--error-on-warnings',
      '.',
    ];
    tallies.push(one(await run('Lint', biome)));
    const generated = await run('Types', [bin('next/dist/bin/next'), 'typegen']);
    // Not `bin/tsc`: Node 20.9 loads no ES module from a file without an extension.
    tallies.push(one(generated && (await run('Types', [bin('typescript/lib/tsc.js'), '--noEmit']))));
    tallies.push(await vitest(reports));
    tallies.push(...(await throughTheBuild(reports)));
  } catch (error) {
    // Whoever stops everything has said so.
    if (error instanceof Stopping) return 1;
    console.error(error instanceof Error ? error.message : error);
    tallies.push(one(false));
  }
  const sum = (key: keyof Tally) => tallies.reduce((n, t) => n + t[key], 0);
  if (sum('skipped') > 0 && !existsSync(path.join(root, '../shared'))) {
    console.log(
      '\nSkipped are the checks against files that are not part of this repository and lie beside it as ../shared: the descriptions of Xero’s API, and a sample of a till’s file.',
    );
  }
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
  return sum('failed') === 0 ? 0 : 1;
}

await runStoppable(main);
