import type { InboxRow } from '@/db/queries/inbox';
import type { TillTransactionToKeep } from '@/db/queries/keep-till-transactions';
import type { OutletRow, RegisterRow } from '@/db/queries/till-transactions';
import { BusinessDays } from '@/lib/accounting/business-day';
import type { Refusal } from '@/lib/accounting/refusal';
import type { TillTransaction } from '@/lib/accounting/till-transaction';
import { type Interpreted, interpret, unreadable } from '@/lib/tagrain/interpret';

/** A raw record, and what its row says of it. */
export type RecordToInterpret = Omit<InboxRow, 'rawRecordId'>;

/** What a raw record means, as it is stored: one or several till transactions. */
export type Meaning = Omit<TillTransactionToKeep, 'rawRecordId'>;

/** Where things happen, by the till's own names. */
export type Places = {
  outlets: Map<string, OutletRow & { days: BusinessDays }>;
  /** By outlet and name. */
  registers: Map<string, RegisterRow>;
};

export const placesOf = (outlets: readonly OutletRow[], registers: readonly RegisterRow[]): Places => ({
  outlets: new Map(outlets.map((o) => [o.tillId, { ...o, days: new BusinessDays(o.timeZone, o.dayCutoff) }])),
  registers: new Map(registers.map((r) => [JSON.stringify([r.outletId, r.tillId]), r])),
});

/** Kinds that are never posted by themselves: a shift is what others are held against. */
const keptKinds = new Set(['shift', 'unknown']);

/** What a record means; what cannot be read, or whose outlet is not known, is a placeholder that is held. Pure. */
export function interpretRecord(record: RecordToInterpret, places: Places): Meaning[] {
  const outlet = places.outlets.get(record.outletTillId) ?? null;
  return read(record, outlet?.days ?? null).map(({ till, refusal }) => {
    const register =
      outlet && till.register ? places.registers.get(JSON.stringify([outlet.id, till.register])) : undefined;
    const conflict: Refusal | null = record.conflicting
      ? {
          code: 'record_conflict',
          text: 'The till sent the same version of this record again with other content. Nothing of it is posted; have it corrected at the till with a higher version.',
        }
      : null;
    // A suspicion is a person's to end, a conflict the till's.
    const reason = refusal?.code === 'suspected_duplicate' ? (conflict ?? refusal) : (refusal ?? conflict);
    return meaning(till, reason, outlet?.id ?? null, register?.id ?? null);
  });
}

/**
 * What a record means that is not stored yet.
 * @returns null where that cannot be said: it is unreadable, or its outlet is not known (yet)
 */
export function interpretAtOnce(body: unknown, outletTillId: string, places: Places): Meaning[] | null {
  // Only a placeholder has the time at which its record came, and none is made here.
  const made = interpretRecord({ body, outletTillId, conflicting: false, receivedAt: '' }, places);
  return made.some(({ kind }) => kind === 'unknown') ? null : made;
}

/** The placeholder of a record of which the database refuses a value. */
export function refusedByDatabase({ body, receivedAt }: RecordToInterpret): Meaning {
  const { till, refusal } = unreadable(body, receivedAt, 'a value that cannot be kept');
  return meaning(till, refusal, null, null);
}

/** A record on which the interpreter itself stumbles is the one thing that must not stop the others. */
function read({ body, receivedAt }: RecordToInterpret, days: BusinessDays | null): Interpreted[] {
  try {
    return interpret(body, days, receivedAt);
  } catch {
    return [unreadable(body, receivedAt, 'its form')];
  }
}

function meaning(
  till: TillTransaction,
  reason: Refusal | null,
  outletId: number | null,
  registerId: number | null,
): Meaning {
  const { kind, recordId, version, shift, occurredAt, businessDay, currency, totalMinor, voided, content } =
    till;
  return {
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
