import { sql } from 'drizzle-orm';
import { foreignKey, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { counted, createdAt, holds, moment, oneOf } from './columns.ts';
import { person } from './person.ts';
import { ofSolution } from './solution.ts';
import { tillTransaction } from './till.ts';

/** What a person may say of a suspected duplicate. */
export const duplicateDecisions = ['another_sale', 'same'] as const;

/** A record that may be another one, which came earlier: held until a person says which, and remembered after that. */
export const suspectedDuplicate = pgTable(
  'suspected_duplicate',
  {
    tillTransactionId: counted('till_transaction_id').primaryKey(),
    ...ofSolution(),
    /** Null: a file said that it is suspected, and what it looked like is no longer here. */
    otherId: counted('other_id'),
    /** Null: nobody has decided yet. */
    decision: text('decision'),
    personId: uuid('person_id').references(() => person.id),
    decidedAt: moment('decided_at'),
    createdAt: createdAt(),
  },
  (t) => [
    foreignKey({
      name: 'suspected_duplicate_till_transaction',
      columns: [t.tillTransactionId, t.solutionId, t.retailerId],
      foreignColumns: [tillTransaction.id, tillTransaction.solutionId, tillTransaction.retailerId],
    }),
    foreignKey({
      name: 'suspected_duplicate_other_one',
      columns: [t.otherId, t.solutionId, t.retailerId],
      foreignColumns: [tillTransaction.id, tillTransaction.solutionId, tillTransaction.retailerId],
    }),
    index('suspected_duplicate_other').on(t.otherId),
    index('suspected_duplicate_open').on(t.solutionId).where(sql`${t.decision} is null`),
    oneOf('suspected_duplicate_decision', t.decision, duplicateDecisions),
    holds(
      'suspected_duplicate_decided_whole',
      sql`(${t.decision} is null) = (${t.decidedAt} is null) and (${t.decision} is null) = (${t.personId} is null)`,
    ),
    holds('suspected_duplicate_not_itself', sql`${t.tillTransactionId} <> ${t.otherId}`),
    holds('suspected_duplicate_same_as_one', sql`${t.decision} <> 'same' or ${t.otherId} is not null`),
  ],
);
