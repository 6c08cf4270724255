import { changeLateItems } from '@/lib/accounts/change-late-items';
import { lateItemsSchema } from '@/lib/accounts/schemas';
import { database } from '@/lib/database';
import { solutionRoute } from '@/lib/http/json-route';

/** What happens to records of days that are locked in Xero. */
export const POST = solutionRoute(lateItemsSchema, (input, member) =>
  changeLateItems(database(), member, input),
);
