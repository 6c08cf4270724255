import { describe, expect, it } from 'vitest';
import { EXPENSES } from '../../sandbox/tagrain/generate/catalogue.ts';
import { COUNTRIES } from '../../sandbox/tagrain/generate/countries.ts';
import { regimes } from '../../sandbox/xero/books/found.ts';
import { ACCOUNT_TYPES } from '../../sandbox/xero/books/types.ts';
import { mappingFrom } from './field-values.ts';
import { mappingSchema } from './mapping.ts';
import { mappingFields, stillMissing } from './mapping-fields.ts';
import type { OrganisationFacts } from './organisation.ts';
import { anAccount, facts, idOf, shopAccounts, shownNothing } from './shop-fixture.ts';
import { suggestCash } from './suggest-cash.ts';
import { tillNeeds } from './till-needs.ts';

const nothing = mappingSchema.parse({});
const reasons = EXPENSES.map(({ reason }) => reason);

/** The chart and the rates that an organisation of the stand-in for Xero has. */
function organisationIn(country: string, chart: 'retail' | 'new' = 'retail'): OrganisationFacts {
  const regime = regimes[country]!;
  const rows = regime.chart.filter((row) => chart === 'retail' || row.fresh);
  return facts(
    rows.map(({ code, name, type, archived, payments, system }) =>
      anAccount({
        ...{ code, name, type, class: ACCOUNT_TYPES[type]! },
        ...{ active: !archived, paymentsEnabled: payments ?? false, systemAccount: system ?? null },
      }),
    ),
    regime.rates.map(({ taxType, name, components, appliesTo }) => ({
      ...{ taxType, name, active: true, appliesTo: new Set(appliesTo) },
      rate: components[0]?.rate ?? '0',
    })),
  );
}

/** The stand-in's till, once every kind of its records has come. */
const needsOf = (country: 'AU' | 'NZ' | 'UK') =>
  tillNeeds(
    {
      taxes: COUNTRIES[country].taxes,
      payment_types: [
        { code: 'cash', name: 'Cash', kind: 'cash', rounding: '0.05' },
        { code: 'card', name: 'Card', kind: 'card' },
        { code: 'gift_card', name: 'Gift card', kind: 'gift_card' },
        { code: 'on_account', name: 'On account', kind: 'on_account' },
      ],
    },
    {
      ...shownNothing,
      ...{ cashIn: true, cashOut: true, variance: true },
      ...{ expenseReasons: ['', ...reasons], expenseTaxes: COUNTRIES[country].taxes.map(({ code }) => code) },
    },
    nothing,
  );

describe('what is suggested for cash in the till', () => {
  it('is, for an Australian shop, the accounts that a bookkeeper would take', () => {
    const fields = mappingFields(needsOf('AU'), organisationIn('AU'), nothing);
    const accounts = organisationIn('AU').accounts;
    const nameOf = (value: string) => accounts.get(value)?.name ?? value;
    const suggested = Object.fromEntries(
      fields.map(({ field, suggestion }) => [field, suggestion && nameOf(suggestion.value)]),
    );
    expect(suggested).toMatchObject({
      'paymentTypes.cash': 'Till 1',
      cashInAccountId: 'Cash in Transit',
      cashOutAccountId: 'Cash in Transit',
      overShortAccountId: 'Cash Over/Short',
      'expenseTaxTypes.GST': 'INPUT',
      'expenseTaxTypes.FREE': 'EXEMPTEXPENSES',
      'expenseAccounts.': 'General Expenses',
      'expenseAccounts.Window cleaning': 'Cleaning',
      'expenseAccounts.Cleaning supplies': 'Cleaning',
      'expenseAccounts.Milk for the staff room': 'Staff Refreshments',
      'expenseAccounts.Postage': 'Freight & Courier',
      'expenseAccounts.Parking': 'General Expenses',
      'expenseAccounts.Flowers for the counter': 'General Expenses',
    });
  });

  it.each(['AU', 'NZ', 'UK'] as const)(
    'leaves nothing open that a till needs (%s): saved as it is, all that is missing is the walk-in contact',
    (country) => {
      const organisation = organisationIn(country);
      const fields = mappingFields(needsOf(country), organisation, nothing);
      const saved = mappingFrom(
        fields.map(({ field, suggestion }) => ({ field, value: suggestion?.value ?? null })),
        null,
        nothing,
      );
      expect(stillMissing(mappingFields(needsOf(country), organisation, saved))).toEqual([
        { field: 'walkInContactId', label: 'Walk-in contact', text: 'Nothing is chosen yet.' },
      ]);
    },
  );

  const of = (accounts = shopAccounts, expenseReasons: string[] = []) =>
    suggestCash({ expenseReasons: expenseReasons.map((reason) => ({ reason, isUsed: true })) }, accounts);

  it('gives one short reason with each value', () => {
    expect(of().cashOutAccountId?.why).toBe('the only bank account named like cash in transit');
    expect(of().overShortAccountId?.why).toBe('the only account named like over/short');
  });

  it('takes change from a safe where there is one, else from the business’s own bank account', () => {
    const withSafe = [
      ...shopAccounts,
      anAccount({ code: '095', name: 'Safe', type: 'BANK', class: 'ASSET' }),
    ];
    expect(of(withSafe).cashInAccountId?.value).toBe(idOf('095'));
    expect(of(withSafe).cashOutAccountId?.value).toBe(idOf('093'));
    const noTransit = shopAccounts.filter(({ code }) => code !== '093');
    expect(of(noTransit).cashInAccountId?.value).toBe(idOf('090'));
    expect(of(noTransit).cashOutAccountId).toBeNull();
  });

  it('does not guess: neither a reason that says nothing to it, nor between two, nor what is archived', () => {
    const two = [
      ...shopAccounts,
      anAccount({ code: '409', name: 'Cleaning North', type: 'EXPENSE', class: 'EXPENSE' }),
      anAccount({ code: '436', name: 'Cash variance', type: 'EXPENSE', class: 'EXPENSE' }),
    ];
    const found = of(two, ['Window cleaning', 'Lent to Bob', 'constructor']);
    expect(found.overShortAccountId).toBeNull();
    expect(found['expenseAccounts.Window cleaning']).toBeNull();
    expect(found['expenseAccounts.Lent to Bob']).toBeNull();
    expect(found['expenseAccounts.constructor']).toBeNull();
    expect(of(shopAccounts.map((a) => ({ ...a, active: false }))).cashOutAccountId).toBeNull();
  });

  it('pays tips that are owed out of what they are owed on', () => {
    expect(of(shopAccounts, ['Tips of Friday'])['expenseAccounts.Tips of Friday']).toEqual({
      ...{ value: idOf('818'), why: 'the only liability account named like tips' },
    });
  });

  it('finds an account by the words of a reason that is no habit', () => {
    const more = [
      ...shopAccounts,
      anAccount({ code: '400', name: 'Advertising', type: 'EXPENSE', class: 'EXPENSE' }),
    ];
    expect(of(more, ['Advertising leaflets'])['expenseAccounts.Advertising leaflets']?.value).toBe(
      idOf('400'),
    );
  });
});
