import { type DocumentState, documentMoves } from '@/db/queries/documents';
import type { DocumentOutcome } from '@/db/queries/outcomes';
import { afterAnswer, afterFailure, afterLookUp, mayRepeat, unsure } from '@/lib/sync/life';
import type { Found } from '@/lib/xero/look-up';
import { failed } from '@/lib/xero/result';
import type { ElementOutcome } from '@/lib/xero/send';
import {
  type Answer,
  type Batch,
  type Call,
  kindOf,
  mayBeSent,
  type Rules,
  type Worker,
  type World,
} from './world.ts';

/** Everything that can happen next, with its name. Each step is one transaction, one arrival, one death, or one tick of the clock. */
export function* steps(world: World, rules: Rules): Generator<[name: string, next: World]> {
  yield* timePasses(world, rules);
  yield* xeroActs(world, rules);
  for (const w of world.workers.keys()) {
    for (const [name, next] of workerActs(world, w, rules)) yield [`worker ${w} ${name}`, next];
    if (world.workers[w]!.at !== 'idle') yield [`worker ${w} dies`, put(world, w, { at: 'idle' })];
  }
}

/** By hand: a general copy is most of the time of an exploration. What is never changed in place is shared. */
const copy = (world: World): World => ({
  rows: world.rows.map((row) => ({ ...row })),
  batches: world.batches.map((b) => ({ ...b })),
  lease: { ...world.lease },
  workers: [...world.workers],
  wire: world.wire.map((r) => ({ ...r })),
  copies: [...world.copies],
  voided: world.voided,
  keys: world.keys.map((k) => ({ ...k })),
  wrong: world.wrong,
});

function put(world: World, w: number, worker: Worker): World {
  const next = copy(world);
  next.workers[w] = worker;
  return next;
}

type Working = Extract<Worker, { at: 'working' }>;
const working = (afresh: boolean, calls: Call[] = []): Working => ({
  at: 'working',
  afresh,
  ends: false,
  calls,
});

const answering = (worker: Working, call: Call, answer: Answer): Working => ({
  ...worker,
  calls: worker.calls.map((c) => (c === call ? { ...c, answer } : c)),
});

/** One tick. It waits for requests that have to arrive, or be lost, before. */
function* timePasses(world: World, rules: Rules): Generator<[string, World]> {
  if (world.wire.some((r) => r.age >= rules.slowestArrival)) return;
  const next = copy(world);
  const { repeatWindowSeconds, firstLookUpAfterSeconds } = rules.waits;
  for (const r of next.wire) r.age++;
  for (const b of next.batches) b.age = Math.min(b.age + 1, repeatWindowSeconds);
  for (const k of next.keys) k.age++;
  next.keys = next.keys.filter((k) => k.age < rules.keyMemory);
  for (const row of next.rows) {
    if (row.attempts > 0) row.sentAge = Math.min(row.sentAge + 1, firstLookUpAfterSeconds);
    row.notBefore = Math.max(0, row.notBefore - 1);
  }
  next.lease.left = Math.max(0, next.lease.left - 1);
  yield ['time passes', next];
}

/** What is on its way arrives or is lost; its answer reaches whoever waits for it, or does not. */
function* xeroActs(world: World, rules: Rules): Generator<[string, World]> {
  for (const [i, request] of world.wire.entries()) {
    const known = world.keys.find((k) => k.batch === request.batch);
    const answers: { answer: Answer; hasEffect: boolean; keeps: boolean }[] = known
      ? [{ answer: known.answer, hasEffect: false, keeps: false }]
      : [
          { answer: 'accepted', hasEffect: true, keeps: true },
          { answer: 'server_error', hasEffect: true, keeps: true },
          { answer: 'server_error', hasEffect: false, keeps: true },
          { answer: 'rate_limited', hasEffect: false, keeps: false },
        ];
    for (const { answer, hasEffect, keeps } of answers) {
      const arrived = copy(world);
      arrived.wire.splice(i, 1);
      const said = hasEffect ? create(arrived, request.documents, answer) : answer;
      if (keeps) arrived.keys.push({ batch: request.batch, age: 0, answer: said });
      yield [`Xero takes a request: ${said}; the answer is lost`, arrived];
      for (const [w, worker] of world.workers.entries()) {
        if (worker.at !== 'working') continue;
        const call = worker.calls.find((c) => c.answer === null && c.batch === request.batch);
        if (call) yield [`Xero answers worker ${w}: ${said}`, put(arrived, w, answering(worker, call, said))];
      }
    }
    const lost = copy(world);
    lost.wire.splice(i, 1);
    yield ['a request is lost', lost];
  }
  if (
    rules.aPersonVoids &&
    world.copies[0] === 1 &&
    !world.voided &&
    world.copies[1]! + world.copies[2]! === 0
  ) {
    const next = copy(world);
    next.voided = true;
    next.copies[0] = 0;
    yield ['a person voids the invoice', next];
  }
}

