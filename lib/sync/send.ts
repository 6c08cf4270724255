import { createHash } from 'node:crypto';
import {
  beginBatch,
  type DocumentOutcome,
  nextBatch,
  noteRepeat,
  openBatches,
  type ReadyDocument,
  recordOutcomes,
  type SentDocument,
} from '@/db/queries/documents';
import { type DocumentKind, documentKindsInOrder, type PlannedDocument } from '@/lib/accounting/document';
import type { OrganisationFacts } from '@/lib/accounting/organisation';
import { passes } from '@/lib/failpoint/failpoint';
import type { XeroAccess } from '@/lib/xero/client';
import { encodeBatch } from '@/lib/xero/encode';
import type { XeroFailure } from '@/lib/xero/result';
import { type BatchAnswer, isSentAlone, sendBatch } from '@/lib/xero/send';
import { haltOf } from './halt.ts';
import { afterAnswer, afterFailure, mayRepeat, unsure } from './life.ts';
import { matchContacts } from './match-contacts.ts';
import type { Halt, Run } from './run.ts';

/** Step 5: sends what is ready, batch after batch. The intent is committed before each call, the outcome after it. */
export async function send(run: Run, xero: XeroAccess, facts: OrganisationFacts): Promise<Halt | null> {
  const { db, settings } = run;
  for (;;) {
    const halt = await run.at('send');
    if (halt) return halt;
    let ready = await nextBatch(db, xero, documentKindsInOrder, settings.batchSize);
    if (ready.length === 0) return null;
    const kind = ready[0]!.kind as DocumentKind;
    if (kind === 'contact') {
      const matched = await matchContacts(run, xero, ready);
      if ('halt' in matched) return matched.halt;
      ready = matched.missing;
      if (ready.length === 0) continue;
    }
    // What was sent before and surely did not arrive goes alone: a call that is refused as a whole would otherwise condemn its batch.
    const doubtful = ready.find((d) => d.attempts > 0);
    const alone = doubtful ?? (isSentAlone(kind) ? ready[0] : undefined);
    const stopped = await sendOne(run, xero, facts, kind, alone ? [alone] : ready);
    if (stopped) return stopped;
  }
}

async function sendOne(
  run: Run,
  xero: XeroAccess,
  facts: OrganisationFacts,
  kind: DocumentKind,
  ready: readonly ReadyDocument[],
): Promise<Halt | null> {
  const { db, scope, settings, owner } = run;
  const { documents, body } = fitting(ready, settings.maximumBodyBytes, (some) =>
    encodeBatch(
      kind,
      some.map((d) => ({ document: d.content as PlannedDocument, ids: d.dependencyIds })),
      (accountId) => facts.accounts.get(accountId)?.code ?? '',
    ),
  );
  const idempotencyKey = crypto.randomUUID();
  await passes('batch_chosen');
  const batchId = await beginBatch(db, scope, {
    organisationId: xero.organisationId,
    kind,
    idempotencyKey,
    body,
    bodyHash: createHash('sha256').update(body).digest('hex'),
    documentIds: documents.map((d) => d.id),
    leaseOwner: owner,
    leaseSeconds: settings.leaseSeconds,
  });
  if (batchId === null) return { why: 'lease_lost' };
  await passes('intent_noted');
  return sendNoted(run, xero, {
    id: batchId,
    kind,
    idempotencyKey,
    body,
    documents: documents.map((d) => ({ documentId: d.id, ...d })),
    isRepeat: false,
  });
}

/** As many of the documents, from the first on, as one body may hold; at least one. Receipts of hundreds of lines do occur. */
function fitting(
  ready: readonly ReadyDocument[],
  maximumBytes: number,
  encode: (some: readonly ReadyDocument[]) => Uint8Array,
) {
  for (let documents = ready; ; documents = documents.slice(0, Math.ceil(documents.length / 2))) {
    const body = encode(documents);
    if (body.length <= maximumBytes || documents.length === 1) return { documents, body };
  }
}

