import { failpointSteps } from '../../lib/failpoint/steps.ts';
import { isClean } from './check.ts';
import type { SeedResult } from './drive.ts';
import { faultKinds } from './plan.ts';

export type Totals = { duplicates: number; losses: number; differenceCents: number; failed: SeedResult[] };

export function totalsOf(results: readonly SeedResult[]): Totals {
  const sum = (of: (r: SeedResult) => number) => results.reduce((n, r) => n + of(r), 0);
  return {
    duplicates: sum(({ verdict }) => verdict.duplicates.length),
    losses: sum(({ verdict }) => verdict.losses.length),
    differenceCents: sum(({ verdict }) => verdict.differences.reduce((n, d) => n + Math.abs(d.cents), 0)),
    failed: results.filter((r) => r.error !== null || !isClean(r.verdict)),
  };
}

/** What a seed that failed tells of itself; `how`: what else it was called with. */
export function failureLines({ seed, error, verdict, happened, plan }: SeedResult, how: string): string[] {
  const { duplicates, losses, differences } = verdict;
  return [
    `Seed ${seed} (${plan.way}): ${error ?? 'the books differ'}`,
    ...duplicates.map((d) => `  too many  ${d}`),
    ...losses.map((l) => `  missing   ${l}`),
    ...differences.map(
      ({ account, cents }) => `  balance   ${account} is off by ${(cents / 100).toFixed(2)}`,
    ),
    `  what went wrong: ${happened.map((a) => `${a.kind}${a.order ? ` at ${a.order.step} ${a.order.at}` : ''}${a.xero ? ` on ${a.xero.path ?? 'any call'} after ${a.xero.skip}` : ''}`).join('; ')}`,
    `  again: npm run test:crash -- --seed ${seed}${how}`,
  ];
}

export function summaryLines(results: readonly SeedResult[], elapsedMs: number): string[] {
  const { duplicates, losses, differenceCents, failed } = totalsOf(results);
  const happened = results.flatMap((r) => r.happened);
  const kills = killsOf(results);
  const lasting = (of: (r: SeedResult) => boolean) => results.filter(of).length;
  const countOf = (kind: string) =>
    kind === 'two workers at once'
      ? lasting((r) => r.plan.twoWorkers)
      : kind === 'clock skew of 10 minutes'
        ? lasting((r) => r.plan.skewMs !== 0)
        : happened.filter((a) => a.kind === kind || a.beside === kind).length;
  const never = neverHit(results);
  const seconds = elapsedMs / 1000;
  return [
    '',
    `${results.length} seeds in ${seconds.toFixed(0)} s, ${(seconds / results.length).toFixed(1)} s a seed`,
    '',
    'Faults injected',
    ...faultKinds.map((kind) => `  ${kind.padEnd(32)} ${countOf(kind)}`),
    '',
    'Kills (SIGKILL) per step',
    ...failpointSteps.map((step) => `  ${step.padEnd(32)} ${kills.get(step) ?? 0}`),
    ...(never.length > 0 ? [`  not hit: ${never.join(', ')}`] : []),
    '',
    `${[...kills.values()].reduce((a, b) => a + b, 0)} kills, ${happened.length} faults in all`,
    `duplicates ${duplicates} / losses ${losses} / differences ${(differenceCents / 100).toFixed(2)}${failed.length > 0 ? ` — ${failed.length} seeds failed` : ''}`,
  ];
}

function killsOf(results: readonly SeedResult[]): Map<string, number> {
  const kills = new Map<string, number>();
  for (const { kind, order } of results.flatMap((r) => r.happened)) {
    if (kind === 'kill' && order) kills.set(order.step, (kills.get(order.step) ?? 0) + 1);
  }
  return kills;
}

/** Steps at which nothing died. */
export function neverHit(results: readonly SeedResult[]): string[] {
  const kills = killsOf(results);
  return failpointSteps.filter((step) => !kills.has(step));
}

/** From so many seeds on, each step was ordered often enough that one which was never hit is a fault of the run. */
export const SEEDS_FOR_ALL_STEPS = failpointSteps.length * 2;
