import {
  type InboxRow,
  inboxPage,
  keepTillTransactions,
  type OutletRow,
  outletsAndRegisters,
  type RegisterRow,
  type TillTransactionToKeep,
} from '@/db/queries/till-transactions';
import { BusinessDays } from '@/lib/accounting/business-day';
import type { Refusal } from '@/lib/accounting/refusal';
import type { TillTransaction } from '@/lib/accounting/till-transaction';
import { passes } from '@/lib/failpoint/failpoint';
import { derivedIdStart } from '@/lib/tagrain/derived-id';
import { type Interpreted, interpret, unreadable } from '@/lib/tagrain/interpret';
import { OneAfterAnother } from './one-after-another.ts';
import type { Halt, Run } from './run.ts';

/** Kinds that are never posted by themselves: a shift is what others are held against. */
const keptKinds = new Set(['shift', 'unknown']);

/**
 * Step 2: turns raw records into till transactions, whatever way they came. While one page is stored, the next one is read and
 * interpreted; they are stored one after another.
 */
export async function interpretInbox(run: Run): Promise<Halt | null> {
  const { db, scope, settings } = run;
  let places = await knownPlaces(run);
  const storing = new OneAfterAnother();
  try {
    for (let after = 0; ; ) {
      const halt = await run.at('interpret');
      if (halt) return halt;
      const page = await inboxPage(db, scope, after, settings.interpretPageSize);
      if (page.length === 0) {
        if (after === 0) return null;
        // What came meanwhile may stand before what was read last.
        await storing.ended();
        after = 0;
        continue;
      }
      if (page.some((row) => !places.outlets.has(row.outletTillId))) places = await knownPlaces(run);
      const known = places;
      const transactions = page.map((row) => ({ row, made: interpretRow(row, known) }));
      await passes('interpreted');
      await storing.next(() => keepPage(run, transactions));
      after = page.at(-1)!.rawRecordId;
    }
  } finally {
    await storing.ended();
  }
}

async function keepPage(run: Run, transactions: readonly InterpretedRow[]): Promise<void> {
  const suspected = await keep(run, transactions);
  await passes('interpretation_kept');
  run.counts.interpreted += transactions.length;
  run.counts.held += transactions.flatMap((t) => t.made).filter((t) => t.state === 'held').length + suspected;
}

type InterpretedRow = { row: InboxRow; made: TillTransactionToKeep[] };

/**
 * Stores what a page became. Where the database refuses a value that slipped through, the page is halved until the one record is
 * found: it is held as unreadable, and the others go on. @returns how many were held as suspected duplicates
 */
async function keep(run: Run, rows: readonly InterpretedRow[]): Promise<number> {
  const of = { ...run.scope, owner: run.owner, derivedIdStart };
  try {
    const { suspected } = await keepTillTransactions(
      run.db,
      of,
      rows.map(({ row }) => row.rawRecordId),
      rows.flatMap(({ made }) => made),
    );
    return suspected;
  } catch (error) {
    if (!isBadValue(error)) throw error;
    if (rows.length === 1) {
      const { row } = rows[0]!;
      const { till, refusal } = unreadable(row.body, row.receivedAt, 'a value that cannot be kept');
      await keepTillTransactions(run.db, of, [row.rawRecordId], [asRow(row, till, refusal, null, null)]);
      return 0;
    }
    const half = Math.ceil(rows.length / 2);
    return (await keep(run, rows.slice(0, half))) + (await keep(run, rows.slice(half)));
  }
}

/** Data exceptions and broken constraints (SQLSTATE classes 22 and 23): the record's fault, not the database's. */
function isBadValue(error: unknown): boolean {
  const code = (error as { cause?: { code?: unknown } }).cause?.code;
  return typeof code === 'string' && /^2[23]/.test(code);
}

type Places = {
  outlets: Map<string, OutletRow & { days: BusinessDays }>;
  registers: Map<string, RegisterRow>;
};

async function knownPlaces({ db, scope }: Run): Promise<Places> {
  const { outlets, registers } = await outletsAndRegisters(db, scope);
  return {
    outlets: new Map(
      outlets.map((o) => [o.tillId, { ...o, days: new BusinessDays(o.timeZone, o.dayCutoff) }]),
    ),
    registers: new Map(registers.map((r) => [JSON.stringify([r.outletId, r.tillId]), r])),
  };
}

function interpretRow(row: InboxRow, places: Places): TillTransactionToKeep[] {
  const outlet = places.outlets.get(row.outletTillId) ?? null;
  return read(row, outlet?.days ?? null).map(({ till, refusal }) => {
    const register =
      outlet && till.register ? places.registers.get(JSON.stringify([outlet.id, till.register])) : undefined;
    const conflict: Refusal | null = row.conflicting
      ? {
          code: 'record_conflict',
          text: 'The till sent the same version of this record again with other content. Nothing of it is posted; have it corrected at the till with a higher version.',
        }
      : null;
    // A suspicion is a person's to end, a conflict the till's.
    const reason = refusal?.code === 'suspected_duplicate' ? (conflict ?? refusal) : (refusal ?? conflict);
    return asRow(row, till, reason, outlet?.id ?? null, register?.id ?? null);
  });
}

/** A record on which the interpreter itself stumbles is the one thing that must not stop the others. */
function read(row: InboxRow, days: BusinessDays | null): Interpreted[] {
  try {
    return interpret(row.body, days, row.receivedAt);
  } catch {
    return [unreadable(row.body, row.receivedAt, 'its form')];
  }
}

function asRow(
  { rawRecordId }: InboxRow,
  till: TillTransaction,
  reason: Refusal | null,
  outletId: number | null,
  registerId: number | null,
): TillTransactionToKeep {
  const { kind, recordId, version, shift, occurredAt, businessDay, currency, totalMinor, voided, content } =
    till;
  return {
    rawRecordId,
    outletId,
    registerId,
    kind,
    recordId,
    version,
    shift,
    occurredAt,
    businessDay,
    currency,
    totalMinor,
    voided,
    content,
    state: reason ? 'held' : keptKinds.has(kind) || voided ? 'not_posted' : 'pending',
    refusalCode: reason?.code ?? null,
    refusalText: reason?.text ?? null,
  };
}
