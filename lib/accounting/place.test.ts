import { describe, expect, it } from 'vitest';
import { type Mapping, mappingAt, mappingSchema, registerKey } from './mapping.ts';
import { fieldToMend, mappingFields } from './mapping-fields.ts';
import { mappingProblems } from './mapping-problems.ts';
import { type Place, type PlaceValue, placeField, withPlaceValues } from './place.ts';
import { placeFields, placesMissing } from './place-fields.ts';
import { placeProblems } from './place-problems.ts';
import { anAccount, facts, idOf, shopAccounts, shownNothing } from './shop-fixture.ts';
import { tillNeeds } from './till-needs.ts';

const harbour: Place = { outlet: 'HL1', register: null, name: 'Harbour', outletName: 'Harbour' };
const front: Place = { outlet: 'HL1', register: 'R1', name: 'Front', outletName: 'Harbour' };
const back: Place = { outlet: 'HL1', register: 'R2', name: 'Back', outletName: 'Harbour' };
const hill: Place = { outlet: 'HL2', register: null, name: 'Hill', outletName: 'Hill' };
/** The same register number in another outlet. */
const hillFront: Place = { outlet: 'HL2', register: 'R1', name: 'Front', outletName: 'Hill' };
const places = [harbour, front, back, hill, hillFront];

const shop = mappingSchema.parse({
  salesAccountId: idOf('200'),
  taxTypes: { GST: 'OUTPUT', NONE: 'BASEXCLUDED' },
  paymentTypes: { cash: { accountId: idOf('091') } },
  cashOutAccountId: idOf('093'),
});
const says = {
  taxes: [{ code: 'GST', name: 'GST 10%', rate: '10' }],
  payment_types: [{ code: 'cash', name: 'Cash', kind: 'cash' as const }],
};
const needsOf = (mapping: Mapping) => tillNeeds(says, shownNothing, mapping);
const put = (...values: PlaceValue[]) => withPlaceValues(shop, values);
const shown = (mapping: Mapping, of = facts()) => {
  const fields = mappingFields(needsOf(mapping), of, mapping);
  return { fields, places: placeFields(needsOf(mapping), of, mapping, fields, places) };
};
const problemsOf = (mapping: Mapping) =>
  placeProblems(needsOf(mapping), facts(), mapping).map(
    ({ place, field, text }) => `${place ? placeField(place, field) : field}: ${text}`,
  );

describe('what a place has otherwise', () => {
  const own = put(
    { place: hill, field: 'cashOutAccountId', value: idOf('094') },
    { place: hill, field: 'taxTypes.GST', value: 'EXEMPTOUTPUT' },
    { place: hill, field: 'expenseAccounts.Milk', value: idOf('429') },
    { place: hillFront, field: 'paymentTypes.cash', value: idOf('092') },
    { place: hill, field: 'walkInContactId', value: idOf('1'), contactName: 'Hill walk-ins' },
  );

  it('holds there and nowhere else', () => {
    expect(mappingAt(own, 'HL2', 'R1')).toMatchObject({
      salesAccountId: idOf('200'),
      cashOutAccountId: idOf('094'),
      taxTypes: { GST: 'EXEMPTOUTPUT', NONE: 'BASEXCLUDED' },
      expenseAccounts: { Milk: idOf('429') },
      paymentTypes: { cash: { accountId: idOf('092') } },
      walkInContactId: idOf('1'),
      walkInContactName: 'Hill walk-ins',
    });
    expect(mappingAt(own, 'HL2', null).paymentTypes.cash).toEqual({ accountId: idOf('091') });
    expect({ ...mappingAt(own, 'HL1', 'R1'), outlets: {}, registers: {} }).toEqual(shop);
  });

  it('is gone without a trace once it is the same again', () => {
    const emptied = withPlaceValues(
      own,
      ['cashOutAccountId', 'taxTypes.GST', 'expenseAccounts. milk', 'walkInContactId'].map((field) => ({
        ...{ place: hill, field, value: null },
      })),
    );
    expect(emptied.outlets).toEqual({});
    expect(Object.keys(emptied.registers)).toEqual([registerKey('HL2', 'R1')]);
    expect(own.outlets).toHaveProperty('HL2');
  });

  it('is all that is shown of a place', () => {
    const [atHarbour, atFront, , atHill, atHillFront] = shown(own).places;
    expect(atHarbour?.fields).toEqual([]);
    expect(atFront?.fields).toEqual([]);
    expect(atHill?.fields.map(({ field, valueLabel }) => [field, valueLabel])).toEqual([
      ['walkInContactId', 'Hill walk-ins'],
      ['taxTypes.GST', 'GST Free Income (0%)'],
      ['cashOutAccountId', '094 Card Clearing'],
      ['expenseAccounts.Milk', '429 General Expenses'],
    ]);
    expect(atHillFront?.fields).toMatchObject([{ field: 'paymentTypes.cash', valueLabel: '092 Till 2' }]);
  });
});

