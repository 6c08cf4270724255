import type { Prices } from '../records.ts';

export type CountryCode = 'AU' | 'NZ' | 'UK' | 'US';

/** How a kind of goods is taxed; each country says which of its codes that is. */
export type TaxClass = 'standard' | 'food' | 'reduced' | 'export';

export interface Country {
  code: CountryCode;
  currency: string;
  minorDigits: number;
  prices: Prices;
  taxes: { code: string; name: string; rate: string }[];
  taxCodes: Record<TaxClass, string>;
  /** The smallest step of cash in minor units; 1 where every cent is coined. */
  cashStep: number;
  /** Catalogue prices are Australian; this brings them near to local ones. */
  pricePercent: number;
  /** Notes and larger sums that people hand over, in minor units. */
  tenders: number[];
  outlets: { name: string; timeZone: string }[];
}

/** Business days end at this local time, at every outlet. */
export const DAY_CUTOFF = '04:00';

const TENDERS = [500, 1000, 2000, 5000, 10_000];

export const COUNTRIES: Record<CountryCode, Country> = {
  AU: {
    code: 'AU',
    currency: 'AUD',
    minorDigits: 2,
    prices: 'inclusive',
    taxes: [
      { code: 'GST', name: 'GST 10%', rate: '10' },
      { code: 'FREE', name: 'GST free', rate: '0' },
    ],
    taxCodes: { standard: 'GST', food: 'FREE', reduced: 'GST', export: 'FREE' },
    cashStep: 5,
    pricePercent: 100,
    tenders: TENDERS,
    outlets: [
      { name: 'Harbour', timeZone: 'Australia/Sydney' },
      { name: 'Riverside', timeZone: 'Australia/Brisbane' },
      { name: 'Laneway', timeZone: 'Australia/Melbourne' },
      { name: 'West End', timeZone: 'Australia/Perth' },
    ],
  },
  NZ: {
    code: 'NZ',
    currency: 'NZD',
    minorDigits: 2,
    prices: 'inclusive',
    taxes: [
      { code: 'GST', name: 'GST 15%', rate: '15' },
      { code: 'ZERO', name: 'Zero-rated', rate: '0' },
    ],
    // Food bears GST like everything else; only what is sent abroad is zero-rated.
    taxCodes: { standard: 'GST', food: 'GST', reduced: 'GST', export: 'ZERO' },
    cashStep: 10,
    pricePercent: 110,
    tenders: TENDERS,
    outlets: [
      { name: 'Viaduct', timeZone: 'Pacific/Auckland' },
      { name: 'Cuba Street', timeZone: 'Pacific/Auckland' },
      { name: 'Riccarton', timeZone: 'Pacific/Auckland' },
      { name: 'Octagon', timeZone: 'Pacific/Auckland' },
    ],
  },
  UK: {
    code: 'UK',
    currency: 'GBP',
    minorDigits: 2,
    prices: 'inclusive',
    taxes: [
      { code: 'STD', name: 'VAT 20%', rate: '20' },
      { code: 'RED', name: 'VAT 5%', rate: '5' },
      { code: 'ZERO', name: 'VAT 0%', rate: '0' },
    ],
    taxCodes: { standard: 'STD', food: 'ZERO', reduced: 'RED', export: 'ZERO' },
    cashStep: 1,
    pricePercent: 55,
    tenders: [500, 1000, 2000, 5000],
    outlets: [
      { name: 'Camden', timeZone: 'Europe/London' },
      { name: 'Belfast', timeZone: 'Europe/London' },
      { name: 'Leeds', timeZone: 'Europe/London' },
      { name: 'Cardiff', timeZone: 'Europe/London' },
    ],
  },
  US: {
    code: 'US',
    currency: 'USD',
    minorDigits: 2,
    prices: 'exclusive',
    taxes: [
      { code: 'SALES', name: 'Sales tax 8.25%', rate: '8.25' },
      { code: 'EXEMPT', name: 'Exempt', rate: '0' },
    ],
    taxCodes: { standard: 'SALES', food: 'EXEMPT', reduced: 'SALES', export: 'EXEMPT' },
    cashStep: 1,
    pricePercent: 70,
    tenders: TENDERS,
    outlets: [
      { name: 'Lakeside', timeZone: 'America/Chicago' },
      { name: 'Midtown', timeZone: 'America/New_York' },
      { name: 'Larimer', timeZone: 'America/Denver' },
      { name: 'Sunset', timeZone: 'America/Los_Angeles' },
    ],
  },
};
