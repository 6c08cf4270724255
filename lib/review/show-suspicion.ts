import type { SuspectedDuplicate } from '@/db/queries/decide-duplicate';
import type { HistoryEntry } from './show.ts';

/** A suspected duplicate that waits for a person, as its page shows it. */
export type ShownSuspicion = {
  /** Where the decision is sent. */
  url: string;
  tillTransactionId: number;
  other: {
    href: string;
    recordId: string;
    localTime: string;
    currency: string;
    totalMinor: number;
    origin: string;
  } | null;
};

/** What a person is asked about a suspected duplicate; null: nothing. Pure. */
export function showSuspicion(
  suspected: SuspectedDuplicate | null,
  { solutionId, tillTransactionId }: { solutionId: string; tillTransactionId: number },
): ShownSuspicion | null {
  if (!suspected?.waits) return null;
  const { other } = suspected;
  return {
    url: `/api/solutions/${solutionId}/duplicate`,
    tillTransactionId,
    other: other && {
      href: `/solutions/${solutionId}/transactions/${other.id}`,
      recordId: other.recordId,
      localTime: other.localTime,
      currency: other.currency,
      totalMinor: other.totalMinor,
      origin: other.fileName ? `from the file “${other.fileName}”` : 'from the till',
    },
  };
}

/** What was decided, as an entry of the record's history. Pure. */
export function decisionEntry(suspected: SuspectedDuplicate | null): HistoryEntry[] {
  if (!suspected?.decision || !suspected.decidedAt) return [];
  const { decision, decidedAt, decidedBy, other } = suspected;
  const than = other?.recordId ?? 'one that is no longer here';
  const what = decision === 'same' ? `the same as ${than}` : `another sale than ${than}`;
  return [{ at: decidedAt, text: `${decidedBy ?? 'Somebody'} said that it is ${what}.` }];
}
