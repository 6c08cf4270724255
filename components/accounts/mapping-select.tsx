'use client';

import type { ComponentProps, ReactNode } from 'react';
import { Select } from '@/components/ui/select';
import type { MappingField } from '@/lib/accounting/mapping-fields';
import { anchorOf } from '@/lib/accounting/mend';

type Control = Omit<ComponentProps<typeof Select>, 'label' | 'options' | 'hint' | 'id' | 'placeholder'>;

/** One choice of the mapping: what Xero accepts, why something is suggested, and what is wrong with what was chosen before. */
export function MappingSelect({
  field,
  current,
  control,
  label = field.label,
  id = anchorOf(field.field),
  placeholder = field.group === 'tracking' ? 'None' : 'Not chosen yet',
  isOptional = !field.isRequired,
}: {
  field: MappingField;
  label?: ReactNode;
  id?: string;
  /** What stands there while nothing is chosen. */
  placeholder?: string;
  isOptional?: boolean;
  /** What is selected now, saved or not. */
  current: string;
  control: Control;
}) {
  const { choices, value, valueLabel, problem, suggestion } = field;
  // What was chosen before stays visible, though Xero does not take it any more.
  const kept = [...new Set([value, current])].flatMap((one) => {
    if (!one || choices.some((choice) => choice.value === one)) return [];
    const name = (one === value && valueLabel) || 'No longer in Xero';
    return [{ value: one, label: one === value && !problem ? name : `${name} – cannot be used` }];
  });
  return (
    <Select
      {...control}
      id={id}
      label={label}
      optional={isOptional}
      error={control.error ?? (current === value ? (problem ?? undefined) : undefined)}
      placeholder={placeholder}
      options={[...kept, ...choices]}
      hint={
        <>
          {suggestion && current === suggestion.value && (
            <p className="text-info">Suggested: {suggestion.why}. Not saved yet.</p>
          )}
          {choices.length === 0 && field.group !== 'tracking' && (
            <p>Xero has none that fits. Add one there, then press Refresh from Xero.</p>
          )}
          {field.hint && <p>{field.hint}</p>}
        </>
      }
    />
  );
}