/**
 * Before anything new: batches that were begun and never ended, by a process that died. While Xero still knows the key, the very
 * same bytes are sent again under it, and Xero answers what it answered then. Later they are in doubt, and looked up.
 */
export async function takeUpOpenBatches(run: Run, xero: XeroAccess): Promise<Halt | null> {
  const { db, scope, settings, owner } = run;
  for (const batch of await openBatches(db, xero)) {
    const halt = await run.at('settle');
    if (halt) return halt;
    const documentIds = batch.documents.map((d) => d.documentId);
    if (documentIds.length === 0 || !mayRepeat(batch.ageSeconds, settings)) {
      await recordOutcomes(db, { ...scope, owner }, documentIds.map(unsure), {
        id: batch.id,
        ended: true,
        outcome: 'lost',
        statusCode: null,
      });
      await passes('given_up');
      run.counts.unsure += documentIds.length;
      continue;
    }
    if (!(await noteRepeat(db, { ...scope, owner }, batch.id))) return { why: 'lease_lost' };
    await passes('repeat_noted');
    const stopped = await sendNoted(run, xero, {
      ...batch,
      kind: batch.kind as DocumentKind,
      isRepeat: true,
    });
    if (stopped) return stopped;
  }
  return null;
}

type NotedBatch = {
  id: number;
  kind: DocumentKind;
  idempotencyKey: string;
  body: Uint8Array;
  documents: SentDocument[];
  /** It was sent before, and what came of that is not known. */
  isRepeat: boolean;
};

/** Sends a batch whose intent is in the database, and writes down what came of it. */
async function sendNoted(run: Run, xero: XeroAccess, batch: NotedBatch): Promise<Halt | null> {
  const { db, scope } = run;
  run.counts.calls++;
  const { kind, body, idempotencyKey, documents } = batch;
  const answer = await sendBatch(xero, kind, {
    body,
    idempotencyKey,
    documents: documents.map((d) => ({
      number: d.number,
      document: d.content as PlannedDocument,
      ids: d.dependencyIds,
    })),
  });
  await passes('call_answered');
  if (!answer.ok) return recordFailure(run, batch, answer);
  const outcomes = answer.value.elements.map((e, i) => afterAnswer(documents[i]!.documentId, e));
  count(run, outcomes);
  await recordOutcomes(db, { ...scope, owner: run.owner }, outcomes, {
    id: batch.id,
    ended: true,
    outcome: 'answered',
    statusCode: answer.value.status,
  });
  await passes('outcome_recorded');
  return budgetHalt(answer.value);
}

/** A whole call failed: what is known of its documents is written down, and the run told why it cannot go on. */
async function recordFailure(run: Run, batch: NotedBatch, failure: XeroFailure): Promise<Halt | null> {
  const documentIds = batch.documents.map((d) => d.documentId);
  const { outcomes, ended, answered } = afterFailure(documentIds, failure, batch.isRepeat);
  count(run, outcomes);
  await recordOutcomes(run.db, { ...run.scope, owner: run.owner }, outcomes, {
    id: batch.id,
    ended,
    outcome: answered ? 'answered' : failure.kind,
    statusCode: failure.status ?? null,
  });
  await passes('failure_recorded');
  return answered ? null : haltOf(failure);
}

function count(run: Run, outcomes: readonly DocumentOutcome[]) {
  for (const { state } of outcomes) {
    if (state === 'posted' || state === 'refused') run.counts[state]++;
    else if (state !== 'planned') run.counts.unsure++;
  }
}

/** When the minute's or the day's calls are used up, the run ends before Xero has to refuse. */
function budgetHalt(answer: BatchAnswer): Halt | null {
  if (answer.headers['x-daylimit-remaining'] === '0') {
    return {
      why: 'wait',
      seconds: 3600,
      message: "The day's calls to Xero are used up. Posting goes on when Xero allows it.",
    };
  }
  if (answer.headers['x-minlimit-remaining'] === '0') {
    return { why: 'wait', seconds: 60, message: "The minute's calls to Xero are used up." };
  }
  return null;
}