/** Xero refuses an invoice number that exists; nothing refuses a second payment. */
function create(world: World, ids: readonly number[], answer: Answer): Answer {
  if (ids[0] === 0 && (world.copies[0]! > 0 || world.voided)) return 'exists';
  for (const d of ids) world.copies[d]!++;
  return answer;
}

function* workerActs(world: World, w: number, rules: Rules): Generator<[string, World]> {
  const worker = world.workers[w]!;
  switch (worker.at) {
    case 'idle':
      if (world.lease.owner === null || world.lease.left === 0) {
        const next = put(world, w, working(false));
        next.lease = { owner: w, left: rules.waits.leaseSeconds };
        yield ['takes the solution', next];
      }
      return;
    case 'working':
      for (const call of worker.calls) {
        // Cut off, or out of patience: what was sent may still arrive.
        if (call.answer === null)
          yield ['gets no answer', put(world, w, answering(worker, call, 'unreachable'))];
        else yield* recordsAnswer(world, w, worker, call, call.answer, rules);
      }
      if (worker.calls.length === 0) return yield* goesOn(world, w, worker, rules);
      // What is new goes beside what is under way; what is in doubt is settled one after another, before it.
      if (worker.afresh && !worker.ends && worker.calls.length < rules.callsAtOnce)
        return yield* goesOn(world, w, worker, rules);
      return;
    case 'looked': {
      const next = put(world, w, working(false));
      record(next, w, worker.outcomes, rules);
      yield ['records what it found', next];
      return;
    }
  }
}

/** The steps of a run, as `conduct.ts` orders them: open batches, then look-ups, then what is new. */
function* goesOn(
  world: World,
  w: number,
  { afresh, calls }: Working,
  rules: Rules,
): Generator<[string, World]> {
  const isOurs = world.lease.owner === w && world.lease.left > 0;
  if (!isOurs) {
    // What is under way is heard out first.
    if (calls.length === 0) yield ['has lost the solution', put(world, w, { at: 'idle' })];
    return;
  }
  // More requests on their way than there are workers, or calls of one, would tell nothing new.
  if (world.wire.length >= Math.max(world.workers.length, rules.callsAtOnce)) return;
  const open = world.batches.find((b) => b.open);
  if (!afresh && open) return yield* takesUp(renewed(world, w, rules), w, open, rules);
  const doubtful = [...world.rows.entries()].filter(
    ([, row]) => row.state === 'unsure' && row.notBefore === 0,
  );
  if (!afresh && doubtful.length > 0) {
    const kind = kindOf(doubtful[0]![0]);
    const sought = doubtful.filter(([d]) => kindOf(d) === kind);
    if (rules.without === 'look-up') {
      const next = put(world, w, working(false));
      for (const [d] of sought) move(next, d, 'planned');
      yield ['supposes that it never arrived', next];
      return;
    }
    const outcomes = sought.map(([d, row]) => {
      const document = { id: d, secondsSinceSent: row.sentAge, ...row };
      return afterLookUp(document, seen(world, d), rules.waits);
    });
    yield ['looks', put(renewed(world, w, rules), w, { at: 'looked', outcomes })];
    return;
  }
  const ready = [...world.rows.keys()].filter((d) => mayBeSent(world, d));
  const first = ready[0];
  if (first === undefined) {
    // What is under way may free more.
    if (calls.length > 0) return;
    const next = put(world, w, { at: 'idle' });
    if (next.lease.owner === w) next.lease = { owner: null, left: 0 };
    yield ['has nothing left to do', next];
    return;
  }
  // What was sent before goes alone, as `send.ts` has it.
  const alone = ready.find((d) => world.rows[d]!.attempts > 0);
  const ids =
    alone === undefined
      ? ready.filter((d) => kindOf(d) === kindOf(first)).slice(0, rules.batchSize)
      : [alone];
  yield ['notes its intent and sends', sends(renewed(world, w, rules), w, calls, ids, rules)];
}

function seen(world: World, d: number): Found {
  if (world.copies[d]! > 0) return { found: 'ours', xeroId: 'x', status: null };
  return d === 0 && world.voided ? { found: 'undone', xeroId: 'x', status: 'VOIDED' } : { found: 'nothing' };
}

