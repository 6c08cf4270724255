import { nothingSchema } from '@/lib/connect/schemas';
import { switchSolution } from '@/lib/connect/switch';
import { database } from '@/lib/database';
import { solutionRoute } from '@/lib/http/json-route';

/** *Deactivate*: nothing is fetched or posted until it is activated again. */
export const POST = solutionRoute(nothingSchema, async (_input, member) => {
  await switchSolution(database(), member, 'off');
  return {};
});
