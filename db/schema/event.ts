import { foreignKey, index, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { counted, createdAt, moment, oneOf } from './columns.ts';
import { person } from './person.ts';
import { ofSolution, solutionKey } from './solution.ts';

/** One run over one solution, begun by the cron route or by a person. */
export const syncRun = pgTable(
  'sync_run',
  {
    id: counted().primaryKey().generatedAlwaysAsIdentity(),
    ...ofSolution(),
    trigger: text('trigger').notNull(),
    leaseOwner: text('lease_owner').notNull(),
    startedAt: moment('started_at').notNull().defaultNow(),
    endedAt: moment('ended_at'),
    /** What it is at, for the person who watches. */
    step: text('step').notNull().default('claim'),
    /** recordsPulled, planned, held, posted, refused, unsure, calls. */
    counts: jsonb('counts').notNull().default({}),
    outcome: text('outcome'),
    message: text('message'),
  },
  (t) => [
    solutionKey('sync_run_solution', t),
    unique('sync_run_of_solution').on(t.id, t.solutionId),
    index('sync_run_newest').on(t.solutionId, t.id),
    oneOf('sync_run_trigger', t.trigger, ['cron', 'person']),
  ],
);

/** What happened, for ever: a trigger refuses updates and deletes. */
export const event = pgTable(
  'event',
  {
    id: counted().primaryKey().generatedAlwaysAsIdentity(),
    ...ofSolution(),
    /** Null: the portal itself. */
    personId: uuid('person_id').references(() => person.id),
    syncRunId: counted('sync_run_id'),
    kind: text('kind').notNull(),
    /** One sentence for a person. Never a secret. */
    text: text('text').notNull(),
    data: jsonb('data').notNull().default({}),
    createdAt: createdAt(),
  },
  (t) => [
    solutionKey('event_solution', t),
    foreignKey({
      name: 'event_sync_run',
      columns: [t.syncRunId, t.solutionId],
      foreignColumns: [syncRun.id, syncRun.solutionId],
    }),
    index('event_newest').on(t.solutionId, t.id),
  ],
);
