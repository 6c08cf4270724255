/**
 * Argon2id with 32 MiB and three passes: above the least that OWASP's password storage sheet asks for (19 MiB, two),
 * under a tenth of a second on a small server, and little enough memory that a burst of sign-ins does not fill one.
 */
const cost = { memoryCost: 32_768, timeCost: 3, parallelism: 1 } as const;

/** Nobody's hash, at the same cost: compared against when there is no such person, so that both take equally long. */
export const nobodysHash =
  '$argon2id$v=19$m=32768,t=3,p=1$inEBTni3mbpQRsFZbyqukw$ehi8U6UOo814umiLxGr3LblP50JpxTnwCeoqJZE5Yd0';

// The same letters can be typed as different code points on different machines.
const normalise = (password: string) => password.normalize('NFKC');

/** Hashes a password for keeping. The algorithm, its cost and the salt are part of the result. */
export async function hashPassword(password: string): Promise<string> {
  const { hash } = await import('@node-rs/argon2');
  return hash(normalise(password), cost);
}

/**
 * Whether a password is the one that was hashed.
 * @param passwordHash null where there is no such person; it costs the same time and is never a match
 */
export async function passwordMatches(passwordHash: string | null, password: string): Promise<boolean> {
  const { verify } = await import('@node-rs/argon2');
  const matches = await verify(passwordHash ?? nobodysHash, normalise(password));
  return matches && passwordHash !== null;
}
