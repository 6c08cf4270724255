import type { Db } from '@/db/client';
import { appendEvent } from '@/db/queries/events';
import type { Scope } from '@/db/queries/scope';
import { activate, deactivate } from '@/db/queries/set-up';

/**
 * Switches the plug-in off or on. The feed's cursor and every document stay as they are, so that going on leaves no gap and posts
 * nothing twice. Pressing twice is one switch and one event.
 */
export async function switchSolution(
  db: Db,
  of: Scope & { personId: string },
  to: 'on' | 'off',
): Promise<void> {
  const { retailerId, solutionId, personId } = of;
  await db.transaction(async (dbTx) => {
    const changed = to === 'on' ? await activate(dbTx, of) : await deactivate(dbTx, of);
    if (!changed) return;
    await appendEvent(dbTx, {
      retailerId,
      solutionId,
      personId,
      kind: to === 'on' ? 'activated' : 'deactivated',
      text: to === 'on' ? 'The plug-in was activated.' : 'The plug-in was deactivated.',
    });
  });
}
