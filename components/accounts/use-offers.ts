import { useEffect, useRef } from 'react';
import type { MappingField } from '@/lib/accounting/mapping-fields';
import { type PlaceId, placeField, placeKey } from '@/lib/accounting/place';
import type { PlaceFields } from '@/lib/accounting/place-fields';
import type { FilledAccount } from './create-accounts.tsx';

type Offer = { place: PlaceFields | null; field: string; value: string };

/**
 * Puts what was made in Xero, or is suggested since the chart was read anew, where nothing stands yet: each value once, so that what
 * he empties stays empty. What the form began with counts as put.
 */
export function useOffers(
  { fields, places, made }: { fields: MappingField[]; places: PlaceFields[]; made: FilledAccount[] },
  put: (offer: Offer) => void,
) {
  const offered = useRef<Set<string> | null>(null);
  const latestPut = useRef(put);
  useEffect(() => {
    latestPut.current = put;
  });
  useEffect(() => {
    const offers = offersOf(fields, places, made);
    const isFirst = offered.current === null;
    offered.current ??= new Set();
    for (const offer of offers) {
      const id = `${offer.place ? placeField(offer.place, offer.field) : offer.field} ${offer.value}`;
      if (offered.current.has(id)) continue;
      offered.current.add(id);
      if (!isFirst) latestPut.current(offer);
    }
  }, [fields, places, made]);
}

/** What was made comes first: he saw what it is for. What Xero's chart does not show yet waits. */
function offersOf(fields: MappingField[], places: PlaceFields[], made: FilledAccount[]): Offer[] {
  const isChoice = ({ field, value }: Offer) =>
    fields.some((one) => one.field === field && one.choices.some((choice) => choice.value === value));
  const knownPlace = (place: PlaceId) => places.find((one) => placeKey(one) === placeKey(place));
  const ofMade = made.flatMap(({ accountId, fills }) =>
    fills.flatMap(({ place, field }): Offer[] => {
      if (place === null) return [{ place: null, field, value: accountId }];
      const known = knownPlace(place);
      return known ? [{ place: known, field, value: accountId }] : [];
    }),
  );
  const ofShop = fields.flatMap(({ field, suggestion }): Offer[] =>
    suggestion ? [{ place: null, field, value: suggestion.value }] : [],
  );
  const ofPlaces = places.flatMap((place) =>
    place.fields.flatMap(({ field, suggestion }): Offer[] =>
      suggestion ? [{ place, field, value: suggestion.value }] : [],
    ),
  );
  return [...ofMade, ...ofShop, ...ofPlaces].filter(isChoice);
}
