import { z } from 'zod';
import type { Db } from '@/db/client';
import { findLivePerson } from '@/db/queries/people';

/** What the session cookie says, sealed by the portal's own key. */
export const claimsSchema = z.object({ personId: z.uuid(), sessionVersion: z.number().int() });
export type Claims = z.output<typeof claimsSchema>;

/**
 * Who a session belongs to, as of now.
 * @returns null when the session has ended: the person is gone, or changed the password since it began
 */
export async function personOfClaims(
  db: Db,
  claims: unknown,
): Promise<{ personId: string; email: string } | null> {
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success) return null;
  return findLivePerson(db, parsed.data.personId, parsed.data.sessionVersion);
}
