import { describe, expect, test } from 'vitest';
import { mappingFrom } from './field-values.ts';
import { type Mapping, mappingAt, mappingSchema, NO_OPTION, registerKey } from './mapping.ts';
import { fieldToMend, mappingFields, stillMissing } from './mapping-fields.ts';
import { choicesAtPlace, type Place, withPlaceValues } from './place.ts';
import { placeFields, placesMissing } from './place-fields.ts';
import { aCategory, facts, idOf, shownNothing } from './shop-fixture.ts';
import { tillNeeds } from './till-needs.ts';
import { trackedAt } from './tracking.ts';

const quay: Place = { outlet: 'HL1', register: null, name: 'Quay', outletName: 'Quay' };
const front: Place = { outlet: 'HL1', register: 'R1', name: 'Front', outletName: 'Quay' };
const places = [quay, front];

const outlet = aCategory('700', 'Outlet', ['Hill', 'quay ', 'Old'], { archived: ['Old'] });
const desk = aCategory('710', 'Desk', ['Front', 'Back']);
const season = aCategory('720', 'Season', ['Summer'], { active: false });
const unfilled = aCategory('730', 'Unfilled', []);

const nothing = mappingSchema.parse({});
const byOutlet = (option: string) => mappingSchema.parse({ tracking: { [idOf('700')]: idOf(option) } });

function shown(mapping: Mapping, categories = [outlet, desk, season, unfilled]) {
  const organisation = facts(undefined, undefined, categories);
  const needs = tillNeeds(null, shownNothing, mapping);
  const all = mappingFields(needs, organisation, mapping);
  return {
    all,
    fields: all.filter(({ group }) => group === 'tracking'),
    places: placeFields(needs, organisation, mapping, all, places),
  };
}

describe('the fields of tracking', () => {
  test('are the categories in use, each with the options in use; none must be chosen', () => {
    const { fields } = shown(nothing);
    expect(fields.map(({ label, choices }) => [label, choices.map((c) => c.label)])).toEqual([
      ['Tracking by Desk', ['Back', 'Front']],
      ['Tracking by Outlet', ['Hill', 'quay ']],
    ]);
    expect(stillMissing(fields)).toEqual([]);
    expect(shown(nothing, []).fields).toEqual([]);
  });

  test('carry a mapping there and back, and are emptied without a trace', () => {
    const mapping = byOutlet('701');
    const { fields } = shown(mapping);
    expect(fields.find(({ value }) => value)).toMatchObject({ valueLabel: 'Hill', problem: null });
    expect(mappingFrom(fields, null)).toEqual(mapping);
    const emptied = fields.map(({ field }) => ({ field, value: null }));
    expect(mappingFrom(emptied, null, mapping)).toEqual(nothing);
  });

  test.each([
    ['an archived option', byOutlet('703'), [outlet], 'Old', 'archived in Xero under “Outlet”'],
    [
      'an option that is gone',
      byOutlet('709'),
      [outlet],
      'No longer in Xero',
      'no longer in Xero under “Outlet”',
    ],
    [
      'an archived category',
      mappingSchema.parse({ tracking: { [idOf('720')]: idOf('721') } }),
      [season],
      'Summer',
      'category “Season” is archived',
    ],
    [
      'a category that is gone',
      byOutlet('701'),
      [],
      'No longer in Xero',
      'category chosen before is no longer',
    ],
  ])(
    'say what is wrong with %s, where it is mended, and let nothing start before',
    (_what, mapping, categories, label, text) => {
      const { all, fields } = shown(mapping, categories);
      const [field] = fields;
      expect(field).toMatchObject({ valueLabel: label, problem: expect.stringContaining(text) });
      expect(fieldToMend('tracking', all)).toBe(field!.field);
      expect(stillMissing(fields)).toHaveLength(1);
    },
  );

  test('of a renamed option are the same ones under its new name', () => {
    const renamed = aCategory('700', 'Branch', ['Hilltop', 'Quay']);
    expect(shown(byOutlet('701'), [renamed]).fields).toMatchObject([
      { label: 'Tracking by Branch', value: idOf('701'), valueLabel: 'Hilltop', problem: null },
    ]);
  });
});

