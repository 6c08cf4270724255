import type { DocumentState } from '@/db/queries/documents';
import type { DocumentOutcome } from '@/db/queries/outcomes';
import type { SyncSettings } from '@/lib/sync/settings';
import type { XeroFailure } from '@/lib/xero/result';

/**
 * A small world in which the conductor's decisions (`life.ts`, the real ones) are tried against everything that can happen: two workers,
 * an invoice and two equal payments on it, which no number protects. Time goes in
 * ticks; an age stops growing where nothing asks for more.
 */

export const documents = ['invoice', 'payment', 'twin'] as const;
export type DocumentName = (typeof documents)[number];
/** The payments hang on the invoice. */
export const kindOf = (d: number) => (d === 0 ? 'invoice' : 'payment');

export type Rules = {
  /** The real settings, in ticks: their order is that of the defaults. */
  waits: Pick<
    SyncSettings,
    | 'leaseSeconds'
    | 'repeatWindowSeconds'
    | 'firstLookUpAfterSeconds'
    | 'betweenLookUpsSeconds'
    | 'maximumAttempts'
  >;
  /** Xero forgets an idempotency key after so many ticks. */
  keyMemory: number;
  /** A request takes effect at most so many ticks after its intent was noted, or never. */
  slowestArrival: number;
  /** Documents that go in one batch, and batches that one worker has under way at once. */
  batchSize: number;
  callsAtOnce: number;
  /** A person may void the invoice in Xero before its payments are there. */
  aPersonVoids: boolean;
  /** What is switched off, to see that the invariants notice. */
  without?: 'look-up' | 'intent' | 'fence';
};

export type DocumentRow = {
  state: DocumentState;
  batch: number | null;
  attempts: number;
  emptyLookUps: number;
  sentAge: number;
  /** Ticks until it may be looked up. */
  notBefore: number;
};

export type Batch = { id: number; documents: number[]; open: boolean; age: number };

/** What an answer says of the batch as a whole, or why there is none. */
export type Answer =
  | 'accepted'
  | 'server_error'
  | 'exists'
  | Extract<XeroFailure['kind'], 'unreachable' | 'rate_limited'>;

/** A call of a worker's: `answer` is null while it is awaited, and then what he has not written down yet. */
export type Call = { batch: number; documents: number[]; isRepeat: boolean; answer: Answer | null };

export type Worker =
  | { at: 'idle' }
  /**
   * Holds the lease, or thinks so. `afresh`: what is in doubt was settled; new things may be sent. `ends`: a call failed, and those that are
   * still under way are heard out.
   */
  | { at: 'working'; afresh: boolean; ends: boolean; calls: Call[] }
  /** Has looked, and not written down yet what it makes of it. */
  | { at: 'looked'; outcomes: DocumentOutcome[] };

/** A request on its way: it may still have its effect, whoever waits for it or not. */
export type Request = { batch: number; documents: number[]; age: number };

/** Xero's memory of an idempotency key, with the answer that it would give again. */
export type KnownKey = { batch: number; age: number; answer: Answer };

export type World = {
  rows: DocumentRow[];
  batches: Batch[];
  lease: { owner: number | null; left: number };
  workers: Worker[];
  wire: Request[];
  /** Live copies in Xero, per document. */
  copies: number[];
  voided: boolean;
  keys: KnownKey[];
  /** Something that no state shows but must never happen, named where it happens. */
  wrong: string | null;
};

export const beginning = (): World => ({
  rows: documents.map(() => ({
    ...{ state: 'planned', batch: null, attempts: 0, emptyLookUps: 0, sentAge: 0, notBefore: 0 },
  })),
  batches: [],
  lease: { owner: null, left: 0 },
  workers: [{ at: 'idle' }, { at: 'idle' }],
  wire: [],
  copies: documents.map(() => 0),
  voided: false,
  keys: [],
  wrong: null,
});

/** What waits for another may not be sent: the payments for the invoice. */
export const mayBeSent = (world: World, d: number): boolean =>
  world.rows[d]!.state === 'planned' && (d === 0 || world.rows[0]!.state === 'posted');
