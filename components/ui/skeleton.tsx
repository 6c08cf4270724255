import { classNames } from './class-names.ts';

/** Grey bars where lines of text will be; one word tells a screen reader to wait. */
export function Skeleton({ lines = 3, className }: { lines?: number; className?: string }) {
  return (
    <div role="status" className={classNames('grid gap-2.5', className)}>
      <span className="sr-only">Loading</span>
      {Array.from({ length: lines }, (_, line) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: bars have no other identity
          key={line}
          aria-hidden="true"
          className="h-3.5 motion-safe:animate-pulse rounded-sm bg-line"
          style={{ width: `${[92, 78, 85, 64][line % 4]}%` }}
        />
      ))}
    </div>
  );
}
