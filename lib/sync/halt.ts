import type { XeroFailure } from '@/lib/xero/result';
import type { Halt } from './run.ts';

/** What a failed call means for the run. */
export function haltOf(failure: XeroFailure): Halt {
  switch (failure.kind) {
    case 'rate_limited':
      // Where Xero does not say how long, a failure like others: slower and slower.
      if (failure.retryAfterSeconds === undefined) return { why: 'failed', message: failure.message };
      return {
        why: 'wait',
        seconds: failure.retryAfterSeconds,
        message: failure.message,
        code: failure.limit === 'day' ? 'day_budget' : undefined,
      };
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
