import { describe, expect, it } from 'vitest';
import { type Mapping, mappingSchema } from './mapping.ts';
import { mappingFields } from './mapping-fields.ts';
import type { AccountFacts } from './organisation.ts';
import type { Place } from './place.ts';
import { proposeAccounts } from './propose-accounts.ts';
import { anAccount, facts, idOf, shopAccounts, shownNothing } from './shop-fixture.ts';
import type { TillPer } from './till-names.ts';
import { type TillShows, tillNeeds } from './till-needs.ts';

const says = {
  taxes: [{ code: 'GST', name: 'GST 10%', rate: '10' }],
  payment_types: [
    { code: 'cash', name: 'Cash', kind: 'cash' as const, rounding: '0.05' },
    { code: 'visa', name: 'Visa', kind: 'card' as const },
    { code: 'amex', name: 'Amex', kind: 'card' as const },
    { code: 'gift', name: 'Gift card', kind: 'gift_card' as const },
    { code: 'credit', name: 'Store credit', kind: 'store_credit' as const },
    { code: 'points', name: 'Points', kind: 'loyalty' as const },
    { code: 'account', name: 'On account', kind: 'on_account' as const },
  ],
};
const outlet = (id: string, name: string): Place => ({ outlet: id, register: null, name, outletName: name });
const register = (id: string, number: string, name: string, outletName: string): Place => ({
  ...{ outlet: id, register: number, name, outletName },
});
const twoOutlets = [
  outlet('HL1', 'Harbour'),
  register('HL1', 'R1', 'Front', 'Harbour'),
  register('HL1', 'R2', 'Back till', 'Harbour'),
  outlet('HL2', 'Hill'),
  register('HL2', 'R1', 'Front', 'Hill'),
];
const bank = (code: string, name: string, more: Partial<AccountFacts> = {}) =>
  anAccount({ code, name, type: 'BANK', class: 'ASSET', ...more });
/** As Xero makes an organisation: nothing in it is a shop's. */
const fresh = [
  bank('090', 'Business Bank Account'),
  ...shopAccounts.filter(({ code }) => /^(?:200|429|610|820)$/.test(code ?? '')),
];

function propose({
  accounts = fresh,
  places = twoOutlets,
  per = 'register' as TillPer,
  mapping = mappingSchema.parse({}) as Mapping,
  shows = {} as Partial<TillShows>,
  till = says as Parameters<typeof tillNeeds>[0],
} = {}) {
  const needs = tillNeeds(till, { ...shownNothing, ...shows }, mapping);
  const of = facts(accounts);
  return proposeAccounts(needs, of, mappingFields(needs, of, mapping), places, per);
}
const listed = (proposed: ReturnType<typeof propose>) =>
  proposed.map(({ code, name, type, isNeeded }) => `${code} ${name} ${type}${isNeeded ? '' : ' (offered)'}`);

