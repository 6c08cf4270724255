import { Alert } from '@/components/ui/alert';
import { ButtonLink } from '@/components/ui/button';
import { dayText } from '@/components/ui/day';
import { EmptyState } from '@/components/ui/empty-state';
import { Card } from '@/components/ui/section';
import type { ReviewCounts, ReviewFilters } from '@/db/queries/review';
import { inboxWords } from '@/lib/review/count-words';
import { daysReversed, hasFilters, listAddress, type Place } from '@/lib/review/filters';
import type { ShownRow } from '@/lib/review/show';
import { CountStrip } from './count-strip.tsx';
import { FilterBar } from './filter-bar.tsx';
import { Pager } from './pager.tsx';
import { TransactionsTable } from './transactions-table.tsx';

/** Every till transaction, and what became of it in Xero. */
export function TransactionsView({
  base,
  filters,
  place,
  outlets,
  counts,
  rows,
  pages,
  notStarted,
}: {
  base: string;
  filters: ReviewFilters;
  place: Place;
  outlets: { id: number; name: string; timeZone: string }[];
  counts: ReviewCounts;
  rows: ShownRow[];
  pages: { newest: string | null; newer: string | null; older: string | null };
  notStarted: boolean;
}) {
  const isFirstEver = rows.length === 0 && !hasFilters(filters);
  return (
    <>
      <CountStrip base={base} counts={counts} />
      {counts.inbox > 0 && !isFirstEver && <Alert>{inboxWords(counts.inbox)}.</Alert>}
      <Card flush className="min-w-0">
        <FilterBar base={base} filters={filters} outlets={outlets} />
        {rows.length > 0 && (
          <TransactionsTable
            // There the way back leads to the same page of the same list.
            addressOf={(id) => listAddress(`${base}/${id}`, filters, place)}
            rows={rows}
            withZone={new Set(outlets.map(({ timeZone }) => timeZone)).size > 1}
          />
        )}
        {daysReversed(filters) && (
          <EmptyState title="The days are the wrong way round">
            From day is {dayText(filters.from!)}, which is later than To day, {dayText(filters.to!)}. Exchange
            the two.
          </EmptyState>
        )}
        {rows.length === 0 && hasFilters(filters) && !daysReversed(filters) && (
          <EmptyState title="Nothing matches">
            No till transaction has all of this. Numbers are looked for whole, as the till or Xero shows them.
          </EmptyState>
        )}
        {isFirstEver && counts.inbox > 0 && (
          <EmptyState title={inboxWords(counts.inbox)}>
            Press Sync now to have them read at once. Then they stand here.
          </EmptyState>
        )}
        {isFirstEver && counts.inbox === 0 && (
          <EmptyState
            title="Nothing has come from the till yet"
            action={<ButtonLink href={`${base}/import`}>Import a file</ButtonLink>}
          >
            {notStarted
              ? 'Connect the till under Set It Up and press Sync now, or import a file of it.'
              : 'Press Sync now to ask the till, or import a file of it.'}
          </EmptyState>
        )}
        <Pager {...pages} />
      </Card>
    </>
  );
}
