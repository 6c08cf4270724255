import { createHash, randomBytes } from 'node:crypto';
import type { Db } from '@/db/client';
import { addPasswordReset, isPasswordResetOpen, spendPasswordReset } from '@/db/queries/password-resets';
import { findPersonByEmail } from '@/db/queries/people';
import { hashPassword } from './password.ts';

export const resetMinutes = 30;

/** Of the link's token only this is kept: who reads the database cannot use a link. */
const hashToken = (token: string) => createHash('sha256').update(token).digest('hex');

/** Makes a one-time link's token for the person with this address. @returns null when nobody has it */
export async function beginPasswordReset(
  db: Db,
  email: string,
): Promise<{ email: string; token: string } | null> {
  const person = await findPersonByEmail(db, email);
  if (!person) return null;
  const token = randomBytes(32).toString('base64url');
  await addPasswordReset(db, { tokenHash: hashToken(token), personId: person.id, minutes: resetMinutes });
  return { email: person.email, token };
}

/**
 * Sets a new password with a link's token; every session of the person ends, and so do his other links.
 * @returns his address, or null when the link was used, has expired or never was
 */
export async function finishPasswordReset(db: Db, token: string, password: string): Promise<string | null> {
  const tokenHash = hashToken(token);
  // Looked at before the costly part, so that made-up tokens cost little; what decides is the update below.
  if (!(await isPasswordResetOpen(db, tokenHash))) return null;
  return spendPasswordReset(db, tokenHash, await hashPassword(password));
}
