import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { passwordReset, person } from '../schema/index.ts';

/** Keeps the hash of a new link's token. It ends by the database's clock. */
export async function addPasswordReset(
  db: Db,
  { tokenHash, personId, minutes }: { tokenHash: string; personId: string; minutes: number },
): Promise<void> {
  const expiresAt = sql`now() + make_interval(mins => ${minutes})`;
  await db.insert(passwordReset).values({ tokenHash, personId, expiresAt });
}

const isOpen = (tokenHash: string) =>
  and(
    eq(passwordReset.tokenHash, tokenHash),
    isNull(passwordReset.usedAt),
    gt(passwordReset.expiresAt, sql`now()`),
  );

/** Whether a link can still be used. */
export async function isPasswordResetOpen(db: Db, tokenHash: string): Promise<boolean> {
  const found = await db
    .select({ personId: passwordReset.personId })
    .from(passwordReset)
    .where(isOpen(tokenHash));
  return found.length > 0;
}

/**
 * Uses a link: sets the password, ends every session and every other link of the person, all or nothing.
 * @returns the person's e-mail address, or null when the link cannot be used (any more)
 */
export async function spendPasswordReset(
  db: Db,
  tokenHash: string,
  passwordHash: string,
): Promise<string | null> {
  return db.transaction(async (tx) => {
    const usedAt = sql`now()`;
    // The row's lock makes a second use at the same moment wait, and then find it used.
    const [spent] = await tx
      .update(passwordReset)
      .set({ usedAt })
      .where(isOpen(tokenHash))
      .returning({ personId: passwordReset.personId });
    if (!spent) return null;
    const { personId } = spent;
    await tx
      .update(passwordReset)
      .set({ usedAt })
      .where(and(eq(passwordReset.personId, personId), isNull(passwordReset.usedAt)));
    const [changed] = await tx
      .update(person)
      .set({ passwordHash, sessionVersion: sql`${person.sessionVersion} + 1` })
      .where(eq(person.id, personId))
      .returning({ email: person.email });
    return changed?.email ?? null;
  });
}
