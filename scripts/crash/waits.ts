import { leaseLeftSeconds } from '../../lib/sync/settings.ts';

/**
 * Every wait of the portal and of the stand-in for Xero, scaled down together: minutes become fractions of a second, and what must be
 * longer than what stays so (lib/sync/model holds the real ones against each other). The margins are wider than the real ones, as shares:
 * a busy machine takes no longer to be slow because the waits are short.
 */
const API_TIMEOUT_MS = 400;

export const syncSettings = {
  runBudgetMs: 4_000,
  leaseSeconds: 0.8,
  businessRefreshSeconds: 0.4,
  // Small pages and batches: more steps, at each of which a crash is another case.
  ...{ longWaitMs: 300, tillTimeoutMs: 2_000 },
  ...{ pageSize: 9, interpretPageSize: 8, planPageSize: 7, batchSize: 3 },
  repeatWindowSeconds: 1.3,
  firstLookUpAfterSeconds: 2.1,
  betweenLookUpsSeconds: 0.25,
  organisationRefreshSeconds: 1.2,
  draftLookUpSeconds: 0.3,
  ...{ idleSeconds: 0.2, retrySeconds: 0.1, maximumRetrySeconds: 0.8 },
};

export const portalsXeroSettings = {
  ...{ apiTimeoutMs: API_TIMEOUT_MS, signOnTimeoutMs: 700 },
  ...{ tokenMinimumSeconds: 1, refreshLeaseSeconds: 0.9, refreshWaitMs: 2_500 },
  // No limits but those that a fault plays; a call of a dead process is forgotten soon.
  ...{ callsPerMinute: 1_000_000, dayCallsKept: 0, personWaitMs: 3_000, gatePollMs: 40 },
  ...{ deadAfterMs: 200, unnamedPauseSeconds: 0.3 },
};

export const xeroSettings = {
  limitsOn: false,
  ...{ minuteLimit: 1_000_000, appMinuteLimit: 1_000_000 },
  dayLimits: { starter: 1_000_000, core: 1_000_000 },
  idempotencyKeyMs: 3_000,
  accessTokenMs: 2_800,
  refreshGraceMs: 20_000,
};

/** An answer, or an effect, so late that the portal has given up waiting, and long before it looks. */
export const LATE_MS = 2 * API_TIMEOUT_MS;

/** After so long no repeat is allowed any more, and Xero has forgotten the key. */
export const KEY_FORGOTTEN_MS = xeroSettings.idempotencyKeyMs + 300;

/** After so long a token has to be renewed. */
export const TOKEN_OLD_MS = xeroSettings.accessTokenMs - portalsXeroSettings.tokenMinimumSeconds * 1000 + 200;

const inOrder: [string, boolean][] = [
  ['the lease outlives a call', leaseLeftSeconds(syncSettings) * 1000 > API_TIMEOUT_MS],
  [
    'a repeat comes while Xero knows the key',
    syncSettings.repeatWindowSeconds * 1000 + API_TIMEOUT_MS < xeroSettings.idempotencyKeyMs,
  ],
  ['a late effect comes before the first look', LATE_MS < syncSettings.firstLookUpAfterSeconds * 1000],
  [
    'a token is given up before it ends',
    portalsXeroSettings.tokenMinimumSeconds * 1000 < xeroSettings.accessTokenMs,
  ],
  [
    'a dead refresh ends inside the grace',
    portalsXeroSettings.refreshLeaseSeconds * 1000 < xeroSettings.refreshGraceMs,
  ],
];
const wrong = inOrder.filter(([, holds]) => !holds).map(([what]) => what);
if (wrong.length > 0) throw new Error(`the scaled waits are out of order: ${wrong.join(', ')}`);