describe('the accounts that are proposed', () => {
  it('are, for a new organisation, all that a till needs, with codes that are free', () => {
    expect(listed(propose())).toEqual([
      '091 Harbour Till Front BANK',
      '092 Harbour Back till BANK',
      '093 Hill Till Front BANK',
      '094 Card clearing BANK',
      '095 Cash in transit BANK',
      '815 Gift cards CURRLIAB',
      '816 Store credit CURRLIAB',
      '817 Loyalty points CURRLIAB',
      '818 Customer deposits CURRLIAB (offered)',
      '819 Tips payable CURRLIAB (offered)',
      '821 Customer debt clearing CURRLIAB (offered)',
      '435 Cash over/short EXPENSE',
      '436 Cash rounding EXPENSE',
    ]);
  });

  it('have one till for each outlet where he wants that, and one in all where there is nothing to tell apart', () => {
    expect(listed(propose({ per: 'outlet' })).slice(0, 2)).toEqual([
      '091 Harbour till BANK',
      '092 Hill till BANK',
    ]);
    const tills = (places: Place[]) =>
      propose({ places }).flatMap(({ use, name }) => (use === 'till' ? [name] : []));
    expect(tills([])).toEqual(['Till']);
    expect(tills([outlet('HL1', 'Harbour')])).toEqual(['Till']);
    expect(tills([outlet('HL1', 'Harbour'), register('HL1', 'R1', 'Till 1', 'Harbour')])).toEqual(['Till 1']);
  });

  it('are needed once the till’s records need them', () => {
    const shows = { taxes: [{ code: 'NONE', kinds: ['tip', 'deposit'] }] };
    const offered = (shows: Partial<TillShows>) =>
      propose({ shows }).flatMap(({ name, isNeeded }) => (isNeeded ? [] : [name]));
    expect(offered(shows)).toEqual(['Customer debt clearing']);
    expect(offered({ ...shows, opposedTypes: ['cash', 'account'] })).toEqual([]);
  });

  it('say what they are for, a till also whose', () => {
    const words = propose().map((one) => one.words);
    expect(words.slice(0, 4)).toEqual([
      'The cash in the drawer: Front, Harbour',
      'The cash in the drawer: Back till, Harbour',
      'The cash in the drawer: Front, Hill',
      'Card payments until the bank pays them out',
    ]);
    expect(new Set(words).size).toBe(words.length);
  });

  it('fill the shop’s fields, and each further till the cash of its place', () => {
    const fills = Object.fromEntries(propose().map(({ name, fills }) => [name, fills]));
    const inShop = (...fields: string[]) => fields.map((field) => ({ place: null, field }));
    expect(fills['Harbour Till Front']).toEqual(inShop('paymentTypes.cash'));
    expect(fills['Hill Till Front']).toEqual([
      { place: { outlet: 'HL2', register: 'R1' }, field: 'paymentTypes.cash' },
    ]);
    expect(fills['Card clearing']).toEqual(inShop('paymentTypes.visa', 'paymentTypes.amex'));
    expect(fills['Gift cards']).toEqual(inShop('giftCardAccountId', 'paymentTypes.gift'));
  });

  it('are none where the chart has them, or something is chosen', () => {
    const inChart = propose({ accounts: shopAccounts });
    expect(listed(inChart)).toEqual([
      '817 Loyalty points CURRLIAB',
      '819 Customer deposits CURRLIAB (offered)',
      '821 Customer debt clearing CURRLIAB (offered)',
    ]);
    const mapping = mappingSchema.parse({
      depositAccountId: idOf('816'),
      debtClearingAccountId: idOf('816'),
      paymentTypes: { points: { accountId: idOf('816') } },
    });
    expect(propose({ accounts: shopAccounts, mapping })).toEqual([]);
  });

  it('are never a second account for gift cards, which are redeemed where they were sold', () => {
    const closed = anAccount({ code: '815', name: 'Gift Cards Sold', type: 'CURRLIAB', class: 'LIABILITY' });
    expect(propose({ accounts: [...fresh, closed] }).map(({ use }) => use)).not.toContain('gift_card');
  });

  it('complete a set of tills that was begun', () => {
    const begun = [...fresh, bank('091', 'harbour till front')];
    const tills = propose({ accounts: begun }).filter(({ use }) => use === 'till');
    expect(tills.map(({ name, code }) => `${code} ${name}`)).toEqual([
      '092 Harbour Back till',
      '093 Hill Till Front',
    ]);
    expect(tills.every(({ fills }) => fills[0]?.place)).toBe(true);
  });

  it('take no name and no code that Xero keeps taken', () => {
    const taken = [
      ...fresh,
      bank('091', 'card CLEARING', { active: false }),
      anAccount({ code: '815', name: 'Rent', type: 'EXPENSE', class: 'EXPENSE' }),
    ];
    const found = listed(propose({ accounts: taken }));
    expect(found).toContain('095 Card clearing 2 BANK');
    expect(found[0]).toBe('092 Harbour Till Front BANK');
    expect(found).toContain('816 Gift cards CURRLIAB');
  });

  it('are found by the suggestions once they are there', () => {
    const made = propose().map(({ name, code, type }, i) =>
      anAccount({
        ...{ name, code, type, accountId: idOf(String(500 + i)) },
        class: type === 'BANK' ? 'ASSET' : type === 'EXPENSE' ? 'EXPENSE' : 'LIABILITY',
        paymentsEnabled: true,
      }),
    );
    const accounts = [...fresh, ...made];
    expect(propose({ accounts })).toEqual([]);
    const needs = tillNeeds(says, shownNothing, mappingSchema.parse({}));
    const suggested = Object.fromEntries(
      mappingFields(needs, facts(accounts), mappingSchema.parse({})).map(({ field, suggestion }) => [
        field,
        accounts.find(({ accountId }) => accountId === suggestion?.value)?.name,
      ]),
    );
    expect(suggested).toMatchObject({
      'paymentTypes.cash': 'Harbour Till Front',
      'paymentTypes.visa': 'Card clearing',
      'paymentTypes.amex': 'Card clearing',
      'paymentTypes.gift': 'Gift cards',
      'paymentTypes.credit': 'Store credit',
      'paymentTypes.points': 'Loyalty points',
      cashOutAccountId: 'Cash in transit',
      giftCardAccountId: 'Gift cards',
      depositAccountId: 'Customer deposits',
      tipsAccountId: 'Tips payable',
      debtClearingAccountId: 'Customer debt clearing',
      overShortAccountId: 'Cash over/short',
      roundingAccountId: 'Cash rounding',
    });
  });
});
