import { chosenFor, putValue } from './field-values.ts';
import { type Mapping, type MappingOverride, NO_OPTION, overrideSchema, registerKey } from './mapping.ts';
import { own } from './own.ts';

/** Where something may be otherwise than in the rest of the shop: an outlet, or a register in it. Ids are the till's. */
export type PlaceId = { outlet: string; register: string | null };

export type Place = PlaceId & {
  name: string;
  /** A register's outlet by name; an outlet's own. */
  outletName: string;
};

/** What comes before a field's name when it is meant at this place: no two places share it. */
export const placeKey = ({ outlet, register }: PlaceId): string =>
  register === null ? `outlets.${outlet}` : `registers.${registerKey(outlet, register)}`;

/** A field at a place, as routes and links name it. */
export const placeField = (place: PlaceId, field: string): string => `${placeKey(place)}.${field}`;

/** What is offered for a field at a place: also to bear no option of a category that the rest of the shop bears. */
export const choicesAtPlace = <Choice extends { value: string; label: string }>(
  group: string,
  choices: readonly Choice[],
): (Choice | { value: string; label: string })[] =>
  group === 'tracking' && choices.length > 0
    ? [{ value: NO_OPTION, label: 'None' }, ...choices]
    : [...choices];

/** How a place is told from others in a sentence. */
export const placeName = ({ register, name, outletName }: Place): string =>
  register === null ? name : `${name}, ${outletName}`;

/** What a place has otherwise; undefined: nothing. */
export const overrideAt = (mapping: Mapping, { outlet, register }: PlaceId): MappingOverride | undefined =>
  register === null ? own(mapping.outlets, outlet) : own(mapping.registers, registerKey(outlet, register));

/** Every place that a mapping says something of, known to the till or not, and keys that are no register’s. */
export function placesIn(mapping: Mapping): { places: PlaceId[]; unreadable: string[] } {
  const places: PlaceId[] = Object.keys(mapping.outlets).map((outlet) => ({ outlet, register: null }));
  const unreadable: string[] = [];
  for (const key of Object.keys(mapping.registers)) {
    const place = registerOf(key);
    if (place) places.push(place);
    else unreadable.push(key);
  }
  return { places, unreadable };
}

function registerOf(key: string): PlaceId | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(key);
  } catch {
    return null;
  }
  if (!Array.isArray(parsed)) return null;
  const [outlet, register] = parsed as unknown[];
  if (typeof outlet !== 'string' || typeof register !== 'string') return null;
  return registerKey(outlet, register) === key ? { outlet, register } : null;
}

export type PlaceValue = {
  place: PlaceId;
  field: string;
  /** Null: the same as the rest of the shop. */
  value: string | null;
  /** Of the contact, for the contact of walk-ins. */
  contactName?: string | null;
};

/** The mapping with these values at their places; a place that has nothing otherwise any more is left out. */
export function withPlaceValues(mapping: Mapping, values: readonly PlaceValue[]): Mapping {
  const result = structuredClone(mapping);
  for (const { place, field, value, contactName } of values) {
    const { outlet, register } = place;
    const record = register === null ? result.outlets : result.registers;
    const key = register === null ? outlet : registerKey(outlet, register);
    const override = own(record, key) ?? overrideSchema.parse({});
    putValue(override, field, value);
    if (value && field === 'walkInContactId') override.walkInContactName = contactName ?? null;
    if (isEmpty(override)) delete record[key];
    else record[key] = override;
  }
  return result;
}

const isEmpty = (override: MappingOverride) =>
  Object.values(override).every(
    (value) => !value || (typeof value === 'object' && Object.keys(value).length === 0),
  );

/** Whether a place says something of a field itself. */
export const differs = (mapping: Mapping, place: PlaceId, field: string): boolean => {
  const override = overrideAt(mapping, place);
  return override !== undefined && chosenFor(override, field) !== null;
};
