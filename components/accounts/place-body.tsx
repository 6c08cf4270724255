'use client';

import { useState } from 'react';
import { Select } from '@/components/ui/select';
import type { MappingField } from '@/lib/accounting/mapping-fields';
import { anchorOf } from '@/lib/accounting/mend';
import { choicesAtPlace, placeField, placeName } from '@/lib/accounting/place';
import type { PlaceFields } from '@/lib/accounting/place-fields';
import { ContactPicker, type ContactSource } from './contact-picker.tsx';
import { groups } from './groups.ts';
import { MappingSelect } from './mapping-select.tsx';
import type { PlaceError } from './place-overrides.tsx';
import type { PlaceValues } from './use-place-values.ts';

const WALK_IN = 'walkInContactId';

/** The fields that differ at one place, and a way to let another one differ. */
export function PlaceBody({
  place,
  fields,
  values,
  error,
  contacts,
  otherwise,
  inherited,
}: {
  place: PlaceFields;
  fields: MappingField[];
  values: PlaceValues;
  error: PlaceError | null;
  contacts: ContactSource;
  /** Whose choice holds where nothing is chosen here. */
  otherwise: 'the shop' | 'the outlet';
  /** How that choice reads. */
  inherited(field: string): string | null;
}) {
  // A field that was emptied again stays until the page is left: it must not vanish under the hand.
  const isShown = ({ field }: MappingField) => values.entry(place, field) !== undefined;
  const shown = fields.filter((field) => isShown(field) || isUsual(field, place));
  const others = fields.filter((field) => !shown.includes(field));
  return (
    <div className="grid gap-4">
      {shown.length > 0 && (
        <div className="grid items-start gap-x-6 gap-y-4 md:grid-cols-2">
          {shown.map((field) => (
            <PlaceField
              key={field.field}
              {...{ field, place, values, error, contacts, otherwise }}
              inherited={inherited(field.field)}
            />
          ))}
        </div>
      )}
      <AddField place={place} others={others} onAdd={(field) => values.put(place, field, '')} />
    </div>
  );
}

/**
 * Registers often have a till account of their own, and outlets are what tracking is mostly for: that is asked without being asked for.
 */
const isUsual = ({ isTill, group }: MappingField, { register }: PlaceFields) =>
  register === null ? group === 'tracking' : isTill === true;

function PlaceField({
  field,
  place,
  values,
  error,
  contacts,
  otherwise,
  inherited,
}: {
  field: MappingField;
  place: PlaceFields;
  values: PlaceValues;
  error: PlaceError | null;
  contacts: ContactSource;
  otherwise: string;
  inherited: string | null;
}) {
  const name = placeField(place, field.field);
  const there = place.fields.find((one) => one.field === field.field);
  const entry = values.entry(place, field.field);
  const current = entry?.value ?? '';
  const message = error?.field === name ? error.message : undefined;
  const label = (
    <>
      {field.label}
      <span className="sr-only"> at {placeName(place)}</span>
    </>
  );
  const placeholder = `Same as ${otherwise}${inherited ? ` (${inherited})` : ''}`;
  if (field.field === WALK_IN) {
    return (
      <ContactPicker
        id={anchorOf(name)}
        label={label}
        placeholder={placeholder}
        hint={null}
        error={message}
        chosen={current ? { contactId: current, name: entry?.contactName ?? 'The chosen contact' } : null}
        savedId={there?.value ?? null}
        onChoose={(contact) => values.put(place, WALK_IN, contact?.contactId ?? '', contact?.name ?? null)}
        source={contacts}
      />
    );
  }
  return (
    <MappingSelect
      id={anchorOf(name)}
      label={label}
      placeholder={placeholder}
      isOptional={false}
      field={{
        ...field,
        hint: null,
        choices: choicesAtPlace(field.group, field.choices),
        value: there?.value ?? null,
        valueLabel: there?.valueLabel ?? null,
        problem: there?.problem ?? null,
        suggestion: there?.suggestion ?? null,
      }}
      current={current}
      control={{
        value: current,
        error: message ?? (current === (there?.value ?? '') ? (there?.problem ?? undefined) : undefined),
        onChange: (event) => values.put(place, field.field, event.target.value),
      }}
    />
  );
}

function AddField({
  place,
  others,
  onAdd,
}: {
  place: PlaceFields;
  others: MappingField[];
  onAdd(field: string): void;
}) {
  const [added, setAdded] = useState('');
  if (others.length === 0) return null;
  return (
    <div className="max-w-md">
      <Select
        label={
          <>
            Something else differs here
            <span className="sr-only"> at {placeName(place)}</span>
          </>
        }
        placeholder="Choose what"
        value=""
        options={groups.flatMap(({ group, title }) => {
          const options = others
            .filter((field) => field.group === group)
            .map(({ field, label }) => ({ value: field, label }));
          return options.length > 0 ? [{ label: title, options }] : [];
        })}
        onChange={(event) => {
          onAdd(event.target.value);
          setAdded(others.find(({ field }) => field === event.target.value)?.label ?? '');
        }}
      />
      <p role="status" className="sr-only">
        {added && `“${added}” can be chosen above now.`}
      </p>
    </div>
  );
}
