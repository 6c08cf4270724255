/** Every wait on the way to Xero, in one place. Tests scale them down with XERO_SETTINGS (JSON); nothing else reads it. */
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
   * How long one refresh holds off the others. Longer than the call's own timeout (10 s) with room for a slow database; short
   * enough that after a crash the next run goes on by itself, well inside the 30 minutes for which Xero takes the refresh
   * token before last.
   */
  refreshLeaseSeconds: number;
  /** Those who wait outlast one lease that ran out, and one refresh after it. */
  refreshWaitMs: number;
};

const defaults: XeroSettings = {
  apiTimeoutMs: 40_000,
  signOnTimeoutMs: 10_000,
  tokenMinimumSeconds: 120,
  refreshLeaseSeconds: 30,
  refreshWaitMs: 45_000,
};

/** The settings of this process. @throws SyntaxError when XERO_SETTINGS is no JSON */
export function xeroSettings(): XeroSettings {
  const override = process.env.XERO_SETTINGS;
  return override ? { ...defaults, ...(JSON.parse(override) as Partial<XeroSettings>) } : defaults;
}
