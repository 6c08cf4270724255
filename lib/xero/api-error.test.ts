import { describe, expect, test } from 'vitest';
import { classifyApiError } from './api-error.ts';

/** As xero-node 20 rejects. */
const rejection = (statusCode: number, body: unknown, headers: Record<string, unknown> = {}) =>
  JSON.stringify({ response: { statusCode, body, headers, request: {} }, body });

describe('an answer of the accounting API that is not a success', () => {
  test.each([
    ['no answer', rejection(0, 'connect ECONNREFUSED 127.0.0.1:1'), 'unreachable'],
    [
      'a token that ran out',
      rejection(401, { Type: null, Detail: 'TokenExpired: token expired at 01:02' }),
      'token_expired',
    ],
    [
      'a token that was revoked',
      rejection(401, { Type: null, Detail: 'AuthenticationUnsuccessful' }),
      'token_expired',
    ],
    ['a missing scope', rejection(401, { Detail: 'AuthorizationUnsuccessful' }), 'missing_scope'],
    ['a connection ended in Xero', rejection(403, { Detail: 'AuthenticationUnsuccessful' }), 'disconnected'],
    ['a limit', rejection(429, '', { 'Retry-After': '17' }), 'rate_limited'],
    ['a fault of Xero', rejection(500, '<html>'), 'server_error'],
    ['a refusal', rejection(400, { Message: 'A validation exception occurred' }), 'refused'],
  ])('%s', (_, error, kind) => {
    expect(classifyApiError(error)).toMatchObject({ ok: false, kind });
  });

  test('a refusal is told in Xero’s own words, all of them', () => {
    const error = rejection(400, {
      ErrorNumber: 10,
      Type: 'ValidationException',
      Message: 'A validation exception occurred',
      Elements: [
        { ValidationErrors: [{ Message: 'Invoice # must be unique.' }, { Message: 'Date is locked.' }] },
      ],
    });
    expect(classifyApiError(error).message).toBe('Invoice # must be unique. · Date is locked.');
  });

  test('the limits come along, cookies and anything else do not', () => {
    const failure = classifyApiError(
      rejection(429, '', {
        'retry-after': '17',
        'x-rate-limit-problem': 'minute',
        'x-daylimit-remaining': '4000',
        'set-cookie': 'secret',
        authorization: 'Bearer secret',
      }),
    );
    expect(failure.retryAfterSeconds).toBe(17);
    expect(failure.headers).toEqual({
      'retry-after': '17',
      'x-rate-limit-problem': 'minute',
      'x-daylimit-remaining': '4000',
    });
  });

  test('an answer that broke off was lost, whatever its status says', () => {
    expect(classifyApiError(rejection(200, '{"Invoi'))).toMatchObject({ kind: 'unreachable', status: 200 });
  });

  test('an error that is none of Xero’s is a bug, and stays one', () => {
    const bug = new TypeError('x is undefined');
    expect(() => classifyApiError(bug)).toThrow(bug);
  });
});
