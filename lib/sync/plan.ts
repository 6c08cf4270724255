import { requireLease } from '@/db/queries/fence';
import { keepPlan } from '@/db/queries/keep-plan';
import { pendingOpenings, releaseOpenings } from '@/db/queries/openings';
import { pendingPage } from '@/db/queries/till-transactions';
import type { OrganisationFacts } from '@/lib/accounting/organisation';
import { summarySpans } from '@/lib/accounting/posting-way';
import { passes } from '@/lib/failpoint/failpoint';
import type { XeroAccess } from '@/lib/xero/client';
import { tillBalances } from './openings.ts';
import { planPage } from './plan-page.ts';
import { planSummaries } from './plan-summaries.ts';
import { contextOfPage, contextReader } from './planning-context.ts';
import type { Halt, Run } from './run.ts';

/** Step 3: plans what waits, oldest day first, and stores documents or named refusals: summaries, openings, then what goes by itself. */
export async function plan(
  run: Run,
  organisation: { organisationId: string; facts: OrganisationFacts },
  xero: XeroAccess,
): Promise<Halt | null> {
  const { db, scope, solution, settings } = run;
  if (!solution.startDate) return null;
  const read = await contextReader(run, solution.shortId, organisation.facts);
  const halt = await planSummaries(run, organisation.organisationId, read);
  if (halt) return halt;
  const { startDate } = solution;
  await db.transaction(async (dbTx) => {
    await requireLease(dbTx, scope, run.owner);
    await releaseOpenings(dbTx, scope, startDate);
  });
  let opens = true;
  for (;;) {
    const halt = await run.at('plan');
    if (halt) return halt;
    const context = await read();
    const spans = summarySpans(context.policies, context.mappings);
    const page = opens
      ? await pendingOpenings(db, scope, startDate, settings.planPageSize)
      : await pendingPage(db, scope, startDate, settings.planPageSize, spans);
    if (page.length === 0) {
      if (!opens) return null;
      opens = false;
      continue;
    }
    const opened = await tillBalances(run, xero, opens ? page : [], context);
    if ('halt' in opened) return opened.halt;
    const { documents, planned, held } = planPage(page, {
      ...(await contextOfPage(run, page, context)),
      tillBalances: opened.balances,
    });
    await passes('planned');
    await keepPlan(
      db,
      { ...scope, organisationId: organisation.organisationId, owner: run.owner },
      documents,
      planned,
      held,
      Math.max(0, ...context.mappings.map((m) => m.id)),
    );
    await passes('plan_kept');
    run.counts.planned += planned.length;
    run.counts.held += held.length;
  }
}
