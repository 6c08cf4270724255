import { expect, test } from 'vitest';
import { failpointSteps } from '../../lib/failpoint/steps.ts';
import { faultKinds, planOf } from './plan.ts';

const seeds = Array.from({ length: 200 }, (_, i) => i + 1);

test('a seed has the same plan at any time', () => {
  for (const seed of seeds) expect(planOf(seed)).toEqual(planOf(seed));
});

test('as many seeds as half the steps kill at every one of them', () => {
  const few = seeds.slice(0, Math.ceil(failpointSteps.length / 2));
  const killed = few
    .map(planOf)
    .flatMap(({ acts, setUp }) => [
      ...acts.filter((a) => a.kind === 'kill').map((a) => a.order?.step),
      setUp?.order?.step,
    ]);
  expect(failpointSteps.filter((step) => !killed.includes(step))).toEqual([]);
});

test('a receipt that is changed is undone too, in time and out of time, already in the few seeds of every test run', () => {
  const few = seeds.slice(0, Math.ceil(failpointSteps.length / 2)).map(planOf);
  const times = few.flatMap(({ acts }) => acts.flatMap(({ undo }) => undo?.changed ?? []));
  expect([...new Set(times)].sort()).toEqual(['after', 'before', 'meanwhile']);
});

test('what is changed is changed while something is still to go wrong, and after deaths that need unposted records', () => {
  const plans = seeds.map(planOf);
  const share = plans.filter(({ changesBefore, acts }) => changesBefore < acts.length).length / plans.length;
  expect(share).toBeGreaterThan(0.7);
  for (const { changesBefore, acts } of plans) {
    const needsUnposted = acts.findLastIndex(({ order }) => order?.step === 'openings_read');
    expect(changesBefore).toBeGreaterThan(needsUnposted);
    // Nor between what is in doubt and a death while that is looked up.
    expect(['given_up', 'looked_up', 'look_up_recorded']).not.toContain(acts[changesBefore]?.order?.step);
  }
});

test('200 seeds have every kind of fault', () => {
  const plans = seeds.map(planOf);
  const kinds = new Set(plans.flatMap(({ acts }) => acts.map((a) => a.kind)));
  expect(faultKinds.filter((kind) => !kinds.has(kind))).toEqual([
    'two workers at once',
    'clock skew of 10 minutes',
  ]);
  expect(plans.some((p) => p.twoWorkers)).toBe(true);
  expect(new Set(plans.map((p) => p.skewMs))).toEqual(new Set([0, 600_000, -600_000]));
  expect(new Set(plans.map((p) => p.way))).toEqual(new Set(['each_sale', 'draft', 'summary']));
});
