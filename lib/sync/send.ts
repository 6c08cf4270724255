import { createHash } from 'node:crypto';
import {
  beginBatch,
  nextBatches,
  noteRepeat,
  openBatches,
  type ReadyDocument,
  type SentDocument,
} from '@/db/queries/batches';
import { type DocumentOutcome, recordOutcomes } from '@/db/queries/outcomes';
import { type DocumentKind, documentKindsInOrder, type PlannedDocument } from '@/lib/accounting/document';
import type { OrganisationFacts } from '@/lib/accounting/organisation';
import { passes } from '@/lib/failpoint/failpoint';
import type { EnteredPass, XeroAccess } from '@/lib/xero/client';
import { encodeBatch } from '@/lib/xero/encode';
import type { XeroFailure } from '@/lib/xero/result';
import { isSentAlone, sendBatch } from '@/lib/xero/send';
import type { Beside } from './beside.ts';
import { haltOf } from './halt.ts';
import { afterAnswer, afterFailure, mayRepeat, unsure } from './life.ts';
import { matchContacts } from './match-contacts.ts';
import type { Halt, Run } from './run.ts';
import { leaseLeftSeconds } from './settings.ts';
import { Slots, UnderWay } from './under-way.ts';

/** Batches that may be chosen and not recorded yet beside those whose call is under way: one is written down while another is recorded. */
const BESIDE_CALLS = 4;

/** So many batches are chosen at once where there is enough: what has just left has to be passed over at every choice. */
const CHOSEN_AT_ONCE = 4;

/**
 * Step 5: sends what is ready, batch after batch, several of them under way at once where there is enough. The intent of each is
 * committed before its call, its outcome after it, whatever becomes of the others. None is under way any more when it returns, so that
 * open batches are always those of a run that died.
 * @param planning what may still make more of it
 */
export async function send(
  run: Run,
  xero: XeroAccess,
  facts: OrganisationFacts,
  planning: Beside<unknown>,
): Promise<Halt | null> {
  const underWay = new UnderWay();
  const way: Way = {
    run,
    xero,
    facts,
    underWay,
    calls: new Slots(run.settings.callsAtOnce),
    chosen: new Set(),
  };
  try {
    while (underWay.goesOn) {
      underWay.stop(await run.at('send'));
      // What is under way may stop it at any moment, also while this is asked.
      if (!underWay.goesOn) break;
      const more = planning.isOver ? [] : [planning.news];
      // As it is before choosing: what ends meanwhile may free more than was seen.
      const mayGrow = underWay.size + more.length > 0;
      const { batchSize } = run.settings;
      const ready = await nextBatches(run.db, xero, documentKindsInOrder, [...way.chosen], {
        batchSize,
        atOnce: CHOSEN_AT_ONCE,
      });
      const kind = ready[0]?.kind as DocumentKind | undefined;
      const mayGo = kind !== undefined && mayGoBeside(kind, ready, run, underWay.size > 0);
      // What is under way or still planned may free more of this kind, and a fuller batch.
      if (!mayGo && mayGrow) {
        if (underWay.size + more.length > 0) await underWay.one(...more);
        continue;
      }
      if (!kind) break;
      if (kind === 'contact') underWay.stop(await sendContacts(way, ready.slice(0, batchSize)));
      else
        for (const going of batchesOf(kind, ready, batchSize)) underWay.start(noteAndSend(way, kind, going));
      const room = run.settings.callsAtOnce + BESIDE_CALLS - CHOSEN_AT_ONCE;
      while (underWay.goesOn && underWay.size > room) await underWay.one();
    }
  } finally {
    await underWay.all();
  }
  return underWay.all();
}

/** What the batches of a run have in common. */
type Way = {
  run: Run;
  xero: XeroAccess;
  facts: OrganisationFacts;
  underWay: UnderWay;
  calls: Slots;
  /** Documents of batches that are not written down yet: not chosen twice. */
  chosen: Set<number>;
};

/**
 * Whether a batch may go though more may come. One that is not full waits, since more may fill it: calls are what is scarce. Contacts
 * are matched one batch after another, since two of them may be the same in Xero.
 */
const mayGoBeside = (
  kind: DocumentKind,
  ready: readonly ReadyDocument[],
  run: Run,
  othersAreUnderWay: boolean,
): boolean =>
  !(kind === 'contact' && othersAreUnderWay) &&
  (ready.length >= run.settings.batchSize || isSentAlone(kind) || sentBefore(ready) !== undefined);

/** What goes as one batch each. One that is not full goes only where there is no full one: others may fill it. */
function batchesOf(
  kind: DocumentKind,
  ready: readonly ReadyDocument[],
  batchSize: number,
): ReadyDocument[][] {
  const again = sentBefore(ready);
  if (again) return [[again]];
  const size = isSentAlone(kind) ? 1 : batchSize;
  const batches = Array.from({ length: CHOSEN_AT_ONCE }, (_, i) => ready.slice(i * size, (i + 1) * size));
  const full = batches.filter((batch) => batch.length === size);
  return full.length > 0 ? full : [[...ready]];
}

