import { createHash } from 'node:crypto';
import type { Day } from '../base/dates.ts';
import { parseDecimal } from '../base/decimal.ts';
import { idFrom } from '../base/ids.ts';
import { effectiveRateE4 } from './arithmetic.ts';
import { Books, type Persist } from './books.ts';
import { au } from './regimes/au.ts';
import { generic } from './regimes/generic.ts';
import { nz } from './regimes/nz.ts';
import type { ChartRow, Regime } from './regimes/types.ts';
import { uk } from './regimes/uk.ts';
import { us } from './regimes/us.ts';
import type { Account, Organisation, TaxRate } from './types.ts';

export const regimes: Record<string, Regime> = { AU: au, NZ: nz, UK: uk, GB: uk, US: us, GENERIC: generic };

export interface Founding {
  id: string;
  name: string;
  country: string;
  currency?: string;
  /** retail: a shop's grown chart; new: what a fresh organisation has; empty: system accounts only. */
  chart: 'retail' | 'new' | 'empty';
  users: string[];
  paysTax?: boolean;
  periodLockDate?: Day | null;
  endOfYearLockDate?: Day | null;
  class?: string;
  nowMs: number;
}

/** Founds an organisation: its tax rates, its chart of accounts, its tracking categories. */
export function found(founding: Founding, persist: Persist): Books {
  const regime = regimes[founding.country];
  if (!regime) throw new Error(`country must be one of ${Object.keys(regimes).join(', ')}`);
  const organisation = organisationOf(founding, regime);
  persist(organisation.id, 'organisation', organisation);
  const books = new Books(organisation, persist);
  for (const rate of taxRatesOf(organisation, regime)) books.put('taxRate', rate);
  for (const row of chartOf(regime, founding.chart)) {
    books.put('account', accountOf(organisation, regime, row, founding.nowMs));
  }
  if (founding.chart === 'retail') addOutletTracking(books);
  return books;
}

function organisationOf(founding: Founding, regime: Regime): Organisation {
  const currency = founding.currency ?? regime.currency;
  return {
    id: founding.id,
    name: founding.name,
    shortCode: `!${createHash('sha256').update(founding.id).digest('base64url').replace(/[-_]/g, 'x').slice(0, 5)}`,
    country: regime.country,
    version: regime.version,
    currency,
    timeZone: regime.timeZone,
    timeZoneName: regime.timeZoneName,
    paysTax: founding.paysTax ?? true,
    financialYearEndDay: regime.yearEnd.day,
    financialYearEndMonth: regime.yearEnd.month,
    periodLockDate: founding.periodLockDate ?? null,
    endOfYearLockDate: founding.endOfYearLockDate ?? null,
    class: founding.class,
    currencies: [currency],
    chart: founding.chart,
    users: founding.users,
    createdMs: founding.nowMs,
  };
}

function taxRatesOf(organisation: Organisation, regime: Regime): TaxRate[] {
  const rates = regime.rates.map((row): TaxRate => {
    const components = row.components.map((c) => ({
      name: c.name,
      rate: c.rate,
      compound: c.compound ?? false,
    }));
    return {
      id: idFrom(organisation.id, 'rate', row.taxType),
      taxType: row.taxType,
      name: row.name,
      components,
      effectiveE4: effectiveRateE4(
        components.map((c) => ({
          rate: parseDecimal(c.rate) as NonNullable<ReturnType<typeof parseDecimal>>,
          compound: c.compound,
        })),
      ),
      status: 'ACTIVE',
      reportTaxType: row.report,
      appliesTo: row.appliesTo,
    };
  });
  // An organisation that is not registered has no rates to charge.
  return organisation.paysTax ? rates : rates.filter((rate) => rate.effectiveE4 === 0);
}

function chartOf(regime: Regime, chart: Founding['chart']): ChartRow[] {
  if (chart === 'retail') return regime.chart;
  if (chart === 'new') return regime.chart.filter((row) => row.fresh);
  return regime.chart.filter((row) => row.system !== undefined);
}

function accountOf(organisation: Organisation, regime: Regime, row: ChartRow, nowMs: number): Account {
  return {
    id: idFrom(organisation.id, 'account', row.name),
    code: row.code,
    name: row.system === 'GST' && regime.version === 'UK' ? 'VAT' : row.name,
    type: row.type,
    taxType: organisation.paysTax ? row.taxType : regime.outOfScope,
    status: row.archived ? 'ARCHIVED' : 'ACTIVE',
    systemAccount: row.system ?? null,
    enablePayments: row.payments ?? false,
    description: '',
    bankAccountNumber: row.bankNumber ?? null,
    bankAccountType: row.bankType ?? null,
    currency: organisation.currency,
    updatedMs: nowMs,
  };
}

function addOutletTracking(books: Books): void {
  const id = idFrom(books.organisation.id, 'tracking', 'Outlet');
  books.put('tracking', {
    id,
    name: 'Outlet',
    status: 'ACTIVE',
    options: ['Harbour', 'Station'].map((name) => ({
      id: idFrom(id, name),
      name,
      status: 'ACTIVE' as const,
    })),
  });
}
