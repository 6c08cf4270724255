import { nothingSchema } from '@/lib/connect/schemas';
import { switchSolution } from '@/lib/connect/switch';
import { database } from '@/lib/database';
import { solutionRoute } from '@/lib/http/json-route';

/** *Activate*: goes on where it stopped, without a gap. */
export const POST = solutionRoute(nothingSchema, async (_input, member) => {
  await switchSolution(database(), member, 'on');
  return {};
});