/** It goes alone: of what was sent before and surely did not arrive, a call that is refused as a whole would condemn its batch. */
const sentBefore = (ready: readonly ReadyDocument[]): ReadyDocument | undefined =>
  ready.find((d) => d.attempts > 0);

async function sendContacts(way: Way, ready: readonly ReadyDocument[]): Promise<Halt | null> {
  const matched = await matchContacts(way.run, way.xero, ready);
  if ('halt' in matched) return matched.halt;
  const { missing } = matched;
  if (missing.length === 0) return null;
  return noteAndSend(way, 'contact', batchesOf('contact', missing, missing.length)[0]!);
}

/** One batch: its intent, its call, its outcome. Only so many calls are under way at once; what comes of them is recorded beside others. */
async function noteAndSend(
  way: Way,
  kind: DocumentKind,
  going: readonly ReadyDocument[],
): Promise<Halt | null> {
  const { run, xero, underWay } = way;
  for (const { id } of going) way.chosen.add(id);
  const giveBack = await way.calls.take();
  try {
    const stopped = underWay.goesOn ? await run.at('send') : null;
    if (stopped || !underWay.goesOn) return stopped;
    const intent = await noteIntent(run, xero, way.facts, kind, going);
    for (const { id } of going) way.chosen.delete(id);
    if (intent === 'gone') return null;
    if ('halt' in intent) return intent.halt;
    const answer = await callXero(run, xero, intent);
    giveBack();
    return await record(run, intent, answer);
  } finally {
    giveBack();
    for (const { id } of going) way.chosen.delete(id);
  }
}

/** Takes a call out of Xero's limits, waiting for it where need be, and writes down what is about to be sent with it. */
async function noteIntent(
  run: Run,
  xero: XeroAccess,
  facts: OrganisationFacts,
  kind: DocumentKind,
  ready: readonly ReadyDocument[],
): Promise<NotedBatch | 'gone' | { halt: Halt }> {
  const entered = await xero.enter();
  if (!entered.ok) return { halt: haltOf(entered) };
  const pass = entered.value;
  try {
    const noted = await beginOf(run, xero, facts, kind, ready);
    if (noted !== null) return { ...noted, pass };
  } catch (error) {
    await pass.giveBack();
    throw error;
  }
  await pass.giveBack();
  // A document of it was dropped or held meanwhile: what is left is chosen anew.
  return (await run.isOurs()) ? 'gone' : { halt: { why: 'lease_lost' } };
}

/** The batch as it is written down; null: the lease was lost, or one of the documents is not free any more. */
async function beginOf(
  { db, scope, settings, owner }: Run,
  xero: XeroAccess,
  facts: OrganisationFacts,
  kind: DocumentKind,
  ready: readonly ReadyDocument[],
): Promise<Omit<NotedBatch, 'pass'> | null> {
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
    leaseLeftSeconds: leaseLeftSeconds(settings),
  });
  if (batchId === null) return null;
  await passes('intent_noted');
  return {
    id: batchId,
    kind,
    idempotencyKey,
    body,
    documents: documents.map((d) => ({ documentId: d.id, ...d })),
    isRepeat: false,
  };
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
    const entered = await xero.enter();
    if (!entered.ok) return haltOf(entered);
    if (!(await noteRepeat(db, { ...scope, owner }, batch.id))) {
      await entered.value.giveBack();
      return { why: 'lease_lost' };
    }
    await passes('repeat_noted');
    const repeat = {
      ...{ ...batch, kind: batch.kind as DocumentKind },
      ...{ isRepeat: true, pass: entered.value },
    };
    const stopped = await record(run, repeat, await callXero(run, xero, repeat));
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
  /** The call that was taken for it. */
  pass: EnteredPass;
};

type Answer = Awaited<ReturnType<typeof sendBatch>>;

/** Sends a batch whose intent is in the database. */
async function callXero(run: Run, xero: XeroAccess, batch: NotedBatch): Promise<Answer> {
  run.counts.calls++;
  const { kind, body, idempotencyKey, documents } = batch;
  const answer = await sendBatch(xero, kind, {
    body,
    idempotencyKey,
    pass: batch.pass,
    documents: documents.map((d) => ({
      number: d.number,
      document: d.content as PlannedDocument,
      ids: d.dependencyIds,
    })),
  });
  await passes('call_answered');
  return answer;
}

/** Writes down what came of a call. */
async function record(run: Run, batch: NotedBatch, answer: Answer): Promise<Halt | null> {
  const { db, scope } = run;
  if (!answer.ok) return recordFailure(run, batch, answer);
  const outcomes = answer.value.elements.map((e, i) =>
    afterAnswer(batch.documents[i]!.documentId, e, batch.isRepeat),
  );
  count(run, outcomes);
  await recordOutcomes(db, { ...scope, owner: run.owner }, outcomes, {
    id: batch.id,
    ended: true,
    outcome: 'answered',
    statusCode: answer.value.status,
  });
  await passes('outcome_recorded');
  return null;
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
