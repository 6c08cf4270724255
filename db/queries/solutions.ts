import { and, count, desc, eq, sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import {
  document,
  membership,
  rawInbox,
  retailer,
  solution,
  syncRun,
  tillTransaction,
  xeroApp,
  xeroConnection,
  xeroOrganisation,
} from '../schema/index.ts';

export type MemberRole = 'owner' | 'accountant';

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Whether a person may act for the retailer of a solution.
 * @param solutionId as it came in an address: anything may stand there
 * @returns null for another retailer's solution as well as for one that does not exist
 */
export async function findMembership(
  db: Db,
  personId: string,
  solutionId: string,
): Promise<{ retailerId: string; role: MemberRole } | null> {
  if (!uuidPattern.test(solutionId)) return null;
  const [found] = await db
    .select({ retailerId: membership.retailerId, role: sql<MemberRole>`${membership.role}` })
    .from(solution)
    .innerJoin(membership, eq(membership.retailerId, solution.retailerId))
    .where(and(eq(solution.id, solutionId), eq(membership.personId, personId)));
  return found ?? null;
}

/** A solution's name parts, for the head of its pages. */
export async function findSolutionName(
  db: Db,
  retailerId: string,
  solutionId: string,
): Promise<{ retailerName: string; business: string } | null> {
  const [found] = await db
    .select({ retailerName: retailer.name, business: retailer.business })
    .from(solution)
    .innerJoin(retailer, eq(retailer.id, solution.retailerId))
    .where(and(eq(solution.id, solutionId), eq(solution.retailerId, retailerId)));
  return found ?? null;
}

/** What the dashboard shows of a solution. */
export type SolutionSummary = Awaited<ReturnType<typeof solutionsOfPerson>>[number];

/** All solutions of all retailers that a person belongs to, the newest first. */
export async function solutionsOfPerson(db: Db, personId: string) {
  // The connection in use, else the one he is choosing for, else the last that ended.
  const connection = db
    .select({ state: xeroConnection.state, organisationId: xeroConnection.organisationId })
    .from(xeroConnection)
    .where(
      and(eq(xeroConnection.solutionId, solution.id), eq(xeroConnection.retailerId, solution.retailerId)),
    )
    .orderBy(
      sql`case ${xeroConnection.state} when 'live' then 0 when 'reconnect' then 0 when 'choosing' then 1 else 2 end`,
      desc(xeroConnection.createdAt),
    )
    .limit(1)
    .as('connection');
  const lastRun = db
    .select({ step: syncRun.step, counts: syncRun.counts, outcome: syncRun.outcome })
    .from(syncRun)
    .where(and(eq(syncRun.solutionId, solution.id), eq(syncRun.retailerId, solution.retailerId)))
    .orderBy(desc(syncRun.id))
    .limit(1)
    .as('last_run');
  // Both states have an index of their own, so these stay quick over years of trade.
  const inState = (state: 'held' | 'pending') =>
    sql<number>`(${db
      .select({ n: count() })
      .from(tillTransaction)
      .where(
        and(
          eq(tillTransaction.solutionId, solution.id),
          sql`${tillTransaction.state} = ${sql.raw(`'${state}'`)}`,
        ),
      )})`;
  return db
    .select({
      id: solution.id,
      retailerId: solution.retailerId,
      retailerName: retailer.name,
      business: retailer.business,
      appTestedAt: xeroApp.testedAt,
      connectionState: connection.state,
      organisationName: xeroOrganisation.name,
      startDate: solution.startDate,
      deactivatedAt: solution.deactivatedAt,
      attentionCode: solution.attentionCode,
      attentionText: solution.attentionText,
      lastSyncAt: solution.lastSyncAt,
      dueAt: solution.dueAt,
      isDue: sql<boolean>`${solution.dueAt} <= now()`,
      isRunning: sql<boolean>`coalesce(${solution.leaseUntil} > now(), false)`,
      runStep: lastRun.step,
      heldCount: inState('held'),
      pendingCount: inState('pending'),
      /** Came, and wait for the next run to read them. */
      inboxCount: sql<number>`(${db
        .select({ n: count() })
        .from(rawInbox)
        .where(eq(rawInbox.solutionId, solution.id))})`,
      openDocumentCount: sql<number>`(${db
        .select({ n: count() })
        .from(document)
        .where(
          and(
            eq(document.solutionId, solution.id),
            // The first condition is the partial index's own.
            sql`${document.state} <> 'posted' and ${document.state} in ('planned', 'sending', 'unsure')`,
          ),
        )})`,
    })
    .from(membership)
    .innerJoin(retailer, eq(retailer.id, membership.retailerId))
    .innerJoin(solution, eq(solution.retailerId, membership.retailerId))
    .leftJoin(xeroApp, and(eq(xeroApp.solutionId, solution.id), eq(xeroApp.retailerId, solution.retailerId)))
    .leftJoinLateral(connection, sql`true`)
    .leftJoin(
      xeroOrganisation,
      and(
        eq(xeroOrganisation.id, connection.organisationId),
        eq(xeroOrganisation.retailerId, solution.retailerId),
      ),
    )
    .leftJoinLateral(lastRun, sql`true`)
    .where(eq(membership.personId, personId))
    .orderBy(desc(solution.createdAt), solution.id);
}
