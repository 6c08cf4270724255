import { expect, test } from 'vitest';
import { mapping } from './fixture.ts';
import { type DatedPolicy, defaultPolicy, policyAt } from './posting-policy.ts';
import { spanOn, summarySpans } from './posting-way.ts';

const policy = (validFrom: string, way: DatedPolicy['way'], outlet: string | null = null): DatedPolicy => ({
  ...defaultPolicy,
  ...{ validFrom, way, outlet },
});
const policies = [
  policy('2026-11-20', 'each_sale'),
  policy('2026-11-15', 'summary_per_shift', 'HL2'),
  policy('2026-11-10', 'summary_per_day'),
  policy('2026-11-05', 'summary_per_shift'),
  policy('2026-11-01', 'each_sale'),
];
const tab = { ...mapping, paymentTypes: { ...mapping.paymentTypes, tab: { onAccount: true as const } } };
const mappings = [
  { validFrom: '2026-11-12', body: tab },
  { validFrom: '2026-11-01', body: mapping },
];

test('on every day of every outlet the spans say what the policy says', () => {
  const spans = summarySpans(policies, mappings);
  const seen = new Set<string>();
  for (let n = 1; n <= 30; n++) {
    const day = `2026-11-${String(n).padStart(2, '0')}`;
    for (const outlet of ['HL1', 'HL2']) {
      const { way } = policyAt(policies, outlet, day);
      expect([outlet, day, spanOn(spans, outlet, day)?.way ?? 'each_sale']).toEqual([outlet, day, way]);
      seen.add(`${outlet} ${way}`);
    }
  }
  expect(seen.size).toBe(6);
  expect(spanOn(spans, 'HL1', '2026-10-31')).toBeUndefined();
});

test('what is on account is what the mapping of the day says', () => {
  const spans = summarySpans(policies, mappings);
  expect(spanOn(spans, 'HL1', '2026-11-11')?.onAccount).toEqual(['account']);
  expect(spanOn(spans, 'HL1', '2026-11-12')?.onAccount).toEqual(['account', 'tab']);
});

test('without a mapping nothing is on account, and the days are the policy’s', () => {
  expect(summarySpans([policy('2026-11-05', 'summary_per_day')], [])).toEqual([
    { way: 'summary_per_day', outlet: null, except: [], from: '2026-11-05', to: null, onAccount: [] },
  ]);
});
