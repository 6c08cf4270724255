import { sql } from 'drizzle-orm';
import {
  boolean,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytes, counted, createdAt, holds, minor, moment, oneOf } from './columns.ts';
import { documentStates } from './document-moves.ts';
import { mapping, ofSolution, solutionKey } from './solution.ts';
import { outlet, tillTransaction } from './till.ts';
import { xeroOrganisation } from './xero.ts';

export const documentKinds = [
  'contact',
  'account',
  'invoice',
  'credit_note',
  'payment',
  'allocation',
  'bank_transaction',
  'bank_transfer',
] as const;

/** One call to Xero: the exact bytes, the key under which Xero knows it, and when it began by the database's clock. */
export const sendBatch = pgTable(
  'send_batch',
  {
    id: counted().primaryKey().generatedAlwaysAsIdentity(),
    ...ofSolution(),
    organisationId: uuid('organisation_id').notNull(),
    kind: text('kind').notNull(),
    idempotencyKey: text('idempotency_key').notNull().unique(),
    body: bytes('body').notNull(),
    bodyHash: text('body_hash').notNull(),
    /** Which documents it holds, in the order of the bytes. */
    documentIds: counted('document_ids').array().notNull(),
    leaseOwner: text('lease_owner').notNull(),
    /** First sending; the bytes may be repeated under the key for under five minutes from here. */
    startedAt: moment('started_at').notNull().defaultNow(),
    endedAt: moment('ended_at'),
    outcome: text('outcome'),
    statusCode: integer('status_code'),
  },
  (t) => [
    solutionKey('send_batch_solution', t),
    foreignKey({
      name: 'send_batch_organisation',
      columns: [t.organisationId, t.retailerId],
      foreignColumns: [xeroOrganisation.id, xeroOrganisation.retailerId],
    }),
    unique('send_batch_of_solution').on(t.id, t.solutionId),
    index('send_batch_open').on(t.solutionId).where(sql`${t.endedAt} is null`),
    oneOf('send_batch_kind', t.kind, documentKinds),
    holds('send_batch_ended_whole', sql`(${t.endedAt} is null) = (${t.outcome} is null)`),
  ],
);

