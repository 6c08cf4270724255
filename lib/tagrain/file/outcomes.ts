import type { Minor } from '@/lib/money/money';
import { canonicalJson, sha256Hex } from '../canonical.ts';
import { derivedIdStart } from '../derived-id.ts';
import type { CivilTime } from './dates.ts';
import { add, type Decimal, equal, zero } from './decimal.ts';
import { feedOutcomes } from './feed-records.ts';
import { type IdFacts, idKey } from './ids.ts';
import { Names } from './names.ts';
import { readNumber } from './numbers.ts';
import { type OpenedFile, readyWay } from './open.ts';
import { type FileReceipt, makeReceipt, type ReceiptWay } from './receipt.ts';
import { isRefusal, type ReadRow, type ReadySettings, type RowRefusal, readRow } from './row.ts';
import type { Row } from './table.ts';
import { totalsRowWord } from './totals-row.ts';
import { wallClock } from './zone.ts';

/** What becomes of the rows, in the order of the file. */
export type Outcome =
  | {
      kind: 'record';
      lines: number[];
      record: FileRecord;
      receipt: { totalMinor: Minor; rounded: boolean } | null;
    }
  | { kind: 'refused'; refusal: RowRefusal }
  | { kind: 'left_out'; line: number; text: string };

/** A record as it is kept. Files of other tills yield receipts only; a file of feed records may hold any of its types. */
export type FileRecord =
  | FileReceipt
  | (Record<string, unknown> & {
      type: string;
      outlet: string;
      register: string;
      id: string;
      version: number;
    });

export type Reading = { names: Names; outcomes: AsyncGenerator<Outcome> };

/** Reads the rows of a file for good. Nothing is held but receipts whose rows have not all come yet. */
export function readOutcomes(file: OpenedFile): Reading {
  if (!file.look) {
    const names = new Names(file.known, null);
    return { names, outcomes: feedOutcomes(file.table, names) };
  }
  const { settings, way } = readyWay(file);
  return { names: way.names, outcomes: rowsToOutcomes(file, settings, way) };
}

async function* rowsToOutcomes(
  file: OpenedFile,
  settings: ReadySettings,
  way: ReceiptWay,
): AsyncGenerator<Outcome> {
  const { table } = file;
  const { ids, rowIs } = file.look!;
  const finish = receiptFinisher(settings, way);
  const waiting = new Map<string, { rows: (ReadRow | RowRefusal)[]; seen: number }>();
  const totals = runningTotal(settings);
  for await (const row of table.rows()) {
    const word = totalsRowWord(row, settings.columns, settings.mark, ids.totalSum);
    if (word !== null) {
      yield { kind: 'left_out', line: row.line, text: totals.says(row, word) };
      continue;
    }
    totals.count(row);
    const read = readRow(row, table.heads.length, settings);
    if (read === 'leave_out') {
      yield { kind: 'left_out', line: row.line, text: 'Left out by its type, as you chose.' };
      continue;
    }
    const key = idKey(row, settings.columns, file.known);
    const facts = key === null ? undefined : ids.byKey.get(key);
    if (key === null || !facts || facts.count === 1) {
      yield isRefusal(read) ? { kind: 'refused', refusal: read } : finish([read]);
      continue;
    }
    if (rowIs === 'receipt') {
      const twice = givenTwice(row, facts, table.unit);
      const refusal = twice ?? (isRefusal(read) ? read : null);
      yield refusal ? { kind: 'refused', refusal } : finish([read as ReadRow]);
      continue;
    }
    const group = waiting.get(key) ?? { rows: [], seen: 0 };
    waiting.set(key, group);
    group.rows.push(read);
    group.seen += 1;
    if (group.seen === facts.count) {
      waiting.delete(key);
      yield* wholeReceipt(group.rows, finish, table.unit);
    }
  }
  // Rows left out by their type never complete their receipt's count.
  for (const group of waiting.values()) yield* wholeReceipt(group.rows, finish, table.unit);
}

function givenTwice(row: Row, facts: IdFacts, unit: string): RowRefusal | null {
  const others = facts.lines.filter((line) => line !== row.line);
  if (facts.identical) {
    if (row.line === facts.lines[0]) return null;
    return { line: row.line, code: 'twice', text: `It is the same receipt as in ${unit} ${facts.lines[0]}.` };
  }
  const more = facts.count > facts.lines.length ? ' and others' : '';
  return {
    line: row.line,
    code: 'twice',
    text: `Its receipt number stands also in ${unit} ${others.join(', ')}${more}, with other content. If each row is one line of a receipt, say so above.`,
  };
}

