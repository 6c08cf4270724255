'use client';

import { useState } from 'react';
import { Section } from '@/components/ui/section';
import type { MappingField } from '@/lib/accounting/mapping-fields';
import { choicesAtPlace, placeKey } from '@/lib/accounting/place';
import type { PlaceFields } from '@/lib/accounting/place-fields';
import type { ContactSource } from './contact-picker.tsx';
import { PlaceBody } from './place-body.tsx';
import type { PlaceValues } from './use-place-values.ts';

export type PlaceError = { field: string; message: string };

/**
 * What outlets and registers have otherwise than the shop: collapsed, one row for each outlet that says how much differs. What is
 * closed is not on the page at all, so that the shop's own fields stay the only ones of their name.
 */
export function PlaceOverrides({
  places,
  fields,
  inShop,
  values,
  error,
  contacts,
}: {
  /** Each outlet before its registers. */
  places: PlaceFields[];
  fields: MappingField[];
  /** What stands in a field of the shop now, as it reads; null: nothing. */
  inShop(field: string): string | null;
  values: PlaceValues;
  error: PlaceError | null;
  contacts: ContactSource;
}) {
  const outlets = places.filter(({ register }) => register === null);
  if (outlets.length === 0) return null;
  return (
    <Section
      title="Outlets and registers"
      intro="Everything is booked as chosen above, unless something else is chosen for an outlet or a register here."
      flush
    >
      {outlets.map((outlet) => (
        <OutletRow
          key={outlet.outlet}
          {...{ outlet, fields, inShop, values, error, contacts }}
          registers={places.filter((p) => p.register !== null && p.outlet === outlet.outlet)}
        />
      ))}
    </Section>
  );
}

function OutletRow({
  outlet,
  registers,
  fields,
  inShop,
  values,
  error,
  contacts,
}: {
  outlet: PlaceFields;
  registers: PlaceFields[];
  fields: MappingField[];
  inShop(field: string): string | null;
  values: PlaceValues;
  error: PlaceError | null;
  contacts: ContactSource;
}) {
  const all = [outlet, ...registers];
  const isWrong =
    all.some((place) => place.fields.some(({ problem }) => problem)) ||
    all.some((place) => error?.field.startsWith(`${placeKey(place)}.`));
  const [isOpen, setOpen] = useState(isWrong);
  const [wasWrong, setWasWrong] = useState(isWrong);
  // What is wrong must be seen, also when it is told after saving.
  if (isWrong !== wasWrong) {
    setWasWrong(isWrong);
    if (isWrong) setOpen(true);
  }
  const count = all.reduce(
    (sum, place) => sum + fields.filter(({ field }) => values.entry(place, field)?.value).length,
    0,
  );
  const inOutlet = (field: string) => {
    const value = values.entry(outlet, field)?.value;
    return value ? labelIn(fields, field, value) : inShop(field);
  };
  return (
    <details
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="border-b border-line last:border-b-0"
    >
      <summary className="cursor-pointer px-4 py-3">
        <span className="font-medium [overflow-wrap:anywhere]">{outlet.name}</span>{' '}
        <span className="text-[0.8125rem] text-muted">{wordsFor(count)}</span>
      </summary>
      {isOpen && (
        <div className="grid gap-5 px-4 pb-4">
          <PlaceBody
            place={outlet}
            {...{ fields, values, error, contacts }}
            otherwise="the shop"
            inherited={inShop}
          />
          {registers.map((register) => (
            <div key={register.register} className="grid gap-3 border-t border-line pt-4">
              <h3 className="font-medium [overflow-wrap:anywhere]">{register.name}</h3>
              <PlaceBody
                place={register}
                {...{ fields, values, error, contacts }}
                otherwise="the outlet"
                inherited={inOutlet}
              />
            </div>
          ))}
        </div>
      )}
    </details>
  );
}

function wordsFor(count: number): string {
  if (count === 0) return 'same as the shop';
  return count === 1 ? '1 thing differs' : `${count} things differ`;
}

/** How a value of a field reads. */
export function labelIn(fields: readonly MappingField[], field: string, value: string): string | null {
  const of = fields.find((one) => one.field === field);
  if (!of || !value) return null;
  return (
    choicesAtPlace(of.group, of.choices).find((choice) => choice.value === value)?.label ??
    (of.value === value ? of.valueLabel : null)
  );
}
