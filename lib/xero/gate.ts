import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '@/db/client';
import {
  type CallBudget,
  type CallLimits,
  callBudget,
  returnCall,
  takeCall,
} from '@/db/queries/call-budgets';
import type { OfOrganisation } from '@/db/queries/organisations';
import { failed, type XeroFailure, type XeroResult } from './result.ts';
import { type XeroSettings, xeroSettings } from './settings.ts';

/** Leave to make one call. It ends with `leave`, whatever came of the call. */
export type Pass = { callId: string };

/**
 * Who wants to call, and how he waits for the limits. A run leaves some of the calls to people who wait before a screen, and decides
 * itself whether it has time.
 */
export type Caller =
  | { is: 'person' }
  /** `wait` waits so long and answers true, or answers false at once: it has not got the time. */
  | { is: 'run'; wait: (ms: number) => Promise<boolean> };

/** What a caller may count on. */
function limitsOf(settings: XeroSettings, caller: Caller): CallLimits {
  const isRun = caller.is === 'run';
  const second = settings.secondMs / 1000;
  return {
    perMinute: settings.callsPerMinute,
    minuteSeconds: 60 * second,
    atOnce: settings.callsAtOnce - (isRun ? settings.callsAtOnceKept : 0),
    dayKept: isRun ? settings.dayCallsKept : 0,
    dayAskSeconds: settings.dayAskSeconds * second,
    holdSeconds: (settings.apiTimeoutMs + settings.deadAfterMs) / 1000,
  };
}

/**
 * The gate that every call to the accounting API passes: 60 a minute, the day's calls, 5 at once, per organisation and over all processes
 * (XERO.md "Limits"). Whoever comes too early waits here, so that Xero never has to refuse for speed.
 */
export async function enter(db: Db, of: OfOrganisation, caller: Caller): Promise<XeroResult<Pass>> {
  const settings = xeroSettings();
  const limits = limitsOf(settings, caller);
  const callId = crypto.randomUUID();
  const patience = performance.now() + settings.personWaitMs;
  for (;;) {
    if (await takeCall(db, of, callId, limits)) return { ok: true, value: { callId } };
    const budget = await callBudget(db, of, limits);
    const short = shortage(budget, limits, settings.gatePollMs);
    const { waitMs } = short;
    if (caller.is === 'person') {
      if (performance.now() + waitMs > patience) return turnedAway(short);
      await pause(waitMs);
    } else if (!(await caller.wait(waitMs))) {
      return turnedAway(short);
    }
  }
}

export type Shortage = { of: 'minute' | 'day' | 'at_once' | 'pause'; waitMs: number };

/** What is short, and how long it stays so at least. */
export function shortage(
  budget: CallBudget | null,
  limits: Pick<CallLimits, 'perMinute' | 'dayKept' | 'dayAskSeconds'>,
  pollMs: number,
): Shortage {
  const soon = pollMs * (0.5 + Math.random());
  if (!budget) return { of: 'at_once', waitMs: soon };
  const { blockedSeconds, blockedBy, dayRemaining, underWay, inMinute, credit, minuteFreeSeconds } = budget;
  const inMs = (seconds: number) => Math.max(1, Math.ceil(seconds * 1000));
  if (blockedSeconds !== null) {
    return { of: blockedBy === 'day' ? 'day' : 'pause', waitMs: inMs(blockedSeconds) };
  }
  if (dayRemaining !== null && dayRemaining <= limits.dayKept) {
    return { of: 'day', waitMs: inMs(limits.dayAskSeconds - (budget.dayToldSecondsAgo ?? 0)) };
  }
  // The answer to a call that is under way may tell of more.
  const isFull = credit <= 0 && inMinute >= limits.perMinute;
  if (isFull && underWay === 0 && minuteFreeSeconds !== null) {
    return { of: 'minute', waitMs: inMs(minuteFreeSeconds) };
  }
  return { of: isFull ? 'minute' : 'at_once', waitMs: soon };
}

const sentences: Record<Shortage['of'], string> = {
  minute: 'The limit of calls to Xero in a minute is used up for now.',
  day: "The day's calls to Xero are used up. It goes on when Xero allows it.",
  at_once: 'The limit of calls to Xero at once is used up for now.',
  pause: 'The limit of calls to Xero is used up for now.',
};

function turnedAway({ of, waitMs }: Shortage): XeroFailure {
  const limit = of === 'day' ? 'day' : undefined;
  return failed('rate_limited', sentences[of], { retryAfterSeconds: waitMs / 1000, limit });
}

/** Gives the pass back with what the answer told of the limits. */
export async function leave(
  db: Db,
  of: OfOrganisation,
  pass: Pass,
  headers: Record<string, string> | undefined,
  failure: XeroFailure | null,
): Promise<void> {
  const settings = xeroSettings();
  const isLimited = failure?.kind === 'rate_limited';
  const unnamedPauseSeconds = () =>
    ((settings.unnamedPauseSeconds * settings.secondMs) / 1000) * (0.5 + Math.random());
  await returnCall(db, of, pass.callId, limitsOf(settings, { is: 'person' }), {
    minuteRemaining: whole(headers?.['x-minlimit-remaining']),
    dayRemaining: whole(headers?.['x-daylimit-remaining']),
    pauseSeconds: isLimited ? (failure.retryAfterSeconds ?? unnamedPauseSeconds()) : null,
    limit: isLimited ? (failure.limit ?? 'unnamed') : null,
  });
}

const whole = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
