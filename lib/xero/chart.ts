import { z } from 'zod';

/**
 * Accounts, tax rates and tracking categories of an organisation as last read: Xero's own words, trimmed to what the portal
 * uses, kept in `xero_organisation.chart`. Rates are decimal strings; a float is never kept.
 */

export const accountClasses = ['ASSET', 'EQUITY', 'EXPENSE', 'LIABILITY', 'REVENUE'] as const;

const chartAccount = z.object({
  accountId: z.string(),
  /** A bank account may have none. */
  code: z.string().nullable(),
  name: z.string(),
  /** Xero's Type, e.g. BANK, REVENUE, SALES, CURRLIAB. */
  type: z.string(),
  class: z.enum(accountClasses),
  status: z.string(),
  /** The tax rate that Xero proposes on it. */
  taxType: z.string().nullable(),
  enablePaymentsToAccount: z.boolean(),
  /** DEBTORS, ROUNDING, … : accounts that Xero itself needs. */
  systemAccount: z.string().nullable(),
  /** Bank accounts only; null: the base currency. */
  currencyCode: z.string().nullable(),
});

const chartTaxRate = z.object({
  taxType: z.string(),
  name: z.string(),
  /** Percentage as a decimal string, `"12.5"`. */
  effectiveRate: z.string(),
  status: z.string(),
  canApplyToAssets: z.boolean(),
  canApplyToEquity: z.boolean(),
  canApplyToExpenses: z.boolean(),
  canApplyToLiabilities: z.boolean(),
  canApplyToRevenue: z.boolean(),
});

const chartTracking = z.object({
  trackingCategoryId: z.string(),
  name: z.string(),
  /** ACTIVE or ARCHIVED; what was read before it was kept is of active ones. */
  status: z.string().default('ACTIVE'),
  options: z.array(z.object({ trackingOptionId: z.string(), name: z.string(), status: z.string() })),
});

export const chartSchema = z.object({
  accounts: z.array(chartAccount),
  taxRates: z.array(chartTaxRate),
  tracking: z.array(chartTracking),
});

export type Chart = z.output<typeof chartSchema>;
export type ChartAccount = Chart['accounts'][number];
export type ChartTaxRate = Chart['taxRates'][number];
