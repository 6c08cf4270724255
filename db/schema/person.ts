import { sql } from 'drizzle-orm';
import { index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { createdAt, holds, moment, oneOf } from './columns.ts';
import { retailer } from './retailer.ts';

/** Someone who signs in. He is apart from the retailers that he belongs to. */
export const person = pgTable(
  'person',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    email: text('email').notNull(),
    passwordHash: text('password_hash').notNull(),
    /** Raised by every change of the password; a session that carries an older one has ended. */
    sessionVersion: integer('session_version').notNull().default(1),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('person_email').on(sql`lower(${t.email})`),
    holds('person_email_form', sql`${t.email} like '%_@_%' and length(${t.email}) <= 254`),
  ],
);

/** A person can belong to several retailers, a retailer can have several people. */
export const membership = pgTable(
  'membership',
  {
    retailerId: uuid('retailer_id')
      .notNull()
      .references(() => retailer.id),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    role: text('role').notNull().default('owner'),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.retailerId, t.personId] }),
    index('membership_person').on(t.personId),
    oneOf('membership_role', t.role, ['owner', 'accountant']),
  ],
);

/** A one-time link to a new password. Only the hash of the link's token is kept. */
export const passwordReset = pgTable(
  'password_reset',
  {
    tokenHash: text('token_hash').primaryKey(),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
    createdAt: createdAt(),
  },
  (t) => [index('password_reset_person').on(t.personId)],
);
