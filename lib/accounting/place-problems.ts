import { type Mapping, mappingAt } from './mapping.ts';
import { mappingProblems } from './mapping-problems.ts';
import type { OrganisationFacts } from './organisation.ts';
import { differs, type PlaceId, placesIn } from './place.ts';
import type { TillNeeds } from './till-needs.ts';

export type PlaceProblem = {
  /** Null: what is said there can be of no place. */
  place: PlaceId | null;
  field: string;
  text: string;
};

/**
 * What Xero would refuse of what outlets and registers have otherwise: the mapping as it holds there is checked by the same rules as
 * the shop's, so that a rate of the shop's is also held against an account of the outlet's. What is wrong with the shop itself is not
 * told again.
 */
export function placeProblems(needs: TillNeeds, facts: OrganisationFacts, mapping: Mapping): PlaceProblem[] {
  const ofShop = mappingProblems(needs, facts, mapping);
  const at = ({ outlet, register }: PlaceId) =>
    mappingProblems(needs, facts, mappingAt(mapping, outlet, register));
  const { places, unreadable } = placesIn(mapping);
  return [
    ...places.flatMap((place) => {
      const below = place.register === null ? ofShop : at({ ...place, register: null });
      return at(place)
        .filter(
          ({ field, text }) =>
            differs(mapping, place, field) || !below.some((b) => b.field === field && b.text === text),
        )
        .map((problem) => ({ place, ...problem }));
    }),
    ...unreadable.map((key) => ({
      place: null,
      field: `registers.${key}`,
      text: 'Something is chosen for a register that the till cannot have.',
    })),
  ];
}
