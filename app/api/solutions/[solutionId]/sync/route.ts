import { after } from 'next/server';
import { z } from 'zod';
import { syncProgress } from '@/db/queries/progress';
import { database } from '@/lib/database';
import { solutionReadRoute, solutionRoute } from '@/lib/http/json-route';
import { tellStoppages } from '@/lib/stoppage/tell';
import { syncSettings } from '@/lib/sync/settings';
import { syncNow } from '@/lib/sync/sync-now';

export const maxDuration = 60;

/** Sync now: the same as the cron route, for one solution; it says so when a pause has to be waited for. */
export const POST = solutionRoute(z.object({}), async (_input, { retailerId, solutionId }) => {
  const deadline = performance.now() + syncSettings().runBudgetMs;
  const run = await syncNow(database(), { retailerId, solutionId }, deadline);
  after(() => tellStoppages(database()));
  return { run };
});

/** How far the newest run is, for whoever watches. */
export const GET = solutionReadRoute(async ({ retailerId, solutionId }) => ({
  progress: await syncProgress(database(), { retailerId, solutionId }),
}));
