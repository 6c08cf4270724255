import { sql } from 'drizzle-orm';
import {
  boolean,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { counted, createdAt, holds, minor, moment, oneOf } from './columns.ts';
import { person } from './person.ts';
import { mapping, ofSolution, solutionKey } from './solution.ts';

/** A shop. Its time zone and cut-off say which business day a moment belongs to. */
export const outlet = pgTable(
  'outlet',
  {
    id: counted().primaryKey().generatedAlwaysAsIdentity(),
    ...ofSolution(),
    tillId: text('till_id').notNull(),
    name: text('name').notNull(),
    timeZone: text('time_zone').notNull(),
    dayCutoff: text('day_cutoff').notNull().default('00:00'),
    createdAt: createdAt(),
  },
  (t) => [
    solutionKey('outlet_solution', t),
    uniqueIndex('outlet_till_id').on(t.solutionId, t.tillId),
    unique('outlet_of_solution').on(t.id, t.solutionId),
    holds('outlet_cutoff_form', sql`${t.dayCutoff} ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'`),
  ],
);

/** A till in an outlet; it never moves to another outlet. */
export const register = pgTable(
  'register',
  {
    id: counted().primaryKey().generatedAlwaysAsIdentity(),
    ...ofSolution(),
    outletId: counted('outlet_id').notNull(),
    tillId: text('till_id').notNull(),
    name: text('name').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    solutionKey('register_solution', t),
    foreignKey({
      name: 'register_outlet',
      columns: [t.outletId, t.solutionId],
      foreignColumns: [outlet.id, outlet.solutionId],
    }),
    uniqueIndex('register_till_id').on(t.outletId, t.tillId),
    unique('register_of_solution').on(t.id, t.solutionId),
  ],
);

/** A file that was imported as a whole. */
export const importFile = pgTable(
  'import_file',
  {
    id: counted().primaryKey().generatedAlwaysAsIdentity(),
    ...ofSolution(),
    name: text('name').notNull(),
    sha256: text('sha256').notNull(),
    /** How its heads were matched to our fields. */
    columns: jsonb('columns').notNull(),
    recordsNew: integer('records_new').notNull(),
    recordsKnown: integer('records_known').notNull(),
    rowsRefused: integer('rows_refused').notNull(),
    personId: uuid('person_id').references(() => person.id),
    createdAt: createdAt(),
  },
  (t) => [
    solutionKey('import_file_solution', t),
    index('import_file_solution_idx').on(t.solutionId),
    unique('import_file_of_solution').on(t.id, t.solutionId),
  ],
);

/** A record exactly as it came. Interpretation can be run again from it. */
export const rawRecord = pgTable(
  'raw_record',
  {
    id: counted().primaryKey().generatedAlwaysAsIdentity(),
    ...ofSolution(),
    source: text('source').notNull(),
    importFileId: counted('import_file_id'),
    outletTillId: text('outlet_till_id').notNull(),
    recordId: text('record_id').notNull(),
    version: integer('version').notNull(),
    body: jsonb('body').notNull(),
    bodyHash: text('body_hash').notNull(),
    /** Set when the same version came again with other content: that is a fault of the till and stops the record. */
    conflict: jsonb('conflict'),
    createdAt: createdAt(),
  },
  (t) => [
    solutionKey('raw_record_solution', t),
    foreignKey({
      name: 'raw_record_import_file',
      columns: [t.importFileId, t.solutionId],
      foreignColumns: [importFile.id, importFile.solutionId],
    }),
    // The one key in which pull, push and file meet.
    uniqueIndex('raw_record_identity').on(t.solutionId, t.outletTillId, t.recordId, t.version),
    unique('raw_record_of_solution').on(t.id, t.solutionId, t.retailerId),
    oneOf('raw_record_source', t.source, ['pull', 'push', 'file']),
    holds('raw_record_version_counts', sql`${t.version} >= 1`),
  ],
);

/** Raw records that wait to be interpreted. To interpret one again, put it here again. */
export const rawInbox = pgTable(
  'raw_inbox',
  {
    rawRecordId: counted('raw_record_id').primaryKey(),
    ...ofSolution(),
  },
  (t) => [
    foreignKey({
      name: 'raw_inbox_raw_record',
      columns: [t.rawRecordId, t.solutionId, t.retailerId],
      foreignColumns: [rawRecord.id, rawRecord.solutionId, rawRecord.retailerId],
    }),
    index('raw_inbox_waiting').on(t.solutionId, t.rawRecordId),
  ],
);

export const tillTransactionKinds = [
  'sale',
  'sale_refund',
  'payment',
  'cash_in',
  'cash_out',
  'floating_expense',
  'till_variance',
  'shift',
  'unknown',
] as const;

export const tillTransactionStates = [
  /** Waits for the next plan. */
  'pending',
  /** Became documents; how far those are is theirs to say. */
  'planned',
  /** A named refusal: nothing leaves until it is mended. */
  'held',
  /** Kept, but of a kind that is not posted (yet). */
  'not_posted',
  /** A newer version took its place before it was posted. */
  'superseded',
  /** A person said that it is another record, which is here too: it is counted and posted there. */
  'duplicate',
] as const;

/** What happened at the till, interpreted: one normalised shape, whatever way it came. */
export const tillTransaction = pgTable(
  'till_transaction',
  {
    id: counted().primaryKey().generatedAlwaysAsIdentity(),
    ...ofSolution(),
    rawRecordId: counted('raw_record_id').notNull(),
    outletId: counted('outlet_id'),
    registerId: counted('register_id'),
    kind: text('kind').notNull(),
    recordId: text('record_id').notNull(),
    version: integer('version').notNull(),
    shiftTillId: text('shift_till_id'),
    occurredAt: moment('occurred_at').notNull(),
    /** By the outlet's time zone and cut-off as they were when it was interpreted. */
    businessDay: date('business_day', { mode: 'string' }).notNull(),
    currency: text('currency').notNull(),
    totalMinor: minor('total_minor').notNull(),
    voided: boolean('voided').notNull().default(false),
    content: jsonb('content').notNull(),
    state: text('state').notNull().default('pending'),
    refusalCode: text('refusal_code'),
    refusalText: text('refusal_text'),
    /** Under which mapping it was last planned or held. */
    mappingId: counted('mapping_id'),
    createdAt: createdAt(),
  },
  (t) => [
    foreignKey({
      name: 'till_transaction_raw_record',
      columns: [t.rawRecordId, t.solutionId, t.retailerId],
      foreignColumns: [rawRecord.id, rawRecord.solutionId, rawRecord.retailerId],
    }),
    foreignKey({
      name: 'till_transaction_outlet',
      columns: [t.outletId, t.solutionId],
      foreignColumns: [outlet.id, outlet.solutionId],
    }),
    foreignKey({
      name: 'till_transaction_register',
      columns: [t.registerId, t.solutionId],
      foreignColumns: [register.id, register.solutionId],
    }),
    foreignKey({
      name: 'till_transaction_mapping',
      columns: [t.mappingId, t.solutionId],
      foreignColumns: [mapping.id, mapping.solutionId],
    }),
    // A raw record yields at most one till transaction of each kind (a closing: its variance and what it removed).
    uniqueIndex('till_transaction_identity').on(t.rawRecordId, t.kind),
    unique('till_transaction_of_solution').on(t.id, t.solutionId, t.retailerId),
    index('till_transaction_pages').on(t.solutionId, t.occurredAt, t.id),
    index('till_transaction_waiting')
      .on(t.solutionId, t.businessDay, t.id)
      .where(sql`${t.state} = 'pending'`),
    index('till_transaction_held').on(t.solutionId, t.id).where(sql`${t.state} = 'held'`),
    index('till_transaction_record').on(t.solutionId, t.outletId, t.recordId, t.version),
    // Receipts that look like another one.
    index('till_transaction_alike')
      .on(t.solutionId, t.outletId, t.totalMinor, t.occurredAt)
      .where(sql`${t.kind} in ('sale', 'sale_refund')`),
    index('till_transaction_shift').on(t.solutionId, t.shiftTillId),
    index('till_transaction_shifts')
      .on(t.solutionId, t.registerId, t.occurredAt)
      .where(sql`${t.kind} = 'shift'`),
    oneOf('till_transaction_kind', t.kind, tillTransactionKinds),
    oneOf('till_transaction_state', t.state, tillTransactionStates),
    holds('till_transaction_refusal', sql`(${t.state} = 'held') = (${t.refusalCode} is not null)`),
    holds('till_transaction_currency_form', sql`${t.currency} ~ '^[A-Z]{3}$'`),
  ],
);
