import Link from 'next/link';
import type { ShownRow } from '@/lib/review/show';

/** Why something is held or refused, in full, with the way to mend it. */
export function Reason({ reason, mend, state }: Pick<ShownRow, 'reason' | 'mend' | 'state'>) {
  if (!reason) return null;
  return (
    <p className={state === 'refused' ? 'text-danger' : 'text-warning'}>
      {reason}{' '}
      {mend?.href && (
        <Link className="link touch" href={mend.href}>
          {mend.words}
        </Link>
      )}
    </p>
  );
}
