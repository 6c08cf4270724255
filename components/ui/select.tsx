'use client';

import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import { controlClass, FieldFrame, type FieldProps, useFieldIds } from './field.tsx';

export type Option = { value: string; label: string; disabled?: boolean };
export type OptionGroup = { label: string; options: Option[] };

const items = (options: Option[]) =>
  options.map((option) => (
    <option key={option.value} value={option.value} disabled={option.disabled}>
      {option.label}
    </option>
  ));

type SelectProps = FieldProps &
  Omit<ComponentProps<'select'>, 'className' | 'children'> & {
    options: (Option | OptionGroup)[];
    /** What stands there while nothing is chosen; its value is the empty text. */
    placeholder?: string;
    /** The label is for screen readers only, as in a table whose head says it. */
    labelHidden?: boolean;
    className?: string;
  };

/** The browser's own list to choose from: it works with every keyboard, phone and screen reader. */
export function Select({
  label,
  hint,
  error,
  optional,
  options,
  placeholder,
  labelHidden,
  className,
  id,
  ...select
}: SelectProps) {
  const ids = useFieldIds({ hint, error }, id);
  const frameLabel = labelHidden ? <span className="sr-only">{label}</span> : label;
  return (
    <FieldFrame {...{ label: frameLabel, hint, error, optional, ids }} className={className}>
      <select {...select} {...ids.control} className={classNames(controlClass, 'pr-8')}>
        {placeholder !== undefined && <option value="">{placeholder}</option>}
        {options.map((entry) =>
          'options' in entry ? (
            <optgroup key={entry.label} label={entry.label}>
              {items(entry.options)}
            </optgroup>
          ) : (
            items([entry])
          ),
        )}
      </select>
    </FieldFrame>
  );
}
