'use client';

import { type ComponentProps, createContext } from 'react';
import { Alert } from './alert.tsx';
import { classNames } from './class-names.ts';
import { useHydrated } from './use-hydrated.ts';

/** What a submit button wants to know of the form around it. Outside a form it is ready. */
export const FormContext = createContext({ ready: true, busy: false });

type FormProps = ComponentProps<'form'> & {
  busy?: boolean;
  /** What went wrong that belongs to no single field; shown above the fields and announced. */
  error?: string | null;
};

/**
 * A form that scripts send. Its submit button waits for them, and the method is POST, so that a browser which is faster
 * than the scripts never writes what was typed into the address.
 */
export function Form({ busy = false, error, className, children, ...rest }: FormProps) {
  const ready = useHydrated();
  return (
    <FormContext.Provider value={{ ready, busy }}>
      <form {...rest} method="post" noValidate className={classNames('grid gap-4', className)}>
        {error && <Alert kind="danger">{error}</Alert>}
        {children}
      </form>
    </FormContext.Provider>
  );
}
