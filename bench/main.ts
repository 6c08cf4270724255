import { parseArgs } from 'node:util';
import { runStoppable } from '../scripts/lib/run-stoppable.ts';

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
const size = (of: (typeof sizes)[number]) => (values[of] === undefined ? undefined : Number(values[of]));

const { log } = console;
const benches: Record<string, () => Promise<void>> = {
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
  for (const [each, bench] of Object.entries(benches)) {
    if (name !== undefined && name !== each) continue;
    console.log(`\n${each}`);
    await bench();
  }
  return 0;
});
