import { startSchema } from '@/lib/accounts/schemas';
import { startFrom } from '@/lib/accounts/start-posting';
import { database } from '@/lib/database';
import { solutionRoute } from '@/lib/http/json-route';

/** *Start posting*. */
export const POST = solutionRoute(startSchema, ({ startDate }, member) =>
  startFrom(database(), member, startDate),
);
