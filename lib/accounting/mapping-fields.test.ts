import { describe, expect, it } from 'vitest';
import { type Mapping, mappingSchema } from './mapping.ts';
import { fieldToMend, mappingFields, mappingFrom, mappingProblems, stillMissing } from './mapping-fields.ts';
import { anchorOf, mendOf } from './mend.ts';
import { takesPayments } from './organisation.ts';
import { refusalCodes } from './refusal.ts';
import { facts, idOf, shopAccounts } from './shop-fixture.ts';
import { tillNeeds } from './till-needs.ts';

const nothing = mappingSchema.parse({});
const says = {
  taxes: [{ code: 'GST', name: 'GST 10%', rate: '10' }],
  payment_types: [
    { code: 'cash', name: 'Cash', kind: 'cash' as const, rounding: '0.05' },
    { code: 'account', name: 'On account', kind: 'on_account' as const },
  ],
};
const needsOf = (mapping: Mapping) =>
  tillNeeds(says, { taxes: [], paymentTypes: [], rounds: false }, mapping);
const fieldsOf = (mapping: Mapping, organisation = facts()) =>
  new Map(mappingFields(needsOf(mapping), organisation, mapping).map((field) => [field.field, field]));
const offered = (field: string) =>
  fieldsOf(nothing)
    .get(field)!
    .choices.map(({ value }) => value);

describe('the fields of the mapping', () => {
  it('bear the names that the form shows', () => {
    expect([...fieldsOf(nothing).values()].map(({ label }) => label)).toEqual([
      'Sales account',
      'Walk-in contact',
      'Tax rate for GST 10%',
      'Tax rate for Out of scope of tax',
      'Receiving account for Cash',
      'Receiving account for On account',
      'Gift card liability account',
      'Rounding account',
    ]);
  });

  it('offer only what Xero accepts', () => {
    expect(offered('salesAccountId')).toEqual([idOf('200'), idOf('201')]);
    expect(offered('giftCardAccountId')).toEqual([idOf('815'), idOf('816'), idOf('818'), idOf('861')]);
    expect(offered('roundingAccountId')[0]).toBe(idOf('861'));
    expect(new Set(offered('paymentTypes.cash'))).toEqual(
      new Set(shopAccounts.filter(takesPayments).map(({ accountId }) => accountId)),
    );
    expect(offered('taxTypes.GST')).not.toContain('INPUT');
    expect(new Set(offered('taxTypes.NONE'))).toEqual(
      new Set(['BASEXCLUDED', 'EXEMPTEXPORT', 'EXEMPTOUTPUT', 'GSTONIMPORTS', 'INPUTTAXED']),
    );
  });

  it('offer to leave a debt open where the till says on account', () => {
    expect(offered('paymentTypes.account')[0]).toBe('on_account');
    expect(offered('paymentTypes.cash')).not.toContain('on_account');
  });

  it('suggest nothing that they do not offer, and a debt also for a type of unknown kind', () => {
    const types = [
      { code: 'tab', name: 'On account', kind: 'other' as const },
      { code: 'house', name: 'House tab', kind: 'card' as const },
    ];
    const needs = tillNeeds(
      { taxes: [], payment_types: types },
      { taxes: [], paymentTypes: [], rounds: false },
      nothing,
    );
    const fields = mappingFields(needs, facts(), nothing);
    for (const { choices, suggestion, field } of fields) {
      if (suggestion)
        expect(
          choices.map(({ value }) => value),
          field,
        ).toContain(suggestion.value);
    }
    expect(fields.find(({ field }) => field === 'paymentTypes.tab')?.suggestion?.value).toBe('on_account');
  });

  it('say why a saved choice cannot be used any more', () => {
    const mapping = mappingFrom(
      [
        { field: 'salesAccountId', value: idOf('493') },
        { field: 'paymentTypes.cash', value: idOf('818') },
        { field: 'giftCardAccountId', value: idOf('777') },
        { field: 'taxTypes.GST', value: 'OLDRATE' },
      ],
      null,
    );
    const fields = fieldsOf(mapping);
    expect(fields.get('salesAccountId')?.problem).toContain('archived in Xero');
    expect(fields.get('paymentTypes.cash')?.problem).toContain(
      'Payments are not enabled on “818 Tips Payable”',
    );
    expect(fields.get('giftCardAccountId')?.problem).toContain('no longer in Xero');
    expect(fields.get('taxTypes.GST')?.problem).toContain('no longer in Xero');
    expect(fields.get('salesAccountId')?.valueLabel).toBe('493 Old Petty Cash');
  });

  it('refuse a rate that does not fit the account beside it', () => {
    const mapping = mappingFrom(
      [
        { field: 'salesAccountId', value: idOf('200') },
        { field: 'taxTypes.GST', value: 'INPUT' },
        { field: 'taxTypes.NONE', value: 'OUTPUT' },
      ],
      null,
    );
    expect(mappingProblems(needsOf(mapping), facts(), mapping).map(({ field }) => field)).toEqual([
      'taxTypes.GST',
      'taxTypes.NONE',
    ]);
  });

  it('are missing when needed and open; what no record can need is not', () => {
    expect(stillMissing([...fieldsOf(nothing).values()]).map(({ label }) => label)).toEqual([
      'Sales account',
      'Walk-in contact',
      'Tax rate for GST 10%',
      'Tax rate for Out of scope of tax',
      'Receiving account for Cash',
      'Receiving account for On account',
      'Rounding account',
    ]);
  });

  it('carry a mapping there and back without loss', () => {
    const mapping: Mapping = {
      salesAccountId: idOf('200'),
      walkInContactId: idOf('1'),
      walkInContactName: 'Walk-in customers',
      taxTypes: { GST: 'OUTPUT', NONE: 'BASEXCLUDED', 'old.code': 'OUTPUT' },
      paymentTypes: { cash: { accountId: idOf('091') }, account: { onAccount: true } },
      giftCardAccountId: idOf('815'),
      roundingAccountId: idOf('861'),
    };
    expect(mappingFrom([...fieldsOf(mapping).values()], mapping.walkInContactName!)).toEqual(mapping);
  });
});

describe('where a refusal is mended', () => {
  it('is known for every code', () => {
    for (const code of Object.keys(refusalCodes)) expect(mendOf(code), code).not.toBeNull();
    expect(mendOf('toString')).toBeNull();
  });

  it('is the field that is unusable, else one that is open', () => {
    const mapping = mappingFrom([{ field: 'paymentTypes.account', value: idOf('818') }], null);
    const fields = [...fieldsOf(mapping).values()];
    expect(fieldToMend('accounts', fields)).toBe('paymentTypes.account');
    expect(fieldToMend('tax', fields)).toBe('taxTypes.GST');
    expect(fieldToMend('organisation', fields)).toBe('organisation');
  });

  it('is a place of its own for every code of the till', () => {
    const codes = ['A B', 'A-B', 'A_B', 'Ä', 'a.b', 'A%'];
    expect(new Set(codes.map(anchorOf)).size).toBe(codes.length);
  });
});
