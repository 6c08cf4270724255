import type { organisationOf } from '@/db/queries/organisations';
import type {
  AccountFacts,
  OrganisationFacts,
  TaxRateFacts,
  TrackingFacts,
} from '@/lib/accounting/organisation';
import { type Chart, chartSchema } from '@/lib/xero/chart';

type OrganisationRow = NonNullable<Awaited<ReturnType<typeof organisationOf>>>;

/** What the planner may know of an organisation, from what was last read of it; null: it was never read. */
export function factsOf(row: OrganisationRow): OrganisationFacts | null {
  const chart = chartSchema.safeParse(row.chart);
  if (!chart.success || !row.baseCurrency) return null;
  const { baseCurrency } = row;
  const locks = [row.periodLockDate, row.endOfYearLockDate].filter((date) => date !== null);
  return {
    baseCurrency,
    paysTax: row.paysTax ?? true,
    lockedUntil: locks.sort().at(-1) ?? null,
    accounts: new Map(chart.data.accounts.map((a) => [a.accountId, accountFacts(a, baseCurrency)])),
    taxRates: new Map(chart.data.taxRates.map((t) => [t.taxType, taxRateFacts(t)])),
    tracking: new Map(chart.data.tracking.map((t) => [t.trackingCategoryId, trackingFacts(t)])),
  };
}

const accountFacts = (a: Chart['accounts'][number], baseCurrency: string): AccountFacts => ({
  accountId: a.accountId,
  code: a.code,
  name: a.name,
  type: a.type,
  class: a.class,
  active: a.status === 'ACTIVE',
  paymentsEnabled: a.enablePaymentsToAccount,
  systemAccount: a.systemAccount,
  foreignCurrency: a.currencyCode === baseCurrency ? null : a.currencyCode,
});

function taxRateFacts(t: Chart['taxRates'][number]): TaxRateFacts {
  const appliesTo = new Set<AccountFacts['class']>();
  if (t.canApplyToAssets) appliesTo.add('ASSET');
  if (t.canApplyToEquity) appliesTo.add('EQUITY');
  if (t.canApplyToExpenses) appliesTo.add('EXPENSE');
  if (t.canApplyToLiabilities) appliesTo.add('LIABILITY');
  if (t.canApplyToRevenue) appliesTo.add('REVENUE');
  return {
    taxType: t.taxType,
    name: t.name,
    rate: t.effectiveRate,
    active: t.status === 'ACTIVE',
    appliesTo,
  };
}

const trackingFacts = (t: Chart['tracking'][number]): TrackingFacts => ({
  categoryId: t.trackingCategoryId,
  name: t.name,
  active: t.status === 'ACTIVE',
  options: new Map(
    t.options.map(({ trackingOptionId: optionId, name, status }) => [
      optionId,
      { optionId, name, active: status === 'ACTIVE' },
    ]),
  ),
});
