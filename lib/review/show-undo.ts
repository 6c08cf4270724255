import type { DetailDocument } from '@/db/queries/review-detail';
import type { UndoMember } from '@/db/queries/undo';
import { documentWord } from './document-words.ts';
import type { HistoryEntry } from './show.ts';

/** Kinds that Xero lets a client take back, as a screen may know them. */
const undoable = ['invoice', 'credit_note', 'payment', 'allocation', 'bank_transaction', 'bank_transfer'];

/** Whether it may be asked for: it is in Xero, and of a kind that can be taken back. */
export const isUndoable = ({ state, kind }: Pick<UndoMember, 'state' | 'kind'>) =>
  state === 'posted' && undoable.includes(kind);

/** Whether a member of the retailer had it undone. */
export const isUndone = (documentId: number, members: readonly UndoMember[]): boolean =>
  members.some((m) => m.id === documentId && m.undo?.state === 'done');

export type ShownUndo = {
  url: string;
  documentId: number;
  number: string;
  /** What would happen, in order, each a plain sentence. */
  steps: string[];
  /** What else is to be known before it is asked for. */
  notes: string[];
  /** Under way; null: it is not. */
  progress: string | null;
  /** What it waits for, and what to do about it; null: it goes on by itself. */
  waits: string | null;
  /** Why the last try ended; null: it did not, or there was none. */
  refusal: string | null;
  /** When and by whom it was undone. */
  done: { by: string; at: string } | null;
};

/**
 * What an undo waits for that no run can bring: a solution that is switched off is not worked on, and nothing is changed in books that
 * Xero does not let the portal into. A sentence with what to do; null: nothing.
 * @param organisationName of the books that the documents are in
 * @param connectionState of the connection to them; null: there is none
 */
export function undoWaitsFor(of: {
  isDeactivated: boolean;
  connectionState: string | null;
  organisationName: string | null;
}): string | null {
  if (of.isDeactivated)
    return 'The plug-in is deactivated. Activate it under Set It Up, and it is undone then.';
  if (of.connectionState === 'live') return null;
  const books = of.organisationName ?? 'The organisation';
  return of.connectionState === null
    ? `${books} is not connected any more. Connect it again under Set It Up, and it is undone then; or undo it in Xero by hand.`
    : `Xero does not let the portal into ${books} any more. Press Grant authorization under Set It Up, and it is undone then.`;
}

/**
 * The undo of one document as its page shows it; null: there is nothing to undo and nothing was.
 * @param members of the undo groups of all documents on the page
 * @param waitsFor of `undoWaitsFor`
 */
export function showUndo(
  documentId: number,
  members: readonly UndoMember[],
  solutionId: string,
  waitsFor: string | null,
): ShownUndo | null {
  const group = members.filter((m) => m.rootId === documentId);
  const root = group.find((m) => m.id === documentId);
  if (!root) return null;
  const { undo, number } = root;
  const done =
    undo?.state === 'done' && undo.endedAt !== null ? { by: undo.askedBy, at: undo.endedAt } : null;
  if (!done && !isUndoable(root)) return null;
  const progress = undo ? progressWords(undo.state, group) : null;
  return {
    url: `/api/solutions/${solutionId}/undo`,
    ...{ documentId, number, done },
    steps: done ? [] : group.flatMap(stepWords),
    notes: done ? [] : [...notesOf(root), ...(waitsFor === null ? [] : [`It has to wait: ${waitsFor}`])],
    progress,
    waits: progress === null ? null : waitsFor,
    refusal: undo?.state === 'refused' ? undo.refusalText : null,
  };
}

function stepWords(member: UndoMember): string[] {
  const { kind, type, number, state, xeroStatus } = member;
  const word = documentWord({ kind: kind as DetailDocument['kind'], type });
  if (state === 'planned' || state === 'refused') return [`${word} ${number} is not sent any more.`];
  if (state === 'sending' || state === 'unsure')
    return [`${word} ${number} is looked up first, then deleted.`];
  if (state !== 'posted') return [];
  const isDraft = xeroStatus === 'DRAFT' || xeroStatus === 'SUBMITTED';
  if (kind === 'allocation') return [`${word} ${number} is taken off again.`];
  const isVoided = (kind === 'invoice' || kind === 'credit_note') && !isDraft;
  return [`${word} ${number} is ${isVoided ? 'voided' : 'deleted'}.`];
}

function notesOf({ kind, records, number }: UndoMember): string[] {
  const notes: string[] = [];
  if (records > 1) {
    notes.push(`${number} is a summary: all ${records} till records in it are undone together.`);
  }
  notes.push(
    kind === 'invoice' || kind === 'credit_note'
      ? 'It is not posted again: Xero keeps the number of a voided document for ever. What is right has to be entered in Xero by hand.'
      : 'It is not posted again by itself. What is right has to be entered in Xero by hand.',
  );
  return notes;
}

function progressWords(
  state: NonNullable<UndoMember['undo']>['state'],
  group: readonly UndoMember[],
): string | null {
  if (state === 'done' || state === 'refused') return null;
  const doubtful = group.find((m) => m.state === 'sending' || m.state === 'unsure');
  if (doubtful) return `Waits until ${doubtful.number}, which is in doubt, has been looked up.`;
  const left = group.filter((m) => m.state === 'posted').length;
  if (state === 'unsure') return 'Xero’s answer was lost. It is looked up, and undone if it is still there.';
  return left < group.length
    ? `Being undone: ${left} of ${group.length} to go.`
    : 'Asked for. It begins with the next call to Xero.';
}

/** What people did to the documents on the page, for its history. */
export function undoEntries(
  documents: readonly Pick<DetailDocument, 'id' | 'number'>[],
  members: readonly UndoMember[],
): HistoryEntry[] {
  return documents.flatMap(({ id, number }): HistoryEntry[] => {
    const undo = members.find((m) => m.id === id && m.rootId === id)?.undo;
    if (!undo) return [];
    const asked = { at: undo.askedAt, text: `${undo.askedBy} asked to undo ${number} in Xero.` };
    if (undo.endedAt === null) return [asked];
    const ended = undo.state === 'done' ? `${number} was undone.` : `${number} could not be undone.`;
    return [asked, { at: undo.endedAt, text: ended }];
  });
}
