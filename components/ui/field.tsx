'use client';

import { type ComponentProps, type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

/** The classes of every control that one types or chooses in. */
export const controlClass =
  'w-full min-h-9 rounded border border-line-strong bg-surface px-2.5 text-sm text-ink placeholder:text-muted disabled:bg-sunken disabled:text-muted [&[readonly]]:bg-sunken aria-invalid:border-danger aria-invalid:outline-danger';

export type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  error?: string;
  /** Says "optional" beside the label; fields are needed unless they say so. */
  optional?: boolean;
};

/** Ids that tie hint and error to a control, and the attributes that the control takes. */
export function useFieldIds({ hint, error }: Pick<FieldProps, 'hint' | 'error'>, givenId?: string) {
  const ownId = useId();
  const id = givenId ?? ownId;
  const hintId = hint ? `${id}-hint` : undefined;
  const errorId = error ? `${id}-error` : undefined;
  return {
    id,
    hintId,
    errorId,
    control: {
      id,
      'aria-describedby': [errorId, hintId].filter(Boolean).join(' ') || undefined,
      'aria-invalid': error ? (true as const) : undefined,
    },
  };
}

/** Label above, control, then error or hint below. */
export function FieldFrame({
  label,
  hint,
  error,
  optional,
  ids,
  className,
  children,
}: FieldProps & { ids: ReturnType<typeof useFieldIds>; className?: string; children: ReactNode }) {
  return (
    <div className={classNames('grid min-w-0 content-start gap-1', className)}>
      <div className="flex items-baseline gap-2">
        <label htmlFor={ids.id} className="font-medium">
          {label}
        </label>
        {optional && <span className="text-xs text-muted">optional</span>}
      </div>
      {children}
      {error && (
        <p id={ids.errorId} role="alert" className="text-[0.8125rem] text-danger">
          {error}
        </p>
      )}
      {hint && (
        <div id={ids.hintId} className="text-[0.8125rem] text-muted [overflow-wrap:anywhere]">
          {hint}
        </div>
      )}
    </div>
  );
}

/** One line of text. Takes what `form.field(name)` or react-hook-form's `register(name)` returns. */
export function Field({
  label,
  hint,
  error,
  optional,
  className,
  id,
  ...input
}: FieldProps & Omit<ComponentProps<'input'>, 'className'> & { className?: string }) {
  const ids = useFieldIds({ hint, error }, id);
  return (
    <FieldFrame {...{ label, hint, error, optional, ids, className }}>
      <input type="text" {...input} {...ids.control} className={controlClass} />
    </FieldFrame>
  );
}

/** Several lines of text. */
export function TextArea({
  label,
  hint,
  error,
  optional,
  className,
  id,
  ...area
}: FieldProps & Omit<ComponentProps<'textarea'>, 'className'> & { className?: string }) {
  const ids = useFieldIds({ hint, error }, id);
  return (
    <FieldFrame {...{ label, hint, error, optional, ids, className }}>
      <textarea rows={4} {...area} {...ids.control} className={classNames(controlClass, 'py-2')} />
    </FieldFrame>
  );
}
