import type { UndoDocument, UndoOutcome } from '@/db/queries/undo';
import type { XeroFailure } from '@/lib/xero/result';
import type { Seen } from '@/lib/xero/undo';
import type { SyncSettings } from './settings.ts';

/** What a look at a document says of undoing it. Pure. */
export type UndoStep =
  /** A person, or we before an answer was lost, did it already. */
  { step: 'gone'; status: 'VOIDED' | 'DELETED' } | { step: 'ask' } | { step: 'refuse'; text: string };

/**
 * What to do with one document of an undo. Whatever Xero would refuse is told before the first call that changes something, as far as
 * it can be seen, so that nothing stays half undone.
 * @param ownIds everything of ours that hangs together here: what else is on the document, somebody put there in Xero
 * @param lockedUntil the last day that is locked in Xero, as last read
 */
export function undoStep(
  { kind, number, documentDate }: Pick<UndoDocument, 'kind' | 'number' | 'documentDate'>,
  seen: Seen,
  ownIds: readonly string[],
  lockedUntil: string | null,
): UndoStep {
  if (seen.status === 'VOIDED' || seen.status === 'DELETED') return { step: 'gone', status: seen.status };
  if (seen.isReconciled) {
    const text = `${number} is reconciled with the bank in Xero. Unreconcile it there (Remove & Redo), then undo it again.`;
    return { step: 'refuse', text };
  }
  if (seen.settledBy.some((id) => !ownIds.includes(id))) {
    const text = `Somebody put a payment or a credit note on ${number} in Xero. Remove it there, then undo it again.`;
    return { step: 'refuse', text };
  }
  const isDraft = seen.status === 'DRAFT' || seen.status === 'SUBMITTED';
  if (!isDraft && lockedUntil !== null && documentDate <= lockedUntil) {
    const text = `${number} is dated ${documentDate}, and Xero is locked up to ${lockedUntil}. Have the lock date moved, press Refresh from Xero under Accounts, then undo it again.`;
    return { step: 'refuse', text };
  }
  if (kind === 'allocation' && seen.xeroId === null) {
    const text = `Xero does not tell under which id it keeps ${number}. Remove the allocation on its credit note in Xero, then undo it again.`;
    return { step: 'refuse', text };
  }
  return { step: 'ask' };
}

/** Turned away at the door, or never left. */
const withoutEffect: readonly XeroFailure['kind'][] = [
  'rate_limited',
  'token_expired',
  'missing_scope',
  'disconnected',
  'not_connected',
  'reconnect',
];

/**
 * What a failed call makes of the undo of a document. Whether it had its effect need not be guessed: the next run looks, and asks again
 * only where the document is still there.
 */
export function afterUndoFailure(
  { documentId, number, attempts }: Pick<UndoDocument, 'documentId' | 'number' | 'attempts'>,
  failure: XeroFailure,
  { maximumAttempts }: Pick<SyncSettings, 'maximumAttempts'>,
): UndoOutcome {
  if (withoutEffect.includes(failure.kind)) return { documentId, state: 'planned' };
  if (failure.kind === 'refused') {
    const why = failure.status === 404 ? 'Xero does not know it any more.' : failure.message;
    const text = `Xero does not undo ${number}: ${why} Mend that in Xero, then undo it again, or undo it there by hand.`;
    return { documentId, state: 'refused', text };
  }
  if (attempts >= maximumAttempts) {
    const text = `Xero did not answer ${attempts} times when asked to undo ${number}. Look in Xero what became of it, then undo it again.`;
    return { documentId, state: 'refused', text };
  }
  return { documentId, state: 'unsure' };
}

/** The rest of an undo of which one document was refused: nothing of it is tried by itself. */
export function stopRest(
  rest: readonly Pick<UndoDocument, 'documentId'>[],
  refused: string,
  undone: readonly string[],
): UndoOutcome[] {
  const before = undone.length > 0 ? ` Undone already: ${undone.join(', ')}.` : '';
  return rest.map(({ documentId }) => ({
    documentId,
    state: 'refused',
    text: `It is still in Xero, since ${refused} could not be undone.${before}`,
  }));
}
