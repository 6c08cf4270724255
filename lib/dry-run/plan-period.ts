import { type Period, storedStates } from '@/db/queries/dry-run';
import type { DocumentToKeep } from '@/db/queries/keep-documents';
import { pendingOpenings } from '@/db/queries/openings';
import { type PageOf, type PendingRow, pendingPage, waitingSales } from '@/db/queries/till-transactions';
import type { OrganisationFacts } from '@/lib/accounting/organisation';
import { onAccountTypes } from '@/lib/accounting/own-invoice';
import { type SummarySpan, summarySpans } from '@/lib/accounting/posting-way';
import type { Minor } from '@/lib/money/money';
import { dayBefore } from '@/lib/sync/openings';
import { type PageContext, type PagePlan, planPage, receiptKey } from '@/lib/sync/plan-page';
import { contextOfPage, contextReader, namedReceipts, type Reader } from '@/lib/sync/planning-context';
import { groupsOfDay, planOfGroup, summaryWays } from '@/lib/sync/summaries-of-day';
import { Owed } from './owed.ts';
import { daysOf } from './period.ts';

/** More registers than any shop has: each brings in one opening amount. */
export const REGISTERS = 10_000;

/** A part of what would be sent: of one page of records, or of one group that is summed. */
export type DryRunPart = {
  day: string;
  documents: DocumentToKeep[];
  held: PagePlan['held'];
  /** Summaries of the day that are not due yet: the till is still at it. */
  later: number;
};

/** What a dry run plans under. */
export type DryRunOf = {
  shortId: string;
  facts: OrganisationFacts;
  /** Null: posting was not started; the period is planned as if it started on its first day. */
  startDate: string | null;
  /** What Xero held on till accounts before the start, for first opening amounts (`heldBefore`). */
  tillBalances: ReadonlyMap<string, Minor>;
  period: Period;
  pageSize: number;
};

/**
 * What the next sync would send of a period, in its order, as the very same planners make it, under today's mapping and policy. Records
 * that are held for what can be mended are planned as if they were let go. Only reads: nothing is stored, and nobody is called.
 * One page of records or one group is in memory at a time. First opening amounts come with the day on which their register opened.
 */
export async function* planPeriod(reader: Reader, of: DryRunOf): AsyncGenerator<DryRunPart> {
  const context = await (await contextReader(reader, of.shortId, of.facts))();
  const spans = summarySpans(context.policies, context.mappings);
  const contacts = new Set<string>();
  const owed = new Owed();
  await owedBefore(reader, { context, spans, owed, of });
  const opened = await openingsOf(reader, context, of);
  for (const day of daysOf(of.period)) {
    if (day < startOf(of)) continue;
    const openings = opened.get(day);
    if (openings) yield { ...openings, documents: await notSentYet(reader, openings.documents, contacts) };
    for await (const part of partsOfDay(reader, day, { context, spans, owed, of })) {
      yield { ...part, documents: await notSentYet(reader, part.documents, contacts) };
    }
  }
}

/** The day from which on records are posted. */
export const startOf = ({ startDate, period }: Pick<DryRunOf, 'startDate' | 'period'>): string =>
  startDate ?? period.from;

/** First opening amounts by the day of their opening. All that wait are planned: who was first on a till account hangs on all. */
async function openingsOf(
  reader: Reader,
  context: PageContext,
  of: DryRunOf,
): Promise<Map<string, DryRunPart>> {
  const { db, scope } = reader;
  const rows = await pendingOpenings(db, scope, startOf(of), REGISTERS, 'mendable');
  const plan = planPage(rows, { ...context, tillBalances: of.tillBalances });
  const days = new Map<string, DryRunPart>();
  for (const day of new Set(rows.map((row) => row.businessDay))) {
    const ids = new Set(rows.filter((row) => row.businessDay === day).map(({ id }) => id));
    const { documents, held } = withoutOthers(plan, ids);
    days.set(day, { day, documents, held, later: 0 });
  }
  return days;
}

type Under = { context: PageContext; spans: readonly SummarySpan[]; owed: Owed; of: DryRunOf };

async function* partsOfDay(reader: Reader, day: string, under: Under): AsyncGenerator<DryRunPart> {
  const { context, spans } = under;
  for (const way of summaryWays) {
    if (!spans.some((s) => s.way === way)) continue;
    const summed = { context, spans, way, which: 'mendable' } as const;
    for (const group of await groupsOfDay(reader, day, summed)) {
      const { documents, held } = await planOfGroup(reader, group, summed);
      yield { day, documents, held, later: group.ready === 'later' ? 1 : 0 };
    }
  }
  yield* pagesOfDay(reader, day, under);
}

