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
import { type Interpreted, interpret } from '@/lib/tagrain/interpret';
import type { Halt, Run } from './run.ts';

/** Kinds that are never posted by themselves: a shift is what others are held against. */
const keptKinds = new Set(['shift', 'unknown']);

/** Step 2: turns raw records into till transactions, whatever way they came. */
export async function interpretInbox(run: Run): Promise<Halt | null> {
  const { db, scope, settings } = run;
  let places = await knownPlaces(run);
  for (;;) {
    const halt = await run.at('interpret');
    if (halt) return halt;
    const page = await inboxPage(db, scope, settings.interpretPageSize);
    if (page.length === 0) return null;
    if (page.some((row) => !places.outlets.has(row.outletTillId))) places = await knownPlaces(run);
    const transactions = page.flatMap((row) => interpretRow(row, places));
    await keepTillTransactions(
      db,
      { ...scope, owner: run.owner },
      page.map((row) => row.rawRecordId),
      transactions,
    );
    run.counts.interpreted += page.length;
    run.counts.held += transactions.filter((t) => t.state === 'held').length;
  }
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
  const outlet = places.outlets.get(row.outletTillId);
  return interpret(row.body, outlet?.days ?? null, row.receivedAt).map(({ till, refusal }: Interpreted) => {
    const register =
      outlet && till.register ? places.registers.get(JSON.stringify([outlet.id, till.register])) : undefined;
    const conflict = row.conflicting
      ? {
          code: 'record_conflict',
          text: 'The till sent the same version of this record again with other content. Nothing of it is posted; have it corrected at the till with a higher version.',
        }
      : null;
    const reason = refusal ?? conflict;
    return {
      rawRecordId: row.rawRecordId,
      outletId: outlet?.id ?? null,
      registerId: register?.id ?? null,
      kind: till.kind,
      recordId: till.recordId,
      version: till.version,
      shift: till.shift,
      occurredAt: till.occurredAt,
      businessDay: till.businessDay,
      currency: till.currency,
      totalMinor: till.totalMinor,
      voided: till.voided,
      content: till.content,
      state: reason ? 'held' : keptKinds.has(till.kind) || till.voided ? 'not_posted' : 'pending',
      refusalCode: reason?.code ?? null,
      refusalText: reason?.text ?? null,
    };
  });
}
