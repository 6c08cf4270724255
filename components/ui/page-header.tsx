import type { ReactNode } from 'react';

/** The page's one first-level heading, a sentence below it, and what can be done with the whole page. */
export function PageHeader({
  title,
  intro,
  badge,
  actions,
}: {
  title: string;
  intro?: ReactNode;
  badge?: ReactNode;
  /** Stands in the header's own row, which wraps; it may bring a line of its own below. */
  actions?: ReactNode;
}) {
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
          {badge}
        </div>
        {intro && <div className="mt-1 max-w-prose text-muted">{intro}</div>}
      </div>
      {actions}
    </div>
  );
}
