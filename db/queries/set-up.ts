import { and, desc, eq, sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import {
  event,
  mapping,
  retailer,
  solution,
  xeroApp,
  xeroConnection,
  xeroOrganisation,
} from '../schema/index.ts';
import type { Scope } from './scope.ts';

const itself = ({ retailerId, solutionId }: Scope) =>
  and(eq(solution.id, solutionId), eq(solution.retailerId, retailerId));

/** All that *Set It Up* shows, without a single secret; null: there is no such solution. */
export async function setUpOf(db: Db, of: Scope) {
  const { retailerId, solutionId } = of;
  // The connection in use, else a consent that waits for a choice, else the last that ended.
  const connection = db
    .select({
      state: xeroConnection.state,
      organisationId: xeroConnection.organisationId,
      endedWhy: xeroConnection.endedWhy,
      createdAt: xeroConnection.createdAt,
      usesOwnApp: sql<boolean | null>`${xeroConnection.appId} is not null`.as('uses_own_app'),
    })
    .from(xeroConnection)
    .where(and(eq(xeroConnection.solutionId, solutionId), eq(xeroConnection.retailerId, retailerId)))
    .orderBy(
      sql`case ${xeroConnection.state} when 'live' then 0 when 'reconnect' then 0 when 'choosing' then 1 else 2 end`,
      desc(xeroConnection.createdAt),
    )
    .limit(1)
    .as('connection');
  const [row] = await db
    .select({
      retailerName: retailer.name,
      business: retailer.business,
      hasFeedKey: sql<boolean>`${solution.feedKeyCipher} is not null`,
      feedBusiness: solution.feedBusiness,
      feedBusinessAt: solution.feedBusinessAt,
      startDate: solution.startDate,
      deactivatedAt: solution.deactivatedAt,
      attentionCode: solution.attentionCode,
      attentionText: solution.attentionText,
      clientId: xeroApp.clientId,
      appTestedAt: xeroApp.testedAt,
      connectionState: connection.state,
      connectedAt: connection.createdAt,
      endedWhy: connection.endedWhy,
      usesOwnApp: connection.usesOwnApp,
      organisationName: xeroOrganisation.name,
      countryCode: xeroOrganisation.countryCode,
      baseCurrency: xeroOrganisation.baseCurrency,
      chartAt: xeroOrganisation.chartAt,
      hasMapping: sql<boolean>`exists (select 1 from ${mapping} where ${mapping.solutionId} = ${solution.id})`,
    })
    .from(solution)
    .innerJoin(retailer, eq(retailer.id, solution.retailerId))
    .leftJoin(xeroApp, and(eq(xeroApp.solutionId, solution.id), eq(xeroApp.retailerId, solution.retailerId)))
    .leftJoinLateral(connection, sql`true`)
    .leftJoin(
      xeroOrganisation,
      and(
        eq(xeroOrganisation.id, connection.organisationId),
        eq(xeroOrganisation.retailerId, solution.retailerId),
      ),
    )
    .where(itself(of));
  return row ?? null;
}

export type SetUpRow = NonNullable<Awaited<ReturnType<typeof setUpOf>>>;

/** The business name and the sealed feed key of a solution. */
export async function feedOf(db: Db, of: Scope) {
  const [row] = await db
    .select({ business: retailer.business, feedKeyCipher: solution.feedKeyCipher })
    .from(solution)
    .innerJoin(retailer, eq(retailer.id, solution.retailerId))
    .where(itself(of));
  return row ?? null;
}

/** Keeps a feed key that the till has just accepted, and what the till said of the business. It is due at once. */
export async function saveFeed(
  db: Db,
  of: Scope,
  feed: { keyCipher: string; business: unknown },
): Promise<void> {
  await db
    .update(solution)
    .set({
      feedKeyCipher: feed.keyCipher,
      feedBusiness: feed.business,
      feedBusinessAt: sql`now()`,
      dueAt: sql`now()`,
    })
    .where(itself(of));
}

/** Holds the solution for this transaction: whoever connects or disconnects it does so one after the other. */
export async function lockSolution(db: Db, of: Scope): Promise<boolean> {
  return (await db.select({ id: solution.id }).from(solution).where(itself(of)).for('update')).length > 0;
}

/** The next run may claim it now. */
export async function makeDue(db: Db, of: Scope): Promise<void> {
  await db.update(solution).set({ dueAt: sql`now()` }).where(itself(of));
}

/** @returns false when it was deactivated already */
export async function deactivate(db: Db, of: Scope): Promise<boolean> {
  const changed = await db
    .update(solution)
    .set({ deactivatedAt: sql`now()` })
    .where(and(itself(of), sql`${solution.deactivatedAt} is null`))
    .returning({ id: solution.id });
  return changed.length > 0;
}

/** @returns false when it was active already */
export async function activate(db: Db, of: Scope): Promise<boolean> {
  const changed = await db
    .update(solution)
    .set({ deactivatedAt: null, dueAt: sql`now()` })
    .where(and(itself(of), sql`${solution.deactivatedAt} is not null`))
    .returning({ id: solution.id });
  return changed.length > 0;
}

/** One event's sentence, for a page that was sent to with its number; null: not of this solution. */
export async function eventText(
  db: Db,
  { retailerId, solutionId }: Scope,
  eventId: number,
): Promise<string | null> {
  const [row] = await db
    .select({ text: event.text })
    .from(event)
    .where(and(eq(event.id, eventId), eq(event.solutionId, solutionId), eq(event.retailerId, retailerId)));
  return row?.text ?? null;
}
