import { keepPlan } from '@/db/queries/keep-plan';
import { nextDayWithReceipts, releaseWaiting } from '@/db/queries/summaries';
import { summarySpans } from '@/lib/accounting/posting-way';
import { passes } from '@/lib/failpoint/failpoint';
import type { PageContext, PagePlan } from './plan-page.ts';
import type { Halt, Run } from './run.ts';
import { groupsOfDay, planOfGroup, summaryWays, type Under } from './summaries-of-day.ts';

/**
 * Plans the summaries that are due, oldest business day first, a group at a time: no more is held in memory than one shift's or one
 * day's receipts, and each is read when its group goes, not at every run before.
 * @param read the context as it is now: a mapping may be saved while this runs
 */
export async function planSummaries(
  run: Run,
  organisationId: string,
  read: () => Promise<PageContext>,
): Promise<Halt | null> {
  const { db, scope, solution } = run;
  let day: string | null = null;
  for (;;) {
    day = await nextDayWithReceipts(db, scope, solution.startDate!, day);
    if (day === null) return null;
    const context = await read();
    const spans = summarySpans(context.policies, context.mappings);
    for (const way of summaryWays) {
      if (!spans.some((s) => s.way === way)) continue;
      const halt = await planDay(run, organisationId, day, { context, spans, way, which: 'pending' });
      if (halt) return halt;
    }
  }
}

async function planDay(run: Run, organisationId: string, day: string, under: Under): Promise<Halt | null> {
  const { db, scope, owner } = run;
  for (const due of await groupsOfDay(run, day, under)) {
    const halt = await run.at('plan');
    if (halt) return halt;
    if (due.ready === 'later') continue;
    if (due.ready === 'ready') {
      await releaseWaiting(db, { ...scope, owner }, due.row, under.way === 'summary_per_shift');
    }
    await keep(run, organisationId, await planOfGroup(run, due, under), under.context);
  }
  return null;
}

async function keep(run: Run, organisationId: string, plan: PagePlan, { mappings }: PageContext) {
  await passes('summary_planned');
  await keepPlan(
    run.db,
    { ...run.scope, organisationId, owner: run.owner },
    plan.documents,
    plan.planned,
    plan.held,
    Math.max(0, ...mappings.map((m) => m.id)),
  );
  await passes('summary_kept');
  run.counts.planned += plan.planned.length;
  run.counts.held += plan.held.length;
}
