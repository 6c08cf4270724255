import { expect, test } from 'vitest';
import { failpointSteps } from '../../lib/failpoint/steps.ts';
import { faultKinds, planOf, SEEDS_FOR_EACH_STEP, SEEDS_OF_A_TEST_RUN } from './plan.ts';

const seeds = Array.from({ length: 200 }, (_, i) => i + 1);

test('a seed has the same plan at any time', () => {
  for (const seed of seeds) expect(planOf(seed)).toEqual(planOf(seed));
});

const few = seeds.slice(0, SEEDS_FOR_EACH_STEP).map(planOf);
const lasting: readonly string[] = ['two workers at once', 'clock skew of 10 minutes'];

test('a run of few seeds kills at every step', () => {
  const killed = few.flatMap(({ acts, setUp }) => [
    ...acts.filter((a) => a.kind === 'kill').map((a) => a.order?.step),
    setUp?.order?.step,
  ]);
  expect(failpointSteps.filter((step) => !killed.includes(step))).toEqual([]);
});

test('those of every test run kill at most steps, those around a call among them, and post in every way', () => {
  const plans = few.slice(0, SEEDS_OF_A_TEST_RUN);
  const killed = new Set(plans.flatMap(({ acts, setUp }) => [...acts, setUp].map((act) => act?.order?.step)));
  for (const step of [
    'intent_noted',
    'call_answered',
    'outcome_recorded',
    'looked_up',
    'given_up',
  ] as const) {
    expect(killed).toContain(step);
  }
  expect(failpointSteps.filter((step) => killed.has(step)).length).toBeGreaterThanOrEqual(25);
  expect(new Set(plans.map((p) => p.way))).toEqual(new Set(['each_sale', 'draft', 'summary']));
});

test('they have every kind of fault, and every way of posting', () => {
  const kinds = new Set<string>(few.flatMap(({ acts }) => acts.map((a) => a.kind)));
  expect(faultKinds.filter((kind) => !kinds.has(kind) && !lasting.includes(kind))).toEqual([]);
  expect(few.some((p) => p.twoWorkers)).toBe(true);
  expect(few.some((p) => p.skewMs !== 0)).toBe(true);
  expect(few.some((p) => p.changesTwice)).toBe(true);
  expect(new Set(few.map((p) => p.way))).toEqual(new Set(['each_sale', 'draft', 'summary']));
});

test('a receipt that is changed is undone too, in time and out of time, already in these few', () => {
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
  expect(faultKinds.filter((kind) => !kinds.has(kind))).toEqual(lasting);
  expect(plans.some((p) => p.twoWorkers)).toBe(true);
  expect(new Set(plans.map((p) => p.skewMs))).toEqual(new Set([0, 600_000, -600_000]));
  expect(new Set(plans.map((p) => p.way))).toEqual(new Set(['each_sale', 'draft', 'summary']));
});