describe('an option named after a place', () => {
  test('is suggested there, and says why', () => {
    const [atQuay, atFront] = shown(nothing).places;
    expect(atQuay!.fields).toMatchObject([
      {
        ...{ field: `tracking.${idOf('700')}`, value: null },
        suggestion: { value: idOf('702'), why: '“quay ” is named after it' },
      },
    ]);
    expect(atFront!.fields).toMatchObject([{ suggestion: { value: idOf('711') } }]);
  });

  test('is not where it holds anyway, or something else was chosen', () => {
    expect(shown(byOutlet('702')).places[0]!.fields).toEqual([]);
    const field = `tracking.${idOf('700')}`;
    const chosen = withPlaceValues(nothing, [{ place: quay, field, value: idOf('701') }]);
    expect(shown(chosen).places[0]!.fields).toMatchObject([{ value: idOf('701'), suggestion: null }]);
  });
});

describe('none at a place', () => {
  const field = `tracking.${idOf('700')}`;
  const at = (place: Place, value: string) => ({ place, field, value });

  test('is offered there, and not for the shop, which has nothing to take it from', () => {
    const [, byOutletField] = shown(nothing).fields;
    expect(choicesAtPlace('tracking', byOutletField!.choices)[0]).toEqual({
      value: NO_OPTION,
      label: 'None',
    });
    expect(choicesAtPlace('tracking', [])).toEqual([]);
    expect(choicesAtPlace('sales', byOutletField!.choices)).toEqual(byOutletField!.choices);
    expect(mappingSchema.safeParse({ tracking: { [idOf('700')]: NO_OPTION } }).success).toBe(false);
  });

  test('is kept, reads so, and is no problem', () => {
    const mapping = withPlaceValues(byOutlet('701'), [at(quay, NO_OPTION)]);
    expect(mappingSchema.parse(mapping)).toEqual(mapping);
    expect(shown(mapping).places[0]!.fields).toMatchObject([
      { field, value: NO_OPTION, valueLabel: 'None', problem: null, suggestion: null },
    ]);
  });

  test('takes the shop’s option away there, and a register may have one again', () => {
    const mapping = withPlaceValues(
      mappingSchema.parse({ tracking: { [idOf('700')]: idOf('701'), [idOf('710')]: idOf('711') } }),
      [at(quay, NO_OPTION), at(front, idOf('702'))],
    );
    expect(mappingAt(mapping, 'HL1', 'R2').tracking).toEqual({ [idOf('710')]: idOf('711') });
    expect(mappingAt(mapping, 'HL1', 'R1').tracking).toEqual({
      [idOf('700')]: idOf('702'),
      [idOf('710')]: idOf('711'),
    });
    expect(mappingAt(mapping, 'HL2', 'R1').tracking).toEqual(mapping.tracking);
    expect(
      trackedAt({ mapping: mappingAt(mapping, 'HL1', 'R2'), organisation: facts() }, []).tracking,
    ).toEqual([{ categoryId: idOf('710'), optionId: idOf('711') }]);
  });
});

test('what is unusable at a register is told there, and links lead there', () => {
  const mapping = mappingSchema.parse({
    registers: { [registerKey('HL1', 'R1')]: { tracking: { [idOf('700')]: idOf('703') } } },
  });
  const { all, fields, places } = shown(mapping);
  expect(fields.every(({ problem }) => problem === null)).toBe(true);
  expect(placesMissing(places, all)).toMatchObject([{ label: 'Tracking by Outlet (Front, Quay)' }]);
  const there = `registers.["HL1","R1"].tracking.${idOf('700')}`;
  expect(fieldToMend('tracking', all, places)).toBe(there);
  // A refusal knows the field, not the place.
  expect(fieldToMend(`tracking.${idOf('700')}`, all, places)).toBe(there);
  expect(fieldToMend('salesAccountId', all, places)).toBe('salesAccountId');
});
