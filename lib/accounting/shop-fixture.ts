// For tests only: an Australian organisation with a shop's chart and the traps that real charts have.
import type { AccountFacts, OrganisationFacts, TaxRateFacts, TrackingFacts } from './organisation.ts';
import type { TillShows } from './till-needs.ts';

type Row = Partial<AccountFacts> & Pick<AccountFacts, 'name' | 'type' | 'class'> & { code: string | null };

/** Any account's id from its code: readable, and a valid uuid. */
export const idOf = (code: string) => `00000000-0000-4000-8000-${code.padStart(12, '0')}`;

export const anAccount = (row: Row): AccountFacts => ({
  accountId: idOf(row.code ?? '999'),
  active: true,
  paymentsEnabled: false,
  systemAccount: null,
  foreignCurrency: null,
  ...row,
});

const bank = (code: string | null, name: string): Row => ({ code, name, type: 'BANK', class: 'ASSET' });
const owed = (code: string, name: string, more: Partial<Row> = {}): Row => ({
  code,
  name,
  type: 'CURRLIAB',
  class: 'LIABILITY',
  ...more,
});

export const shopAccounts: AccountFacts[] = [
  bank('090', 'Business Bank Account'),
  bank('091', 'Till 1'),
  bank('092', 'Till 2'),
  bank('093', 'Cash in Transit'),
  bank('094', 'Card Clearing'),
  bank(null, 'Business Savings'),
  { code: '200', name: 'Sales', type: 'REVENUE', class: 'REVENUE' } as Row,
  { code: '201', name: 'Sales - Tax Free', type: 'REVENUE', class: 'REVENUE' } as Row,
  { code: '408', name: 'Cleaning', type: 'EXPENSE', class: 'EXPENSE' } as Row,
  { code: '425', name: 'Freight & Courier', type: 'EXPENSE', class: 'EXPENSE' } as Row,
  { code: '429', name: 'General Expenses', type: 'EXPENSE', class: 'EXPENSE' } as Row,
  { code: '435', name: 'Cash Over/Short', type: 'EXPENSE', class: 'EXPENSE' } as Row,
  { code: '493', name: 'Old Petty Cash', type: 'EXPENSE', class: 'EXPENSE', active: false } as Row,
  {
    code: '610',
    name: 'Accounts Receivable',
    type: 'CURRENT',
    class: 'ASSET',
    systemAccount: 'DEBTORS',
  } as Row,
  owed('815', 'Gift Cards Sold', { paymentsEnabled: true }),
  owed('816', 'Store Credit', { paymentsEnabled: true }),
  owed('818', 'Tips Payable'),
  owed('820', 'GST', { systemAccount: 'GST' }),
  owed('861', 'Rounding', { systemAccount: 'ROUNDING' }),
].map(anAccount);

const onIncome = ['ASSET', 'EQUITY', 'LIABILITY', 'REVENUE'] as const;
const onAll = [...onIncome, 'EXPENSE'] as const;

const rate = (
  taxType: string,
  name: string,
  percentage: string,
  appliesTo: readonly AccountFacts['class'][],
): TaxRateFacts => ({ taxType, name, rate: percentage, active: true, appliesTo: new Set(appliesTo) });

export const australianRates = [
  rate('OUTPUT', 'GST on Income', '10', onIncome),
  rate('INPUT', 'GST on Expenses', '10', ['ASSET', 'EQUITY', 'LIABILITY', 'EXPENSE']),
  rate('EXEMPTOUTPUT', 'GST Free Income', '0', onIncome),
  rate('EXEMPTEXPORT', 'GST Free Exports', '0', onIncome),
  rate('INPUTTAXED', 'Input Taxed', '0', onAll),
  rate('GSTONIMPORTS', 'GST on Imports', '0', ['LIABILITY']),
  rate('BASEXCLUDED', 'BAS Excluded', '0', onAll),
];

export const facts = (
  accounts: readonly AccountFacts[] = shopAccounts,
  rates: readonly TaxRateFacts[] = australianRates,
  tracking: readonly TrackingFacts[] = [],
): OrganisationFacts => ({
  baseCurrency: 'AUD',
  paysTax: true,
  lockedUntil: null,
  accounts: new Map(accounts.map((account) => [account.accountId, account])),
  taxRates: new Map(rates.map((one) => [one.taxType, one])),
  tracking: new Map(tracking.map((one) => [one.categoryId, one])),
});

/** A tracking category whose options are numbered from its own id: `aCategory('700', 'Outlet', ['Harbour'])` has option `701`. */
export const aCategory = (
  code: string,
  name: string,
  options: readonly string[],
  more: { active?: boolean; archived?: readonly string[] } = {},
): TrackingFacts => ({
  ...{ categoryId: idOf(code), name, active: more.active ?? true },
  options: new Map(
    options.map((option, i) => {
      const optionId = idOf(String(Number(code) + i + 1));
      return [optionId, { optionId, name: option, active: !more.archived?.includes(option) }];
    }),
  ),
});

/** A till whose records show nothing yet. */
export const shownNothing: TillShows = {
  taxes: [],
  paymentTypes: [],
  opposedTypes: [],
  rounds: false,
  cashIn: false,
  cashOut: false,
  variance: false,
  expenseReasons: [],
  expenseTaxes: [],
};
