import { requireLease } from '@/db/queries/fence';
import { keepPlan } from '@/db/queries/keep-plan';
import { pendingOpenings, releaseOpenings } from '@/db/queries/openings';
import { type PendingRow, pendingPage } from '@/db/queries/till-transactions';
import type { OrganisationFacts } from '@/lib/accounting/organisation';
import { summarySpans } from '@/lib/accounting/posting-way';
import { passes } from '@/lib/failpoint/failpoint';
import type { XeroAccess } from '@/lib/xero/client';
import { tillBalances } from './openings.ts';
import { type PageContext, planPage } from './plan-page.ts';
import { planSummaries } from './plan-summaries.ts';
import { contextOfPage, contextReader } from './planning-context.ts';
import type { Halt, Run, Step } from './run.ts';

type Organisation = { organisationId: string; facts: OrganisationFacts };

/**
 * Step 3, first part: plans the summaries that are due and the openings of registers, oldest day first, and stores documents or named
 * refusals. @returns what plans the rest, all that goes by itself
 */
export async function plan(
  run: Run,
  organisation: Organisation,
  xero: XeroAccess,
): Promise<{ halt: Halt | null; planRest: (step: Step, kept: () => void) => Promise<Halt | null> }> {
  const read = await contextReader(run, run.solution.shortId, organisation.facts);
  return {
    halt:
      (await planSummaries(run, organisation.organisationId, read)) ??
      (await planOpenings(run, organisation, xero, read)),
    planRest: (step, kept) => planOneByOne(run, organisation, read, step, kept),
  };
}

async function planOpenings(
  run: Run,
  { organisationId }: Organisation,
  xero: XeroAccess,
  read: () => Promise<PageContext>,
): Promise<Halt | null> {
  const { db, scope, settings } = run;
  const startDate = run.solution.startDate!;
  await db.transaction(async (dbTx) => {
    await requireLease(dbTx, scope, run.owner);
    await releaseOpenings(dbTx, scope, startDate);
  });
  for (;;) {
    const halt = await run.at('plan');
    if (halt) return halt;
    const page = await pendingOpenings(db, scope, startDate, settings.planPageSize);
    if (page.length === 0) return null;
    const context = await read();
    const opened = await tillBalances(run, xero, page, context);
    if ('halt' in opened) return opened.halt;
    await planAndKeep(run, organisationId, page, { ...context, tillBalances: opened.balances });
  }
}

/** @param step what the run says that it does meanwhile @param kept called after each page */
async function planOneByOne(
  run: Run,
  { organisationId }: Organisation,
  read: () => Promise<PageContext>,
  step: Step,
  kept: () => void,
): Promise<Halt | null> {
  const { db, scope, settings } = run;
  for (;;) {
    const halt = await run.at(step);
    if (halt) return halt;
    const context = await read();
    const spans = summarySpans(context.policies, context.mappings);
    const page = await pendingPage(db, scope, run.solution.startDate!, settings.planPageSize, spans);
    if (page.length === 0) return null;
    await planAndKeep(run, organisationId, page, context);
    kept();
  }
}

async function planAndKeep(
  run: Run,
  organisationId: string,
  page: readonly PendingRow[],
  context: PageContext,
): Promise<void> {
  const { db, scope, owner } = run;
  const { tillBalances } = context;
  const { documents, planned, held } = planPage(page, {
    ...(await contextOfPage(run, page, context)),
    tillBalances,
  });
  await passes('planned');
  const newestMappingId = Math.max(0, ...context.mappings.map((m) => m.id));
  await keepPlan(db, { ...scope, organisationId, owner }, documents, planned, held, newestMappingId);
  await passes('plan_kept');
  run.counts.planned += planned.length;
  run.counts.held += held.length;
}
