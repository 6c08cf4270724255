/** The organisation and its settings: tax rates, tracking, currencies, items. */

import { wireDay, wireInstant } from '../base/dates.ts';
import { formatScaled } from '../base/decimal.ts';
import { idFrom, newId } from '../base/ids.ts';
import type { Item, Organisation, TaxRate, TrackingCategory } from '../books/types.ts';
import type { Answer } from '../http/message.ts';
import { batch, envelope } from './batch.ts';
import type { Context } from './context.ts';
import { list } from './list.ts';
import type { Fields } from './where.ts';
import { taxRateWire, trackingWire, type Wire } from './wire.ts';

/** GET /Organisation */
export const getOrganisation = (context: Context): Answer =>
  envelope(context, { Organisations: [organisationWire(context.books.organisation)] });

function organisationWire(organisation: Organisation): Wire {
  const { periodLockDate, endOfYearLockDate } = organisation;
  return {
    Name: organisation.name,
    LegalName: organisation.name,
    PaysTax: organisation.paysTax,
    Version: organisation.version,
    OrganisationType: 'COMPANY',
    BaseCurrency: organisation.currency,
    CountryCode: organisation.country,
    IsDemoCompany: false,
    OrganisationStatus: 'ACTIVE',
    TaxNumber: '',
    FinancialYearEndDay: organisation.financialYearEndDay,
    FinancialYearEndMonth: organisation.financialYearEndMonth,
    SalesTaxBasis: organisation.paysTax ? 'ACCRUALS' : 'NONE',
    SalesTaxPeriod: 'QUARTERLY1',
    DefaultSalesTax: 'Tax Exclusive',
    DefaultPurchasesTax: 'Tax Inclusive',
    PeriodLockDate: periodLockDate === null ? undefined : wireDay(periodLockDate),
    EndOfYearLockDate: endOfYearLockDate === null ? undefined : wireDay(endOfYearLockDate),
    CreatedDateUTC: wireInstant(organisation.createdMs),
    OrganisationEntityType: 'COMPANY',
    Timezone: organisation.timeZoneName,
    ShortCode: organisation.shortCode,
    OrganisationID: organisation.id,
    Edition: 'BUSINESS',
    Class: organisation.class ?? 'PREMIUM',
    Addresses: [],
    Phones: [],
    ExternalLinks: [],
    PaymentTerms: {},
  };
}

/** GET /TaxRates */
export function listTaxRates(context: Context): Answer {
  const { rows } = list(context, context.books.taxRates, {
    entity: 'TaxRate',
    fields: taxRateFields,
    updatedMs: () => context.books.organisation.createdMs,
  });
  return envelope(context, { TaxRates: rows.map(taxRateWire) });
}

const taxRateFields: Fields<TaxRate> = {
  Name: { type: 'text', get: (row) => row.name },
  TaxType: {
    type: 'word',
    get: (row) => row.taxType,
    index: { name: 'taxType', key: (value) => value.toUpperCase() },
  },
  Status: { type: 'word', get: (row) => row.status },
  EffectiveRate: { type: 'amount', get: (row) => formatScaled(row.effectiveE4, 4) },
  CanApplyToRevenue: { type: 'flag', get: (row) => row.appliesTo.includes('REVENUE') },
  CanApplyToExpenses: { type: 'flag', get: (row) => row.appliesTo.includes('EXPENSE') },
  CanApplyToAssets: { type: 'flag', get: (row) => row.appliesTo.includes('ASSET') },
  CanApplyToLiabilities: { type: 'flag', get: (row) => row.appliesTo.includes('LIABILITY') },
  CanApplyToEquity: { type: 'flag', get: (row) => row.appliesTo.includes('EQUITY') },
};

/** GET /TrackingCategories */
export function listTracking(context: Context): Answer {
  const archived = context.call.query.get('includeArchived')?.toLowerCase() === 'true';
  const { rows } = list(context, context.books.tracking, {
    entity: 'TrackingCategory',
    fields: trackingFields,
    keep: (row) => row.status === 'ACTIVE' || (archived && row.status === 'ARCHIVED'),
    updatedMs: () => context.books.organisation.createdMs,
  });
  return envelope(context, { TrackingCategories: rows.map((row) => trackingWire(row, archived)) });
}

