import { type Field, fields, meanings, normalHead } from './fields.ts';
import type { ColumnFacts, Survey } from './survey.ts';

/** Which column (counted from 0) holds each field; null: none does. */
export type Columns = Record<Field, number | null>;

/** Why a column was taken for a field: by its head, by what it holds, or because a person said so. */
export type MatchedBy = Partial<Record<Field, 'head' | 'content' | 'person'>>;

const taxHead =
  /^(?:tax|gst|vat|hst|pst|ust|mwst|tva|iva|btw|sales tax)(?: amount| betrag)?(?: (?:\d+ ?)+)?$/;

/** How well a head fits a field: 0 not at all, more is better. */
function headScore(field: Field, head: string): number {
  const normal = normalHead(head);
  const at = meanings[field].heads.indexOf(normal);
  if (at >= 0) return 200 - at;
  if (field === 'tax' && taxHead.test(normal)) return 100;
  return 0;
}

/** Whether the column holds what the field needs; a few bad cells do not change what a column is. */
function holds(field: Field, facts: ColumnFacts): boolean {
  if (facts.filled === 0) return false;
  // Low, because the head has spoken already: a column "Total" full of faults is a Total, and its rows say what is wrong.
  const most = facts.filled * 0.25;
  switch (meanings[field].holds) {
    case 'number':
      return facts.numbers > most;
    case 'date':
      return facts.dates.seen > most;
    case 'time':
      return facts.times > most;
    case 'text':
      return field !== 'kind' || facts.values !== null;
  }
}

const paymentWord =
  /\b(?:cash|card|eftpos|visa|master ?card|amex|wallet|credit|debit|bar|karte|girocard|espèces|carte|efectivo|tarjeta|contanti|carta|contant|pin)\b/i;

/** A guess from what the columns hold, for the fields without which nothing can be read. */
function contentScore(field: Field, facts: ColumnFacts, rows: number): number {
  switch (field) {
    case 'date':
      return facts.dates.readable >= facts.filled * 0.9 &&
        facts.dates.examples.length + facts.dates.readable > 0
        ? 10
        : 0;
    case 'time':
      return facts.times >= facts.filled * 0.9 && facts.times > 0 ? 10 : 0;
    case 'payment':
      return facts.values !== null && [...facts.values.keys()].some((v) => paymentWord.test(v)) ? 10 : 0;
    case 'receiptId':
      return rows > 1 &&
        facts.filled === rows &&
        facts.values === null &&
        facts.numbers === 0 &&
        facts.dates.seen === 0
        ? 5
        : 0;
    default:
      return 0;
  }
}

/** Guesses what each column means. Each guess can be changed on the screen; `chosen` wins over every guess. */
export function matchColumns(
  heads: readonly string[],
  { columns, rows }: Survey,
  chosen: Partial<Record<Field, number | null>> = {},
): { columns: Columns; by: MatchedBy } {
  const result = Object.fromEntries(fields.map((field) => [field, null])) as Columns;
  const by: MatchedBy = {};
  const taken = new Set<number>();
  const decided = new Set<Field>();
  for (const field of fields) {
    const index = chosen[field];
    if (index === undefined) continue;
    decided.add(field);
    if (index === null || index >= heads.length) continue;
    result[field] = index;
    by[field] = 'person';
    taken.add(index);
  }
  const guesses = (score: (field: Field, index: number) => number) =>
    fields
      .filter((field) => !decided.has(field))
      .flatMap((field) => heads.map((_, index) => ({ field, index, score: score(field, index) })))
      .filter((guess) => guess.score > 0)
      .sort((a, b) => b.score - a.score || a.index - b.index);
  const take = (kind: 'head' | 'content', score: (field: Field, index: number) => number) => {
    for (const { field, index } of guesses(score)) {
      if (decided.has(field) || taken.has(index)) continue;
      result[field] = index;
      by[field] = kind;
      taken.add(index);
      decided.add(field);
    }
  };
  take('head', (field, index) => (holds(field, columns[index]!) ? headScore(field, heads[index]!) : 0));
  take('content', (field, index) => contentScore(field, columns[index]!, rows));
  return { columns: result, by };
}
