import type { TrackingCase } from '../../lib/accounting/cases.ts';
import { type Mapping, mappingSchema, registerKey } from '../../lib/accounting/mapping.ts';
import type { OrganisationFacts } from '../../lib/accounting/organisation.ts';
import {
  aCategory,
  anAccount,
  australianRates,
  facts,
  shopAccounts,
} from '../../lib/accounting/shop-fixture.ts';

/** The shop of the worked examples. */

export const shop: OrganisationFacts = facts(
  [
    ...shopAccounts,
    anAccount({
      ...{ code: '205', name: 'Loyalty Discounts', type: 'REVENUE', class: 'REVENUE' },
      paymentsEnabled: true,
    }),
    anAccount({ code: '819', name: 'Customer Debt Clearing', type: 'CURRLIAB', class: 'LIABILITY' }),
    anAccount({
      ...{ code: '817', name: 'Customer Deposits', type: 'CURRLIAB', class: 'LIABILITY' },
      paymentsEnabled: true,
    }),
  ],
  australianRates,
  [aCategory('700', 'Outlet', ['Harbour', 'Market stall']), aCategory('710', 'Season', ['Summer'])],
);

export const WALK_IN = 'Walk-in customers';

/**
 * What the shop chose, over any chart that has its accounts: that of the examples, or the one that an organisation really has.
 * @param accountIdOf an account's id by its name
 */
export function shopMapping(accountIdOf: (name: string) => string, walkInContactId: string): Mapping {
  const to = (name: string) => ({ accountId: accountIdOf(name) });
  return mappingSchema.parse({
    salesAccountId: accountIdOf('Sales'),
    taxTypes: { GST: 'OUTPUT', FREE: 'EXEMPTOUTPUT', NONE: 'BASEXCLUDED' },
    expenseTaxTypes: { GST: 'INPUT' },
    paymentTypes: {
      cash: to('Till 1'),
      card: to('Card Clearing'),
      giftcard: to('Gift Cards Sold'),
      storecredit: to('Store Credit'),
      points: to('Loyalty Discounts'),
      deposit: to('Customer Deposits'),
      account: { onAccount: true },
    },
    walkInContactId,
    giftCardAccountId: accountIdOf('Gift Cards Sold'),
    depositAccountId: accountIdOf('Customer Deposits'),
    tipsAccountId: accountIdOf('Tips Payable'),
    roundingAccountId: accountIdOf('Rounding'),
    cashInAccountId: accountIdOf('Cash in Transit'),
    cashOutAccountId: accountIdOf('Cash in Transit'),
    debtClearingAccountId: accountIdOf('Customer Debt Clearing'),
    overShortAccountId: accountIdOf('Cash Over/Short'),
    expenseAccounts: { Cleaning: accountIdOf('Cleaning'), Tips: accountIdOf('Tips Payable') },
  });
}

/** Options by their names as a mapping has them, by ids. */
function optionsByName(byName: Record<string, string> = {}): Mapping['tracking'] {
  return Object.fromEntries(
    Object.entries(byName).map(([categoryName, optionName]) => {
      const category = [...shop.tracking.values()].find(({ name }) => name === categoryName);
      const option = [...(category?.options.values() ?? [])].find(({ name }) => name === optionName);
      if (!category || !option) throw new Error(`no option ${optionName} of ${categoryName}`);
      return [category.categoryId, option.optionId];
    }),
  );
}

/** The shop's mapping with what a case is tracked by. */
export const trackedMapping = (
  mapping: Mapping,
  { shop, outlet, registers }: TrackingCase['tracking'],
): Mapping =>
  mappingSchema.parse({
    ...mapping,
    tracking: optionsByName(shop),
    outlets: { HL1: { tracking: optionsByName(outlet) } },
    registers: Object.fromEntries(
      Object.entries(registers ?? {}).map(([register, options]) => [
        registerKey('HL1', register),
        { tracking: optionsByName(options) },
      ]),
    ),
  });
