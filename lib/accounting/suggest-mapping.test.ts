import { describe, expect, it } from 'vitest';
import { mappingSchema } from './mapping.ts';
import { anAccount, australianRates, facts, idOf, shopAccounts, shownNothing } from './shop-fixture.ts';
import { suggestMapping } from './suggest-mapping.ts';
import { type TillSays, tillNeeds } from './till-needs.ts';

const nothing = mappingSchema.parse({});
const shows = shownNothing;

const harbourLane: TillSays = {
  taxes: [
    { code: 'GST', name: 'GST 10%', rate: '10' },
    { code: 'FREE', name: 'GST free', rate: '0' },
  ],
  payment_types: [
    { code: 'cash', name: 'Cash', kind: 'cash', rounding: '0.05' },
    { code: 'card', name: 'Card', kind: 'card' },
    { code: 'giftcard', name: 'Gift card', kind: 'gift_card' },
    { code: 'account', name: 'On account', kind: 'on_account' },
    { code: 'wallet', name: 'Moon wallet', kind: 'other' },
  ],
};

const values = (suggestions: ReturnType<typeof suggestMapping>) =>
  Object.fromEntries(Object.entries(suggestions).map(([field, { value }]) => [field, value]));

describe('what is suggested for the mapping', () => {
  it('fills an Australian shop by names, types and rates, and leaves out what it cannot know', () => {
    expect(values(suggestMapping(tillNeeds(harbourLane, shows, nothing), facts()))).toEqual({
      salesAccountId: idOf('200'),
      giftCardAccountId: idOf('815'),
      tipsAccountId: idOf('818'),
      roundingAccountId: idOf('861'),
      cashInAccountId: idOf('093'),
      cashOutAccountId: idOf('093'),
      overShortAccountId: idOf('435'),
      'taxTypes.GST': 'OUTPUT',
      'taxTypes.FREE': 'EXEMPTOUTPUT',
      'taxTypes.NONE': 'BASEXCLUDED',
      'expenseTaxTypes.GST': 'INPUT',
      'paymentTypes.cash': idOf('091'),
      'paymentTypes.card': idOf('094'),
      'paymentTypes.giftcard': idOf('815'),
      'paymentTypes.account': 'on_account',
    });
  });

  it('gives one short reason with each value', () => {
    const suggestions = suggestMapping(tillNeeds(harbourLane, shows, nothing), facts());
    expect(suggestions['taxTypes.GST']?.why).toBe('the only rate of 10% that fits sales');
    expect(suggestions['paymentTypes.cash']?.why).toBe('the first of 2 accounts named like a till');
  });

  it('never suggests an account or rate that Xero would refuse', () => {
    const closed = shopAccounts.map((account) => ({
      ...account,
      active: account.code !== '200',
      paymentsEnabled: false,
    }));
    const archived = australianRates.map((rate) => ({ ...rate, active: rate.taxType !== 'OUTPUT' }));
    const found = values(suggestMapping(tillNeeds(harbourLane, shows, nothing), facts(closed, archived)));
    expect(found.salesAccountId).not.toBe(idOf('200'));
    expect(found['paymentTypes.giftcard']).toBeUndefined();
    expect(found['taxTypes.GST']).toBeUndefined();
  });

  it('makes no suggestion between two accounts of which either may be meant', () => {
    const two = [
      ...shopAccounts.filter(({ code }) => code !== '200' && code !== '201'),
      anAccount({ code: '210', name: 'Sales North', type: 'REVENUE', class: 'REVENUE' }),
      anAccount({ code: '211', name: 'Sales South', type: 'REVENUE', class: 'REVENUE' }),
    ];
    expect(suggestMapping(tillNeeds(harbourLane, shows, nothing), facts(two)).salesAccountId).toBeUndefined();
  });

  it('knows the liabilities for deposits and tips by their names, and says so', () => {
    const owed = (code: string, name: string) =>
      anAccount({ code, name, type: 'CURRLIAB', class: 'LIABILITY' });
    const needs = tillNeeds(harbourLane, shows, nothing);
    const suggested = (...names: string[]) =>
      suggestMapping(needs, facts(names.map((name, i) => owed(String(850 + i), name))));
    expect(suggested('Customer Deposits', 'Rent Bond Deposit', 'Gratuities').depositAccountId).toEqual({
      value: idOf('850'),
      why: 'the only liability account named like deposits',
    });
    expect(suggested('Laybys', 'Tips').depositAccountId?.value).toBe(idOf('850'));
    expect(suggested('Laybys', 'Tips').tipsAccountId).toEqual({
      value: idOf('851'),
      why: 'the only liability account named like tips',
    });
    expect(suggested('Deposits', 'Laybys').depositAccountId).toBeUndefined();
  });

  it('compares rates as numbers, whatever zeros they are written with', () => {
    const says = { ...harbourLane, taxes: [{ code: 'GST', name: 'GST', rate: '10.0000' }] };
    expect(values(suggestMapping(tillNeeds(says, shows, nothing), facts()))['taxTypes.GST']).toBe('OUTPUT');
  });

  it('knows a retailer who lives on files by his codes', () => {
    const seen = {
      ...shownNothing,
      taxes: [{ code: 'TAX-10', kinds: ['product'] }],
      paymentTypes: ['cash', 'credit-card', 'ewallet'],
    };
    const found = values(suggestMapping(tillNeeds(null, seen, nothing), facts()));
    expect(found).toMatchObject({
      'taxTypes.TAX-10': 'OUTPUT',
      'paymentTypes.cash': idOf('091'),
      'paymentTypes.credit-card': idOf('094'),
    });
    expect(found['paymentTypes.ewallet']).toBeUndefined();
  });
});
