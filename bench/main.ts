import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { spawnNode } from '../scripts/lib/children.ts';
import { runStoppable } from '../scripts/lib/run-stoppable.ts';
import { type Figure, tableOf } from './figures.ts';

const sizes = ['days', 'turns', 'short', 'long', 'solutions'] as const;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    way: { type: 'string' },
    ...(Object.fromEntries(sizes.map((size) => [size, { type: 'string' }])) as Record<
      (typeof sizes)[number],
      { type: 'string' }
    >),
  },
});
/** A size that was asked for; the bench knows its own where none was. */
function size(of: (typeof sizes)[number]): number | undefined {
  const text = values[of];
  if (text === undefined) return undefined;
  if (typeof text === 'string' && /^[1-9]\d{0,6}$/.test(text)) return Number(text);
  console.error(`--${of} is a whole number from 1 on, not “${text}”.`);
  process.exit(2);
}

const { log } = console;
const benches: Record<string, () => Promise<Figure[]>> = {
  plan: async () => (await import('./plan.ts')).benchPlan(log),
  calls: async () => (await import('./calls.ts')).benchCalls(log),
  throughput: async () =>
    (await import('./throughput.ts')).benchThroughput(log, { days: size('days'), turns: size('turns') }),
  memory: async () =>
    (await import('./memory.ts')).benchMemory(log, {
      ...{ short: size('short'), long: size('long'), way: values.way },
    }),
  idle: async () => (await import('./idle.ts')).benchIdle(log),
  claims: async () => (await import('./claims.ts')).benchClaims(log, { solutions: size('solutions') }),
  drain: async () => (await import('./drain.ts')).benchDrain(log, { days: size('days') }),
};

const [name] = positionals;
if (name !== undefined && !benches[name]) {
  console.error(`There is no bench “${name}”. There is: ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}

/** Where the figures of one of all benches go, for the table that all of them end with. */
const figuresFile = process.env.BENCH_FIGURES;

/**
 * In a process of its own, since settings are read once in a process, and each bench has addresses of its own.
 * @returns null: it failed, and has said why
 */
async function inItsOwnProcess(each: string): Promise<Figure[] | null> {
  const folder = await mkdtemp(path.join(tmpdir(), 'oneenterprise-figures-'));
  try {
    const file = path.join(folder, 'figures.json');
    const args = ['--expose-gc', '--import', 'tsx', 'bench/main.ts', ...process.argv.slice(2), each];
    const code = await spawnNode(args, { output: 'show', env: { BENCH_FIGURES: file } }).ended;
    return code === 0 ? (JSON.parse(await readFile(file, 'utf8')) as Figure[]) : null;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

await runStoppable(async () => {
  if (name !== undefined && figuresFile !== undefined) {
    await writeFile(figuresFile, JSON.stringify(await benches[name]!()));
    return 0;
  }
  const [busy] = loadavg();
  log(
    `${availableParallelism()} processors, Node ${process.versions.node}; load before: ${busy!.toFixed(1)}`,
  );
  let failures = 0;
  const found: { bench: string; figures: Figure[] }[] = [];
  for (const each of name === undefined ? Object.keys(benches) : [name]) {
    log(`\n${each}`);
    const began = performance.now();
    const figures = await inItsOwnProcess(each);
    if (figures) found.push({ bench: each, figures });
    else {
      failures++;
      log(`${each} failed.`);
    }
    log(`(${((performance.now() - began) / 1000).toFixed(0)} s)`);
  }
  log(`\n${tableOf(found)}`);
  return failures > 0 ? 1 : 0;
});
