import { type Mapping, mappingSchema } from '../../lib/accounting/mapping.ts';
import type { OrganisationFacts } from '../../lib/accounting/organisation.ts';
import { anAccount, australianRates, facts, shopAccounts } from '../../lib/accounting/shop-fixture.ts';

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
    expenseAccounts: { Cleaning: accountIdOf('Cleaning') },
  });
}
