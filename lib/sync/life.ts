import type { UnsureDocument } from '@/db/queries/documents';
import type { DocumentOutcome } from '@/db/queries/outcomes';
import type { Found } from '@/lib/xero/look-up';
import { refusalOf } from '@/lib/xero/refusals';
import type { XeroFailure } from '@/lib/xero/result';
import { type ElementOutcome, elementOutcome, reasonsOf } from '@/lib/xero/send';
import type { SyncSettings } from './settings.ts';

/** What becomes of documents; which steps there are at all is in db/schema/document-moves.ts. */

export const unsure = (documentId: number): DocumentOutcome => ({ documentId, state: 'unsure' });

/**
 * What Xero's answer makes of a document that was sent.
 * @param isRepeat the same bytes were sent before: that something stands in their way may be what they did themselves then
 */
export function afterAnswer(documentId: number, element: ElementOutcome, isRepeat = false): DocumentOutcome {
  switch (element.outcome) {
    case 'accepted': {
      const { xeroId, status: xeroStatus, warnings } = element;
      return {
        documentId,
        state: 'posted',
        xeroId,
        xeroStatus,
        warnings: warnings.length > 0 ? warnings : null,
      };
    }
    case 'different': {
      const { xeroId, status: xeroStatus, why } = element;
      return {
        documentId,
        state: 'stopped',
        xeroId,
        xeroStatus,
        refusalCode: 'different_in_xero',
        refusalText: `Xero accepted it, but not as it was meant: ${why}`,
      };
    }
    case 'refused': {
      const named = refusalOf(element.messages);
      if (named?.isFinal && isRepeat) return unsure(documentId);
      const said = element.messages.join(' ');
      return {
        documentId,
        // What a person has done to it in Xero is not undone by sending it again.
        state: named?.isFinal ? 'stopped' : 'refused',
        refusalCode: named?.code ?? 'xero_refused',
        refusalText: named ? `Xero said: ${said} ${named.advice}` : said,
      };
    }
    // The number exists: ours from a sending whose answer was lost, or somebody's. Only a look can tell.
    case 'exists':
    case 'silent':
      return unsure(documentId);
  }
}

/** Failures after which the call surely had no effect: Xero turned it away at the door, or it never left. */
const withoutEffect: readonly XeroFailure['kind'][] = [
  'rate_limited',
  'token_expired',
  'missing_scope',
  'disconnected',
  'not_connected',
  'reconnect',
];

export type AfterFailure = {
  outcomes: DocumentOutcome[];
  /** Whether the batch is over. Open, its bytes are repeated under its key by the next run, while Xero still knows it. */
  ended: boolean;
  /** Xero understood a call that held one document, and said no: nothing is wrong with the connection. */
  answered: boolean;
};

/**
 * What a call that failed as a whole makes of its documents.
 * @param isRepeat it was sent before: that this call had no effect says nothing of the first one
 */
export function afterFailure(
  documentIds: readonly number[],
  failure: XeroFailure,
  isRepeat: boolean,
): AfterFailure {
  const [only, ...others] = documentIds;
  const reasons = failure.kind === 'refused' && others.length === 0 ? reasonsOf(failure) : [];
  if (only !== undefined && reasons.length > 0) {
    return { outcomes: [afterAnswer(only, elementOutcome(reasons), isRepeat)], ended: true, answered: true };
  }
  const hadNoEffect = withoutEffect.includes(failure.kind);
  if (hadNoEffect && !isRepeat) {
    const outcomes = documentIds.map(
      (documentId): DocumentOutcome => ({ documentId, state: 'planned', neverLeft: true }),
    );
    return { outcomes, ended: true, answered: false };
  }
  // A 5xx is an answer, which Xero would give again under the same key: those documents are looked up. Where the answer was lost, or
  // never asked for, the batch stays open.
  const ended = !hadNoEffect && failure.kind !== 'unreachable';
  return { outcomes: documentIds.map(unsure), ended, answered: false };
}

/** A batch that was begun and never ended: its very bytes go again under its key, while Xero surely still knows the key. */
export const mayRepeat = (ageSeconds: number, settings: Pick<SyncSettings, 'repeatWindowSeconds'>): boolean =>
  ageSeconds < settings.repeatWindowSeconds;

type InDoubt = Pick<UnsureDocument, 'id' | 'secondsSinceSent' | 'emptyLookUps' | 'attempts'>;
type Waits = Pick<SyncSettings, 'firstLookUpAfterSeconds' | 'betweenLookUpsSeconds' | 'maximumAttempts'>;

/** What a look-up makes of a document in doubt. */
export function afterLookUp(document: InDoubt, found: Found, waits: Waits): DocumentOutcome {
  const documentId = document.id;
  switch (found.found) {
    case 'ours':
      return { documentId, state: 'posted', xeroId: found.xeroId, xeroStatus: found.status };
    case 'undone':
      return {
        documentId,
        state: 'undone',
        xeroId: found.xeroId,
        xeroStatus: found.status,
        refusalCode: 'undone_in_xero',
        refusalText: `A person ${found.status === 'DELETED' ? 'deleted' : 'voided'} it in Xero. It is not sent again.`,
      };
    case 'different':
      return { documentId, state: 'stopped', refusalCode: 'different_in_xero', refusalText: found.why };
    case 'nothing':
      return afterEmptyLookUp(document, waits);
  }
}

/**
 * Surely not there needs two empty look-ups some time apart, the first long after the last sending: a slow first request must
 * not cross a second one.
 */
function afterEmptyLookUp(document: InDoubt, waits: Waits): DocumentOutcome {
  const documentId = document.id;
  const tooEarly = waits.firstLookUpAfterSeconds - document.secondsSinceSent;
  if (tooEarly > 0) return { documentId, state: 'unsure', notBeforeSeconds: tooEarly };
  if (document.emptyLookUps === 0) {
    return { documentId, state: 'unsure', notBeforeSeconds: waits.betweenLookUpsSeconds, emptyLookUp: true };
  }
  if (document.attempts >= waits.maximumAttempts) {
    return {
      documentId,
      state: 'stopped',
      refusalCode: 'never_arrives',
      refusalText: `It was sent ${document.attempts} times and never arrived in Xero. Please contact support.`,
    };
  }
  return { documentId, state: 'planned' };
}