function* wholeReceipt(
  rows: (ReadRow | RowRefusal)[],
  finish: (rows: ReadRow[]) => Outcome,
  unit: string,
): Generator<Outcome> {
  const bad = rows.filter(isRefusal);
  const good = rows.filter((row) => !isRefusal(row)) as ReadRow[];
  const odd = good.find((row) => !agrees(row, good[0]!));
  if (bad.length === 0 && !odd) {
    yield finish(good);
    return;
  }
  for (const refusal of bad) yield { kind: 'refused', refusal };
  for (const row of good) {
    const refusal: RowRefusal =
      bad.length > 0
        ? {
            line: row.line,
            code: 'other_line',
            text: `Its receipt also has ${unit} ${bad[0]!.line}, which is refused; a receipt comes in whole or not at all.`,
          }
        : {
            line: row.line,
            code: 'lines_disagree',
            text: `The rows of its receipt (${unit} ${good[0]!.line} and ${odd!.line}) disagree about date, time, register, customer or type.`,
          };
    yield { kind: 'refused', refusal };
  }
}

/** What belongs to the receipt must be the same on each of its lines. */
function agrees(a: ReadRow, b: ReadRow): boolean {
  const head = (row: ReadRow) => JSON.stringify([row.date, row.time, row.register, row.customer, row.kind]);
  return head(a) === head(b);
}

/** Gives rows their moment, their receipt and its identity. */
function receiptFinisher(settings: ReadySettings, way: ReceiptWay): (rows: ReadRow[]) => Outcome {
  const clocks = new Map<string, ReturnType<typeof wallClock>>();
  const equals = new Map<string, number>();
  return (rows) => {
    const first = rows[0]!;
    const outletId = way.names.outlet(first.outlet).id;
    const zone = way.names.timeZone(outletId, settings.timeZone);
    let clock = clocks.get(zone);
    if (!clock) {
      clock = wallClock(zone);
      clocks.set(zone, clock);
    }
    // A file without times gives whole days: the moment at which that business day begins keeps the day, whatever the cut-off.
    const at = clock(first.date, first.time ?? dayBegins(way.names.dayCutoff(outletId, settings.dayCutoff)));
    if (at === null) {
      return {
        kind: 'refused',
        refusal: {
          line: first.line,
          code: 'time',
          text: `The clocks in ${zone} skip its time (daylight saving). Check the time zone.`,
        },
      };
    }
    const made = makeReceipt(rows, at, way);
    if ('code' in made) return { kind: 'refused', refusal: made };
    const { lines, totalMinor, rounded } = made;
    const receipt = first.time ? made.record : { ...made.record, at_precision: 'day' as const };
    const record: FileReceipt =
      first.id === null ? withDerivedId(receipt, equals) : { ...receipt, id: first.id };
    return { kind: 'record', lines, record, receipt: { totalMinor, rounded } };
  };
}

function dayBegins(cutoff: string): CivilTime {
  const [hour, minute] = cutoff.split(':').map(Number) as [number, number];
  return { hour, minute, second: 0, offset: null };
}

/**
 * An id for a receipt that came without one: from what it is, so that the same receipt in another export has the same id. A
 * second one with the same outlet, time, total and payments gets an id of its own and waits for a person's word.
 */
function withDerivedId(receipt: Omit<FileReceipt, 'id'>, equals: Map<string, number>): FileReceipt {
  const { outlet, at, total, payments } = receipt;
  const hash = sha256Hex(canonicalJson([outlet, at, total, payments.map((p) => [p.type, p.amount])])).slice(
    0,
    24,
  );
  const ordinal = (equals.get(hash) ?? 0) + 1;
  equals.set(hash, ordinal);
  const record: FileReceipt = { ...receipt, id: `${derivedIdStart}${hash}-${ordinal}` };
  if (ordinal > 1) record.suspected_duplicate_of = { outlet, id: `${derivedIdStart}${hash}-1` };
  return record;
}

/** Compares a row of totals with the rows above it, since the beginning or since the last one. */
function runningTotal({ columns, mark }: ReadySettings) {
  let all: Decimal = zero;
  let since: Decimal = zero;
  const value = (row: Row) => readNumber(row.cells[columns.total ?? -1] ?? '', mark);
  return {
    count(row: Row) {
      const amount = value(row);
      if (!amount) return;
      all = add(all, amount);
      since = add(since, amount);
    },
    says(row: Row, word: string): string {
      const stated = value(row);
      const agreement = !stated
        ? ''
        : equal(stated, all) || equal(stated, since)
          ? ' It agrees with the rows above.'
          : ' It does not agree with the rows above: the file may be incomplete.';
      since = zero;
      return `A row of totals (“${word}”), not a receipt.${agreement}`;
    },
  };
}
