import { sql } from 'drizzle-orm';
import {
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { counted, moment, oneOf } from './columns.ts';
import { person } from './person.ts';
import { ofSolution, solutionKey } from './solution.ts';

/** That posting stopped for a cause, from when to when. Of each cause at most one is open in a solution. */
export const stoppage = pgTable(
  'stoppage',
  {
    id: counted().primaryKey().generatedAlwaysAsIdentity(),
    ...ofSolution(),
    code: text('code').notNull(),
    /** What a person is to do, in a sentence. */
    text: text('text').notNull(),
    /** How many documents it is about; null: it is not about documents. */
    documents: integer('documents'),
    beganAt: moment('began_at').notNull().defaultNow(),
    endedAt: moment('ended_at'),
  },
  (t) => [
    solutionKey('stoppage_solution', t),
    unique('stoppage_of_solution').on(t.id, t.solutionId),
    uniqueIndex('stoppage_open_once').on(t.solutionId, t.code).where(sql`${t.endedAt} is null`),
    index('stoppage_ended').on(t.endedAt),
  ],
);

/** The mail of one stoppage's begin or end to one person: claimed by whoever sends it, sent once. */
export const stoppageMail = pgTable(
  'stoppage_mail',
  {
    stoppageId: counted('stoppage_id').notNull(),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    about: text('about').notNull(),
    ...ofSolution(),
    /** Until then nobody else sends it; after it, a mail that was not noted as sent is sent again. */
    claimedUntil: moment('claimed_until').notNull(),
    tries: integer('tries').notNull().default(0),
    sentAt: moment('sent_at'),
  },
  (t) => [
    primaryKey({ columns: [t.stoppageId, t.about, t.personId] }),
    solutionKey('stoppage_mail_solution', t),
    foreignKey({
      name: 'stoppage_mail_stoppage',
      columns: [t.stoppageId, t.solutionId],
      foreignColumns: [stoppage.id, stoppage.solutionId],
    }),
    index('stoppage_mail_unsent').on(t.claimedUntil).where(sql`${t.sentAt} is null`),
    oneOf('stoppage_mail_about', t.about, ['began', 'ended']),
  ],
);
