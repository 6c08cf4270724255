import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { solution } from '../schema/index.ts';
import type { Scope } from './scope.ts';

/**
 * Says that a solution needs a person, and why. A second call replaces the first: the newest reason is the one to mend. A run that
 * began before he reconnected does not ask him to do so again.
 */
export async function raiseAttention(db: Db, of: Scope, why: { code: string; text: string }): Promise<void> {
  await db
    .update(solution)
    .set({ attentionCode: why.code, attentionText: why.text, attentionAt: sql`now()` })
    .where(
      and(
        eq(solution.id, of.solutionId),
        eq(solution.retailerId, of.retailerId),
        why.code === 'reconnect' ? sql`not ${reconnectedSince(of)}` : undefined,
      ),
    );
}

/** The reason with this code is mended; another one stays. */
export async function clearAttention(db: Db, of: Scope, code: string): Promise<void> {
  await db
    .update(solution)
    .set({ attentionCode: null, attentionText: null, attentionAt: null })
    .where(
      and(
        eq(solution.id, of.solutionId),
        eq(solution.retailerId, of.retailerId),
        eq(solution.attentionCode, code),
      ),
    );
}

/** Whether there is a connection in order that is younger than the newest run. */
const reconnectedSince = ({ retailerId, solutionId }: Scope) => sql`exists (
  select 1 from xero_connection c
  where c.solution_id = ${solutionId} and c.retailer_id = ${retailerId} and c.state = 'live' and c.created_at > (
    select max(started_at) from sync_run r where r.solution_id = ${solutionId} and r.retailer_id = ${retailerId}))`;
