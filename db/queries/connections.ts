import { and, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { solution, xeroApp, xeroConnection, xeroOrganisation } from '../schema/index.ts';
import type { Scope } from './scope.ts';

export type OfConnection = { retailerId: string; connectionId: string };

/** States in which a connection holds its organisation for its solution. */
const inUse = ['live', 'reconnect'];

const itself = ({ retailerId, connectionId }: OfConnection) =>
  and(eq(xeroConnection.id, connectionId), eq(xeroConnection.retailerId, retailerId));

/** The connection that a solution uses, with its organisation; null: there is none. */
export async function connectionInUse(db: Db, { retailerId, solutionId }: Scope) {
  const [row] = await db
    .select({
      connectionId: xeroConnection.id,
      state: xeroConnection.state,
      tenantId: xeroOrganisation.tenantId,
      xeroConnectionId: xeroConnection.xeroConnectionId,
      organisationId: xeroOrganisation.id,
      organisationName: xeroOrganisation.name,
      appId: xeroConnection.appId,
      endedWhy: xeroConnection.endedWhy,
      createdAt: xeroConnection.createdAt,
    })
    .from(xeroConnection)
    .innerJoin(
      xeroOrganisation,
      and(
        eq(xeroOrganisation.id, xeroConnection.organisationId),
        eq(xeroOrganisation.retailerId, retailerId),
      ),
    )
    .where(
      and(
        eq(xeroConnection.solutionId, solutionId),
        eq(xeroConnection.retailerId, retailerId),
        inArray(xeroConnection.state, inUse),
      ),
    );
  return row ?? null;
}

/** A connection's tokens as they are now, and by the database's clock whether they are still good. */
export async function connectionTokens(db: Db, of: OfConnection & { minimumSecondsLeft: number }) {
  const secondsLeft = sql<number>`extract(epoch from ${xeroConnection.accessExpiresAt} - now())::float8`;
  const [row] = await db
    .select({
      connectionId: xeroConnection.id,
      solutionId: xeroConnection.solutionId,
      state: xeroConnection.state,
      tokensCipher: xeroConnection.tokensCipher,
      tokenVersion: xeroConnection.tokenVersion,
      fresh: sql<boolean>`${secondsLeft} > ${of.minimumSecondsLeft}`,
      stillValid: sql<boolean>`${secondsLeft} > 0`,
      appId: xeroConnection.appId,
      clientId: xeroApp.clientId,
      clientSecretCipher: xeroApp.clientSecretCipher,
    })
    .from(xeroConnection)
    .leftJoin(xeroApp, and(eq(xeroApp.id, xeroConnection.appId), eq(xeroApp.retailerId, of.retailerId)))
    .where(itself(of));
  return row ?? null;
}

export type ConnectionTokens = NonNullable<Awaited<ReturnType<typeof connectionTokens>>>;

/**
 * Takes the right to refresh: for one caller at a time, and only while the tokens are still those that he saw.
 * @returns false when someone else refreshes or has refreshed
 */
export async function claimRefresh(
  db: Db,
  of: OfConnection & { tokenVersion: number; leaseSeconds: number },
): Promise<boolean> {
  const claimed = await db
    .update(xeroConnection)
    .set({ refreshLeaseUntil: sql`now() + make_interval(secs => ${of.leaseSeconds})` })
    .where(
      and(
        itself(of),
        eq(xeroConnection.tokenVersion, of.tokenVersion),
        or(isNull(xeroConnection.refreshLeaseUntil), lt(xeroConnection.refreshLeaseUntil, sql`now()`)),
      ),
    )
    .returning({ id: xeroConnection.id });
  return claimed.length > 0;
}

/**
 * Keeps the new pair and raises the version.
 * @returns false when someone else has saved a newer pair since, which then is the one to use
 */
export async function saveRefreshed(
  db: Db,
  of: OfConnection & { tokenVersion: number; tokensCipher: string; expiresInSeconds: number },
): Promise<boolean> {
  const saved = await db
    .update(xeroConnection)
    .set({
      tokensCipher: of.tokensCipher,
      accessExpiresAt: sql`now() + make_interval(secs => ${of.expiresInSeconds})`,
      tokenVersion: of.tokenVersion + 1,
      refreshLeaseUntil: null,
    })
    .where(
      and(
        itself(of),
        eq(xeroConnection.tokenVersion, of.tokenVersion),
        inArray(xeroConnection.state, ['choosing', ...inUse]),
      ),
    )
    .returning({ id: xeroConnection.id });
  return saved.length > 0;
}

/** Gives the right to refresh back after a failure that may pass, so that the next caller need not wait for the lease. */
export async function releaseRefresh(db: Db, of: OfConnection & { tokenVersion: number }): Promise<void> {
  await db
    .update(xeroConnection)
    .set({ refreshLeaseUntil: null })
    .where(and(itself(of), eq(xeroConnection.tokenVersion, of.tokenVersion)));
}

/**
 * A live connection that Xero does not honour any more. It keeps its organisation for its solution.
 * @param of.tokenVersion only if the tokens are still those that Xero refused
 * @returns the solution, once: null when it was not live any more or has newer tokens
 */
export async function markReconnect(
  db: Db,
  of: OfConnection & { tokenVersion?: number; why: string },
): Promise<{ solutionId: string; organisationName: string } | null> {
  const [marked] = await db
    .update(xeroConnection)
    .set({ state: 'reconnect', endedWhy: of.why, refreshLeaseUntil: null })
    .from(xeroOrganisation)
    .where(
      and(
        itself(of),
        eq(xeroConnection.state, 'live'),
        eq(xeroOrganisation.id, xeroConnection.organisationId),
        of.tokenVersion === undefined ? undefined : eq(xeroConnection.tokenVersion, of.tokenVersion),
      ),
    )
    .returning({ solutionId: xeroConnection.solutionId, organisationName: xeroOrganisation.name });
  return marked ?? null;
}

export type NewConnection = Scope & {
  connectionId: string;
  appId: string | null;
  tokensCipher: string;
  expiresInSeconds: number;
  grantedBy: string;
};

export type Offered = { connectionId: string; tenantId: string; tenantName: string };

/** Keeps a fresh consent until the person has chosen among several organisations. An older unfinished choice is dropped. */
export async function beginChoosing(db: Db, connection: NewConnection, offered: Offered[]): Promise<void> {
  await dropChoices(db, connection);
  const { connectionId, expiresInSeconds, ...row } = connection;
  await db.insert(xeroConnection).values({
    ...row,
    id: connectionId,
    state: 'choosing',
    offered,
    accessExpiresAt: sql`now() + make_interval(secs => ${expiresInSeconds})`,
  });
}

/** What a person may choose from now; null: nothing waits for a choice. */
export async function choosingConnection(db: Db, { retailerId, solutionId }: Scope) {
  const [row] = await db
    .select({
      connectionId: xeroConnection.id,
      offered: xeroConnection.offered,
      grantedBy: xeroConnection.grantedBy,
      appId: xeroConnection.appId,
    })
    .from(xeroConnection)
    .where(
      and(
        eq(xeroConnection.solutionId, solutionId),
        eq(xeroConnection.retailerId, retailerId),
        eq(xeroConnection.state, 'choosing'),
      ),
    );
  return row ? { ...row, offered: row.offered as Offered[] } : null;
}

/** Ends consents that were never finished by a choice, and forgets their tokens. */
export async function dropChoices(db: Db, { retailerId, solutionId }: Scope): Promise<void> {
  await db
    .update(xeroConnection)
    .set({ ...ended('another consent took its place') })
    .where(
      and(
        eq(xeroConnection.solutionId, solutionId),
        eq(xeroConnection.retailerId, retailerId),
        eq(xeroConnection.state, 'choosing'),
      ),
    );
}

/** An ended connection keeps its history and loses its tokens. */
const ended = (why: string) => ({
  state: 'ended',
  endedAt: sql`now()`,
  endedWhy: why,
  tokensCipher: '',
  offered: null,
  refreshLeaseUntil: null,
  tokenVersion: sql`${xeroConnection.tokenVersion} + 1`,
});

/** Ends a connection, whatever its state, and forgets its tokens. */
export async function endConnection(db: Db, of: OfConnection & { why: string }): Promise<void> {
  await db.update(xeroConnection).set(ended(of.why)).where(itself(of));
}

/** A consent comes into use. @throws the unique violation `xero_connection_one_per_tenant` when the organisation is taken */
export async function insertLiveConnection(
  db: Db,
  connection: NewConnection & { organisationId: string; tenantId: string; xeroConnectionId: string },
): Promise<void> {
  const { connectionId, expiresInSeconds, ...row } = connection;
  await db.insert(xeroConnection).values({
    ...row,
    id: connectionId,
    state: 'live',
    accessExpiresAt: sql`now() + make_interval(secs => ${expiresInSeconds})`,
  });
}

/** The chosen organisation comes into use. @throws as `insertLiveConnection` */
export async function choose(
  db: Db,
  of: OfConnection & { organisationId: string; tenantId: string; xeroConnectionId: string },
): Promise<boolean> {
  const { organisationId, tenantId, xeroConnectionId } = of;
  const chosen = await db
    .update(xeroConnection)
    .set({ state: 'live', organisationId, tenantId, xeroConnectionId, offered: null })
    .where(and(itself(of), eq(xeroConnection.state, 'choosing')))
    .returning({ id: xeroConnection.id });
  return chosen.length > 0;
}

/**
 * Whether another solution of the same retailer holds this organisation, for a sentence that names it. Of other retailers'
 * solutions nothing is told; the unique index refuses them all the same.
 */
export async function holderOfTenant(db: Db, of: { retailerId: string; tenantId: string }) {
  const [row] = await db
    .select({ solutionId: xeroConnection.solutionId, shortId: solution.shortId })
    .from(xeroConnection)
    .innerJoin(
      solution,
      and(eq(solution.id, xeroConnection.solutionId), eq(solution.retailerId, of.retailerId)),
    )
    .where(
      and(
        eq(xeroConnection.retailerId, of.retailerId),
        eq(xeroConnection.tenantId, of.tenantId),
        inArray(xeroConnection.state, inUse),
      ),
    );
  return row ?? null;
}
