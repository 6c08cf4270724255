'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { z } from 'zod';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { dayText } from '@/components/ui/day';
import { Field } from '@/components/ui/field';
import { Form } from '@/components/ui/form';
import { postJson } from '@/components/ui/post-json';
import { Section } from '@/components/ui/section';
import { useJsonForm } from '@/components/ui/use-json-form';
import { mappingFrom } from '@/lib/accounting/field-values';
import type { Mapping } from '@/lib/accounting/mapping';
import type { MappingField } from '@/lib/accounting/mapping-fields';
import { anchorOf } from '@/lib/accounting/mend';
import { withPlaceValues } from '@/lib/accounting/place';
import type { PlaceFields } from '@/lib/accounting/place-fields';
import { type Contact, ContactPicker } from './contact-picker.tsx';
import { contactSource } from './contact-source.ts';
import type { FilledAccount } from './create-accounts.tsx';
import { groups } from './groups.ts';
import { MappingSelect } from './mapping-select.tsx';
import { labelIn, type PlaceError, PlaceOverrides } from './place-overrides.tsx';
import { useOffers } from './use-offers.ts';
import { usePlaceValues } from './use-place-values.ts';

// Field names hold the till's codes, in which any letter may stand; so the form counts its fields.
const formSchema = z.object({
  values: z.array(z.object({ value: z.string() })),
  contactId: z.string(),
  validFrom: z.string(),
});

/** The mapping: one field for everything at the till that has to go somewhere in Xero. Nothing is kept before Save. */
export function MappingForm({
  solutionId,
  fields,
  places,
  made,
  mapping: before,
  holdsFrom,
  startDate,
  today,
}: {
  solutionId: string;
  fields: MappingField[];
  places: PlaceFields[];
  /** Accounts that were made in Xero from this page, for fields that are open. */
  made: FilledAccount[];
  /** What is saved: the form changes what it shows of it, and keeps the rest. */
  mapping: Mapping | null;
  /** Proposed day from which a change holds; null: posting is not started, nothing is dated. */
  holdsFrom: string | null;
  startDate: string | null;
  today: string;
}) {
  const base = `/api/solutions/${solutionId}`;
  const router = useRouter();
  const [saved, setSaved] = useState<string | null>(null);
  const placeValues = usePlaceValues(places, fields);
  const [placeError, setPlaceError] = useState<PlaceError | null>(null);
  const walkIn = fields.find(({ field }) => field === 'walkInContactId');
  const [contact, setContact] = useState<Contact | null>(
    walkIn?.value
      ? { contactId: walkIn.value, name: before?.walkInContactName ?? 'The contact chosen before' }
      : null,
  );

  const form = useJsonForm({
    schema: formSchema,
    defaults: {
      values: fields.map(({ value, suggestion }) => ({ value: value ?? suggestion?.value ?? '' })),
      contactId: contact?.contactId ?? '',
      validFrom: holdsFrom ?? '',
    },
    async url({ values, validFrom }) {
      setSaved(null);
      setPlaceError(null);
      const chosen = fields.map(({ field }, position) => ({ field, value: values[position]?.value ?? null }));
      const ofShop = mappingFrom(
        [
          ...chosen.filter(({ field }) => field !== 'walkInContactId'),
          { field: 'walkInContactId', value: contact?.contactId ?? null },
        ],
        contact?.name ?? null,
        before,
      );
      const mapping = withPlaceValues(ofShop, placeValues.values());
      const outcome = await postJson(`${base}/mapping`, {
        mapping,
        validFrom: holdsFrom === null ? undefined : validFrom,
      });
      if (outcome.ok) return outcome;
      const { field, message } = outcome.problem;
      // What is wrong at a place is told there, and above the form, since its section may be far down.
      if (field && /^(?:outlets|registers)\./.test(field)) setPlaceError({ field, message });
      return { ...outcome, problem: { ...outcome.problem, field: nameOf(field, fields) } };
    },
    onDone({ released }) {
      const again =
        typeof released === 'number' && released > 0 ? ` ${released} records are planned again.` : '';
      setSaved(`The accounts are saved.${again}`);
      router.refresh();
    },
  });
  // The picker keeps the contact itself; the name is known to the form so that a refusal finds its place.
  form.register('contactId');
  const values = form.watch('values');
  useOffers({ fields, places, made }, ({ place, field, value }) => {
    if (place) {
      if (!placeValues.entry(place, field)?.value) placeValues.put(place, field, value);
      return;
    }
    const name = `values.${fields.findIndex((one) => one.field === field)}.value` as const;
    if (!form.getValues(name)) form.setValue(name, value, { shouldDirty: true });
  });
  const inShop = (name: string) => {
    if (name === 'walkInContactId') return contact?.name ?? null;
    const position = fields.findIndex(({ field }) => field === name);
    return labelIn(fields, name, values[position]?.value ?? '');
  };
  const shownGroups = groups.filter(({ group }) => fields.some((field) => field.group === group));

  return (
    <Form {...form.props} id={anchorOf('accounts')} aria-label="Accounts">
      {shownGroups.map(({ group, title, intro }) => (
        <div key={group} id={anchorOf(group)} className="scroll-mt-4">
          <Section title={title} intro={intro}>
            <div className="grid items-start gap-x-6 gap-y-4 md:grid-cols-2">
              {fields.map((field, position) => {
                if (field.group !== group) return null;
                if (field.field === 'walkInContactId') {
                  return (
                    <ContactPicker
                      key={field.field}
                      id={anchorOf(field.field)}
                      hint={field.hint}
                      error={form.formState.errors.contactId?.message}
                      chosen={contact}
                      savedId={field.value}
                      onChoose={setContact}
                      source={contactSource(`${base}/contacts`)}
                    />
                  );
                }
                const current = values[position]?.value ?? '';
                // The value is held by the form, not by the browser's list: that loses it when a choice above it goes away.
                const { defaultValue: _first, ...control } = form.field(`values.${position}.value`);
                return (
                  <MappingSelect
                    key={field.field}
                    field={field}
                    current={current}
                    control={{ ...control, value: current }}
                  />
                );
              })}
            </div>
          </Section>
        </div>
      ))}
      <PlaceOverrides
        {...{ places, fields, inShop }}
        values={placeValues}
        error={placeError}
        contacts={contactSource(`${base}/contacts`)}
      />
      {holdsFrom !== null && (
        <Field
          {...form.field('validFrom')}
          type="date"
          label="Holds from"
          min={startDate ?? undefined}
          className="max-w-md"
          hint={`Business day from which the change holds, ${dayText(startDate ?? holdsFrom)} or later. Today is ${dayText(today)}. What is in Xero already stays as it is.`}
        />
      )}
      {saved && <Alert kind="success">{saved}</Alert>}
      <div>
        <Button type="submit" look="primary">
          Save
        </Button>
      </div>
    </Form>
  );
}

/** The control's name in the form for a field as the route names it. */
function nameOf(field: string | undefined, fields: readonly MappingField[]): string | undefined {
  const name = field?.replace(/^mapping\./, '');
  if (name === 'walkInContactId') return 'contactId';
  // A code may be the beginning of another one: the whole name goes first.
  const exact = fields.findIndex((one) => one.field === name);
  const position = exact >= 0 ? exact : fields.findIndex((one) => name?.startsWith(`${one.field}.`));
  return position >= 0 ? `values.${position}.value` : name;
}
