import {
  beginUndo,
  openUndoRoots,
  recordUndo,
  takeUpUndo,
  type UndoDocument,
  type UndoGroup,
  type UndoOutcome,
} from '@/db/queries/undo';
import type { PlannedDocument } from '@/lib/accounting/document';
import type { OrganisationFacts } from '@/lib/accounting/organisation';
import { passes } from '@/lib/failpoint/failpoint';
import type { XeroAccess } from '@/lib/xero/client';
import type { XeroFailure } from '@/lib/xero/result';
import { lookAt, type Seen, takeBack } from '@/lib/xero/undo';
import { haltOf } from './halt.ts';
import type { Halt, Run } from './run.ts';
import { afterUndoFailure, stopRest, type UndoStep, undoStep } from './undo-decisions.ts';

/**
 * Takes back in Xero what a person has asked to be undone: payments and allocations first, then the document. It comes after what was
 * in doubt is settled and before anything new is sent, so that nothing hangs itself on a document that is going.
 */
export async function undo(
  run: Run,
  xero: XeroAccess,
  { lockedUntil }: Pick<OrganisationFacts, 'lockedUntil'>,
): Promise<Halt | null> {
  for (const rootId of await openUndoRoots(run.db, xero)) {
    const group = await takeUpUndo(run.db, { ...run.scope, owner: run.owner }, rootId);
    await passes('undo_taken_up');
    // Looked up when its time comes; the undo goes on after that.
    if (group.waitsFor !== null) continue;
    const halt = await undoGroup(run, xero, group, lockedUntil);
    if (halt) return halt;
  }
  return null;
}

async function undoGroup(
  run: Run,
  xero: XeroAccess,
  { documents, ownIds, blockedBy }: UndoGroup,
  lockedUntil: string | null,
): Promise<Halt | null> {
  if (blockedBy !== null)
    return record(
      run,
      stopRest(documents, blockedBy, []),
      'undo_refused',
      `${blockedBy} could not be undone.`,
    );
  // Everything is looked at before anything is changed.
  const sights: Sight[] = [];
  for (const document of documents) {
    const halt = await run.at('undo');
    if (halt) return halt;
    run.counts.calls++;
    const seen = await lookAt(xero, inXero(document));
    if (!seen.ok) {
      if (!(await beginUndo(run.db, owned(run), document.documentId))) return { why: 'lease_lost' };
      return recordFailure(run, document, seen, documents, []);
    }
    const step = undoStep(document, seen.value, ownIds, lockedUntil);
    sights.push({ document, seen: seen.value, step });
  }
  const gone = sights.flatMap(({ document: { documentId }, step }): UndoOutcome[] =>
    step.step === 'gone' ? [{ documentId, state: 'done', xeroStatus: step.status }] : [],
  );
  const here = sights.filter(({ step }) => step.step !== 'gone');
  for (const { document, step } of here) {
    if (step.step !== 'refuse') continue;
    const rest = here.map((s) => s.document).filter((d) => d !== document);
    const refused: UndoOutcome = { documentId: document.documentId, state: 'refused', text: step.text };
    const stopped = stopRest(rest, document.number, []);
    return record(run, [...gone, refused, ...stopped], 'undo_refused', step.text);
  }
  await record(run, gone, here.length === 0 ? 'undone' : null, undoneText(documents));
  for (const [i, { document, seen }] of here.entries()) {
    const halt = await run.at('undo');
    if (halt) return halt;
    if (!(await beginUndo(run.db, owned(run), document.documentId))) return { why: 'lease_lost' };
    await passes('undo_noted');
    run.counts.calls++;
    const answer = await takeBack(xero, inXero(document), seen);
    await passes('undo_answered');
    const [before, left] = [here.slice(0, i), here.slice(i)].map((some) => some.map((s) => s.document));
    if (!answer.ok) return recordFailure(run, document, answer, left!, before!);
    const done: UndoOutcome = { documentId: document.documentId, state: 'done', xeroStatus: answer.value };
    await record(run, [done], left!.length === 1 ? 'undone' : null, undoneText(documents));
  }
  return null;
}

type Sight = { document: UndoDocument; seen: Seen; step: UndoStep };

const undoneText = (documents: readonly UndoDocument[]) =>
  `Undone in Xero: ${documents.map((d) => d.number).join(', ')}.`;

/**
 * A call failed: what is known is written down. A refusal ends this undo and leaves the rest of the run alone.
 * @param left the documents that are still in Xero, this one among them
 * @param before those that were undone in this run
 */
async function recordFailure(
  run: Run,
  document: UndoDocument,
  failure: XeroFailure,
  left: readonly UndoDocument[],
  before: readonly UndoDocument[],
): Promise<Halt | null> {
  const outcome = afterUndoFailure({ ...document, attempts: document.attempts + 1 }, failure, run.settings);
  if (outcome.state !== 'refused') {
    await record(run, [outcome], null);
    return haltOf(failure);
  }
  const rest = left.filter((d) => d !== document);
  const stopped = stopRest(
    rest,
    document.number,
    before.map((d) => d.number),
  );
  await record(run, [outcome, ...stopped], 'undo_refused', outcome.text);
  return failure.kind === 'refused' ? null : haltOf(failure);
}

/** @param kind of the event that is written down with it; null: none */
async function record(
  run: Run,
  outcomes: readonly UndoOutcome[],
  kind: 'undone' | 'undo_refused' | null,
  text = '',
): Promise<null> {
  if (outcomes.length === 0) return null;
  const happened = kind === null ? undefined : { kind, text, syncRunId: run.runId };
  await recordUndo(run.db, owned(run), outcomes, happened);
  await passes('undo_recorded');
  return null;
}

const owned = (run: Run) => ({ ...run.scope, owner: run.owner });

const inXero = ({ xeroId, content, dependencyIds }: UndoDocument) => ({
  ...{ xeroId, document: content as PlannedDocument, ids: dependencyIds },
});
