import type { Db } from '@/db/client';
import {
  type Lookalike,
  lookalikes,
  newestInInbox,
  type Suspect,
  storedRecords,
} from '@/db/queries/import-files';
import type { Scope } from '@/db/queries/scope';
import { canonicalJson, sha256Hex } from '@/lib/tagrain/canonical';
import { derivedIdStart } from '@/lib/tagrain/derived-id';
import type { FileRecord, Outcome } from '@/lib/tagrain/file/outcomes';
import type { FileReceipt } from '@/lib/tagrain/file/receipt';
import { sameReceipt } from '@/lib/tagrain/same-receipt';

/** An outcome, and for a record whether it is stored already. */
export type StoreOutcome = { outcome: Outcome; stored: boolean; bodyHash: string | null };

const batchSize = 500;

/**
 * Compares a file's records with what is stored, some hundred at a time. A record that is stored with other content is refused:
 * it is likelier that this file was read wrongly than that the till changed its past, and nothing stored is touched.
 */
export async function* againstStore(
  db: Db,
  scope: Scope,
  outcomes: AsyncIterable<Outcome>,
): AsyncGenerator<StoreOutcome[]> {
  const inboxUpTo = await newestInInbox(db, scope);
  let batch: Outcome[] = [];
  for await (const outcome of outcomes) {
    batch.push(outcome);
    if (batch.length < batchSize) continue;
    yield await compared(db, scope, batch, inboxUpTo);
    batch = [];
  }
  if (batch.length > 0) yield await compared(db, scope, batch, inboxUpTo);
}

const keyOf = (r: { outlet: string; id: string; version: number }) =>
  JSON.stringify([r.outlet, r.id, r.version]);
const hashOf = (record: FileRecord) => sha256Hex(canonicalJson(record));

async function compared(
  db: Db,
  scope: Scope,
  batch: readonly Outcome[],
  inboxUpTo: number,
): Promise<StoreOutcome[]> {
  const records = batch.flatMap((o) => (o.kind === 'record' ? [o] : []));
  const identities = records.map(({ record: { outlet, id, version } }) => ({ outlet, id, version }));
  const stored = new Map((await storedRecords(db, scope, identities)).map((s) => [keyOf(s), s]));
  const fresh = records.filter(({ record }) => !stored.has(keyOf(record)));
  const alike = await lookalikesOf(db, scope, fresh, inboxUpTo);
  return batch.map((outcome) => {
    if (outcome.kind !== 'record') return { outcome, stored: false, bodyHash: null };
    const { record } = outcome;
    const before = stored.get(keyOf(record));
    if (!before) {
      const otherId = alike.get(keyOf(record));
      const marked = otherId
        ? { ...record, suspected_duplicate_of: { outlet: record.outlet, id: otherId } }
        : record;
      return {
        outcome: { ...outcome, record: marked as FileRecord },
        stored: false,
        bodyHash: hashOf(marked as FileRecord),
      };
    }
    if (hashOf(record) === before.bodyHash || sameReceipt(record, { type: 'receipt', ...before })) {
      return { outcome, stored: true, bodyHash: before.bodyHash };
    }
    const text = `Record ${record.id} of outlet ${record.outlet} is stored already with other content. What is stored stays; a correction needs a higher version.`;
    return {
      outcome: { kind: 'refused', refusal: { line: outcome.lines[0]!, code: 'stored_otherwise', text } },
      stored: false,
      bodyHash: null,
    };
  });
}

async function lookalikesOf(
  db: Db,
  scope: Scope,
  fresh: (Outcome & { kind: 'record' })[],
  inboxUpTo: number,
): Promise<Map<string, string>> {
  const suspects: Suspect[] = [];
  const bySuspect = new Map<string, FileReceipt>();
  for (const { record, receipt } of fresh) {
    if (!receipt) continue;
    const r = record as FileReceipt;
    bySuspect.set(JSON.stringify([r.outlet, r.id]), r);
    suspects.push({
      outlet: r.outlet,
      id: r.id,
      at: r.at,
      total: r.total,
      totalMinor: receipt.totalMinor,
      derived: r.id.startsWith(derivedIdStart),
    });
  }
  const found: Lookalike[] = await lookalikes(db, scope, suspects, { derivedIdStart, inboxUpTo });
  const result = new Map<string, string>();
  for (const { outlet, id, otherId, payments } of found) {
    const receipt = bySuspect.get(JSON.stringify([outlet, id]));
    if (receipt && paid(receipt.payments) === paid(payments)) result.set(keyOf(receipt), otherId);
  }
  return result;
}

const paid = (payments: readonly { type: string; amount: string }[] | null) =>
  JSON.stringify((payments ?? []).map(({ type, amount }) => [type, amount]).sort());
