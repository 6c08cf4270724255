import { type SQL, sql } from 'drizzle-orm';
import { type AnyPgColumn, bigint, check, customType, timestamp } from 'drizzle-orm/pg-core';

/** A moment, always set by or compared with the database's clock, so that several machines agree on the time. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' });

/** When the row was written, by the database's clock. */
export const createdAt = () => moment('created_at').notNull().defaultNow();

/** An amount in minor units (cents). Its currency stands beside it or on the row it belongs to. */
export const minor = (name: string) => bigint(name, { mode: 'number' });

/** A surrogate key that the database counts. */
export const counted = (name = 'id') => bigint(name, { mode: 'number' });

/** Bytes exactly as they were or will be sent. */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });

/** A check that a text column holds one of the given words. Text and a check can grow in a migration; an enum type hurts. */
export const oneOf = (name: string, column: AnyPgColumn, words: readonly string[]) =>
  check(name, sql`${column} in (${sql.raw(words.map((word) => `'${word}'`).join(', '))})`);

/** A named check. */
export const holds = (name: string, condition: SQL) => check(name, condition);
