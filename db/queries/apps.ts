import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { xeroApp } from '../schema/index.ts';
import type { Scope } from './scope.ts';

/** The retailer's own Xero app of a solution, its secret still sealed; null: he has entered none. */
export async function appOf(db: Db, { retailerId, solutionId }: Scope) {
  const [row] = await db
    .select({
      appId: xeroApp.id,
      clientId: xeroApp.clientId,
      clientSecretCipher: xeroApp.clientSecretCipher,
      testedAt: xeroApp.testedAt,
    })
    .from(xeroApp)
    .where(and(eq(xeroApp.solutionId, solutionId), eq(xeroApp.retailerId, retailerId)));
  return row ?? null;
}

/** Keeps a pair that Xero has just accepted, in the place of an older one. */
export async function saveApp(
  db: Db,
  { retailerId, solutionId }: Scope,
  { clientId, clientSecretCipher }: { clientId: string; clientSecretCipher: string },
): Promise<void> {
  await db
    .insert(xeroApp)
    .values({ retailerId, solutionId, clientId, clientSecretCipher, testedAt: sql`now()` })
    .onConflictDoUpdate({
      target: xeroApp.solutionId,
      set: { clientId, clientSecretCipher, testedAt: sql`now()` },
      setWhere: eq(xeroApp.retailerId, retailerId),
    });
}
