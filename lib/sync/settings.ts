/** Every wait of the conductor, in one place. Tests scale them down with SYNC_SETTINGS (JSON); nothing else reads it. */
export type SyncSettings = {
  /** Time that one cron call may take; serverless platforms end it soon after. */
  runBudgetMs: number;
  /** A lease outlives the longest call to Xero (40 s) with a margin: two thirds of it are left before each. */
  leaseSeconds: number;
  /** Between two questions to the till what the business looks like. */
  businessRefreshSeconds: number;
  /** Calls of one solution under way at once, where there is enough to send; Xero takes five, and one is left to people. */
  callsAtOnce: number;
  /** Solutions that one process works on at once: while one waits for Xero, the others go on. */
  solutionsAtOnce: number;
  /** So long a solution may be worked on while others are due. */
  sliceMs: number;
  /** A wait for Xero's limits that is longer is not worth it while others are due. */
  longWaitMs: number;
  /** How long a till server may take for one answer. */
  tillTimeoutMs: number;
  pageSize: number;
  interpretPageSize: number;
  planPageSize: number;
  /** About what Xero takes in one call. */
  batchSize: number;
  /** Xero takes 3.5 MB in one request (XERO.md "Limits"). */
  maximumBodyBytes: number;
  /** For so long the same bytes may be repeated under their idempotency key; Xero keeps it for 6 minutes. */
  repeatWindowSeconds: number;
  /** A first empty look-up counts only so long after the last sending: a slow request must not cross a second one. */
  firstLookUpAfterSeconds: number;
  /** Between the two empty look-ups that make it sure. */
  betweenLookUpsSeconds: number;
  /** Before a run that has work, the organisation's accounts, rates and lock dates are read again when they are older. */
  organisationRefreshSeconds: number;
  /** Between two looks whether a draft was approved. */
  draftLookUpSeconds: number;
  /** Sendings of one document before it stops for a person. */
  maximumAttempts: number;
  /** Between two runs of a solution that has nothing left to do. */
  idleSeconds: number;
  /** After members were told that posting stopped for a cause, the same cause is not told again for so long. */
  mailQuietSeconds: number;
  /** A mail that was not noted as sent is sent again after this; longer than any mail server takes. */
  mailRetrySeconds: number;
  /** First pause after a failed run; doubled each time up to the maximum, and jittered. */
  retrySeconds: number;
  maximumRetrySeconds: number;
};

const defaults: SyncSettings = {
  runBudgetMs: 50_000,
  leaseSeconds: 90,
  businessRefreshSeconds: 900,
  callsAtOnce: 4,
  solutionsAtOnce: 4,
  sliceMs: 20_000,
  longWaitMs: 1000,
  tillTimeoutMs: 20_000,
  pageSize: 500,
  interpretPageSize: 500,
  planPageSize: 500,
  batchSize: 50,
  maximumBodyBytes: 3_000_000,
  repeatWindowSeconds: 290,
  firstLookUpAfterSeconds: 600,
  betweenLookUpsSeconds: 60,
  organisationRefreshSeconds: 3600,
  draftLookUpSeconds: 300,
  maximumAttempts: 5,
  idleSeconds: 300,
  mailQuietSeconds: 7200,
  mailRetrySeconds: 600,
  retrySeconds: 15,
  maximumRetrySeconds: 1800,
};

/** So much of a lease is left, at least, when a call begins that writes. It is prolonged all along, and not by the call. */
export const leaseLeftSeconds = ({ leaseSeconds }: Pick<SyncSettings, 'leaseSeconds'>): number =>
  (leaseSeconds * 2) / 3;

/** The settings of this process. @throws SyntaxError when SYNC_SETTINGS is no JSON */
export function syncSettings(): SyncSettings {
  const override = process.env.SYNC_SETTINGS;
  return override ? { ...defaults, ...(JSON.parse(override) as Partial<SyncSettings>) } : defaults;
}
