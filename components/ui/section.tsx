import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

/** A bordered surface. `flush` leaves out the padding, for a table that reaches its edges. */
export function Card({
  flush = false,
  className,
  children,
}: {
  flush?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div className={classNames('rounded-md border border-line bg-surface', !flush && 'p-4', className)}>
      {children}
    </div>
  );
}

/** A part of a page with a heading of its own, which also names it as a region. */
export function Section({
  title,
  intro,
  actions,
  flush = false,
  headingLevel: Heading = 'h2',
  children,
}: {
  title: ReactNode;
  intro?: ReactNode;
  actions?: ReactNode;
  flush?: boolean;
  headingLevel?: 'h2' | 'h3';
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="min-w-0 rounded-md border border-line bg-surface">
      <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-3">
        <div className="min-w-0">
          <Heading id={id} className="text-[0.9375rem] font-semibold">
            {title}
          </Heading>
          {intro && <div className="mt-0.5 text-[0.8125rem] text-muted">{intro}</div>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      <div className={flush ? undefined : 'p-4'}>{children}</div>
    </section>
  );
}
