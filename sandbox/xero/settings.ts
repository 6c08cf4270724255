/** What can be set about the sandbox. Times are in its own clock's milliseconds. */
export interface Settings {
  accessTokenMs: number;
  refreshTokenMs: number;
  /** How long the refresh token before the current one may be tried again. */
  refreshGraceMs: number;
  codeMs: number;
  idempotencyKeyMs: number;
  clockRate: number;
  /** false: nothing is refused for a limit, though the headers still count. */
  limitsOn: boolean;
  minuteLimit: number;
  concurrentLimit: number;
  appMinuteLimit: number;
  dayLimits: { starter: number; core: number };
  defaultTier: Tier;
  /** How many organisations an app may be connected to. */
  connectionLimits: { starter: number; core: number };
  uncertifiedAppsPerOrganisation: number;
  maxElements: number;
  maxBodyBytes: number;
  /** A batch that is answered 400 has created its valid documents all the same. */
  partialCommit: boolean;
}

export type Tier = 'starter' | 'core';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export const defaultSettings: Settings = {
  accessTokenMs: 30 * MINUTE,
  refreshTokenMs: 60 * DAY,
  refreshGraceMs: 30 * MINUTE,
  codeMs: 5 * MINUTE,
  idempotencyKeyMs: 6 * MINUTE,
  clockRate: 1,
  limitsOn: true,
  minuteLimit: 60,
  concurrentLimit: 5,
  appMinuteLimit: 10_000,
  dayLimits: { starter: 1000, core: 5000 },
  defaultTier: 'starter',
  connectionLimits: { starter: 5, core: 50 },
  uncertifiedAppsPerOrganisation: 2,
  maxElements: 50,
  maxBodyBytes: 10 * 1024 * 1024,
  partialCommit: true,
};

/**
 * Changes settings in place. A name that is not a setting, or a value of another type, is an error: a test that
 * misspells a setting must not run with the default.
 */
export function applySettings(settings: Settings, change: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(change)) {
    const known = settings as unknown as Record<string, unknown>;
    if (!(name in known)) throw new Error(`"${name}" is not a setting`);
    if (typeof value !== typeof known[name]) throw new Error(`setting "${name}" is a ${typeof known[name]}`);
    known[name] =
      typeof value === 'object' && value !== null ? { ...(known[name] as object), ...value } : value;
  }
}
