import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import type { Scope } from './scope.ts';

/** Thrown where a run writes for a solution that somebody else has taken over meanwhile: the transaction rolls back, the run ends. */
export class LeaseLost extends Error {
  constructor() {
    super('another run holds this solution now');
  }
}

/**
 * Whether a run still holds its solution. Locks the solution's row until the transaction ends, so that nobody takes over between this
 * and what follows, and writers of one solution follow one another. Take it first in every transaction in which a run writes;
 * what was written before must not have locked what another one, who holds this lock, may wait for.
 */
export async function holdsLease(
  dbTx: Db,
  { retailerId, solutionId }: Scope,
  owner: string,
): Promise<boolean> {
  const rows = await dbTx.execute<{ ours: boolean }>(sql`
    select lease_owner is not distinct from ${owner} as ours from solution
    where id = ${solutionId} and retailer_id = ${retailerId} for no key update`);
  return rows[0]?.ours ?? false;
}

/**
 * The lock of who sends: held by any number of them at once, and by none while somebody holds the one above. It asks for the lease in
 * the statement that follows.
 */
export const shareSolution = ({ retailerId, solutionId }: Scope): SQL =>
  sql`select 1 from solution where id = ${solutionId} and retailer_id = ${retailerId} for share`;

/** @throws LeaseLost */
export async function requireLease(dbTx: Db, scope: Scope, owner: string): Promise<void> {
  if (!(await holdsLease(dbTx, scope, owner))) throw new LeaseLost();
}
