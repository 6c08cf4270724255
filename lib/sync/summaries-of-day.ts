import {
  groupReceipts,
  type HeldReceipt,
  heldForTheirOwn,
  knownKeys,
  type ShiftOfDay,
  type SummaryGroupRow,
  shiftsOfDay,
  summaryGroups,
} from '@/db/queries/summaries';
import type { Which } from '@/db/queries/waiting';
import { type SummarySpan, spanOn } from '@/lib/accounting/posting-way';
import type { Refusal } from '@/lib/accounting/refusal';
import type { SummaryGroup } from '@/lib/accounting/summary-name';
import { summaryReady } from '@/lib/accounting/summary-ready';
import { shiftsThatLack } from './incomplete-shifts.ts';
import { groupOf, planGroup, summaryKeysOf } from './plan-group.ts';
import { mappingOn, type PageContext, type PagePlan } from './plan-page.ts';
import type { Reader } from './planning-context.ts';

export const summaryWays = ['summary_per_shift', 'summary_per_day'] as const;

/** What the summaries of a day are planned under; `which`: those that wait, or as if what is held were let go too. */
export type Under = {
  context: PageContext;
  spans: readonly SummarySpan[];
  way: SummarySpan['way'];
  which: Which;
};

/** Receipts of a day that are summed together, and whether their summary may be planned now. */
export type GroupOfDay = {
  row: SummaryGroupRow;
  group: SummaryGroup;
  /** Keys of the group's own summaries that are documents already. */
  begun: ReadonlySet<string>;
  ready: ReturnType<typeof summaryReady>;
};

const isPerShift = ({ way }: Under) => way === 'summary_per_shift';

/** The groups of a business day in which receipts wait for a summary of this way. Reads no receipt. */
export async function groupsOfDay({ db, scope }: Reader, day: string, under: Under): Promise<GroupOfDay[]> {
  const perShift = isPerShift(under);
  // Each outlet has its own way.
  const rows = (await summaryGroups(db, scope, day, perShift, under.spans, under.which)).filter(
    ({ outlet }) => spanOn(under.spans, outlet, day)?.way === under.way,
  );
  if (rows.length === 0) return [];
  const state = await stateOfDay({ db, scope }, day, rows, under);
  return rows.map((row) => {
    const group = groupOf(row, perShift);
    const begun = new Set(summaryKeysOf(group).filter((key) => state.known.has(key)));
    const { daysPast } = row;
    const ready = summaryReady(group, { ...ofGroup(group, state), daysPast, begun: begun.size > 0 });
    return { row, group, begun, ready };
  });
}

/** Plans a group that is due, or holds all of it for what it waits for. */
export async function planOfGroup(
  { db, scope }: Reader,
  { row, group, begun, ready }: GroupOfDay,
  under: Under,
): Promise<PagePlan> {
  if (ready === 'later') return { documents: [], planned: [], held: [] };
  const receipts = await groupReceipts(db, scope, row, isPerShift(under), under.spans, under.which);
  if (ready === 'ready') return planGroup(receipts, group, begun, under.context);
  const held = receipts.map(({ id }) => heldAs(id, ready, row.businessDay, under.context));
  return { documents: [], planned: [], held };
}

const heldAs = (
  id: number,
  refusal: Refusal,
  day: string,
  context: PageContext,
): PagePlan['held'][number] => ({
  tillTransactionId: id,
  code: refusal.code,
  text: refusal.text,
  mappingId: mappingOn(day, context).id,
  refusals: [refusal],
});

type DayState = {
  shifts: (ShiftOfDay & { lacks: string | null })[];
  held: HeldReceipt[];
  known: ReadonlySet<string>;
};

/** What the groups of a day wait for, read for all of them at once. */
async function stateOfDay(
  reader: Reader,
  day: string,
  rows: readonly SummaryGroupRow[],
  under: Under,
): Promise<DayState> {
  const { db, scope } = reader;
  const perShift = isPerShift(under);
  const outletIds = [...new Set(rows.map((r) => r.outletId))];
  const wanted = new Set(rows.map((r) => JSON.stringify([r.outlet, r.shift])));
  const touching = (await shiftsOfDay(db, scope, day, outletIds)).filter(
    ({ outlet, shift }) => !perShift || wanted.has(JSON.stringify([outlet, shift])),
  );
  const lacks = await shiftsThatLack(
    reader,
    touching.filter((s) => s.closed),
  );
  const keys = rows.flatMap((row) => summaryKeysOf(groupOf(row, perShift)));
  return {
    shifts: touching.map((s) => ({ ...s, lacks: lacks(s.outlet, s.shift) })),
    held: await heldForTheirOwn(db, scope, day, touching, under.spans, under.which),
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
