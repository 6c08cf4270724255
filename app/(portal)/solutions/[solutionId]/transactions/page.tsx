import type { Metadata } from 'next';
import { Suspense } from 'react';
import { SyncNow } from '@/components/sync/sync-now';
import { TransactionsView } from '@/components/transactions/transactions-view';
import { ButtonLink } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-header';
import { Skeleton } from '@/components/ui/skeleton';
import { reviewCounts, reviewPage } from '@/db/queries/review';
import { outletsAndRegisters } from '@/db/queries/till-transactions';
import { type Member, requireMember } from '@/lib/auth/session';
import { database } from '@/lib/database';
import { showContext } from '@/lib/review/context';
import { listAddress, readAddress } from '@/lib/review/filters';
import { incompleteShifts } from '@/lib/review/shift-notes';
import { showRow } from '@/lib/review/show';

export const metadata: Metadata = { title: 'Transactions' };

const PAGE_SIZE = 50;

export default async function TransactionsPage({
  params,
  searchParams,
}: PageProps<'/solutions/[solutionId]/transactions'>) {
  const { solutionId } = await params;
  const base = `/solutions/${encodeURIComponent(solutionId)}/transactions`;
  const member = await requireMember(solutionId, base);
  const address = readAddress(await searchParams);
  return (
    <>
      <PageHeader
        title="Transactions"
        intro="Everything that the till recorded, and what became of it in Xero. Times are those of the outlet."
        actions={
          <SyncNow solutionId={solutionId}>
            <ButtonLink href={`${base}/import`}>Import a file</ButtonLink>
          </SyncNow>
        }
      />
      <Suspense key={JSON.stringify(address)} fallback={<Skeleton lines={10} />}>
        <Transactions member={member} base={base} address={address} />
      </Suspense>
    </>
  );
}

type Shown = { member: Member; base: string; address: ReturnType<typeof readAddress> };

async function Transactions({ member, base, address: { filters, place } }: Shown) {
  const db = database();
  const [page, counts, { outlets }, context] = await Promise.all([
    reviewPage(db, member, filters, place, PAGE_SIZE),
    reviewCounts(db, member),
    outletsAndRegisters(db, member),
    showContext(db, member),
  ]);
  const { rows, hasMore } = page;
  const incomplete = await incompleteShifts(db, member, rows);
  const [first, last] = [rows[0], rows.at(-1)];
  const backwards = place?.direction === 'before';
  const pages = {
    newest: place && listAddress(base, filters),
    newer:
      first && place && (!backwards || hasMore)
        ? listAddress(base, filters, { direction: 'before', cursor: first })
        : null,
    older:
      last && (backwards || hasMore)
        ? listAddress(base, filters, { direction: 'after', cursor: last })
        : null,
  };
  return (
    <TransactionsView
      base={base}
      filters={filters}
      place={place}
      outlets={outlets.map(({ id, name, timeZone }) => ({ id, name, timeZone }))}
      counts={counts}
      rows={rows.map((row) => showRow(row, { ...context, incomplete }))}
      pages={pages}
      notStarted={context.startDate === null}
    />
  );
}
