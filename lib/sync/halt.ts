import type { XeroFailure } from '@/lib/xero/result';
import type { Halt } from './run.ts';

/** What a failed call means for the run. */
export function haltOf(failure: XeroFailure): Halt {
  switch (failure.kind) {
    case 'rate_limited':
      return { why: 'wait', seconds: failure.retryAfterSeconds ?? 60, message: failure.message };
    case 'missing_scope':
    case 'disconnected':
    case 'not_connected':
    case 'reconnect':
    case 'invalid_client':
    case 'invalid_grant':
      return { why: 'attention', code: 'reconnect', message: failure.message };
    default:
      return { why: 'failed', message: failure.message };
  }
}
