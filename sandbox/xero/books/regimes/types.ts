import type { AccountClass, Organisation } from '../types.ts';

/** code | null for a bank account without one. */
export interface ChartRow {
  code: string | null;
  name: string;
  type: string;
  taxType: string;
  system?: string;
  payments?: boolean;
  archived?: boolean;
  bankNumber?: string;
  bankType?: string;
  /** Part of a fresh organisation's chart; the rest is what this retailer added. */
  fresh?: boolean;
}

export interface RateRow {
  taxType: string;
  name: string;
  /** Percent by component. */
  components: { name: string; rate: string; compound?: boolean }[];
  report: string;
  appliesTo: AccountClass[];
}

/** What a country's edition of Xero brings along. */
export interface Regime {
  version: Organisation['version'];
  country: string;
  currency: string;
  timeZone: string;
  timeZoneName: string;
  yearEnd: { day: number; month: number };
  rates: RateRow[];
  /** TaxType for accounts of an organisation that is not registered, and for what is out of scope. */
  outOfScope: string;
  chart: ChartRow[];
}

const BALANCE_SHEET: AccountClass[] = ['ASSET', 'EQUITY', 'LIABILITY'];
export const ON_INCOME: AccountClass[] = [...BALANCE_SHEET, 'REVENUE'];
export const ON_EXPENSES: AccountClass[] = [...BALANCE_SHEET, 'EXPENSE'];
export const ON_ALL: AccountClass[] = [...BALANCE_SHEET, 'EXPENSE', 'REVENUE'];
