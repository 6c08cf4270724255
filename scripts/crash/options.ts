import { type MutationName, mutations } from './mutate.ts';
import { planOf } from './plan.ts';

export type Options = { seeds: number[]; mutation: MutationName | null; lanes: number; isBuilt: boolean };

const names = Object.keys(mutations) as MutationName[];

const USAGE = `npm run test:crash -- --seeds N        N seeds, 1 to N
npm run test:crash -- --seed S         one seed again
npm run test:crash -- --mutate NAME    a portal with a fault of that name (${names.join(', ')}): it must be found`;

/** For `npm test`, which has just built. */
const AS_BUILT = '--as-built';

/** @throws Error with the usage */
export function optionsOf(args: readonly string[]): Options {
  const given = new Map<string, string>();
  const pairs = args.filter((arg) => arg !== AS_BUILT);
  for (let i = 0; i < pairs.length; i += 2) given.set(pairs[i]!, pairs[i + 1] ?? '');
  const whole = (name: string, least: number, otherwise: number) => {
    const text = given.get(name);
    given.delete(name);
    if (text === undefined) return otherwise;
    if (!/^\d{1,9}$/.test(text) || Number(text) < least) throw new Error(`${name} ${text}?\n${USAGE}`);
    return Number(text);
  };
  const mutate = given.get('--mutate');
  given.delete('--mutate');
  const mutation = names.find((name) => name === mutate) ?? null;
  if (mutate !== undefined && !mutation) throw new Error(`--mutate ${mutate}?\n${USAGE}`);
  const one = whole('--seed', 0, -1);
  const count = whole('--seeds', 1, mutation ? 8 : 20);
  const lanes = whole('--lanes', 1, 2);
  if (given.size > 0) throw new Error(USAGE);
  const seeds = one >= 0 ? [one] : firstSeeds(count, mutation);
  const isBuilt = args.includes(AS_BUILT);
  return { seeds, mutation, lanes: Math.min(lanes, seeds.length), isBuilt };
}

/** With a mutation, the first seeds that try what it takes away. */
function firstSeeds(count: number, mutation: MutationName | null): number[] {
  const seeds: number[] = [];
  for (let seed = 1; seeds.length < count; seed++) {
    if (!mutation || mutations[mutation].isTriedBy(planOf(seed))) seeds.push(seed);
  }
  return seeds;
}
