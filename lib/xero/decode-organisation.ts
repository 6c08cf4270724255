import { z } from 'zod';
import { accountClasses, type Chart } from './chart.ts';

/** What the portal keeps of `GET /Organisation`. */
export type OrganisationDetails = {
  tenantId: string;
  name: string;
  shortCode: string | null;
  countryCode: string | null;
  baseCurrency: string | null;
  /** Xero's own word for it, e.g. AUSEASTERNSTANDARDTIME. */
  timeZone: string | null;
  paysTax: boolean | null;
  organisationClass: string | null;
  periodLockDate: string | null;
  endOfYearLockDate: string | null;
};

/**
 * A calendar date of Xero's: `/Date(1222732800000+0000)/` (midnight UTC of that day) or `2008-09-30…`.
 * @throws RangeError for anything else
 */
export function calendarDate(text: string): string {
  const milliseconds = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/.exec(text)?.[1];
  if (milliseconds !== undefined) return new Date(Number(milliseconds)).toISOString().slice(0, 10);
  if (/^\d{4}-\d{2}-\d{2}/.test(text)) return text.slice(0, 10);
  throw new RangeError(`not a date of Xero's: ${text.slice(0, 40)}`);
}

/**
 * A JSON number as the decimal that Xero wrote. JavaScript prints the shortest decimal that reads back as the same number, which
 * for up to 15 digits is the one that was read; rates have four decimals at most.
 */
export function decimalOf(value: number): string {
  const text = String(value);
  if (!/^-?\d{1,10}(\.\d{1,10})?$/.test(text)) throw new RangeError(`not a rate: ${text}`);
  return text;
}

const text = z.string().nullish();

const organisationsAnswer = z.object({
  Organisations: z
    .array(
      z.object({
        OrganisationID: z.string(),
        Name: z.string(),
        ShortCode: text,
        CountryCode: text,
        BaseCurrency: text,
        Timezone: text,
        PaysTax: z.boolean().nullish(),
        Class: text,
        PeriodLockDate: text,
        EndOfYearLockDate: text,
      }),
    )
    .min(1),
});

/** @throws ZodError when the answer is not what Xero documents */
export function decodeOrganisation(data: unknown): OrganisationDetails {
  const [found] = organisationsAnswer.parse(data).Organisations;
  const organisation = found!;
  const day = (value: string | null | undefined) => (value ? calendarDate(value) : null);
  return {
    tenantId: organisation.OrganisationID,
    name: organisation.Name,
    shortCode: organisation.ShortCode ?? null,
    countryCode: organisation.CountryCode ?? null,
    baseCurrency: organisation.BaseCurrency ?? null,
    timeZone: organisation.Timezone ?? null,
    paysTax: organisation.PaysTax ?? null,
    organisationClass: organisation.Class ?? null,
    periodLockDate: day(organisation.PeriodLockDate),
    endOfYearLockDate: day(organisation.EndOfYearLockDate),
  };
}

const accountsAnswer = z.object({
  Accounts: z.array(
    z.object({
      AccountID: z.string(),
      Code: text,
      Name: z.string(),
      Type: z.string(),
      Class: z.enum(accountClasses),
      Status: z.string(),
      TaxType: text,
      EnablePaymentsToAccount: z.boolean().nullish(),
      SystemAccount: text,
      CurrencyCode: text,
    }),
  ),
});

/** @throws ZodError */
export const decodeAccounts = (data: unknown): Chart['accounts'] =>
  accountsAnswer.parse(data).Accounts.map((account) => ({
    accountId: account.AccountID,
    code: account.Code || null,
    name: account.Name,
    type: account.Type,
    class: account.Class,
    status: account.Status,
    taxType: account.TaxType || null,
    enablePaymentsToAccount: account.EnablePaymentsToAccount ?? false,
    systemAccount: account.SystemAccount || null,
    currencyCode: account.CurrencyCode || null,
  }));

const flag = z.boolean().nullish();

const taxRatesAnswer = z.object({
  TaxRates: z.array(
    z.object({
      TaxType: z.string(),
      Name: z.string(),
      EffectiveRate: z.number().nullish(),
      Status: z.string(),
      CanApplyToAssets: flag,
      CanApplyToEquity: flag,
      CanApplyToExpenses: flag,
      CanApplyToLiabilities: flag,
      CanApplyToRevenue: flag,
    }),
  ),
});

/** @throws ZodError */
export const decodeTaxRates = (data: unknown): Chart['taxRates'] =>
  taxRatesAnswer.parse(data).TaxRates.map((rate) => ({
    taxType: rate.TaxType,
    name: rate.Name,
    effectiveRate: decimalOf(rate.EffectiveRate ?? 0),
    status: rate.Status,
    canApplyToAssets: rate.CanApplyToAssets ?? false,
    canApplyToEquity: rate.CanApplyToEquity ?? false,
    canApplyToExpenses: rate.CanApplyToExpenses ?? false,
    canApplyToLiabilities: rate.CanApplyToLiabilities ?? false,
    canApplyToRevenue: rate.CanApplyToRevenue ?? false,
  }));

const trackingAnswer = z.object({
  TrackingCategories: z.array(
    z.object({
      TrackingCategoryID: z.string(),
      Name: z.string(),
      Status: text,
      Options: z
        .array(z.object({ TrackingOptionID: z.string(), Name: z.string(), Status: z.string().nullish() }))
        .default([]),
    }),
  ),
});

/** @throws ZodError */
export const decodeTracking = (data: unknown): Chart['tracking'] =>
  trackingAnswer.parse(data).TrackingCategories.map((category) => ({
    trackingCategoryId: category.TrackingCategoryID,
    name: category.Name,
    status: category.Status ?? 'ACTIVE',
    options: category.Options.map((option) => ({
      trackingOptionId: option.TrackingOptionID,
      name: option.Name,
      status: option.Status ?? 'ACTIVE',
    })),
  }));
