import { sql } from 'drizzle-orm';
import { foreignKey, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { holds, minor, moment, oneOf } from './columns.ts';
import { person } from './person.ts';
import { ofSolution, solutionKey } from './solution.ts';
import { xeroOrganisation } from './xero.ts';

/** What a debt from before the start date is called by. */
export const debtNames = ['receipt', 'payment'] as const;

/**
 * A debt from before the start date, and the invoice of the organisation's own that a person says is the same debt. Of a receipt that was
 * never posted from here: payments that name the receipt pay that invoice. Of a payment: it pays there what is more than its customer
 * owes here. Which it is may change only while no such payment is in Xero, or may be (trigger `older_debt_sent`).
 */
export const olderDebt = pgTable(
  'older_debt',
  {
    ...ofSolution(),
    debtOf: text('debt_of', { enum: debtNames }).notNull().default('receipt'),
    /** As the till calls it: of a receipt from before, the outlet may be gone. */
    outletTillId: text('outlet_till_id').notNull(),
    /** Of a payment its own id, whatever its version. */
    receiptId: text('receipt_id').notNull(),
    organisationId: uuid('organisation_id').notNull(),
    /** Xero's id. */
    invoiceId: uuid('invoice_id').notNull(),
    /** What the person saw. */
    invoiceNumber: text('invoice_number').notNull(),
    contactName: text('contact_name').notNull(),
    /** What was due on the invoice in Xero when it was chosen, had nothing been paid on it from here. */
    dueMinor: minor('due_minor').notNull(),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    chosenAt: moment('chosen_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.solutionId, t.debtOf, t.outletTillId, t.receiptId] }),
    oneOf('older_debt_of', t.debtOf, debtNames),
    solutionKey('older_debt_solution', t),
    foreignKey({
      name: 'older_debt_organisation',
      columns: [t.organisationId, t.retailerId],
      foreignColumns: [xeroOrganisation.id, xeroOrganisation.retailerId],
    }),
    holds('older_debt_was_due', sql`${t.dueMinor} > 0`),
  ],
);
