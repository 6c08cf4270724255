import type { Db } from '@/db/client';
import { appendEvent } from '@/db/queries/events';
import { saveLateItems } from '@/db/queries/posting-policies';
import { releaseAll } from '@/db/queries/releases';
import type { Scope } from '@/db/queries/scope';
import { lockSolution, makeDue } from '@/db/queries/set-up';
import type { LateItems } from '@/lib/accounting/late';

/** Decides what happens to records of days that are locked in Xero; what is held or refused is looked at again under it. */
export async function changeLateItems(
  db: Db,
  of: Scope & { personId: string },
  { lateItems }: { lateItems: LateItems },
): Promise<{ released: number }> {
  const { retailerId, solutionId, personId } = of;
  return db.transaction(async (dbTx) => {
    await lockSolution(dbTx, of);
    await saveLateItems(dbTx, of, lateItems);
    const released = await releaseAll(dbTx, of);
    await makeDue(dbTx, of);
    await appendEvent(dbTx, {
      ...{ retailerId, solutionId, personId, kind: 'policy_saved', data: { lateItems } },
      text:
        lateItems === 'hold'
          ? 'Records of a period that is locked in Xero are held.'
          : 'Records of a period that is locked in Xero are posted on the first open day.',
    });
    return { released };
  });
}
