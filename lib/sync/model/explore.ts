import { atRest, invariants } from './invariants.ts';
import { plain } from './plain.ts';
import { steps } from './steps.ts';
import { beginning, type Rules, type World } from './world.ts';

export type Explored = {
  worlds: number;
  steps: number;
  /** The first invariant that was found broken, with the shortest way to it. */
  broken: { invariant: string; way: string[] } | null;
  /** Worlds from which rest cannot be reached any more. */
  stuck: number;
};

const MOST_WORLDS = 3_000_000;

/**
 * Looks at every world that can be reached, breadth first, so that a way to a broken invariant is a shortest one.
 * @param watched names of the invariants to be held
 */
export function explore(rules: Rules, watched = Object.keys(invariants)): Explored {
  const first = plain(beginning(), rules);
  const found = new Map<string, number>([[first.key, 0]]);
  let frontier: { index: number; world: World }[] = [{ index: 0, world: first.world }];
  const from: number[] = [-1];
  const by: string[] = [''];
  const edges: [number, number][] = [];
  const resting: number[] = [];
  const wayTo = (index: number): string[] => (index === 0 ? [] : [...wayTo(from[index]!), by[index]!]);

  while (frontier.length > 0) {
    const next: typeof frontier = [];
    for (const { index, world } of frontier) {
      const invariant = watched.find((name) => !invariants[name]!(world));
      if (invariant) {
        return {
          worlds: found.size,
          steps: edges.length,
          broken: { invariant, way: wayTo(index) },
          stuck: 0,
        };
      }
      if (atRest(world)) resting.push(index);
      for (const [name, reached] of steps(world, rules)) {
        const { key, world: there } = plain(reached, rules);
        let to = found.get(key);
        if (to === undefined) {
          to = found.size;
          if (to >= MOST_WORLDS)
            throw new Error(`more than ${MOST_WORLDS} worlds: the model is too large to be explored`);
          found.set(key, to);
          from[to] = index;
          by[to] = name;
          next.push({ index: to, world: there });
        }
        edges.push([index, to]);
      }
    }
    frontier = next;
  }
  return {
    worlds: found.size,
    steps: edges.length,
    broken: null,
    stuck: found.size - reaching(resting, edges, found.size),
  };
}

/** From how many worlds one of these can be reached. */
function reaching(goals: readonly number[], edges: readonly [number, number][], count: number): number {
  const before: number[][] = Array.from({ length: count }, () => []);
  for (const [a, b] of edges) before[b]!.push(a);
  const seen = new Set(goals);
  const open = [...goals];
  for (let i = open.pop(); i !== undefined; i = open.pop()) {
    for (const a of before[i]!) {
      if (seen.has(a)) continue;
      seen.add(a);
      open.push(a);
    }
  }
  return seen.size;
}
