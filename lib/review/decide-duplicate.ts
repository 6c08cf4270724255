import type { Db } from '@/db/client';
import { keepDecision, lockSolution, suspectedDuplicateOf } from '@/db/queries/decide-duplicate';
import { appendEvent } from '@/db/queries/events';
import type { Scope } from '@/db/queries/scope';
import { holdSuspectedDuplicates } from '@/db/queries/suspected-duplicates';
import { Failure } from '@/lib/http/failure';
import { derivedIdStart } from '@/lib/tagrain/derived-id';
import type { DuplicateDecisionInput } from './duplicate-schema.ts';

/**
 * *It is another sale* or *It is the same*, said of a held suspected duplicate. Another sale is posted and never suspected again;
 * the same one is never posted nor counted beside the other. Said twice it is one decision and one event.
 * @throws Failure
 */
export async function decideDuplicate(
  db: Db,
  who: Scope & { personId: string },
  { tillTransactionId, decision }: DuplicateDecisionInput,
): Promise<void> {
  const { retailerId, solutionId, personId } = who;
  const scope = { retailerId, solutionId };
  await db.transaction(async (dbTx) => {
    await lockSolution(dbTx, scope);
    const suspected = await suspectedDuplicateOf(dbTx, scope, tillTransactionId);
    if (!suspected)
      throw new Failure(404, 'no_such_suspicion', 'This record is not suspected to be a duplicate.');
    if (!suspected.waits) {
      if (suspected.decision === decision) return;
      throw new Failure(
        409,
        'decided_otherwise',
        'This record does not wait for a decision any more. Load the page again to see what became of it.',
      );
    }
    const { recordId, other } = suspected;
    if (decision === 'same' && !other) {
      throw new Failure(
        409,
        'other_is_gone',
        'The receipt that it looked like is not here any more. If this one is not posted, it is posted nowhere.',
      );
    }
    await keepDecision(dbTx, scope, { tillTransactionId, decision, personId });
    await appendEvent(dbTx, {
      ...scope,
      personId,
      kind: 'duplicate_decided',
      text:
        decision === 'same'
          ? `${recordId} is the same as ${other!.recordId}. It is not posted.`
          : `${recordId} is another sale${other ? ` than ${other.recordId}` : ''}. It is posted.`,
      data: { tillTransactionId, otherId: other?.id ?? null, decision },
    });
    // What was held because of this one may be free now.
    await holdSuspectedDuplicates(dbTx, scope, [], { derivedIdStart });
  });
}
