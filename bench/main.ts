import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { Stopping } from '../scripts/lib/children.ts';
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

await runStoppable(async () => {
  const [busy] = loadavg();
  log(
    `${availableParallelism()} processors, Node ${process.versions.node}; load before: ${busy!.toFixed(1)}`,
  );
  let failures = 0;
  const found: { bench: string; figures: Figure[] }[] = [];
  for (const [each, bench] of Object.entries(benches)) {
    if (name !== undefined && name !== each) continue;
    log(`\n${each}`);
    const began = performance.now();
    try {
      found.push({ bench: each, figures: await bench() });
    } catch (error) {
      if (error instanceof Stopping) throw error;
      failures++;
      log(`${each} failed: ${error instanceof Error ? error.message : String(error)}`);
    }
    log(`(${((performance.now() - began) / 1000).toFixed(0)} s)`);
  }
  log(`\n${tableOf(found)}`);
  return failures > 0 ? 1 : 0;
});
