import { expect, test } from 'vitest';
import type { organisationOf } from '@/db/queries/organisations';
import { aCategory, idOf, facts as shopFacts } from '@/lib/accounting/shop-fixture';
import { chartOf } from '@/lib/accounts/fixture';
import { factsOf } from './facts.ts';

type Row = NonNullable<Awaited<ReturnType<typeof organisationOf>>>;
const row = (chart: unknown, baseCurrency = 'AUD') =>
  ({ chart, baseCurrency, paysTax: true, periodLockDate: null, endOfYearLockDate: null }) as Row;

const chart = chartOf(shopFacts(undefined, undefined, [aCategory('700', 'Outlet', ['Quay'])]));

test('a bank account is foreign where its currency is not the organisation’s; what has none is not', () => {
  const accounts = chart.accounts.map((a) =>
    a.code === '091' ? { ...a, currencyCode: 'USD' } : a.code === '092' ? { ...a, currencyCode: 'AUD' } : a,
  );
  const found = factsOf(row({ ...chart, accounts }))!.accounts;
  expect(found.get(idOf('091'))!.foreignCurrency).toBe('USD');
  expect(found.get(idOf('092'))!.foreignCurrency).toBeNull();
  expect(found.get(idOf('200'))!.foreignCurrency).toBeNull();
});

test('a chart that was kept before tracking had a status is still read: only active categories were asked for then', () => {
  const before = { ...chart, tracking: chart.tracking.map(({ status: _status, ...rest }) => rest) };
  expect(factsOf(row(before))!.tracking.get(idOf('700'))).toMatchObject({
    ...{ name: 'Outlet', active: true },
    options: new Map([[idOf('701'), { optionId: idOf('701'), name: 'Quay', active: true }]]),
  });
});
