import { readAccounts } from '@/lib/accounts/read-accounts';
import { changeMapping } from '@/lib/accounts/save-mapping';
import { saveMappingSchema } from '@/lib/accounts/schemas';
import { database } from '@/lib/database';
import { solutionReadRoute, solutionRoute } from '@/lib/http/json-route';

/** What is chosen, what may be chosen, and what is suggested. */
export const GET = solutionReadRoute(async (member) => ({
  ...(await readAccounts(database(), member)).shown,
}));

/** *Save*: a new version of the mapping. */
export const POST = solutionRoute(saveMappingSchema, (input, member) =>
  changeMapping(database(), member, input),
);
