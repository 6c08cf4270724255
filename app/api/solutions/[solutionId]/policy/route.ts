import { changePolicy } from '@/lib/accounts/change-policy';
import { policySchema } from '@/lib/accounts/schemas';
import { database } from '@/lib/database';
import { solutionRoute } from '@/lib/http/json-route';

/** How a shop or an outlet is posted from a business day on. */
export const POST = solutionRoute(policySchema, (policy, member) => changePolicy(database(), member, policy));
