import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { oauthState } from '../schema/index.ts';
import type { Scope } from './scope.ts';

/** Who may come back with a state: that person, in that browser. */
export type StateBearer = { stateHash: string; personId: string; browserHash: string };

/** Notes a trip to Xero's consent page. States that ended more than a day ago are cleared away on the same occasion. */
export async function addOauthState(
  db: Db,
  { retailerId, solutionId, lifetimeSeconds, ...bearer }: Scope & StateBearer & { lifetimeSeconds: number },
): Promise<void> {
  const lifetime = sql`make_interval(secs => ${lifetimeSeconds})`;
  await db
    .insert(oauthState)
    .values({ retailerId, solutionId, ...bearer, expiresAt: sql`now() + ${lifetime}` });
  await db
    .delete(oauthState)
    .where(
      and(
        eq(oauthState.retailerId, retailerId),
        eq(oauthState.solutionId, solutionId),
        lt(oauthState.expiresAt, sql`now() - interval '1 day'`),
      ),
    );
}

/**
 * Uses a state up: once, in time, by the person and the browser that began.
 * @returns the solution that it was for, or null; `explainOauthState` says why
 */
export async function spendOauthState(
  db: Db,
  { stateHash, personId, browserHash }: StateBearer,
): Promise<Scope | null> {
  const [used] = await db
    .update(oauthState)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(oauthState.stateHash, stateHash),
        eq(oauthState.personId, personId),
        eq(oauthState.browserHash, browserHash),
        isNull(oauthState.usedAt),
        gt(oauthState.expiresAt, sql`now()`),
      ),
    )
    .returning({ retailerId: oauthState.retailerId, solutionId: oauthState.solutionId });
  return used ?? null;
}

/** Why a state was not taken, and which solution it was for; null: nobody ever began with it. */
export async function explainOauthState(db: Db, { stateHash, personId, browserHash }: StateBearer) {
  const [row] = await db
    .select({
      solutionId: oauthState.solutionId,
      isOtherPerson: sql<boolean>`${oauthState.personId} <> ${personId}`,
      isOtherBrowser: sql<boolean>`${oauthState.browserHash} <> ${browserHash}`,
      isUsed: sql<boolean>`${oauthState.usedAt} is not null`,
      isExpired: sql<boolean>`${oauthState.expiresAt} <= now()`,
    })
    .from(oauthState)
    .where(eq(oauthState.stateHash, stateHash));
  return row ?? null;
}
