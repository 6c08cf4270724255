import { keepPlan } from '@/db/queries/documents';
import {
  groupReceipts,
  type HeldReceipt,
  heldForTheirOwn,
  knownKeys,
  nextDayWithReceipts,
  releaseWaiting,
  type ShiftOfDay,
  type SummaryGroupRow,
  shiftsOfDay,
  summaryGroups,
} from '@/db/queries/summaries';
import { type SummarySpan, spanOn, summarySpans } from '@/lib/accounting/posting-way';
import type { Refusal } from '@/lib/accounting/refusal';
import type { SummaryGroup } from '@/lib/accounting/summary-name';
import { summaryReady } from '@/lib/accounting/summary-ready';
import { shiftsThatLack } from './incomplete-shifts.ts';
import { groupOf, planGroup, summaryKeysOf } from './plan-group.ts';
import { mappingOn, type PageContext, type PagePlan } from './plan-page.ts';
import type { Halt, Run } from './run.ts';

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
      const halt = await planDay(run, organisationId, day, { context, spans, way });
      if (halt) return halt;
    }
  }
}

const summaryWays = ['summary_per_shift', 'summary_per_day'] as const;

type Under = { context: PageContext; spans: readonly SummarySpan[]; way: SummarySpan['way'] };

async function planDay(run: Run, organisationId: string, day: string, under: Under): Promise<Halt | null> {
  const { db, scope } = run;
  const perShift = under.way === 'summary_per_shift';
  // Each outlet has its own way.
  const rows = (await summaryGroups(db, scope, day, perShift, under.spans)).filter(
    ({ outlet }) => spanOn(under.spans, outlet, day)?.way === under.way,
  );
  if (rows.length === 0) return null;
  const state = await stateOfDay(run, day, rows, under);
  for (const row of rows) {
    const halt = await run.at('plan');
    if (halt) return halt;
    const group = groupOf(row, perShift);
    const begun = new Set(summaryKeysOf(group).filter((key) => state.known.has(key)));
    const ready = summaryReady(group, {
      ...ofGroup(group, state),
      daysPast: row.daysPast,
      begun: begun.size > 0,
    });
    if (ready === 'later') continue;
    if (ready === 'ready') await releaseWaiting(db, { ...scope, owner: run.owner }, row, perShift);
    const receipts = await groupReceipts(db, scope, row, perShift, under.spans);
    const plan =
      ready === 'ready'
        ? planGroup(receipts, group, begun, under.context)
        : {
            documents: [],
            planned: [],
            held: receipts.map(({ id }) => heldAs(id, ready, day, under.context)),
          };
    await keep(run, organisationId, plan, under.context);
  }
  return null;
}

async function keep(run: Run, organisationId: string, plan: PagePlan, { mappings }: PageContext) {
  await keepPlan(
    run.db,
    { ...run.scope, organisationId, owner: run.owner },
    plan.documents,
    plan.planned,
    plan.held,
    Math.max(0, ...mappings.map((m) => m.id)),
  );
  run.counts.planned += plan.planned.length;
  run.counts.held += plan.held.length;
}

const heldAs = (id: number, { code, text }: Refusal, day: string, context: PageContext) => ({
  tillTransactionId: id,
  ...{ code, text },
  mappingId: mappingOn(day, context).id,
});

type DayState = {
  shifts: (ShiftOfDay & { lacks: string | null })[];
  held: HeldReceipt[];
  known: ReadonlySet<string>;
};

/** What the groups of a day wait for, read for all of them at once. */
async function stateOfDay(
  run: Run,
  day: string,
  rows: readonly SummaryGroupRow[],
  { way, spans }: Under,
): Promise<DayState> {
  const { db, scope } = run;
  const perShift = way === 'summary_per_shift';
  const outletIds = [...new Set(rows.map((r) => r.outletId))];
  const wanted = new Set(rows.map((r) => JSON.stringify([r.outlet, r.shift])));
  const touching = (await shiftsOfDay(db, scope, day, outletIds)).filter(
    ({ outlet, shift }) => !perShift || wanted.has(JSON.stringify([outlet, shift])),
  );
  const lacks = await shiftsThatLack(
    run,
    touching.filter((s) => s.closed),
  );
  const keys = rows.flatMap((row) => summaryKeysOf(groupOf(row, perShift)));
  return {
    shifts: touching.map((s) => ({ ...s, lacks: lacks(s.outlet, s.shift) })),
    held: await heldForTheirOwn(db, scope, day, touching, spans),
    known: await knownKeys(db, scope, keys),
  };
}

/** The part of a day's state that one of its groups depends on. */
function ofGroup(group: SummaryGroup, { shifts, held }: DayState): Pick<DayState, 'shifts' | 'held'> {
  const ofOutlet = <T extends { outlet: string }>(all: readonly T[]) =>
    all.filter((x) => x.outlet === group.outlet);
  switch (group.by) {
    case 'shift': {
      const own = <T extends { shift: string | null }>(x: T) => x.shift === group.shift;
      return { shifts: ofOutlet(shifts).filter(own), held: ofOutlet(held).filter(own) };
    }
    case 'register':
      return {
        shifts: [],
        held: ofOutlet(held).filter((h) => h.shift === null && h.register === group.register),
      };
    case 'day':
      return { shifts: ofOutlet(shifts), held: ofOutlet(held) };
  }
}
