import {
  type DocumentOutcome,
  recordOutcomes,
  type UnsureDocument,
  unsureDocuments,
} from '@/db/queries/documents';
import { documentKindsInOrder, type PlannedDocument } from '@/lib/accounting/document';
import type { XeroAccess } from '@/lib/xero/client';
import { type Found, lookUp, lookUpLimit } from '@/lib/xero/look-up';
import { haltOf } from './halt.ts';
import type { Halt, Run } from './run.ts';
import { takeUpOpenBatches } from './send.ts';
import type { SyncSettings } from './settings.ts';

/** Step 4: settles what is in doubt before anything new is sent. */
export async function settle(run: Run, xero: XeroAccess): Promise<Halt | null> {
  const halt = await takeUpOpenBatches(run, xero);
  if (halt) return halt;
  for (const kind of documentKindsInOrder) {
    for (;;) {
      const stop = await run.at('settle');
      if (stop) return stop;
      const unsure = await unsureDocuments(run.db, xero, kind, lookUpLimit(kind));
      if (unsure.length === 0) break;
      run.counts.calls++;
      const sought = unsure.map((d) => ({
        number: d.number,
        document: d.content as PlannedDocument,
        ids: d.dependencyIds,
      }));
      const answer = await lookUp(xero, kind, sought);
      if (!answer.ok) return haltOf(answer);
      const outcomes = unsure.map((d) => outcomeOf(d, answer.value.get(d.number)!, run.settings));
      await recordOutcomes(run.db, { ...run.scope, owner: run.owner }, outcomes);
      run.counts.posted += outcomes.filter((o) => o.state === 'posted').length;
    }
  }
  return null;
}

/** What a look-up makes of a document in doubt. Pure, so that every case can be shown. */
export function outcomeOf(document: UnsureDocument, found: Found, settings: SyncSettings): DocumentOutcome {
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
      return emptyLookUp(document, settings);
  }
}

/**
 * Surely not there needs two empty look-ups some time apart, the first long after the last sending: a slow first request must
 * not cross a second one.
 */
function emptyLookUp(document: UnsureDocument, settings: SyncSettings): DocumentOutcome {
  const documentId = document.id;
  const tooEarly = settings.firstLookUpAfterSeconds - document.secondsSinceSent;
  if (tooEarly > 0) return { documentId, state: 'unsure', notBeforeSeconds: tooEarly };
  if (document.emptyLookUps === 0) {
    return {
      documentId,
      state: 'unsure',
      notBeforeSeconds: settings.betweenLookUpsSeconds,
      emptyLookUp: true,
    };
  }
  if (document.attempts >= settings.maximumAttempts) {
    return {
      documentId,
      state: 'stopped',
      refusalCode: 'never_arrives',
      refusalText: `It was sent ${document.attempts} times and never arrived in Xero. Please contact support.`,
    };
  }
  return { documentId, state: 'planned' };
}