async function* pagesOfDay(reader: Reader, day: string, under: Under): AsyncGenerator<DryRunPart> {
  const narrowed = { which: 'mendable', to: day } as const;
  const { pageSize } = under.of;
  let after: PageOf['after'] = null;
  for (;;) {
    const { db, scope } = reader;
    const page: PendingRow[] = await pendingPage(db, scope, day, pageSize, under.spans, {
      ...narrowed,
      after,
    });
    const last = page.at(-1);
    if (!last) return;
    after = { businessDay: day, id: last.id };
    const { documents, held } = await planWithOwed(reader, page, under);
    yield { day, documents, held, later: 0 };
  }
}

/**
 * Notes what is owed by records that wait from before the period: only what is on account is planned for it, a page at a time,
 * and nothing but the debts is kept.
 */
async function owedBefore(reader: Reader, under: Under): Promise<void> {
  const { of, context } = under;
  const { db, scope } = reader;
  const onAccount = [...new Set(context.mappings.flatMap(({ body }) => onAccountTypes(body)))];
  const narrowed = { which: 'mendable', to: dayBefore(of.period.from), onAccount } as const;
  let after: PageOf['after'] = null;
  for (;;) {
    const page: PendingRow[] = await pendingPage(db, scope, startOf(of), of.pageSize, under.spans, {
      ...narrowed,
      after,
    });
    const last = page.at(-1);
    if (!last) return;
    after = { businessDay: last.businessDay, id: last.id };
    await planWithOwed(reader, page, under);
  }
}

/**
 * Plans a page with what a sync would have stored before it: debts of earlier pages, and sales that wait and that records of the page
 * name. What comes of such sales is left out again.
 */
async function planWithOwed(
  reader: Reader,
  page: readonly PendingRow[],
  { context, spans, owed, of }: Under,
): Promise<PagePlan> {
  const { db, scope } = reader;
  const known = await contextOfPage(reader, page, context);
  const ids = new Set(page.map(({ id }) => id));
  const named = namedReceipts(page).filter((r) => !owed.invoiceKeys.has(receiptKey(r.outlet, r.id)));
  const waiting = await waitingSales(db, scope, startOf(of), named, spans);
  const before = waiting.filter(({ id }) => !ids.has(id));
  const plan = planPage([...before, ...page], {
    ...known,
    invoiceKeys: new Map([...known.invoiceKeys, ...owed.invoiceKeys]),
    openInvoices: owed.with(known.openInvoices),
    olderDebts: owed.older(known.olderDebts),
  });
  owed.note([...before, ...page], plan.documents);
  return before.length === 0 ? plan : withoutOthers(plan, ids);
}

/** Only what comes of these records, with the contacts that it hangs on. */
function withoutOthers(plan: PagePlan, ids: ReadonlySet<number>): PagePlan {
  const own = plan.documents.filter((d) => d.sources.some((s) => ids.has(s.tillTransactionId)));
  const kept = new Set(own.flatMap(({ key, dependsOn }) => [key, ...dependsOn]));
  const isOf = ({ tillTransactionId }: { tillTransactionId: number }) => ids.has(tillTransactionId);
  return {
    documents: plan.documents.filter((d) => own.includes(d) || (d.kind === 'contact' && kept.has(d.key))),
    planned: plan.planned.filter(isOf),
    held: plan.held.filter(isOf),
  };
}

/**
 * Without what left already or is about to: storing a plan leaves such documents as they are. A contact goes with the first document
 * that hangs on it.
 */
async function notSentYet(
  { db, scope }: Reader,
  documents: readonly DocumentToKeep[],
  contacts: Set<string>,
): Promise<DocumentToKeep[]> {
  if (documents.length === 0) return [];
  const states = await storedStates(
    db,
    scope,
    documents.map(({ key }) => key),
  );
  return documents.filter(({ kind, key }) => {
    const state = states.get(key);
    if (kind !== 'contact') return state === undefined || state === 'planned' || state === 'refused';
    if (contacts.has(key) || (state !== undefined && state !== 'refused')) return false;
    contacts.add(key);
    return true;
  });
}
