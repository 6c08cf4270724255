import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type AlertKind = 'info' | 'success' | 'warning' | 'danger';

const kinds: Record<AlertKind, { box: string; word: string }> = {
  info: { box: 'border-info/35 bg-info-tint text-info', word: 'Note' },
  success: { box: 'border-success/35 bg-success-tint text-success', word: 'Done' },
  warning: { box: 'border-warning/35 bg-warning-tint text-warning', word: 'Attention' },
  danger: { box: 'border-danger/35 bg-danger-tint text-danger', word: 'Problem' },
};

/** A message. Dangers and warnings interrupt a screen reader, the others wait. The kind is also a word, not only a colour. */
export function Alert({
  kind = 'info',
  title,
  children,
  action,
}: {
  kind?: AlertKind;
  title?: ReactNode;
  children?: ReactNode;
  /** A button or link that mends it. */
  action?: ReactNode;
}) {
  const { box, word } = kinds[kind];
  return (
    <div
      role={kind === 'danger' || kind === 'warning' ? 'alert' : 'status'}
      className={classNames('flex flex-wrap items-start gap-x-4 gap-y-2 rounded border px-3 py-2.5', box)}
    >
      <div className="min-w-0 flex-1 basis-56">
        <span className="sr-only">{word}: </span>
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className="text-ink [overflow-wrap:anywhere]">{children}</div>}
      </div>
      {action && <div className="shrink-0">{action}</div>}
    </div>
  );
}