const trackingFields: Fields<TrackingCategory> = {
  TrackingCategoryID: { type: 'guid', get: (row) => row.id },
  Name: { type: 'text', get: (row) => row.name },
  Status: { type: 'word', get: (row) => row.status },
};

/** PUT /TrackingCategories: at most two are active. */
export function createTracking(context: Context): Answer {
  const { books } = context;
  return batch(
    context,
    'TrackingCategories',
    (input) => {
      const errors: string[] = [];
      const name = input.filled('Name');
      if (name === null) errors.push('Name must be specified.');
      if (name !== null && books.tracking.first('name', name.toLowerCase()))
        errors.push('Please enter a unique Name.');
      if (books.tracking.all().filter((row) => row.status === 'ACTIVE').length >= 2) {
        errors.push('At most two tracking categories can be active.');
      }
      return {
        wire: input.value,
        errors,
        warnings: [],
        commit: () => {
          const row: TrackingCategory = { id: newId(), name: name ?? '', status: 'ACTIVE', options: [] };
          books.put('tracking', row);
          return trackingWire(row, true);
        },
      };
    },
    { summarizes: false },
  );
}

/** PUT /TrackingCategories/{id}/Options */
export function createTrackingOptions(context: Context, category: TrackingCategory): Answer {
  const { books } = context;
  return batch(
    context,
    'Options',
    (input) => {
      const name = input.filled('Name');
      const current = books.tracking.get(category.id) ?? category;
      const taken = current.options.some((option) => option.name.toLowerCase() === name?.toLowerCase());
      return {
        wire: input.value,
        errors: name === null ? ['Name must be specified.'] : taken ? ['Please enter a unique Name.'] : [],
        warnings: [],
        commit: () => {
          const option = { id: idFrom(category.id, name ?? ''), name: name ?? '', status: 'ACTIVE' as const };
          books.put('tracking', { ...current, options: [...current.options, option] });
          return { TrackingOptionID: option.id, Name: option.name, Status: option.status };
        },
      };
    },
    { summarizes: false },
  );
}

/** GET /Currencies */
export const listCurrencies = (context: Context): Answer =>
  envelope(context, {
    Currencies: context.books.organisation.currencies.map((Code) => ({
      Code,
      Description: CURRENCY_NAMES[Code] ?? Code,
    })),
  });

const CURRENCY_NAMES: Record<string, string> = {
  AUD: 'Australian Dollar',
  NZD: 'New Zealand Dollar',
  GBP: 'British Pound',
  USD: 'United States Dollar',
  EUR: 'Euro',
};

/** GET /Items */
export function listItems(context: Context): Answer {
  const { rows } = list(context, context.books.items, {
    entity: 'Item',
    fields: itemFields,
    updatedMs: (row) => row.updatedMs,
  });
  return envelope(context, { Items: rows.map(itemWire) });
}

/** PUT and POST /Items: code, name and description, no stock. */
export function saveItems(context: Context): Answer {
  const { books } = context;
  const create = context.call.method === 'PUT';
  return batch(context, 'Items', (input) => {
    const code = input.filled('Code');
    const known = code === null ? undefined : books.items.first('code', code.toLowerCase());
    const errors: string[] = [];
    if (code === null) errors.push('Code must be specified.');
    if (known && create) errors.push(`Price List Item with Code '${code}' already exists`);
    return {
      wire: { ...input.value },
      errors,
      warnings: [],
      commit: () => {
        const row: Item = {
          id: known?.id ?? newId(),
          code: code ?? '',
          name: input.filled('Name') ?? known?.name ?? null,
          description: input.filled('Description') ?? known?.description ?? null,
          updatedMs: context.clock.now(),
        };
        books.put('item', row);
        return itemWire(row);
      },
    };
  });
}

const itemWire = (row: Item): Wire => ({
  ItemID: row.id,
  Code: row.code,
  Name: row.name ?? undefined,
  Description: row.description ?? undefined,
  IsTrackedAsInventory: false,
  IsSold: true,
  IsPurchased: true,
  UpdatedDateUTC: wireInstant(row.updatedMs),
});

const itemFields: Fields<Item> = {
  ItemID: { type: 'guid', get: (row) => row.id },
  Code: {
    type: 'text',
    get: (row) => row.code,
    index: { name: 'code', key: (value) => value.toLowerCase() },
  },
  Name: { type: 'text', get: (row) => row.name },
};
