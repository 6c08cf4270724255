'use client';

import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import { type FieldProps, useFieldIds } from './field.tsx';

/** A box to tick, its label beside it. Takes what `form.check(name)` or `register(name)` returns. */
export function Checkbox({
  label,
  hint,
  error,
  className,
  id,
  ...input
}: FieldProps & Omit<ComponentProps<'input'>, 'className' | 'type'> & { className?: string }) {
  const ids = useFieldIds({ hint, error }, id);
  return (
    <div className={classNames('grid gap-1', className)}>
      <label htmlFor={ids.id} className="flex items-start gap-2.5">
        <input {...input} {...ids.control} type="checkbox" className="mt-0.5 size-4 shrink-0 accent-accent" />
        <span>{label}</span>
      </label>
      {error && (
        <p id={ids.errorId} role="alert" className="pl-6.5 text-[0.8125rem] text-danger">
          {error}
        </p>
      )}
      {hint && (
        <div id={ids.hintId} className="pl-6.5 text-[0.8125rem] text-muted">
          {hint}
        </div>
      )}
    </div>
  );
}