/** Something that is or will be in Xero. Its key names the thing, not the attempt; its content freezes at the first sending. */
export const document = pgTable(
  'document',
  {
    id: counted().primaryKey().generatedAlwaysAsIdentity(),
    ...ofSolution(),
    organisationId: uuid('organisation_id').notNull(),
    kind: text('kind').notNull(),
    key: text('key').notNull(),
    /** What it is found again by: invoice number, credit note number, or reference. */
    number: text('number').notNull(),
    content: jsonb('content').notNull(),
    outletId: counted('outlet_id'),
    businessDay: date('business_day', { mode: 'string' }).notNull(),
    documentDate: date('document_date', { mode: 'string' }).notNull(),
    currency: text('currency').notNull(),
    /** What the plan predicts that Xero will make of it. */
    totalMinor: minor('total_minor').notNull(),
    taxMinor: minor('tax_minor').notNull(),
    mappingId: counted('mapping_id'),
    state: text('state').notNull().default('planned'),
    /** How many documents that it depends on are not posted yet; it may be sent at zero. */
    waitingFor: integer('waiting_for').notNull().default(0),
    /**
     * Where it stands for whoever looks for documents: `ready` from the moment that it may be sent until its outcome is known, `waiting`
     * before, later its state. Indexes ask for this and never for what changes when a batch begins: then the row stays in its page,
     * and no index is touched (docs/decisions/2026-11-27-where-a-document-stands.md).
     */
    standing: text('standing')
      .notNull()
      .generatedAlwaysAs(
        sql`case when state in ('planned', 'sending') then case waiting_for when 0 then 'ready' else 'waiting' end else state end`,
      ),
    batchId: counted('batch_id'),
    attempts: integer('attempts').notNull().default(0),
    firstSentAt: moment('first_sent_at'),
    lastSentAt: moment('last_sent_at'),
    /** Not before this moment, after a passing failure or between two look-ups. */
    notBefore: moment('not_before'),
    emptyLookUps: integer('empty_look_ups').notNull().default(0),
    refusalCode: text('refusal_code'),
    refusalText: text('refusal_text'),
    xeroId: uuid('xero_id'),
    xeroStatus: text('xero_status'),
    /** Warnings that Xero gave when it accepted. */
    warnings: jsonb('warnings'),
    postedAt: moment('posted_at'),
    createdAt: createdAt(),
  },
  (t) => [
    solutionKey('document_solution', t),
    foreignKey({
      name: 'document_organisation',
      columns: [t.organisationId, t.retailerId],
      foreignColumns: [xeroOrganisation.id, xeroOrganisation.retailerId],
    }),
    foreignKey({
      name: 'document_outlet',
      columns: [t.outletId, t.solutionId],
      foreignColumns: [outlet.id, outlet.solutionId],
    }),
    foreignKey({
      name: 'document_mapping',
      columns: [t.mappingId, t.solutionId],
      foreignColumns: [mapping.id, mapping.solutionId],
    }),
    foreignKey({
      name: 'document_batch',
      columns: [t.batchId, t.solutionId],
      foreignColumns: [sendBatch.id, sendBatch.solutionId],
    }),
    uniqueIndex('document_key').on(t.solutionId, t.key),
    uniqueIndex('document_number').on(t.organisationId, t.kind, t.number),
    // Two customers of one name at the till are one contact in Xero, where a name is unique; nothing else may be shared.
    // What has no id yet is left out: it would be entered anew at every change of the row.
    uniqueIndex('document_xero_id')
      .on(t.organisationId, t.kind, t.xeroId)
      .where(sql`${t.xeroId} is not null and ${t.kind} <> 'contact'`),
    unique('document_of_solution').on(t.id, t.solutionId, t.retailerId),
    // What is not posted: what may be sent next, oldest day first, and how many stand where.
    index('document_open')
      .on(t.solutionId, t.standing, t.kind, t.businessDay, t.id)
      .where(sql`${t.standing} <> 'posted'`),
    // How many are posted is asked all day, while somebody watches every second: counted without opening a content.
    index('document_posted').on(t.solutionId).where(sql`${t.standing} = 'posted'`),
    index('document_drafts')
      .on(t.solutionId, t.kind, t.id)
      .where(sql`${t.standing} = 'posted' and ${t.xeroStatus} in ('DRAFT', 'SUBMITTED')`),
    // Payments of debts from before the start date, by whose invoice they pay: there are few.
    index('document_older_debts')
      .on(t.solutionId, sql`(${t.content} ->> 'of')`)
      .where(sql`${t.kind} = 'payment' and ${t.content} ->> 'of' like 'xero_invoice:%'`),
    oneOf('document_kind', t.kind, documentKinds),
    oneOf('document_state', t.state, documentStates),
    // Of an allocation Xero may tell no id: it is the one between its credit note and its invoice.
    holds(
      'document_posted_has_id',
      sql`${t.state} <> 'posted' or ${t.xeroId} is not null or ${t.kind} = 'allocation'`,
    ),
    holds('document_sent_in_batch', sql`${t.state} <> 'sending' or ${t.batchId} is not null`),
    holds('document_waits_for_whole', sql`${t.waitingFor} >= 0`),
  ],
);

/** Provenance: which record, in which role, is in which document. A record's role lives in one live document. */
export const documentSource = pgTable(
  'document_source',
  {
    documentId: counted('document_id').notNull(),
    tillTransactionId: counted('till_transaction_id').notNull(),
    ...ofSolution(),
    role: text('role').notNull(),
    live: boolean('live').notNull().default(true),
  },
  (t) => [
    primaryKey({ columns: [t.documentId, t.tillTransactionId, t.role] }),
    foreignKey({
      name: 'document_source_document',
      columns: [t.documentId, t.solutionId, t.retailerId],
      foreignColumns: [document.id, document.solutionId, document.retailerId],
    }).onDelete('cascade'),
    foreignKey({
      name: 'document_source_till_transaction',
      columns: [t.tillTransactionId, t.solutionId, t.retailerId],
      foreignColumns: [tillTransaction.id, tillTransaction.solutionId, tillTransaction.retailerId],
    }),
    uniqueIndex('document_source_once').on(t.tillTransactionId, t.role).where(sql`${t.live}`),
  ],
);

/** A document that waits for another: contact → invoice → payment; credit note → allocation → refund. */
export const documentDependency = pgTable(
  'document_dependency',
  {
    documentId: counted('document_id').notNull(),
    dependsOnId: counted('depends_on_id').notNull(),
    ...ofSolution(),
  },
  (t) => [
    primaryKey({ columns: [t.documentId, t.dependsOnId] }),
    foreignKey({
      name: 'document_dependency_document',
      columns: [t.documentId, t.solutionId, t.retailerId],
      foreignColumns: [document.id, document.solutionId, document.retailerId],
    }).onDelete('cascade'),
    foreignKey({
      name: 'document_dependency_on',
      columns: [t.dependsOnId, t.solutionId, t.retailerId],
      foreignColumns: [document.id, document.solutionId, document.retailerId],
    }),
    index('document_dependency_reverse').on(t.dependsOnId),
    holds('document_dependency_not_itself', sql`${t.documentId} <> ${t.dependsOnId}`),
  ],
);
