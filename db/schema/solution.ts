import { sql } from 'drizzle-orm';
import { date, foreignKey, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { counted, createdAt, holds, moment, oneOf } from './columns.ts';
import { person } from './person.ts';
import { retailer } from './retailer.ts';

/** One plug-in of a retailer, the Tagrain–Xero one: a feed on one side, an organisation on the other. */
export const solution = pgTable(
  'solution',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    retailerId: uuid('retailer_id')
      .notNull()
      .references(() => retailer.id),
    /** Random, part of every number that we give in Xero, so that no two solutions or humans collide. */
    shortId: text('short_id').notNull().unique(),
    kind: text('kind').notNull().default('tagrain-xero'),

    /** The Tagrain API key, encrypted; null until he gave it (a retailer may live on files alone). */
    feedKeyCipher: text('feed_key_cipher'),
    /** What the feed said of the business when it was last asked (outlets, taxes, payment types). */
    feedBusiness: jsonb('feed_business'),
    feedBusinessAt: moment('feed_business_at'),
    /** Opaque; moved in the transaction that keeps the page's records, never before. */
    feedCursor: text('feed_cursor'),

    /** First business day that is posted; null: posting was never started. */
    startDate: date('start_date', { mode: 'string' }),
    startedAt: moment('started_at'),
    deactivatedAt: moment('deactivated_at'),
    /** What happens to records of days that are locked in Xero. */
    lateItems: text('late_items').notNull().default('hold'),

    /** Why it needs a person, by code; null: nothing does. Cleared by the run that finds it mended. */
    attentionCode: text('attention_code'),
    attentionText: text('attention_text'),
    attentionAt: moment('attention_at'),

    /** When the next run may claim it. */
    dueAt: moment('due_at').notNull().defaultNow(),
    leaseOwner: text('lease_owner'),
    leaseUntil: moment('lease_until'),
    failuresInARow: integer('failures_in_a_row').notNull().default(0),
    lastSyncAt: moment('last_sync_at'),
    createdAt: createdAt(),
  },
  (t) => [
    unique('solution_of_retailer').on(t.id, t.retailerId),
    // Claims walk it from the longest due on.
    index('solution_due').on(t.dueAt).where(sql`${t.deactivatedAt} is null`),
    // Who is being worked on: few at any time. By the owner and not by the moment, so that prolonging the lease, which every batch
    // does, enters nothing into an index.
    index('solution_leased').on(t.retailerId).where(sql`${t.leaseOwner} is not null`),
    index('solution_retailer').on(t.retailerId),
    oneOf('solution_late_items', t.lateItems, ['hold', 'first_open_day']),
    holds('solution_short_id_form', sql`${t.shortId} ~ '^[A-Z0-9]{6}$'`),
    holds('solution_started_with_date', sql`(${t.startDate} is null) = (${t.startedAt} is null)`),
    holds('solution_lease_whole', sql`(${t.leaseOwner} is null) = (${t.leaseUntil} is null)`),
  ],
);

/** Columns and foreign key that tie a row to a solution of the same retailer; a row can never cross retailers. */
export const ofSolution = () => ({
  retailerId: uuid('retailer_id').notNull(),
  solutionId: uuid('solution_id').notNull(),
});

/** The composite foreign key that goes with `ofSolution`. */
export const solutionKey = (
  name: string,
  // biome-ignore lint/suspicious/noExplicitAny: drizzle's column types differ per table
  t: { solutionId: any; retailerId: any },
) =>
  foreignKey({
    name,
    columns: [t.solutionId, t.retailerId],
    foreignColumns: [solution.id, solution.retailerId],
  });

/**
 * Which account, tax rate and contact each thing at the till goes to. Never changed, only followed by a newer one;
 * it holds from a business day on, so that yesterday's documents can be explained with yesterday's mapping.
 */
export const mapping = pgTable(
  'mapping',
  {
    id: counted().primaryKey().generatedAlwaysAsIdentity(),
    ...ofSolution(),
    validFrom: date('valid_from', { mode: 'string' }).notNull(),
    body: jsonb('body').notNull(),
    personId: uuid('person_id').references(() => person.id),
    createdAt: createdAt(),
  },
  (t) => [
    solutionKey('mapping_solution', t),
    unique('mapping_of_solution').on(t.id, t.solutionId),
    index('mapping_newest').on(t.solutionId, t.validFrom, t.id),
  ],
);
