import { testAndSavePair } from '@/lib/connect/app-pair';
import { appPairSchema } from '@/lib/connect/schemas';
import { database } from '@/lib/database';
import { Failure } from '@/lib/http/failure';
import { solutionRoute } from '@/lib/http/json-route';
import type { XeroFailure } from '@/lib/xero/result';

/** *Test*: asks Xero about the pair, and keeps it when it is right. */
export const POST = solutionRoute(appPairSchema, async (pair, member) => {
  const result = await testAndSavePair(database(), member, pair);
  if (!result.ok) throw failureOf(result);
  return {};
});

function failureOf({ kind, message }: XeroFailure): Failure {
  if (kind === 'invalid_client') {
    return new Failure(
      422,
      kind,
      'Xero does not accept this identifier or this secret; it does not say which. Copy both again from Configuration in ' +
        'Xero’s developer portal. If you no longer have the secret, generate a new one there: it is shown only once.',
    );
  }
  if (kind === 'refused') {
    return new Failure(
      422,
      kind,
      `${message} Check in Xero’s developer portal that the app’s integration type is Web app: only that one has both an identifier and a secret.`,
    );
  }
  return new Failure(502, kind, `${message} The pair could not be tested, and was not saved.`);
}
