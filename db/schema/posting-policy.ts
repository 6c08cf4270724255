import { sql } from 'drizzle-orm';
import { date, foreignKey, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { counted, createdAt, holds, oneOf } from './columns.ts';
import { person } from './person.ts';
import { ofSolution, solutionKey } from './solution.ts';
import { outlet } from './till.ts';

/**
 * How it is posted from a business day on: each sale, or summaries; approved or draft; numbers, due date and line detail. For the
 * whole shop, or for one outlet where it differs. At most one per day.
 */
export const postingPolicy = pgTable(
  'posting_policy',
  {
    id: counted().primaryKey().generatedAlwaysAsIdentity(),
    ...ofSolution(),
    /** Null: the whole shop. */
    outletId: counted('outlet_id'),
    validFrom: date('valid_from', { mode: 'string' }).notNull(),
    way: text('way').notNull(),
    status: text('status').notNull(),
    numberPrefix: text('number_prefix').notNull().default(''),
    dueDays: integer('due_days').notNull().default(0),
    lineDetail: text('line_detail').notNull().default('line'),
    personId: uuid('person_id').references(() => person.id),
    createdAt: createdAt(),
  },
  (t) => [
    solutionKey('posting_policy_solution', t),
    foreignKey({
      name: 'posting_policy_outlet',
      columns: [t.outletId, t.solutionId],
      foreignColumns: [outlet.id, outlet.solutionId],
    }),
    unique('posting_policy_day').on(t.solutionId, t.outletId, t.validFrom).nullsNotDistinct(),
    holds('posting_policy_prefix_form', sql`${t.numberPrefix} ~ '^[A-Z0-9]{0,8}$'`),
    holds('posting_policy_due_days', sql`${t.dueDays} between 0 and 365`),
    oneOf('posting_policy_line_detail', t.lineDetail, ['line', 'product', 'category', 'account']),
    oneOf('posting_policy_way', t.way, ['each_sale', 'summary_per_shift', 'summary_per_day']),
    oneOf('posting_policy_status', t.status, ['AUTHORISED', 'DRAFT']),
  ],
);
