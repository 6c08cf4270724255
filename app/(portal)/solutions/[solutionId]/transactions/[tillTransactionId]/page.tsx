import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { DetailView } from '@/components/transactions/detail-view';
import { TransactionStateBadge } from '@/components/transactions/state-badge';
import { PageHeader } from '@/components/ui/page-header';
import { suspectedDuplicateOf } from '@/db/queries/decide-duplicate';
import { olderReceipts } from '@/db/queries/older-debts';
import { documentsOf, reviewDetail } from '@/db/queries/review-detail';
import { undoGroups } from '@/db/queries/undo';
import { requireMember } from '@/lib/auth/session';
import { database } from '@/lib/database';
import { showContext } from '@/lib/review/context';
import { hasFilters, kindWords, listAddress, readAddress } from '@/lib/review/filters';
import { incompleteShifts } from '@/lib/review/shift-notes';
import { showDetail } from '@/lib/review/show-detail';

export const metadata: Metadata = { title: 'Transaction' };

export default async function TransactionPage({
  params,
  searchParams,
}: PageProps<'/solutions/[solutionId]/transactions/[tillTransactionId]'>) {
  const { solutionId, tillTransactionId } = await params;
  const base = `/solutions/${encodeURIComponent(solutionId)}/transactions`;
  const member = await requireMember(solutionId, `${base}/${encodeURIComponent(tillTransactionId)}`);
  if (!/^\d{1,15}$/.test(tillTransactionId)) notFound();
  const id = Number(tillTransactionId);
  // Of the list that he came from.
  const { filters, place } = readAddress(await searchParams);
  const db = database();
  const [detail, documents, suspected, older, context] = await Promise.all([
    reviewDetail(db, member, id),
    documentsOf(db, member, id),
    suspectedDuplicateOf(db, member, id),
    olderReceipts(db, member, id),
    showContext(db, member),
  ]);
  if (!detail) notFound();
  const undos = await undoGroups(
    db,
    member,
    documents.map((d) => d.id),
  );
  const incomplete = await incompleteShifts(db, member, [detail]);
  const word = kindWords[detail.kind as keyof typeof kindWords] ?? detail.kind;
  return (
    <>
      <PageHeader
        title={`${word} ${detail.recordId}`}
        badge={<TransactionStateBadge state={detail.state} />}
        intro={
          <Link className="link touch" href={listAddress(base, filters, place)}>
            {hasFilters(filters) || place ? 'Back to the list' : 'All transactions'}
          </Link>
        }
      />
      <DetailView {...showDetail(detail, documents, suspected, { ...context, incomplete }, undos, older)} />
    </>
  );
}
