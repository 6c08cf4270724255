import { requireLease } from '@/db/queries/fence';
import { organisationOf, readingBegins, saveOrganisation } from '@/db/queries/organisations';
import { lateItems } from '@/db/queries/posting-policies';
import { refusedForLock, releaseAll } from '@/db/queries/releases';
import { hasWork } from '@/db/queries/sync';
import type { LateItems } from '@/lib/accounting/late';
import type { OrganisationFacts } from '@/lib/accounting/organisation';
import { passes } from '@/lib/failpoint/failpoint';
import type { XeroAccess } from '@/lib/xero/client';
import { fetchOrganisation } from '@/lib/xero/read-organisation';
import { factsOf } from './facts.ts';
import { haltOf } from './halt.ts';
import type { Halt, Run } from './run.ts';

/**
 * What is known of the organisation, read again where it is old and there is something to post: an account may have been archived
 * or got another code, a period been locked; at once where Xero just refused something for that.
 * Where something changed, what was held or refused gets another look.
 */
export async function freshFacts(run: Run, xero: XeroAccess): Promise<ReadFacts | { halt: Halt }> {
  const of = { retailerId: run.scope.retailerId, organisationId: xero.organisationId };
  const late = await lateItems(run.db, run.scope);
  const known = await organisationOf(run.db, of);
  const facts = known && factsOf(known);
  const ageSeconds = known?.chartAgeSeconds ?? Number.POSITIVE_INFINITY;
  const isFresh = ageSeconds < run.settings.organisationRefreshSeconds || !(await hasWork(run.db, run.scope));
  if (facts && isFresh && !(await refusedForLock(run.db, run.scope))) return { facts, known, late };
  run.counts.calls += 4;
  const begunAt = await readingBegins(run.db);
  const read = await fetchOrganisation(xero);
  if (!read.ok) return { halt: haltOf(read) };
  await passes('organisation_read');
  const row = await run.db.transaction(async (dbTx) => {
    await requireLease(dbTx, run.scope, run.owner);
    await saveOrganisation(dbTx, of, read.value, begunAt);
    const now = await organisationOf(dbTx, of);
    // Together with what was read: the next run would see no change any more, and what was held would stay so.
    if (JSON.stringify(heldFor(known)) !== JSON.stringify(heldFor(now))) await releaseAll(dbTx, run.scope);
    return now;
  });
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
  return { facts: fresh, known: row, late };
}

/**
 * After planning: where a person had the organisation read meanwhile, or chose otherwise for late items, what was held by what held
 * before gets another look, at once.
 * @throws LeaseLost
 */
export async function lookAgain(
  run: Run,
  organisationId: string,
  { known, late }: ReadFacts,
): Promise<Halt | null> {
  return run.db.transaction(async (dbTx) => {
    await requireLease(dbTx, run.scope, run.owner);
    const now = await organisationOf(dbTx, { retailerId: run.scope.retailerId, organisationId });
    const isSame =
      late === (await lateItems(dbTx, run.scope)) &&
      JSON.stringify(heldFor(known)) === JSON.stringify(heldFor(now));
    if (isSame) return null;
    await releaseAll(dbTx, run.scope);
    return { why: 'time' };
  });
}

export type ReadFacts = { facts: OrganisationFacts; known: Known; late: LateItems };

type Known = Awaited<ReturnType<typeof organisationOf>>;

/** What of an organisation something may be held or refused for. */
const heldFor = (known: Known) => [known?.chart, known?.periodLockDate, known?.endOfYearLockDate];
