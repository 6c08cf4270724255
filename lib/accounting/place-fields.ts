import { chosenFor, paymentField } from './field-values.ts';
import type { Suggestion } from './likely.ts';
import type { Mapping } from './mapping.ts';
import { labelOf, type MappingField } from './mapping-fields.ts';
import { accountLabel, type OrganisationFacts } from './organisation.ts';
import { overrideAt, type Place, placeField, placeName } from './place.ts';
import { placeProblems } from './place-problems.ts';
import { sameName, tillNamedAfter } from './till-names.ts';
import type { TillNeeds } from './till-needs.ts';

/** What a place has otherwise, or might have: only fields of which there is something to say. */
export type PlaceFields = Place & { fields: PlaceFieldValue[] };

export type PlaceFieldValue = {
  /** As of the shop's form. */
  field: string;
  value: string | null;
  valueLabel: string | null;
  problem: string | null;
  suggestion: Suggestion | null;
  contactName: string | null;
};

/** For every outlet and register that is known, what differs there, in the order of the form. Pure. */
export function placeFields(
  needs: TillNeeds,
  facts: OrganisationFacts,
  mapping: Mapping,
  shop: readonly MappingField[],
  places: readonly Place[],
): PlaceFields[] {
  const problems = placeProblems(needs, facts, mapping);
  return places.map((place) => {
    const override = overrideAt(mapping, place);
    const suggestions = [
      ...tillSuggestion(place, places, needs, facts, mapping, shop),
      ...optionSuggestions(place, mapping, shop),
    ];
    const fields = shop.flatMap(({ field }) => {
      const value = override ? chosenFor(override, field) : null;
      const found = problems.find(
        (p) => p.field === field && p.place?.outlet === place.outlet && p.place.register === place.register,
      );
      const suggestion =
        value === null ? (suggestions.find((one) => one.field === field)?.suggestion ?? null) : null;
      if (value === null && !found && !suggestion) return [];
      const valueLabel = value === null ? null : labelOf(field, value, facts, override ?? mapping);
      const contactName = override?.walkInContactName ?? null;
      return [{ field, value, valueLabel, problem: found?.text ?? null, suggestion, contactName }];
    });
    return { ...place, fields };
  });
}

type PlaceSuggestion = { field: string; suggestion: Suggestion };

/** What holds at a place without a choice of its own. */
function heldOtherwise(
  place: Place,
  field: string,
  mapping: Mapping,
  shop: readonly MappingField[],
): string | undefined {
  const ofShop = shop.find((one) => one.field === field);
  const ofOutlet = place.register === null ? undefined : overrideAt(mapping, { ...place, register: null });
  return (ofOutlet && chosenFor(ofOutlet, field)) ?? ofShop?.value ?? ofShop?.suggestion?.value;
}

/** Tracking options that bear the name of this place, unless they hold there anyway. */
const optionSuggestions = (
  place: Place,
  mapping: Mapping,
  shop: readonly MappingField[],
): PlaceSuggestion[] =>
  shop
    .filter(({ group }) => group === 'tracking')
    .flatMap(({ field, choices }) => {
      const option = choices.find(({ label }) => sameName(label, place.name));
      if (!option || option.value === heldOtherwise(place, field, mapping, shop)) return [];
      return [{ field, suggestion: { value: option.value, why: `“${option.label}” is named after it` } }];
    });

/** A till account named after this place, unless it is the one that holds there anyway. */
function tillSuggestion(
  place: Place,
  places: readonly Place[],
  needs: TillNeeds,
  facts: OrganisationFacts,
  mapping: Mapping,
  shop: readonly MappingField[],
): PlaceSuggestion[] {
  const cash = needs.paymentTypes.find(({ kind }) => kind === 'cash');
  const account = cash && tillNamedAfter(place, places, [...facts.accounts.values()]);
  if (!cash || !account) return [];
  const field = paymentField(cash.code);
  const ofShop = shop.find((one) => one.field === field);
  const isOffered = ofShop?.choices.some(({ value }) => value === account.accountId);
  if (!isOffered || account.accountId === heldOtherwise(place, field, mapping, shop)) return [];
  return [
    {
      field,
      suggestion: { value: account.accountId, why: `“${accountLabel(account)}” is named after it` },
    },
  ];
}

/** What keeps posting from being started at a place: what is chosen there and unusable. */
export function placesMissing(
  places: readonly PlaceFields[],
  shop: readonly MappingField[],
): { field: string; label: string; text: string }[] {
  return places.flatMap((place) =>
    place.fields.flatMap(({ field, problem }) => {
      const label = shop.find((one) => one.field === field)?.label ?? field;
      return problem
        ? [{ field: placeField(place, field), label: `${label} (${placeName(place)})`, text: problem }]
        : [];
    }),
  );
}
