'use client';

import { type ComponentProps, useState } from 'react';
import { controlClass, FieldFrame, type FieldProps, useFieldIds } from './field.tsx';

/**
 * A password or another secret that is typed. "Show" lets one check it; its name does not repeat the label, so that the
 * label names one thing only.
 */
export function PasswordField({
  label,
  hint,
  error,
  optional,
  className,
  id,
  ...input
}: FieldProps & Omit<ComponentProps<'input'>, 'className' | 'type'> & { className?: string }) {
  const ids = useFieldIds({ hint, error }, id);
  const [shown, setShown] = useState(false);
  return (
    <FieldFrame {...{ label, hint, error, optional, ids, className }}>
      <div className="relative">
        <input
          autoCapitalize="none"
          spellCheck={false}
          {...input}
          {...ids.control}
          type={shown ? 'text' : 'password'}
          className={`${controlClass} pr-14`}
        />
        <button
          type="button"
          aria-pressed={shown}
          aria-controls={ids.id}
          onClick={() => setShown(!shown)}
          className="absolute inset-y-1 right-1 rounded-sm px-2 text-xs font-medium text-accent hover:bg-accent-tint"
        >
          {shown ? 'Hide' : 'Show'}
        </button>
      </div>
    </FieldFrame>
  );
}
