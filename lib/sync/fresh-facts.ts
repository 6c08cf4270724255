import { requireLease } from '@/db/queries/fence';
import { organisationOf } from '@/db/queries/organisations';
import { refusedForLock, releaseAll } from '@/db/queries/releases';
import { hasWork } from '@/db/queries/sync';
import type { OrganisationFacts } from '@/lib/accounting/organisation';
import { passes } from '@/lib/failpoint/failpoint';
import type { XeroAccess } from '@/lib/xero/client';
import { readOrganisation } from '@/lib/xero/read-organisation';
import { factsOf } from './facts.ts';
import { haltOf } from './halt.ts';
import type { Halt, Run } from './run.ts';

/**
 * What is known of the organisation, read again where it is old and there is something to post: an account may have been archived
 * or got another code, a period been locked; at once where Xero just refused something for that.
 * Where something changed, what was held or refused gets another look.
 */
export async function freshFacts(
  run: Run,
  xero: XeroAccess,
): Promise<{ facts: OrganisationFacts } | { halt: Halt }> {
  const of = { retailerId: run.scope.retailerId, organisationId: xero.organisationId };
  const known = await organisationOf(run.db, of);
  const facts = known && factsOf(known);
  const ageSeconds = known?.chartAgeSeconds ?? Number.POSITIVE_INFINITY;
  const isFresh = ageSeconds < run.settings.organisationRefreshSeconds || !(await hasWork(run.db, run.scope));
  if (facts && isFresh && !(await refusedForLock(run.db, run.scope))) return { facts };
  run.counts.calls += 4;
  const read = await readOrganisation(run.db, xero);
  if (!read.ok) return { halt: haltOf(read) };
  await passes('organisation_read');
  const row = await organisationOf(run.db, of);
  const fresh = row && factsOf(row);
  if (!fresh) {
    return {
      halt: {
        why: 'attention',
        code: 'organisation_unread',
        message: 'The organisation has not been read yet. Open Accounts and press Refresh from Xero.',
      },
    };
  }
  const { chart, periodLockDate, endOfYearLockDate } = row;
  const before = [known?.chart, known?.periodLockDate, known?.endOfYearLockDate];
  if (JSON.stringify(before) !== JSON.stringify([chart, periodLockDate, endOfYearLockDate])) {
    await run.db.transaction(async (dbTx) => {
      await requireLease(dbTx, run.scope, run.owner);
      await releaseAll(dbTx, run.scope);
    });
  }
  return { facts: fresh };
}
