import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/**
 * How often something was tried under a key, so that several machines count together. The columns are those that
 * rate-limiter-flexible's drizzle store writes; keys are hashes, never an e-mail or network address.
 */
export const rateLimit = pgTable('rate_limit', {
  key: text('key').primaryKey(),
  points: integer('points').notNull(),
  expire: timestamp('expire', { withTimezone: true, mode: 'date' }),
});
