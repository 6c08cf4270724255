import { type InboxRow, inboxPage } from '@/db/queries/inbox';
import { keepTillTransactions } from '@/db/queries/keep-till-transactions';
import { passes } from '@/lib/failpoint/failpoint';
import { derivedIdStart } from '@/lib/tagrain/derived-id';
import { interpretRecord, type Meaning, refusedByDatabase } from './interpret-record.ts';
import { KnownPlaces } from './known-places.ts';
import { OneAfterAnother } from './one-after-another.ts';
import type { Halt, Run } from './run.ts';

/**
 * Step 2: turns the raw records that wait in the inbox into till transactions: what came by files, and what the pull could not read at
 * once. While one page is stored, the next one is read and interpreted; they are stored one after another.
 */
export async function interpretInbox(run: Run): Promise<Halt | null> {
  const { db, scope, settings } = run;
  const places = new KnownPlaces(run);
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
      const known = await places.of(page.map((row) => row.outletTillId));
      const interpreted = page.map((row) => ({ row, made: interpretRecord(row, known) }));
      await passes('interpreted');
      await storing.next(() => keepPage(run, interpreted));
      after = page.at(-1)!.rawRecordId;
    }
  } finally {
    await storing.ended();
  }
}

type InterpretedRow = { row: InboxRow; made: Meaning[] };

async function keepPage(run: Run, page: readonly InterpretedRow[]): Promise<void> {
  const suspected = await keep(run, page);
  await passes('interpretation_kept');
  run.counts.interpreted += page.length;
  run.counts.held += heldAmong(page.flatMap(({ made }) => made)) + suspected;
}

export const heldAmong = (made: readonly Pick<Meaning, 'state'>[]): number =>
  made.filter(({ state }) => state === 'held').length;

/**
 * Stores what a page became. Where the database refuses a value that slipped through, the page is halved until the one record is
 * found: it is held as unreadable, and the others go on. @returns how many were held as suspected duplicates
 */
async function keep(run: Run, rows: readonly InterpretedRow[]): Promise<number> {
  const of = { ...run.scope, owner: run.owner, derivedIdStart };
  const ids = rows.map(({ row }) => row.rawRecordId);
  const transactions = rows.flatMap(({ row: { rawRecordId }, made }) =>
    made.map((m) => ({ rawRecordId, ...m })),
  );
  try {
    const { suspected } = await keepTillTransactions(run.db, of, ids, transactions);
    return suspected;
  } catch (error) {
    if (!isBadValue(error)) throw error;
    if (rows.length === 1) {
      const { row } = rows[0]!;
      const placeholder = { rawRecordId: row.rawRecordId, ...refusedByDatabase(row) };
      await keepTillTransactions(run.db, of, ids, [placeholder]);
      return 0;
    }
    const half = Math.ceil(rows.length / 2);
    return (await keep(run, rows.slice(0, half))) + (await keep(run, rows.slice(half)));
  }
}

/** Data exceptions and broken constraints (SQLSTATE classes 22 and 23): the record's fault, not the database's. */
export function isBadValue(error: unknown): boolean {
  const code = (error as { cause?: { code?: unknown } }).cause?.code;
  return typeof code === 'string' && /^2[23]/.test(code);
}
