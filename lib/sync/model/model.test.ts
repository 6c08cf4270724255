import { describe, expect, test } from 'vitest';
import { leaseLeftSeconds, syncSettings } from '@/lib/sync/settings';
import { xeroSettings } from '@/lib/xero/settings';
import { explore } from './explore.ts';
import type { Rules } from './world.ts';

const rules: Rules = {
  waits: {
    ...{ leaseSeconds: 1, repeatWindowSeconds: 2, firstLookUpAfterSeconds: 2, betweenLookUpsSeconds: 1 },
    maximumAttempts: 2,
  },
  ...{ keyMemory: 3, slowestArrival: 1, aPersonVoids: false },
  ...{ batchSize: 2, callsAtOnce: 1 },
};

const tell = (what: string, { worlds, steps }: { worlds: number; steps: number }) =>
  console.log(
    `model: ${what}: ${worlds.toLocaleString('en')} worlds, ${steps.toLocaleString('en')} steps, all looked at`,
  );

describe('two workers and three documents, whatever happens', { timeout: 600_000 }, () => {
  test('nothing is posted twice, nothing is lost, and rest can always be reached', () => {
    const explored = explore(rules);
    tell('deaths, lost requests, lost answers, 5xx with and without effect, 429', explored);
    expect(explored).toMatchObject({ broken: null, stuck: 0 });
  });

  test('nor when a person voids the invoice meanwhile', () => {
    const explored = explore({ ...rules, waits: { ...rules.waits, maximumAttempts: 1 }, aPersonVoids: true });
    tell('and a person voids the invoice', explored);
    expect(explored).toMatchObject({ broken: null, stuck: 0 });
  });
});

describe('two workers, each with two calls under way at once', { timeout: 600_000 }, () => {
  // The twins go in batches of their own, beside each other; on a clock of fewer ticks, whose waits are in the same order.
  const beside: Rules = {
    ...{ batchSize: 1, callsAtOnce: 2, keyMemory: 2, slowestArrival: 0, aPersonVoids: false },
    waits: {
      ...{ leaseSeconds: 1, repeatWindowSeconds: 1, firstLookUpAfterSeconds: 1, betweenLookUpsSeconds: 1 },
      maximumAttempts: 1,
    },
  };

  test('nothing is posted twice, nothing is lost, and rest can always be reached', () => {
    const explored = explore(beside);
    tell('two batches under way at once', explored);
    expect(explored).toMatchObject({ broken: null, stuck: 0 });
    expect(explored.worlds).toBeGreaterThan(explore({ ...beside, callsAtOnce: 1 }).worlds);
  });

  test.each(['look-up', 'intent'] as const)('without the %s there is a way to a duplicate', (without) => {
    const waits = { ...beside.waits, maximumAttempts: 2 };
    expect(explore({ ...beside, waits, without }, ['once']).broken?.way.length).toBeGreaterThan(0);
  });
});

describe('what the promise rests on: without it, the model finds the way to a duplicate', () => {
  const { waits } = rules;
  test.each<[string, Partial<Rules>]>([
    ['the look-up before anything is sent again', { without: 'look-up' }],
    ['the intent that is noted before the call', { without: 'intent' }],
    ['the fence around outcomes', { without: 'fence' }],
    [
      'the wait before the first look-up',
      { waits: { ...waits, firstLookUpAfterSeconds: 0, betweenLookUpsSeconds: 0 } },
    ],
    ['repeats only while Xero knows the key', { waits: { ...waits, repeatWindowSeconds: 4 } }],
    // Half of it is Xero's and the network's part: a request that takes effect later than that crosses the next one.
    ['requests that arrive within a minute or so, or never', { slowestArrival: 3 }],
  ])('%s', (_what, change) => {
    const { broken } = explore({ ...rules, ...change }, ['once']);
    expect(broken?.way.length).toBeGreaterThan(0);
  });
});

test('the real waits are in the order that the model supposes', () => {
  const { leaseSeconds, repeatWindowSeconds, firstLookUpAfterSeconds, betweenLookUpsSeconds } =
    syncSettings();
  const timeoutSeconds = xeroSettings().apiTimeoutMs / 1000;
  // How long Xero keeps an idempotency key: six minutes from the first call (XERO.md "Limits").
  const keyMemorySeconds = 360;
  expect(leaseLeftSeconds({ leaseSeconds })).toBeGreaterThan(timeoutSeconds);
  expect(repeatWindowSeconds + timeoutSeconds).toBeLessThan(keyMemorySeconds);
  expect(firstLookUpAfterSeconds).toBeGreaterThanOrEqual(600);
  expect(betweenLookUpsSeconds).toBeGreaterThanOrEqual(60);
});
