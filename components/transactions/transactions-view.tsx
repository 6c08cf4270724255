import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Card } from '@/components/ui/section';
import type { ReviewCounts, ReviewFilters } from '@/db/queries/review';
import { hasFilters } from '@/lib/review/filters';
import type { ShownRow } from '@/lib/review/show';
import { CountStrip } from './count-strip.tsx';
import { FilterBar } from './filter-bar.tsx';
import { Pager } from './pager.tsx';
import { TransactionsTable } from './transactions-table.tsx';

/** Every till transaction, and what became of it in Xero. */
export function TransactionsView({
  base,
  filters,
  outlets,
  counts,
  rows,
  pages,
  notStarted,
}: {
  base: string;
  filters: ReviewFilters;
  outlets: { id: number; name: string }[];
  counts: ReviewCounts;
  rows: ShownRow[];
  pages: { newest: string | null; newer: string | null; older: string | null };
  notStarted: boolean;
}) {
  return (
    <>
      <CountStrip base={base} counts={counts} />
      <Card flush className="min-w-0">
        <FilterBar base={base} filters={filters} outlets={outlets} />
        {rows.length > 0 && <TransactionsTable base={base} rows={rows} />}
        {rows.length === 0 && hasFilters(filters) && (
          <EmptyState title="Nothing matches">
            No till transaction has all of this. Numbers are looked for whole, as the till or Xero shows them.
          </EmptyState>
        )}
        {rows.length === 0 && !hasFilters(filters) && (
          <EmptyState
            title="Nothing has come from the till yet"
            action={<ButtonLink href={`${base}/import`}>Import a file</ButtonLink>}
          >
            {notStarted
              ? 'Connect the till under Set-up and press Sync now, or import a file of it.'
              : 'Press Sync now to ask the till, or import a file of it.'}
          </EmptyState>
        )}
        <Pager {...pages} />
      </Card>
    </>
  );
}
