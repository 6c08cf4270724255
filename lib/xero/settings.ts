/**
 * Every wait and limit of the way to Xero, in one place. Tests scale them down with XERO_SETTINGS (JSON), as they do with those of the
 * conductor (lib/sync/settings.ts); nothing else sets it.
 */
export type XeroSettings = {
  /**
   * How long one call to the accounting API may take. xero-node sets no limit of its own, so a lost answer would hang for
   * ever. A batch of 50 documents takes Xero some seconds; a call that is cut off here leaves a write in doubt, which costs a
   * look-up, so the limit is generous and still well inside a serverless function's life.
   */
  apiTimeoutMs: number;
  /**
   * Xero's identity server answers in well under a second. Ten seconds still fit into a person's patience and, with room
   * to spare, into the lease under which the token keeper refreshes.
   */
  signOnTimeoutMs: number;
  /** A token that ends sooner is refreshed first, so that a call under way does not lose it. */
  tokenMinimumSeconds: number;
  /**
   * How long one refresh of a token holds off the others. Longer than the call's own timeout with room for a slow database; short
   * enough that after a crash the next run goes on by itself, well inside the 30 minutes for which Xero takes the refresh
   * token before last.
   */
  refreshLeaseSeconds: number;
  /** Those who wait for a refresh outlast one lease that ran out, and one refresh after it. */
  refreshWaitMs: number;
  /** How long a second of Xero's lasts: of its minute, its day, and its Retry-After. A stand-in's clock may run faster than ours. */
  secondMs: number;
  /** XERO.md "Limits": per organisation. */
  callsPerMinute: number;
  callsAtOnce: number;
  /** Of the calls at once, so many are left to people who wait before a screen. */
  callsAtOnceKept: number;
  /** Of the day's calls, so many are left to them. */
  dayCallsKept: number;
  /** When Xero's day turns it tells only in answers: so long after the last one, in its seconds, one call asks. */
  dayAskSeconds: number;
  /** So long after the timeout a call that has not come back belongs to a process that died. */
  deadAfterMs: number;
  /** How long a person before a screen may have to wait for the limits; a run waits as long as it has time. */
  personWaitMs: number;
  /** Between two tries while calls of others are under way, give or take half of it. */
  gatePollMs: number;
  /** After a 429 that does not say how long to wait. */
  unnamedPauseSeconds: number;
};

const defaults: XeroSettings = {
  apiTimeoutMs: 40_000,
  signOnTimeoutMs: 10_000,
  tokenMinimumSeconds: 120,
  refreshLeaseSeconds: 30,
  refreshWaitMs: 45_000,
  secondMs: 1000,
  callsPerMinute: 60,
  callsAtOnce: 5,
  callsAtOnceKept: 1,
  dayCallsKept: 50,
  dayAskSeconds: 3600,
  deadAfterMs: 5000,
  personWaitMs: 20_000,
  gatePollMs: 200,
  unnamedPauseSeconds: 5,
};

/** The settings of this process. @throws SyntaxError when XERO_SETTINGS is no JSON */
export function xeroSettings(): XeroSettings {
  const override = process.env.XERO_SETTINGS;
  return override ? { ...defaults, ...(JSON.parse(override) as Partial<XeroSettings>) } : defaults;
}
