import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../assumptions.ts';
import { dayOf } from '../base/dates.ts';
import type { Table } from '../books/table.ts';
import type { Context } from './context.ts';
import { queryInvalid } from './errors.ts';
import {
  type Condition,
  dayBounds,
  equalities,
  type Fields,
  parseOrder,
  parseWhere,
  satisfies,
} from './where.ts';

export interface Listed<T> {
  rows: T[];
  /** Null when no page was asked for. */
  pagination: { page: number; pageSize: number; pageCount: number; itemCount: number } | null;
}

export interface ListOptions<T> {
  entity: string;
  fields: Fields<T>;
  /** Rows that belong to this list at all; a side of a table that holds two. */
  only?: { index: string; key: string };
  /** Filters that came as parameters of their own. */
  keep?: (row: T) => boolean;
  /** Rows named by id or number, when the query names them. */
  named?: T[] | null;
  updatedMs: (row: T) => number;
}

/** Answers a GET of a list: where, order, pages, If-Modified-Since. Uses an index wherever the filter allows. */
export function list<T extends { id: string }>(
  context: Context,
  table: Table<T>,
  options: ListOptions<T>,
): Listed<T> {
  const { query, headers } = context.call;
  const where = query.get('where');
  const condition = where === null ? null : parseWhere(where, options.fields, options.entity);
  const order = query.get('order');
  const compare = order === null ? null : parseOrder(order, options.fields, options.entity);
  const since = modifiedSince(headers['if-modified-since']);
  const page = positive(query.get('page'), 'page');
  const pageSize = Math.min(positive(query.get('pageSize'), 'pageSize') ?? DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
  const unfiltered = !condition && !compare && since === null && !options.keep && !options.named;
  if (unfiltered && page !== null) return plainPage(table, options, page, pageSize);
  const rows: Iterable<T> = options.named ?? candidates(table, condition, options);
  const kept: T[] = [];
  for (const row of rows) {
    if (since !== null && options.updatedMs(row) < since) continue;
    if (options.keep && !options.keep(row)) continue;
    if (condition && !satisfies(condition, row, options.fields)) continue;
    kept.push(row);
  }
  if (compare) kept.sort(compare);
  if (page === null) return { rows: kept, pagination: null };
  return {
    rows: kept.slice((page - 1) * pageSize, page * pageSize),
    pagination: { page, pageSize, pageCount: Math.ceil(kept.length / pageSize), itemCount: kept.length },
  };
}

/** A page of everything, without walking over the pages before it. */
function plainPage<T extends { id: string }>(
  table: Table<T>,
  options: ListOptions<T>,
  page: number,
  pageSize: number,
): Listed<T> {
  const positions = options.only ? table.positions(options.only.index, options.only.key) : null;
  const itemCount = positions ? positions.length : table.size;
  const rows: T[] = [];
  for (let i = (page - 1) * pageSize; i < Math.min(page * pageSize, itemCount); i += 1) {
    rows.push(table.at(positions ? (positions[i] as number) : i));
  }
  return { rows, pagination: { page, pageSize, pageCount: Math.ceil(itemCount / pageSize), itemCount } };
}

function* candidates<T extends { id: string }>(
  table: Table<T>,
  condition: Condition | null,
  options: ListOptions<T>,
): Generator<T> {
  const positions = condition ? narrowed(table, condition, options.fields) : null;
  const all = positions ?? (options.only ? table.positions(options.only.index, options.only.key) : null);
  if (all === null) {
    yield* table.all();
    return;
  }
  const mine =
    positions && options.only ? new Set(table.positions(options.only.index, options.only.key)) : null;
  for (const at of all) if (mine === null || mine.has(at)) yield table.at(at);
}

/** The shortest list of positions that an index gives for a condition; null if none does. */
function narrowed<T extends { id: string }>(
  table: Table<T>,
  condition: Condition,
  fields: Fields<T>,
): readonly number[] | null {
  let best: readonly number[] | null = null;
  for (const { field, value } of equalities(condition)) {
    const index = fields[field]?.index;
    if (!index) continue;
    const positions = table.positions(index.name, index.key(value));
    if (best === null || positions.length < best.length) best = positions;
  }
  if (best !== null || !table.hasIndex('date') || !fields.Date) return best;
  const bounds = dayBounds(condition, 'Date');
  if (!Number.isFinite(bounds.from) && !Number.isFinite(bounds.to)) return null;
  const from = Number.isFinite(bounds.from) ? dayOf(bounds.from) : '';
  const to = Number.isFinite(bounds.to) ? dayOf(bounds.to) : '9999';
  const found: number[] = [];
  for (const day of table.indexKeys('date')) {
    if (day >= from && day <= to) for (const at of table.positions('date', day)) found.push(at);
  }
  return found.sort((a, b) => a - b);
}

function positive(text: string | null, name: string): number | null {
  if (text === null || text === '') return null;
  if (!/^\d+$/.test(text)) throw queryInvalid(`${name} must be a whole number`);
  return Math.max(1, Number(text));
}

/** If-Modified-Since as clients send it: an ISO time without zone (UTC), or an HTTP date. */
export function modifiedSince(header: string | undefined): number | null {
  if (header === undefined) return null;
  const ms = Date.parse(/^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(header) ? `${header}Z` : header);
  return Number.isNaN(ms) ? null : ms;
}

/** The values of a comma-separated parameter; null if it is absent. */
export function commaList(query: URLSearchParams, name: string): string[] | null {
  const text = query.get(name);
  if (text === null) return null;
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
