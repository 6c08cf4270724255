import type { ReviewDocument } from '@/db/queries/review';
import type { DetailDocument, ReviewDetail } from '@/db/queries/review-detail';
import { deepLink, type ShowContext, type ShownDocument } from './show.ts';

/** One version of a record, and what it became. */
export type ShownVersion = {
  version: number;
  /** Its own page; null: it is the one that is shown. */
  href: string | null;
  totalMinor: number;
  /** What became of it, in words, before its documents. */
  words: string;
  documents: (Pick<ShownDocument, 'kind' | 'type' | 'number' | 'href'> & { key: string })[];
};

type Made = Pick<ReviewDocument, 'kind' | 'type' | 'number' | 'xeroId' | 'accountId'>;

/** All versions of a record, oldest first, so that it is seen which document corrects which; none where there is but one. Pure. */
export function showVersions(
  detail: ReviewDetail,
  documents: readonly DetailDocument[],
  context: ShowContext,
): ShownVersion[] {
  if (detail.versions.length === 0) return [];
  const ownDocuments: Made[] = documents.filter(
    // A payment by which a correction pays a debt hangs on an earlier version's invoice, and stands for itself.
    ({ kind, role }) =>
      detail.kind === 'payment' || (kind !== 'payment' && kind !== 'allocation') || /:payment:.*:/.test(role),
  );
  const { id, version, state, voided, totalMinor } = detail;
  const all = [...detail.versions, { id, version, state, voided, totalMinor, documents: ownDocuments }];
  const inOrder = all.sort((a, b) => a.version - b.version);
  return inOrder.map((one, i) => {
    const earlier = inOrder.slice(0, i).some(({ documents }) => documents.length > 0);
    const said = one.voided ? 'Voided at the till' : i === 0 ? 'As it came first' : 'Changed at the till';
    return {
      version: one.version,
      href: one.id === id ? null : `/solutions/${context.solutionId}/transactions/${one.id}`,
      totalMinor: one.totalMinor,
      words: `${said}; ${becameWords(one, earlier)}`,
      documents: one.documents.map((d) => ({
        ...{ kind: d.kind, type: d.type, number: d.number, href: deepLink(d, context) },
        key: `${d.kind} ${d.number}`,
      })),
    };
  });
}

function becameWords(
  { documents, state }: { documents: readonly unknown[]; state: string },
  hasEarlier: boolean,
): string {
  if (documents.length > 0) return hasEarlier ? 'what was posted is corrected by' : 'posted as';
  switch (state) {
    case 'superseded':
      return 'a newer version took its place before it was posted.';
    case 'held':
      return 'held.';
    case 'pending':
    case 'waiting':
    case 'before_start':
      return 'not planned yet.';
    default:
      return 'nothing is to be posted for it.';
  }
}
