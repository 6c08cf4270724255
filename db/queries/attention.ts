import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { solution } from '../schema/index.ts';
import type { Scope } from './scope.ts';

/** Says that a solution needs a person, and why. A second call replaces the first: the newest reason is the one to mend. */
export async function raiseAttention(db: Db, of: Scope, why: { code: string; text: string }): Promise<void> {
  await db
    .update(solution)
    .set({ attentionCode: why.code, attentionText: why.text, attentionAt: sql`now()` })
    .where(and(eq(solution.id, of.solutionId), eq(solution.retailerId, of.retailerId)));
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
