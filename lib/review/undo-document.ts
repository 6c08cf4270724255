import type { Db } from '@/db/client';
import { lockSolution } from '@/db/queries/decide-duplicate';
import { appendEvent } from '@/db/queries/events';
import type { Scope } from '@/db/queries/scope';
import { askUndo, undoGroups } from '@/db/queries/undo';
import { Failure } from '@/lib/http/failure';
import { isUndoable } from './show-undo.ts';
import type { UndoInput } from './undo-schema.ts';

/**
 * *Undo in Xero*, of one document and what hangs on it. It is written down here and carried out by the conductor; asked for twice it is
 * one undo and one event.
 * @throws Failure
 */
export async function undoDocument(
  db: Db,
  who: Scope & { personId: string },
  { documentId }: UndoInput,
): Promise<void> {
  const { retailerId, solutionId, personId } = who;
  const scope = { retailerId, solutionId };
  await db.transaction(async (dbTx) => {
    await lockSolution(dbTx, scope);
    const group = await undoGroups(dbTx, scope, [documentId]);
    const root = group.find((d) => d.id === documentId);
    if (!root) throw new Failure(404, 'no_such_document', 'There is no such document.');
    if (root.state === 'undone') return;
    if (!isUndoable(root)) {
      throw new Failure(
        409,
        'cannot_be_undone',
        `${root.number} cannot be undone: only what is posted can, and no contact.`,
      );
    }
    const asked = await askUndo(dbTx, { ...scope, personId }, documentId);
    if (asked === 0) return;
    const others = group.filter((d) => d.id !== documentId && d.state === 'posted').map((d) => d.number);
    await appendEvent(dbTx, {
      ...scope,
      personId,
      kind: 'undo_asked',
      text: `${root.number} is to be undone in Xero${others.length > 0 ? `, and before it ${others.join(', ')}` : ''}.`,
      data: { documentId },
    });
  });
}
