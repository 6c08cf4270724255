import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';

const tones: Record<Tone, string> = {
  neutral: 'bg-sunken text-muted',
  info: 'bg-info-tint text-info',
  success: 'bg-success-tint text-success',
  warning: 'bg-warning-tint text-warning',
  danger: 'bg-danger-tint text-danger',
};

const shape =
  'inline-flex items-center gap-1.5 rounded-sm px-1.5 py-0.5 text-xs font-medium whitespace-nowrap';

/** A word set apart. */
export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={classNames(shape, tones[tone])}>{children}</span>;
}

// The mark differs in form, not only in colour.
const marks: Record<Tone, string> = {
  neutral: 'rounded-full border-[1.5px] border-current',
  info: 'rounded-full border-[1.5px] border-current bg-[linear-gradient(to_right,currentColor_50%,transparent_50%)]',
  success: 'rounded-full bg-current',
  warning: 'rotate-45 bg-current',
  danger: 'bg-current',
};

/** A state: a word with a mark before it, both in the state's tone. */
export function StateBadge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={classNames(shape, tones[tone])}>
      <span aria-hidden="true" className={classNames('size-2 shrink-0', marks[tone])} />
      {children}
    </span>
  );
}
