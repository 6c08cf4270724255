import { type FailpointStep, failpointSteps } from '../../lib/failpoint/steps.ts';
import type { Order } from './portal.ts';
import { Random } from './random.ts';
import type { Way } from './retailer.ts';
import { KEY_FORGOTTEN_MS, LATE_MS, TOKEN_OLD_MS } from './waits.ts';

/** What goes wrong in a seed beside deaths, by the names of issue and print. */
export const faultKinds = [
  'answer lost after the effect',
  'answer late, past the timeout',
  'effect late, past the timeout',
  'connection reset mid-body',
  '500 after the effect',
  '500 before the effect',
  '429',
  'token revoked',
  'database restarted',
  'two workers at once',
  'a worker held past its lease',
  'clock skew of 10 minutes',
  'idempotency key expired',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** One thing that is to go wrong, then is waited for: a run is driven until it has happened. */
export type Act = {
  kind: FaultKind | 'kill';
  /** What else goes wrong with it. */
  beside?: FaultKind;
  /** A death, or a pause, at a named step. */
  order?: Order;
  /** A fault of the stand-in for Xero. */
  xero?: { kind: string; method?: string; path?: string; skip?: number; ms?: number };
  restartsDatabase?: boolean;
  /** A receipt that is to be undone in Xero from the portal, once it is posted. */
  undo?: Undo;
  /** Nothing is called for so long before it, and after it has happened. */
  firstQuietMs?: number;
  thenQuietMs?: number;
};

/** `changed`: when the till changes it too. Before, so that its correction is undone with it; meanwhile; or after, when none is posted. */
export type Undo = { id: string; changed?: 'before' | 'meanwhile' | 'after' };

export type Plan = {
  seed: number;
  way: Way;
  /** A death, or a lost answer, while accounts are made, before posting starts. */
  setUp: Act | null;
  acts: Act[];
  /** Before which act the second day's records come. */
  recordsBefore: number;
  /** Before which the till changes what was posted of the first day; it may be after all of them. */
  changesBefore: number;
  /** At the end, when that is posted too, it changes some of it once more. */
  changesTwice: boolean;
  twoWorkers: boolean;
  /** By how much the clock of portal B is wrong. */
  skewMs: number;
};

const setUpSteps: readonly FailpointStep[] = ['account_made', 'accounts_noted'];

/** Steps that a run passes often: any of these passings may be the last. */
const passings: Partial<Record<FailpointStep, number>> = {
  ...{ page_fetched: 2, page_kept: 2, planned: 2, plan_kept: 2 },
  ...{ undo_noted: 3, undo_answered: 3, undo_recorded: 2 },
  ...{ batch_chosen: 7, intent_noted: 7, call_answered: 7, outcome_recorded: 7 },
};

/** Steps that are passed only after something else went wrong. */
const needs: Partial<Record<FailpointStep, FaultKind>> = {
  given_up: 'idempotency key expired',
  looked_up: '500 after the effect',
  look_up_recorded: '500 after the effect',
};

/** Steps before anything is sent: a death there comes first, while there is all still to do. */
const early: readonly FailpointStep[] = failpointSteps.slice(0, failpointSteps.indexOf('repeat_noted'));

/** Steps at which a new token is asked for, which takes an old one. */
const tokenSteps: readonly FailpointStep[] = ['refresh_claimed', 'tokens_answered', 'tokens_saved'];

/** Steps that are passed while something else goes wrong, or right after it. */
const besides: Partial<Record<FailpointStep, FaultKind>> = {
  repeat_noted: 'answer lost after the effect',
  failure_recorded: '500 after the effect',
};

/** How many steps a seed takes of the list, one after the other. */
const STEPS_A_SEED = 3;

/** So many seeds, from any on, kill at every step. */
export const SEEDS_FOR_EACH_STEP = Math.ceil(failpointSteps.length / STEPS_A_SEED);

/** So many are part of every test run: what two processors do in well under a minute and a half. Thirty of the steps are among them. */
export const SEEDS_OF_A_TEST_RUN = 10;

const wayOf: Partial<Record<FailpointStep, Way>> = {
  ...{ summary_planned: 'summary', summary_kept: 'summary' },
  ...{ drafts_looked_up: 'draft', approvals_recorded: 'draft' },
  ...{ undo_taken_up: 'each_sale', undo_noted: 'each_sale' },
  ...{ undo_answered: 'each_sale', undo_recorded: 'each_sale' },
};

/** What goes wrong with a seed: from the seed alone. Seeds take steps and kinds in turn, so that a run of them has them all. */
export function planOf(seed: number): Plan {
  const random = new Random(seed);
  const inTurn = Array.from({ length: STEPS_A_SEED }, (_, i) => stepAt(seed * STEPS_A_SEED + i));
  const kinds: FaultKind[] = [faultKinds[seed % faultKinds.length]!];
  if (random.chance(0.4)) kinds.push(random.pick(faultKinds));
  const way =
    inTurn.map((s) => wayOf[s]).find((w) => w !== undefined) ??
    (random.chance(0.2) ? 'summary' : 'each_sale');
  const steps = failpointSteps.filter((s) => inTurn.includes(s) && (wayOf[s] ?? way) === way);
  const deaths = steps.filter((s) => !setUpSteps.includes(s));
  const isEarly = (s: FailpointStep) => early.includes(s) && !tokenSteps.includes(s);
  const earlyDeaths = deaths.filter(isEarly).flatMap((step) => deathAt(step, random));
  const faults = kinds.flatMap((kind) => actsOf(kind, random));
  const laterDeaths = deaths.filter((s) => !isEarly(s)).flatMap((step) => deathAt(step, random));
  if (way === 'each_sale') undoWhatIsChanged(faults, laterDeaths, random);
  const acts = [...earlyDeaths, ...faults, ...laterDeaths];
  const last = Math.max(0, acts.length - 1);
  return {
    ...{ seed, way, acts },
    setUp: setUpAct(steps, random),
    recordsBefore: random.whole(0, last),
    changesBefore: random.pick(timesForChanges(acts, earlyDeaths.length)),
    twoWorkers: kinds.includes('two workers at once'),
    skewMs: kinds.includes('clock skew of 10 minutes') ? random.pick([-600_000, 600_000]) : 0,
    changesTwice: random.chance(0.3),
  };
}

const stepAt = (n: number): FailpointStep => failpointSteps[n % failpointSteps.length]!;

/** What is changed is posted first: early deaths need what is not, and some others what just went wrong and is still in doubt. */
function timesForChanges(acts: readonly Act[], early: number): number[] {
  const times = acts.flatMap(({ order }, i) => (i < early || (order && needs[order.step]) ? [] : [i]));
  return times.length > 0 ? times : [acts.length];
}

/** Each has documents of its own, and nothing else of the day hangs on them. */
const undoneAt: Partial<Record<FailpointStep, Undo>> = {
  undo_taken_up: { id: 'T01', changed: 'meanwhile' },
  undo_noted: { id: 'T03', changed: 'before' },
  undo_answered: { id: 'T08' },
  undo_recorded: { id: 'T02', changed: 'after' },
};

/** Now and then, what is changed at the till is undone in Xero too, while something else goes wrong. */
function undoWhatIsChanged(faults: Act[], deaths: readonly Act[], random: Random) {
  const changed = random.pick(['before', 'meanwhile', 'after'] as const);
  const act = faults.findLast(({ xero }) => xero);
  if (act && random.chance(0.5) && !deaths.some(({ undo }) => undo)) act.undo = { id: 'T02', changed };
}

function setUpAct(steps: readonly FailpointStep[], random: Random): Act | null {
  const step = steps.find((s) => setUpSteps.includes(s));
  if (step) return { kind: 'kill', order: { step, at: step === 'account_made' ? random.whole(1, 3) : 1 } };
  if (!random.chance(0.2)) return null;
  const skip = random.whole(0, 2);
  return {
    kind: 'answer lost after the effect',
    xero: { kind: 'answerLost', method: 'PUT', path: '/Accounts', skip },
  };
}

function deathAt(step: FailpointStep, random: Random): Act[] {
  const before = needs[step];
  const order = { step, at: random.whole(1, passings[step] ?? 1) };
  const beside = besides[step];
  const xero = beside && actsOf(beside, random)[0]?.xero;
  const undo = step.startsWith('undo_') ? undoneAt[step] : undefined;
  const firstQuietMs = tokenSteps.includes(step) ? TOKEN_OLD_MS : 0;
  return [
    ...(before ? actsOf(before, random) : []),
    { kind: 'kill', order, firstQuietMs, xero, undo, beside },
  ];
}

/** What no number protects more often than the rest. */
const writes = ['Invoices', 'Payments', 'Payments', 'BankTransactions', 'BankTransfers', 'CreditNotes'];

function actsOf(kind: FaultKind, random: Random): Act[] {
  const on = (fault: string, more: object = {}) => {
    const anywhere = random.chance(0.6);
    const path = `^/api\\.xro/2\\.0/${anywhere ? '' : random.pick(writes)}`;
    return { kind: fault, method: 'PUT|POST', path, skip: anywhere ? random.whole(0, 6) : 0, ...more };
  };
  switch (kind) {
    case 'answer lost after the effect':
      return [{ kind, xero: on('answerLost') }];
    case 'answer late, past the timeout':
      return [{ kind, xero: on('delayAfter', { ms: LATE_MS }) }];
    case 'effect late, past the timeout':
      return [{ kind, xero: on('delayBefore', { ms: LATE_MS }) }];
    case 'connection reset mid-body':
      return [{ kind, xero: on('resetMidBody') }];
    case '500 after the effect':
      return [{ kind, xero: on('error500After') }];
    case '500 before the effect':
      return [{ kind, xero: on('error500Before') }];
    case '429':
      return [{ kind, xero: { kind: 'rate429Minute', skip: random.whole(0, 6), ms: 1000 } }];
    case 'token revoked':
      return [{ kind, xero: { kind: 'tokensRevoked', skip: random.whole(0, 6) } }];
    case 'database restarted':
      return [{ kind, restartsDatabase: true }];
    case 'a worker held past its lease':
      return [
        {
          kind,
          order: {
            step: random.pick([
              'intent_noted',
              'call_answered',
              'looked_up',
              'planned',
              'contacts_looked_up',
            ] as const),
            ...{ at: 1, holdMs: 1_300 },
          },
        },
      ];
    case 'idempotency key expired':
      return [{ kind, xero: on('answerLost'), thenQuietMs: KEY_FORGOTTEN_MS }];
    case 'two workers at once':
    case 'clock skew of 10 minutes':
      // They last for the whole seed.
      return [];
  }
}
