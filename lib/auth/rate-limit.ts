import { createHash } from 'node:crypto';
import type { Db } from '@/db/client';
import { rateLimiter } from '@/db/queries/rate-limits';
import { Failure } from '@/lib/http/failure';

const minute = 60;
const hour = 60 * minute;

/** How often each thing may be tried, and in how many seconds. */
const limits = {
  /** Wrong passwords for one address from one place. */
  signIn: { points: 10, duration: 15 * minute },
  /** Wrong passwords for one address from everywhere: slows a guess spread over many machines, seldom bars its owner. */
  signInEverywhere: { points: 100, duration: hour },
  /** From one place; a whole office or a test may stand behind one. */
  register: { points: 200, duration: hour },
  forgottenPassword: { points: 60, duration: hour },
  newPassword: { points: 60, duration: hour },
  /** From everywhere together, where the place is not known: bounds a flood, and seldom bars anyone. */
  registerEverywhere: { points: 2000, duration: hour },
  forgottenPasswordEverywhere: { points: 600, duration: hour },
  newPasswordEverywhere: { points: 600, duration: hour },
  /** Mails to one address that its owner did not ask for. */
  mail: { points: 5, duration: hour },
} as const;

export type LimitName = keyof typeof limits;

const limiter = (db: Db, name: LimitName) => rateLimiter(db, name, limits[name]);

/** A key that does not tell whom it is about. */
const keyOf = (parts: string[]) =>
  createHash('sha256').update(parts.join('\n').toLowerCase()).digest('base64url');

/** Counts one try. @returns 0 when it may go on, else after how many seconds it may be tried again */
export async function countTry(db: Db, name: LimitName, ...parts: string[]): Promise<number> {
  try {
    await (await limiter(db, name)).consume(keyOf(parts));
    return 0;
  } catch (refused) {
    if (refused instanceof Error) throw refused;
    const { msBeforeNext } = refused as { msBeforeNext: number };
    return Math.max(1, Math.ceil(msBeforeNext / 1000));
  }
}

/** Forgets the tries of someone who turned out to be right. */
export async function forgetTries(db: Db, name: LimitName, ...parts: string[]): Promise<void> {
  await (await limiter(db, name)).delete(keyOf(parts));
}

/** One sentence for whoever has to wait. */
export function waitSentence(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return `That was tried too often. Please wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`} and try again.`;
}

/**
 * Counts a request from one place.
 * @param address null where it is not known: then all such requests count together
 * @throws Failure 429 with the time to wait
 */
export async function limitRequest(
  db: Db,
  name: 'register' | 'forgottenPassword' | 'newPassword',
  address: string | null,
): Promise<void> {
  const seconds =
    address === null ? await countTry(db, `${name}Everywhere`) : await countTry(db, name, address);
  if (seconds > 0) throw new Failure(429, 'too_many', waitSentence(seconds));
}
