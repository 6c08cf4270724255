import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { buildPortal } from '../lib/build.ts';
import { runStoppable } from '../lib/run-stoppable.ts';
import { runSeed, type SeedResult } from './drive.ts';
import { type Lane, startLane } from './lane.ts';
import { buildMutant, type Mutation, type MutationName, mutantFolder, mutations } from './mutate.ts';
import { optionsOf } from './options.ts';
import { failureLines, neverHit, SEEDS_FOR_ALL_STEPS, summaryLines, totalsOf } from './report.ts';

/** Kills the portal again and again, makes Xero fail, then holds the till's books against Xero's. */

const root = fileURLToPath(new URL('../..', import.meta.url));
const say = (line: string) => console.log(line);

async function main(): Promise<number> {
  const { seeds, lanes, mutation, isBuilt } = optionsOf(process.argv.slice(2));
  const dataDir = await mkdtemp(path.join(tmpdir(), 'oneenterprise-crash-'));
  await chmod(dataDir, 0o755);
  try {
    const folder = mutation ? await buildMutant(root, mutation, say) : root;
    if (!mutation && !isBuilt) await buildPortal(say);
    const began = performance.now();
    const results = await runLanes(
      { seeds, lanes },
      async (i) => {
        const lane = await startLane(path.join(dataDir, `lane-${i}`), folder);
        if (mutation) await change(lane, mutations[mutation]);
        return lane;
      },
      (result) => tell(result, mutation),
    );
    for (const line of summaryLines(results, performance.now() - began)) say(line);
    if (mutation) return tellMutation(mutation, results);
    const lacks = results.length >= SEEDS_FOR_ALL_STEPS ? neverHit(results).length : 0;
    return totalsOf(results).failed.length + lacks === 0 ? 0 : 1;
  } finally {
    if (mutation) await rm(mutantFolder(root, mutation), { recursive: true, force: true }).catch(() => {});
    await rm(dataDir, { recursive: true, force: true }).catch(() => {});
  }
}

/** The lanes take one seed after another until none is left. */
async function runLanes(
  { seeds, lanes }: { seeds: readonly number[]; lanes: number },
  start: (i: number) => Promise<Lane>,
  onResult: (result: SeedResult) => void,
): Promise<SeedResult[]> {
  const left = [...seeds];
  const results: SeedResult[] = [];
  await Promise.all(
    Array.from({ length: lanes }, async (_, i) => {
      const lane = await start(i);
      for (let seed = left.shift(); seed !== undefined; seed = left.shift()) {
        const result = await runSeed(lane, seed);
        results.push(result);
        onResult(result);
      }
      await lane.stop();
    }),
  );
  return results;
}

async function change({ databaseUrl }: Lane, { sql }: Mutation) {
  if (!sql) return;
  const client = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  await client.unsafe(sql).finally(() => client.end());
}

/** A fault that was put in must be found. @returns 0 when it was */
function tellMutation(name: MutationName, results: readonly SeedResult[]): number {
  const { duplicates, losses } = totalsOf(results);
  const isCaught = duplicates + losses > 0;
  say(`mutation ${name} (${mutations[name].what}): ${isCaught ? 'caught' : 'NOT CAUGHT'}`);
  return isCaught ? 0 : 1;
}

function tell(result: SeedResult, mutation: MutationName | null) {
  const { seed, happened, missed, elapsedMs, error, verdict } = result;
  const counts = `${verdict.duplicates.length} / ${verdict.losses.length} / ${verdict.differences.length}`;
  const mark = error ? 'failed' : counts;
  const without = missed.map((a) => a.order?.step ?? a.kind).join(', ');
  say(
    `seed ${String(seed).padStart(4)}  ${(elapsedMs / 1000).toFixed(1).padStart(5)} s  ${happened.length} faults  ${mark}${without ? `  (not reached: ${without})` : ''}`,
  );
  if (totalsOf([result]).failed.length > 0)
    for (const line of failureLines(result, mutation ? ` --mutate ${mutation}` : '')) say(line);
}

await runStoppable(main);
