import type { Store } from './books/store.ts';
import type { Clock } from './clock.ts';
import type { CallLog } from './http/call-log.ts';
import type { Faults } from './http/faults.ts';
import type { Idempotency } from './http/idempotency.ts';
import type { Limits } from './http/limits.ts';
import type { Authorize } from './identity/authorize.ts';
import type { Connect } from './identity/connect.ts';
import type { Register } from './identity/register.ts';
import type { Tokens } from './identity/tokens.ts';
import type { Settings } from './settings.ts';

/** Everything that one running sandbox consists of. */
export interface World {
  settings: Settings;
  clock: Clock;
  store: Store;
  register: Register;
  tokens: Tokens;
  authorize: Authorize;
  connect: Connect;
  limits: Limits;
  idempotency: Idempotency;
  faults: Faults;
  calls: CallLog;
  /** The address under which others know the sandbox. */
  publicUrl(): string;
}
