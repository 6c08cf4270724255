import { randomInt } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { membership, person, retailer, solution } from '../schema/index.ts';

export type PersonRow = { id: string; email: string; passwordHash: string; sessionVersion: number };

const personColumns = {
  id: person.id,
  email: person.email,
  passwordHash: person.passwordHash,
  sessionVersion: person.sessionVersion,
};

const hasEmail = (email: string) => eq(sql`lower(${person.email})`, email.toLowerCase());

/** The person with an e-mail address, in whatever case it is written. */
export async function findPersonByEmail(db: Db, email: string): Promise<PersonRow | null> {
  const [found] = await db.select(personColumns).from(person).where(hasEmail(email));
  return found ?? null;
}

/** The person whose session of this version has not ended. */
export async function findLivePerson(
  db: Db,
  personId: string,
  sessionVersion: number,
): Promise<{ personId: string; email: string } | null> {
  const [found] = await db
    .select({ personId: person.id, email: person.email })
    .from(person)
    .where(and(eq(person.id, personId), eq(person.sessionVersion, sessionVersion)));
  return found ?? null;
}

/** The retailers that a person belongs to, by name. */
export async function retailersOf(db: Db, personId: string): Promise<{ retailerId: string; name: string }[]> {
  return db
    .select({ retailerId: retailer.id, name: retailer.name })
    .from(membership)
    .innerJoin(retailer, eq(retailer.id, membership.retailerId))
    .where(eq(membership.personId, personId))
    .orderBy(retailer.name, retailer.id);
}

// Read aloud and typed by people who compare our numbers with Xero's: no O and 0, no I, L and 1, no S and 5, no B and 8.
const shortIdLetters = 'ACDEFGHJKMNPQRTUVWXYZ234679';
const shortIdLength = 6;

/** A random short id: 27 letters, six of them, some 387 million. */
export const randomShortId = () =>
  Array.from({ length: shortIdLength }, () => shortIdLetters[randomInt(shortIdLetters.length)]).join('');

/**
 * A new retailer with the person who owns it and a first solution, all or nothing.
 * @returns false when the e-mail address is taken; then nothing was written
 */
export async function addRetailerWithOwner(
  db: Db,
  input: { name: string; business: string; email: string; passwordHash: string },
): Promise<boolean> {
  const { name, business, email, passwordHash } = input;
  return db.transaction(async (tx) => {
    const [owner] = await tx
      .insert(person)
      .values({ email, passwordHash })
      .onConflictDoNothing()
      .returning({ id: person.id });
    if (!owner) return false;
    const [made] = await tx.insert(retailer).values({ name, business }).returning({ id: retailer.id });
    const retailerId = made!.id;
    await tx.insert(membership).values({ retailerId, personId: owner.id, role: 'owner' });
    await addSolution(tx, retailerId);
    return true;
  });
}

/** A solution under a short id that nobody has. @throws Error when ten random ones in a row were taken */
async function addSolution(db: Db, retailerId: string): Promise<void> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const inserted = await db
      .insert(solution)
      .values({ retailerId, shortId: randomShortId() })
      .onConflictDoNothing({ target: solution.shortId })
      .returning({ id: solution.id });
    if (inserted.length > 0) return;
  }
  throw new Error('no free short id was found');
}
