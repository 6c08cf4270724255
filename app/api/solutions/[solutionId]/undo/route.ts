import { after } from 'next/server';
import { database } from '@/lib/database';
import { solutionRoute } from '@/lib/http/json-route';
import { undoDocument } from '@/lib/review/undo-document';
import { undoSchema } from '@/lib/review/undo-schema';
import { tellStoppages } from '@/lib/stoppage/tell';
import { syncSettings } from '@/lib/sync/settings';
import { syncNow } from '@/lib/sync/sync-now';

export const maxDuration = 60;

/** *Undo in Xero*: written down first, then carried out at once, or by the run that has the solution or comes next. */
export const POST = solutionRoute(undoSchema, async (input, member) => {
  const db = database();
  await undoDocument(db, member, input);
  const { retailerId, solutionId } = member;
  const deadline = performance.now() + syncSettings().runBudgetMs;
  const run = await syncNow(db, { retailerId, solutionId }, deadline, 'undo');
  after(() => tellStoppages(db));
  return { run };
});
