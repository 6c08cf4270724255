import { sql } from 'drizzle-orm';
import { foreignKey, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { counted, holds, moment, oneOf } from './columns.ts';
import { document } from './document.ts';
import { person } from './person.ts';
import { ofSolution } from './solution.ts';

export const undoStates = ['planned', 'sending', 'unsure', 'done', 'refused'] as const;

/**
 * That a document is to be taken back in Xero, or was: one row per document, so that however often somebody asks, it is one undo.
 *
 *     planned → sending → done | refused | unsure
 *     unsure  → sending | done (a look tells which)
 *     refused → planned (asked for again)
 */
export const documentUndo = pgTable(
  'document_undo',
  {
    documentId: counted('document_id').primaryKey(),
    ...ofSolution(),
    /** The document for which it was asked; what hangs on that is undone before it. */
    rootId: counted('root_id').notNull(),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    state: text('state').notNull().default('planned'),
    /** Since it was last asked for. */
    attempts: integer('attempts').notNull().default(0),
    refusalText: text('refusal_text'),
    askedAt: moment('asked_at').notNull().defaultNow(),
    endedAt: moment('ended_at'),
  },
  (t) => [
    foreignKey({
      name: 'document_undo_document',
      columns: [t.documentId, t.solutionId, t.retailerId],
      foreignColumns: [document.id, document.solutionId, document.retailerId],
    }),
    foreignKey({
      name: 'document_undo_root',
      columns: [t.rootId, t.solutionId, t.retailerId],
      foreignColumns: [document.id, document.solutionId, document.retailerId],
    }),
    index('document_undo_open').on(t.solutionId).where(sql`${t.state} in ('planned', 'sending', 'unsure')`),
    oneOf('document_undo_state', t.state, undoStates),
    holds(
      'document_undo_ended',
      sql`(${t.endedAt} is null) = (${t.state} in ('planned', 'sending', 'unsure'))`,
    ),
    holds('document_undo_refused_whole', sql`(${t.refusalText} is null) = (${t.state} <> 'refused')`),
  ],
);
