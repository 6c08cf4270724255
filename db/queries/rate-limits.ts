import type { RateLimiterDrizzle } from 'rate-limiter-flexible';
import type { Db } from '../client.ts';
import { rateLimit } from '../schema/index.ts';

type Limit = { points: number; duration: number };

const limitersOf = new WeakMap<object, Map<string, RateLimiterDrizzle>>();

/** The counter of one limit over all machines that share the database: so many points in so many seconds. */
export async function rateLimiter(
  db: Db,
  name: string,
  { points, duration }: Limit,
): Promise<RateLimiterDrizzle> {
  const { RateLimiterDrizzle } = await import('rate-limiter-flexible');
  const known = limitersOf.get(db) ?? new Map<string, RateLimiterDrizzle>();
  limitersOf.set(db, known);
  const found = known.get(name);
  if (found) return found;
  const made = new RateLimiterDrizzle({
    storeClient: db,
    schema: rateLimit,
    keyPrefix: name,
    points,
    duration,
    // One of them sweeps the whole table now and then; that is enough.
    clearExpiredByTimeout: known.size === 0,
  });
  known.set(name, made);
  return made;
}