function renewed(world: World, w: number, rules: Rules): World {
  const next = copy(world);
  if (next.lease.owner === w) next.lease.left = rules.waits.leaseSeconds;
  return next;
}

/** Until the world is written in its plain form (`plain.ts`), which counts batches afresh. */
const NEW_BATCH = 99;

function sends(next: World, w: number, calls: readonly Call[], ids: number[], rules: Rules): World {
  const id = NEW_BATCH;
  if (rules.without !== 'intent') {
    next.batches.push({ id, documents: ids, open: true, age: 0 });
    for (const d of ids) {
      move(next, d, 'sending');
      const row = next.rows[d]!;
      Object.assign(row, {
        batch: id,
        attempts: row.attempts + 1,
        emptyLookUps: 0,
        sentAge: 0,
        notBefore: 0,
      });
    }
  }
  next.wire.push({ batch: id, documents: ids, age: 0 });
  next.workers[w] = working(true, [...calls, { batch: id, documents: ids, isRepeat: false, answer: null }]);
  return next;
}

/** A batch whose outcome nobody knows: the same bytes once more, or a look. */
function* takesUp(world: World, w: number, batch: Batch, rules: Rules): Generator<[string, World]> {
  const inDoubt = batch.documents.filter(
    (d) => world.rows[d]!.batch === batch.id && ['sending', 'unsure'].includes(world.rows[d]!.state),
  );
  const next = copy(world);
  if (inDoubt.length > 0 && mayRepeat(batch.age, rules.waits)) {
    for (const d of inDoubt) Object.assign(next.rows[d]!, { sentAge: 0, emptyLookUps: 0 });
    next.wire.push({ batch: batch.id, documents: batch.documents, age: 0 });
    next.workers[w] = working(false, [
      { batch: batch.id, documents: batch.documents, isRepeat: true, answer: null },
    ]);
    yield ['sends the same bytes again', next];
    return;
  }
  next.batches.find((b) => b.id === batch.id)!.open = false;
  next.workers[w] = working(false);
  record(next, w, inDoubt.map(unsure), rules);
  yield ['gives a batch up to be looked up', next];
}

function* recordsAnswer(
  world: World,
  w: number,
  worker: Working,
  call: Call,
  answer: Answer,
  rules: Rules,
): Generator<[string, World]> {
  const { batch, documents: ids, isRepeat } = call;
  const next = copy(world);
  const isOurs = next.lease.owner === w || rules.without === 'fence';
  const noted = next.batches.find((b) => b.id === batch);
  const inBatch = (o: DocumentOutcome) =>
    rules.without === 'intent' || next.rows[o.documentId]!.batch === batch;
  const accepted: ElementOutcome = { outcome: 'accepted', xeroId: 'x', status: null, warnings: [] };
  const answered = answer === 'accepted' || answer === 'exists';
  const { outcomes, ended } = answered
    ? {
        outcomes: ids.map((d) =>
          afterAnswer(d, answer === 'accepted' ? accepted : { outcome: 'exists', messages: [] }),
        ),
        ended: true,
      }
    : afterFailure(ids, failed(answer, ''), isRepeat);
  if (noted && ended && isOurs) noted.open = false;
  const calls = worker.calls.filter((c) => c !== call);
  const ends = worker.ends || !answered;
  const isOver = ends && calls.length === 0;
  next.workers[w] = isOver ? { at: 'idle' } : { ...working(!isRepeat, calls), ends };
  record(next, w, outcomes.filter(inBatch), rules, isOurs);
  if (isOver && next.lease.owner === w) next.lease = { owner: null, left: 0 };
  yield [`records ${answer}`, next];
}

/** `recordOutcomes`: who has lost the solution may still say that something is there, nothing else. */
function record(
  next: World,
  w: number,
  told: readonly DocumentOutcome[],
  rules: Rules,
  isOurs = next.lease.owner === w || rules.without === 'fence',
) {
  for (const o of told) {
    const row = next.rows[o.documentId]!;
    if (!isOurs && o.state !== 'posted') continue;
    if (!['sending', 'unsure', 'planned'].includes(row.state)) continue;
    move(next, o.documentId, o.state);
    row.notBefore = o.notBeforeSeconds ?? 0;
    if (o.emptyLookUp) row.emptyLookUps++;
    if (o.neverLeft) row.attempts--;
  }
}

function move(next: World, d: number, to: DocumentState) {
  const row = next.rows[d]!;
  if (row.state === to) return;
  const allowed: readonly DocumentState[] = documentMoves[row.state];
  if (!allowed.includes(to)) next.wrong = `goes from ${row.state} to ${to}`;
  row.state = to;
}
