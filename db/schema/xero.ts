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
import { counted, createdAt, holds, moment, oneOf } from './columns.ts';
import { person } from './person.ts';
import { retailer } from './retailer.ts';
import { ofSolution, solutionKey } from './solution.ts';

/** The retailer's own Xero app: the pair that he typed. One per solution; a new pair replaces it. */
export const xeroApp = pgTable(
  'xero_app',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    ...ofSolution(),
    clientId: text('client_id').notNull(),
    /** `keyId.iv.tag.ciphertext`; never leaves the server. */
    clientSecretCipher: text('client_secret_cipher').notNull(),
    /** When Xero last said that the pair is right. */
    testedAt: moment('tested_at').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    solutionKey('xero_app_solution', t),
    uniqueIndex('xero_app_one').on(t.solutionId),
    unique('xero_app_of_retailer').on(t.id, t.retailerId),
  ],
);

/** A set of books in Xero and what it allows, apart from who may reach it. */
export const xeroOrganisation = pgTable(
  'xero_organisation',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    retailerId: uuid('retailer_id')
      .notNull()
      .references(() => retailer.id),
    tenantId: uuid('tenant_id').notNull(),
    name: text('name').notNull(),
    shortCode: text('short_code'),
    countryCode: text('country_code'),
    baseCurrency: text('base_currency'),
    timeZone: text('time_zone'),
    /** Whether it is registered for tax; an organisation that is not refuses tax in the feed. */
    paysTax: boolean('pays_tax'),
    /** Xero's word for the plan, which may cap invoices. */
    organisationClass: text('organisation_class'),
    periodLockDate: date('period_lock_date', { mode: 'string' }),
    endOfYearLockDate: date('end_of_year_lock_date', { mode: 'string' }),
    /** Accounts, tax rates and tracking categories as last read: a cache, Xero's own shapes trimmed to what we use. */
    chart: jsonb('chart'),
    chartAt: moment('chart_at'),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('xero_organisation_tenant').on(t.retailerId, t.tenantId),
    unique('xero_organisation_of_retailer').on(t.id, t.retailerId),
  ],
);

/**
 * What Xero still allows of calls to one organisation, over all processes: one row that each call passes (db/queries/call-budgets.ts).
 * Written with every call, and therefore apart from the organisation.
 */
export const xeroCallBudget = pgTable(
  'xero_call_budget',
  {
    organisationId: uuid('organisation_id').primaryKey(),
    retailerId: uuid('retailer_id').notNull(),
    /** Calls under way: id → `until` (epoch seconds; whoever made it is dead by then), `serial`, `beside` (others under way as it began). */
    underWay: jsonb('under_way').notNull().default({}),
    /** When the calls of the last minute ended, in no order; a call that somebody else made ends when it is noticed. */
    ended: moment('ended').array().notNull().default([]),
    /** Calls begun, ever. */
    serial: counted('serial').notNull().default(0),
    /** So many more calls Xero surely takes, by what its answers told; 0: they told nothing. */
    credit: integer('credit').notNull().default(0),
    /** What is left of the day's calls; null: Xero has not told yet. */
    dayRemaining: integer('day_remaining'),
    dayToldAt: moment('day_told_at'),
    /** No call before this moment: Xero said so. */
    blockedUntil: moment('blocked_until'),
    /** Which limit it said was reached. */
    blockedBy: text('blocked_by'),
  },
  (t) => [
    foreignKey({
      name: 'xero_call_budget_organisation',
      columns: [t.organisationId, t.retailerId],
      foreignColumns: [xeroOrganisation.id, xeroOrganisation.retailerId],
    }),
  ],
);

export const connectionStates = ['choosing', 'live', 'reconnect', 'ended'] as const;

/** A consent: tokens of one app for one organisation, used by one solution. */
export const xeroConnection = pgTable(
  'xero_connection',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    ...ofSolution(),
    appId: uuid('app_id'),
    /** Null while he still has to choose among several. */
    organisationId: uuid('organisation_id'),
    /** The tenant again, so that one organisation has one live connection over all retailers. */
    tenantId: uuid('tenant_id'),
    /** Xero's id of the connection, which `DELETE /connections/{id}` wants. */
    xeroConnectionId: uuid('xero_connection_id'),
    state: text('state').notNull(),
    /** What to choose from, while choosing. */
    offered: jsonb('offered'),
    /** Both tokens, encrypted together. */
    tokensCipher: text('tokens_cipher').notNull(),
    accessExpiresAt: moment('access_expires_at').notNull(),
    /** Raised by each refresh: only the one who raised it may save the new pair. */
    tokenVersion: integer('token_version').notNull().default(1),
    refreshLeaseUntil: moment('refresh_lease_until'),
    grantedBy: uuid('granted_by').references(() => person.id),
    endedAt: moment('ended_at'),
    endedWhy: text('ended_why'),
    createdAt: createdAt(),
  },
  (t) => [
    solutionKey('xero_connection_solution', t),
    foreignKey({
      name: 'xero_connection_organisation',
      columns: [t.organisationId, t.retailerId],
      foreignColumns: [xeroOrganisation.id, xeroOrganisation.retailerId],
    }),
    foreignKey({
      name: 'xero_connection_app',
      columns: [t.appId, t.retailerId],
      foreignColumns: [xeroApp.id, xeroApp.retailerId],
    }),
    oneOf('xero_connection_state', t.state, connectionStates),
    // One connection in use per solution, and one solution per organisation: two would post the same books twice.
    uniqueIndex('xero_connection_one_per_solution')
      .on(t.solutionId)
      .where(sql`${t.state} in ('live', 'reconnect')`),
    uniqueIndex('xero_connection_one_per_tenant')
      .on(t.tenantId)
      .where(sql`${t.state} in ('live', 'reconnect')`),
    index('xero_connection_organisation_idx').on(t.organisationId),
    holds(
      'xero_connection_chosen',
      sql`${t.state} not in ('live', 'reconnect') or (${t.organisationId} is not null and ${t.tenantId} is not null)`,
    ),
  ],
);

/** One trip to Xero's consent page. Used once, by the session that began it. */
export const oauthState = pgTable(
  'oauth_state',
  {
    stateHash: text('state_hash').primaryKey(),
    ...ofSolution(),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    /** Hash of a random cookie of the browser that began, so that a state cannot be carried to another browser. */
    browserHash: text('browser_hash').notNull(),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
    createdAt: createdAt(),
  },
  (t) => [solutionKey('oauth_state_solution', t), index('oauth_state_expiry').on(t.expiresAt)],
);
