import { portalTotals } from '@/db/queries/totals';
import { database } from '@/lib/database';
import { solutionReadRoute } from '@/lib/http/json-route';

/** What the portal holds of this solution, to be compared with the till's and Xero's own figures. */
export const GET = solutionReadRoute(async ({ retailerId, solutionId }) => ({
  totals: await portalTotals(database(), { retailerId, solutionId }),
}));
