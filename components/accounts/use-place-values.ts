import { useState } from 'react';
import type { MappingField } from '@/lib/accounting/mapping-fields';
import { type PlaceValue, placeField } from '@/lib/accounting/place';
import type { PlaceFields } from '@/lib/accounting/place-fields';

/** What stands in one field of one place; an empty value: the same as without it. */
export type PlaceEntry = { value: string; contactName: string | null };

const entriesOf = (places: readonly PlaceFields[]) =>
  new Map<string, PlaceEntry>(
    places.flatMap((place) =>
      place.fields.map(({ field, value, suggestion, contactName }): [string, PlaceEntry] => [
        placeField(place, field),
        { value: value ?? suggestion?.value ?? '', contactName },
      ]),
    ),
  );

/** What outlets and registers have otherwise while it is being edited. */
export function usePlaceValues(places: readonly PlaceFields[], fields: readonly MappingField[]) {
  const [entries, setEntries] = useState(() => entriesOf(places));
  return {
    /** Undefined: the field is not shown there. */
    entry: (place: PlaceFields, field: string): PlaceEntry | undefined =>
      entries.get(placeField(place, field)),
    put(place: PlaceFields, field: string, value: string, contactName: string | null = null) {
      setEntries((before) => new Map(before).set(placeField(place, field), { value, contactName }));
    },
    /** As the mapping takes them. */
    values: (): PlaceValue[] =>
      places.flatMap((place) =>
        fields.flatMap(({ field }) => {
          const entry = entries.get(placeField(place, field));
          return entry ? [{ place, field, value: entry.value || null, contactName: entry.contactName }] : [];
        }),
      ),
  };
}

export type PlaceValues = ReturnType<typeof usePlaceValues>;
