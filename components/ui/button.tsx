'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type ComponentProps, type ReactNode, useContext, useTransition } from 'react';
import { classNames } from './class-names.ts';
import { FormContext } from './form.tsx';
import { useHydrated } from './use-hydrated.ts';

export type ButtonLook = 'primary' | 'secondary' | 'danger' | 'ghost';

const looks: Record<ButtonLook, string> = {
  primary:
    'border-accent bg-accent text-on-accent not-disabled:hover:border-accent-hover not-disabled:hover:bg-accent-hover',
  secondary: 'border-line-strong bg-surface text-ink not-disabled:hover:bg-sunken',
  danger: 'border-danger bg-surface text-danger not-disabled:hover:bg-danger-tint',
  ghost: 'border-transparent text-accent not-disabled:hover:bg-accent-tint',
};

/** The classes of a button, for the rare element that must look like one. */
export const buttonClass = (look: ButtonLook = 'secondary', small = false) =>
  classNames(
    'inline-flex items-center justify-center gap-2 justify-self-start rounded border font-medium whitespace-nowrap disabled:opacity-60',
    small ? 'min-h-7 px-2 text-xs' : 'min-h-9 px-3.5 text-sm',
    looks[look],
  );

function Spinner() {
  return (
    <span
      aria-hidden="true"
      className="size-3.5 motion-safe:animate-spin rounded-full border-2 border-current border-r-transparent"
    />
  );
}

type ButtonProps = Omit<ComponentProps<'button'>, 'className'> & {
  look?: ButtonLook;
  small?: boolean;
  /** Something is under way that this button began; it cannot be pressed again meanwhile. Its name stays the same. */
  busy?: boolean;
  className?: string;
};

/**
 * A button. It cannot be pressed before the page's scripts are there, since the press would be lost. Inside a `Form` a submit button
 * shows when the form is being sent.
 */
export function Button({
  look = 'secondary',
  small = false,
  busy,
  type = 'button',
  disabled,
  className,
  children,
  ...rest
}: ButtonProps) {
  const form = useContext(FormContext);
  const isHydrated = useHydrated();
  const isSubmit = type === 'submit';
  const isReady = isSubmit ? form.ready : isHydrated || !rest.onClick;
  const isBusy = busy ?? (isSubmit && form.busy);
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled || isBusy || !isReady}
      aria-busy={isBusy || undefined}
      className={classNames(buttonClass(look, small), className)}
    >
      {isBusy && <Spinner />}
      {children}
    </button>
  );
}

type LinkProps = {
  href: string;
  look?: ButtonLook;
  small?: boolean;
  className?: string;
  children: ReactNode;
};

/** A link that looks like a button. */
export function ButtonLink({ href, look = 'secondary', small = false, className, children }: LinkProps) {
  return (
    <Link href={href} className={classNames(buttonClass(look, small), className)}>
      {children}
    </Link>
  );
}

/** A real button that goes to another page of the portal; without scripts it is a form that does the same. */
export function ButtonTo({ href, look = 'secondary', small = false, className, children }: LinkProps) {
  const router = useRouter();
  const [busy, start] = useTransition();
  return (
    <form
      action={href}
      method="get"
      onSubmit={(event) => {
        event.preventDefault();
        start(() => router.push(href));
      }}
    >
      <button
        type="submit"
        aria-busy={busy || undefined}
        className={classNames(buttonClass(look, small), className)}
      >
        {children}
      </button>
    </form>
  );
}