describe('what cannot be used at a place', () => {
  it('is told by the rules of the shop, by place and field, once', () => {
    expect(
      problemsOf(
        put(
          { place: hill, field: 'cashOutAccountId', value: idOf('200') },
          { place: hillFront, field: 'paymentTypes.cash', value: idOf('815') },
          { place: harbour, field: 'tipsAccountId', value: idOf('493') },
        ),
      ),
    ).toEqual([
      expect.stringMatching(/^outlets\.HL2\.cashOutAccountId: “200 Sales” is income or expense/),
      expect.stringMatching(/^outlets\.HL1\.tipsAccountId: “493 Old Petty Cash” is archived/),
      expect.stringMatching(
        /^registers\.\["HL2","R1"\]\.paymentTypes\.cash: “815 Gift Cards Sold” cannot rec/,
      ),
    ]);
  });

  it('is a rate of the shop’s that does not fit the outlet’s account', () => {
    const mapping = withPlaceValues({ ...shop, taxTypes: { NONE: 'EXEMPTOUTPUT' } }, [
      { place: hill, field: 'overShortAccountId', value: idOf('435') },
    ]);
    expect(mappingProblems(needsOf(mapping), facts(), mapping)).toEqual([]);
    expect(problemsOf(mapping)).toEqual([
      expect.stringMatching(/^outlets\.HL2\.taxTypes\.NONE: Xero does not accept “GST Free Income” on “435/),
    ]);
  });

  it('is not what is wrong with the shop itself', () => {
    const mapping = withPlaceValues({ ...shop, salesAccountId: idOf('493') }, [
      { place: hill, field: 'cashOutAccountId', value: idOf('094') },
      { place: hillFront, field: 'cashOutAccountId', value: idOf('094') },
    ]);
    expect(mappingProblems(needsOf(mapping), facts(), mapping)).toHaveLength(1);
    expect(problemsOf(mapping)).toEqual([]);
  });

  it('is what the shop and the place both chose, each for itself', () => {
    const mapping = withPlaceValues({ ...shop, salesAccountId: idOf('493') }, [
      { place: hill, field: 'salesAccountId', value: idOf('493') },
    ]);
    expect(mappingProblems(needsOf(mapping), facts(), mapping)).toHaveLength(1);
    expect(problemsOf(mapping)).toEqual([expect.stringMatching(/^outlets\.HL2\.salesAccountId: /)]);
  });

  it('is a key that is no register’s', () => {
    const registers = { HL1: {}, '["HL1"]': {}, [registerKey('HL1', 'R1')]: {} };
    expect(problemsOf(mappingSchema.parse({ ...shop, registers }))).toEqual([
      expect.stringMatching(/^registers\.HL1: /),
      expect.stringMatching(/^registers\.\["HL1"\]: /),
    ]);
  });

  it('is where the links of refusals lead, and keeps posting from being started', () => {
    const { fields, places: all } = shown(
      put({ place: hill, field: 'cashOutAccountId', value: idOf('200') }),
    );
    expect(placesMissing(all, fields)).toMatchObject([
      { field: 'outlets.HL2.cashOutAccountId', label: 'Cash taken from the till goes to (Hill)' },
    ]);
    expect(fieldToMend('accounts', fields, all)).toBe('outlets.HL2.cashOutAccountId');
    expect(fieldToMend('tax', fields, all)).toBe('tax');
  });
});

describe('a till account named after a place', () => {
  const bank = (code: string, name: string) => anAccount({ code, name, type: 'BANK', class: 'ASSET' });
  const named = facts([...shopAccounts, bank('070', 'harbour till BACK'), bank('071', 'Hill till')]);

  it('is suggested for its cash, and says why', () => {
    const [, atFront, atBack, atHill] = shown(shop, named).places;
    expect(atFront?.fields).toEqual([]);
    expect(atBack?.fields).toMatchObject([
      {
        ...{ field: 'paymentTypes.cash', value: null },
        suggestion: { value: idOf('070'), why: '“070 harbour till BACK” is named after it' },
      },
    ]);
    expect(atHill?.fields).toMatchObject([{ suggestion: { value: idOf('071') } }]);
  });

  it('is not where it is the shop’s anyway, or something else was chosen', () => {
    const shops = { ...shop, paymentTypes: { cash: { accountId: idOf('070') } } };
    const chosen = withPlaceValues(shops, [{ place: hill, field: 'paymentTypes.cash', value: idOf('092') }]);
    const [, , atBack, atHill] = shown(chosen, named).places;
    expect(atBack?.fields).toEqual([]);
    expect(atHill?.fields).toMatchObject([{ value: idOf('092'), suggestion: null }]);
  });
});
