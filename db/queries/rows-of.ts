import { type SQL, sql } from 'drizzle-orm';
import type { Scope } from './scope.ts';

/**
 * Rows that a statement brings along, as a table to join with, the scope beside each of them. Joined by key and by that scope, a row
 * is found by its key whatever PostgreSQL believes of sizes. With the scope as a constant it may go through all that a solution has,
 * once per row: it takes two conditions on one and the same thing for two, and of a backlog that just came it knows no sizes yet. The
 * limit hides the constants from it, and tells it how few rows there are.
 * @param columns names and types, as `jsonb_to_recordset` wants them
 */
export const rowsOf = (
  { retailerId, solutionId }: Scope,
  rows: readonly object[],
  columns: SQL,
): SQL => sql`(select ${retailerId}::uuid as retailer_id, ${solutionId}::uuid as solution_id, r.*
  from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(${columns}) limit ${rows.length})`;

/** The same of ids alone: a table with `id`, and `position` from 1. */
export const idsOf = (
  { retailerId, solutionId }: Scope,
  ids: readonly number[],
): SQL => sql`(select ${retailerId}::uuid as retailer_id, ${solutionId}::uuid as solution_id, value::bigint as id, ordinality::int as position
  from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb) with ordinality limit ${ids.length})`;

/** That a row is of the same solution as one of `rowsOf`. */
export const sameScope = (a: SQL, b: SQL): SQL =>
  sql`${a}.solution_id = ${b}.solution_id and ${a}.retailer_id = ${b}.retailer_id`;

/**
 * What raw records were interpreted as: rows of `till_transaction`, found record by record. A list in a condition beside the scope would
 * have PostgreSQL, which knows no sizes yet, go through all that the solution has.
 */
export const cameFrom = (scope: Scope, rawRecordIds: readonly number[]): SQL =>
  sql`(select t.* from ${idsOf(scope, rawRecordIds)} x cross join lateral (
    select * from till_transaction where raw_record_id = x.id offset 0) t where ${sameScope(sql`t`, sql`x`)})`;

/**
 * What named records were interpreted as: rows of `till_transaction`, with `outlet` and `receipt` as they were named. By way of the raw
 * record, whose identity is one index of all its parts: of several that begin alike PostgreSQL, which knows no sizes yet, takes any.
 * @param kinds a list in SQL
 */
export const namedRecords = (
  scope: Scope,
  records: readonly { outlet: string; id: string }[],
  kinds: SQL,
): SQL =>
  sql`(select t.*, x.outlet, x.receipt from ${rowsOf(
    scope,
    records.map(({ outlet, id }) => ({ outlet, receipt: id })),
    sql`outlet text, receipt text`,
  )} x
    cross join lateral (select id from raw_record
      where solution_id = x.solution_id and outlet_till_id = x.outlet and record_id = x.receipt offset 0) r
    cross join lateral (select * from till_transaction where raw_record_id = r.id offset 0) t
    where ${sameScope(sql`t`, sql`x`)} and t.kind in ${kinds})`;
