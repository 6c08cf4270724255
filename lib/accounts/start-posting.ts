import type { Db } from '@/db/client';
import { appendEvent } from '@/db/queries/events';
import { saveMapping } from '@/db/queries/mappings';
import { startPosting } from '@/db/queries/posting';
import type { Scope } from '@/db/queries/scope';
import { lockSolution } from '@/db/queries/set-up';
import { Failure } from '@/lib/http/failure';
import { type Accounts, readAccounts } from './read-accounts.ts';

/** Why posting cannot be started; null: it can. Pure, so that the screen and the route never disagree. */
export function startRefusal(accounts: Accounts, startDate: string): Failure | null {
  const { connection, organisation, missing, posting } = accounts;
  if (posting.startDate !== null) {
    return new Failure(409, 'already_started', `Posting was started already, from ${posting.startDate} on.`);
  }
  if (posting.isDeactivated) {
    return new Failure(409, 'deactivated', 'The plug-in is deactivated. Activate it under Set It Up first.');
  }
  if (connection !== 'live') {
    return new Failure(
      409,
      'not_connected',
      'Xero is not connected. Open Set It Up and press Grant authorization first.',
    );
  }
  if (!organisation) {
    return new Failure(
      409,
      'organisation_unread',
      'The organisation was not read yet. Press Refresh from Xero first.',
    );
  }
  const [first, ...others] = missing;
  if (first) {
    const more = others.length > 0 ? ` And ${others.length} more.` : '';
    return new Failure(409, 'mapping_incomplete', `“${first.label}”: ${first.text}${more}`, first.field);
  }
  if (organisation.lockedUntil !== null && startDate <= organisation.lockedUntil) {
    return new Failure(
      422,
      'period_locked',
      `The books are locked until ${organisation.lockedUntil}. Choose a later day, or ask your accountant to move the lock date and press Refresh from Xero.`,
      'startDate',
    );
  }
  return null;
}

/** *Start posting*: from this business day on, everything that the till recorded goes to Xero. @throws Failure */
export async function startFrom(
  db: Db,
  of: Scope & { personId: string },
  startDate: string,
): Promise<{ startDate: string }> {
  const { personId, retailerId, solutionId } = of;
  await db.transaction(async (dbTx) => {
    await lockSolution(dbTx, of);
    const { shown } = await readAccounts(dbTx, of);
    const refusal = startRefusal(shown, startDate);
    if (refusal) throw refusal;
    if (!(await startPosting(dbTx, of, { startDate, personId }))) {
      throw new Failure(409, 'already_started', 'Posting was started already.');
    }
    // What was chosen so far had no date; from now on it has one.
    await saveMapping(dbTx, of, { validFrom: startDate, body: shown.mapping!.body, personId });
    await appendEvent(dbTx, {
      retailerId,
      solutionId,
      personId,
      kind: 'posting_started',
      text: `Posting was started from ${startDate} on. Takings of the period are not in Xero by another way, he says.`,
      data: { startDate, takingsNotElsewhere: true },
    });
  });
  return { startDate };
}
