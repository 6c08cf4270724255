import type { Db } from '@/db/client';
import { findPersonByEmail, type PersonRow } from '@/db/queries/people';
import { passwordMatches } from './password.ts';
import { countTry, forgetTries } from './rate-limit.ts';

export type CredentialsOutcome = { person: PersonRow } | { wrong: true } | { waitSeconds: number };

/**
 * Whether an e-mail address and a password belong together. An address that nobody has registered looks the same as a
 * wrong password, in words and in time.
 */
export async function checkCredentials(
  db: Db,
  { email, password }: { email: string; password: string },
  clientAddress: string | null,
): Promise<CredentialsOutcome> {
  // Counted before it is checked, so that many tries at once do not all slip through. Where the place is not known, only the tries
  // from everywhere count: one who guesses would otherwise bar the owner with ten.
  const waitSeconds =
    (clientAddress !== null && (await countTry(db, 'signIn', email, clientAddress))) ||
    (await countTry(db, 'signInEverywhere', email));
  if (waitSeconds > 0) return { waitSeconds };
  const person = await findPersonByEmail(db, email);
  const matches = await passwordMatches(person?.passwordHash ?? null, password);
  if (!person || !matches) return { wrong: true };
  if (clientAddress !== null) await forgetTries(db, 'signIn', email, clientAddress);
  await forgetTries(db, 'signInEverywhere', email);
  return { person };
}
