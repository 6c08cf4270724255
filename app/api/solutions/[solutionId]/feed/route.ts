import { testAndSaveFeedKey } from '@/lib/connect/feed';
import { feedKeySchema } from '@/lib/connect/schemas';
import { database } from '@/lib/database';
import { Failure } from '@/lib/http/failure';
import { solutionRoute } from '@/lib/http/json-route';

/** *Save and check key*: keeps the Tagrain API key if the till accepts it. */
export const POST = solutionRoute(feedKeySchema, async ({ apiKey }, member) => {
  const result = await testAndSaveFeedKey(database(), member, apiKey);
  if (result.ok) return { name: result.business.name };
  const { kind, message } = result;
  const isInput = kind === 'unauthorized' || kind === 'unknown_business';
  throw new Failure(isInput ? 422 : 502, kind, message, kind === 'unauthorized' ? 'apiKey' : undefined);
});
