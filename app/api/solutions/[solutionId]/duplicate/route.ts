import { database } from '@/lib/database';
import { solutionRoute } from '@/lib/http/json-route';
import { decideDuplicate } from '@/lib/review/decide-duplicate';
import { duplicateDecisionSchema } from '@/lib/review/duplicate-schema';

/** *It is another sale* and *It is the same*, of a suspected duplicate. */
export const POST = solutionRoute(duplicateDecisionSchema, async (input, member) => {
  await decideDuplicate(database(), member, input);
  return {};
});
