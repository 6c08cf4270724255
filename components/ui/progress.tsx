/** How far something is. Without `max` it is under way and nobody knows how far. */
export function Progress({ label, value, max }: { label: string; value: number; max?: number }) {
  const known = max !== undefined && max > 0;
  const percent = known ? Math.min(100, Math.round((value / max) * 100)) : undefined;
  return (
    <div className="grid gap-1">
      <div className="flex justify-between gap-4 text-[0.8125rem]">
        <span>{label}</span>
        <span className="text-muted tabular-nums">{known ? `${value} of ${max}` : ''}</span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className="h-1.5 overflow-hidden rounded-full bg-sunken"
      >
        <div
          className={
            known ? 'h-full bg-accent transition-[width]' : 'h-full w-1/3 motion-safe:animate-pulse bg-accent'
          }
          style={known ? { width: `${percent}%` } : undefined}
        />
      </div>
    </div>
  );
}
