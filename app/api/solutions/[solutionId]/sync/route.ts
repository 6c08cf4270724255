import { z } from 'zod';
import { syncProgress } from '@/db/queries/progress';
import { database } from '@/lib/database';
import { solutionReadRoute, solutionRoute } from '@/lib/http/json-route';
import { syncOne } from '@/lib/sync/conduct';
import { syncSettings } from '@/lib/sync/settings';

export const maxDuration = 60;

/** Sync now: the same as the cron route, for one solution. */
export const POST = solutionRoute(z.object({}), async (_input, { retailerId, solutionId }) => {
  const deadline = performance.now() + syncSettings().runBudgetMs;
  const run = await syncOne(database(), { trigger: 'person', deadline, only: { retailerId, solutionId } });
  return { run };
});

/** How far the newest run is, for whoever watches. */
export const GET = solutionReadRoute(async ({ retailerId, solutionId }) => ({
  progress: await syncProgress(database(), { retailerId, solutionId }),
}));
