/** What the planner knows of the organisation in Xero. Plain facts, read and cached elsewhere. */
export type OrganisationFacts = {
  baseCurrency: string;
  paysTax: boolean;
  /** The later of the two lock dates; a document dated on or before is refused by Xero. */
  lockedUntil: string | null;
  accounts: ReadonlyMap<string, AccountFacts>;
  /** By TaxType. */
  taxRates: ReadonlyMap<string, TaxRateFacts>;
  /** Tracking categories by id, archived ones too. */
  tracking: ReadonlyMap<string, TrackingFacts>;
};

export type AccountFacts = {
  accountId: string;
  code: string | null;
  name: string;
  /** Xero's Type, e.g. BANK, REVENUE, SALES, CURRLIAB. */
  type: string;
  class: 'ASSET' | 'EQUITY' | 'EXPENSE' | 'LIABILITY' | 'REVENUE';
  active: boolean;
  paymentsEnabled: boolean;
  systemAccount: string | null;
  /** Of a bank account that is kept in another currency than the organisation's; null: it is not. No money of the till goes there. */
  foreignCurrency: string | null;
};

export type TaxRateFacts = {
  taxType: string;
  name: string;
  /** Percentage as a decimal string. */
  rate: string;
  active: boolean;
  /** Classes of account that Xero lets it be used on. */
  appliesTo: ReadonlySet<AccountFacts['class']>;
};

/** A tracking category with its options by id; at most two categories are active at once. */
export type TrackingFacts = {
  categoryId: string;
  name: string;
  active: boolean;
  options: ReadonlyMap<string, TrackingOptionFacts>;
};

export type TrackingOptionFacts = { optionId: string; name: string; active: boolean };

/** Receivables, payables, tax, gains on currencies and the like belong to Xero; it refuses lines on them, or books them itself. */
const ownedByXero = new Set([
  'DEBTORS',
  'CREDITORS',
  'GST',
  'GSTONIMPORTS',
  'HISTORICAL',
  'RETAINEDEARNINGS',
  'UNPAIDEXPCLM',
  'BANKCURRENCYGAIN',
  'REALISEDCURRENCYGAIN',
  'UNREALISEDCURRENCYGAIN',
]);

/** Whether Xero takes an invoice line on it. A line on a bank account is refused. */
export const takesLines = (account: AccountFacts): boolean =>
  account.active &&
  account.type !== 'BANK' &&
  account.code !== null &&
  !ownedByXero.has(account.systemAccount ?? '');

/** Whether Xero takes payments on it: BANK, or payments enabled, in the currency of the invoice. */
export const takesPayments = (account: AccountFacts): boolean =>
  account.active && account.foreignCurrency === null && (account.type === 'BANK' || account.paymentsEnabled);

/** Whether a tax rate may stand on an account. */
export const taxFits = (rate: TaxRateFacts, account: AccountFacts): boolean =>
  rate.active && rate.appliesTo.has(account.class);

export const accountLabel = (account: Pick<AccountFacts, 'code' | 'name'>) =>
  account.code ? `${account.code} ${account.name}` : account.name;

export const rateLabel = (rate: Pick<TaxRateFacts, 'name' | 'rate'>) => `${rate.name} (${rate.rate}%)`;
