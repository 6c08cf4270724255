import { solutionsOfPerson } from '@/db/queries/solutions';
import { database } from '@/lib/database';
import { personReadRoute } from '@/lib/http/json-route';

/** The signed-in person's solutions. */
export const GET = personReadRoute(async ({ personId }) => ({
  solutions: await solutionsOfPerson(database(), personId),
}));
