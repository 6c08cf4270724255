import Link from 'next/link';
import { COUNTED_UP_TO, type ReviewCounts } from '@/db/queries/review';
import type { ShownState } from '@/db/queries/review-state';

const figure = (count: number) =>
  count > COUNTED_UP_TO ? `over ${COUNTED_UP_TO.toLocaleString('en-GB')}` : count.toLocaleString('en-GB');

/** How many there are, and the way to those that somebody has to look at. */
export function CountStrip({ base, counts }: { base: string; counts: ReviewCounts }) {
  const shown: { word: string; count: number; state?: ShownState; loud?: boolean }[] = [
    { word: 'Transactions', count: counts.all },
    { word: 'Waiting', count: counts.waiting, state: 'waiting' },
    { word: 'Before start', count: counts.beforeStart, state: 'before_start' },
    { word: 'Documents under way', count: counts.underWay },
    { word: 'Awaiting approval', count: counts.awaitingApproval, state: 'awaiting_approval' },
    { word: 'Held', count: counts.held, state: 'held', loud: true },
    { word: 'Documents refused', count: counts.refused, state: 'refused', loud: true },
  ];
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2">
      {shown.map(({ word, count, state, loud }) => (
        <div key={word}>
          <dt className="text-xs text-muted">{word}</dt>
          <dd
            className={loud && count > 0 ? 'text-base font-semibold text-danger' : 'text-base font-semibold'}
          >
            {state && count > 0 ? (
              <Link className="link touch" href={`${base}?state=${state}`}>
                {figure(count)}
              </Link>
            ) : (
              figure(count)
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
