import type { SummaryGroupRow, SummaryReceiptRow } from '@/db/queries/summaries';
import type { PendingRow } from '@/db/queries/till-transactions';
import { keepsOwnInvoice, onAccountTypes } from '@/lib/accounting/own-invoice';
import { groupOf, planGroup } from '@/lib/sync/plan-group';
import { type PageContext, type PagePlan, planPage } from '@/lib/sync/plan-page';
import { interpret } from '@/lib/tagrain/interpret';
import { BusinessDays } from '../business-day.ts';
import { tillAccountId } from '../chosen.ts';
import type { Mapping } from '../mapping.ts';
import type { OrganisationFacts } from '../organisation.ts';
import { defaultPolicy } from '../posting-policy.ts';
import type { Receipt, Shift, TillTransaction } from '../till-transaction.ts';
import type { TillDay } from './day.ts';
import { CUT_OFF, type Regime } from './regimes.ts';

export type Shop = { regime: Regime; days: BusinessDays; mapping: Mapping; organisation: OrganisationFacts };

export const shopOf = (regime: Regime, mapping: Mapping, organisation: OrganisationFacts): Shop => ({
  ...{ regime, mapping, organisation, days: new BusinessDays(regime.timeZone, CUT_OFF) },
});

/** Takes a day's records through the interpreter. @throws Error where a record is refused, with its reason */
export function interpretDay({ records }: TillDay, { days }: Shop): TillTransaction[] {
  return records.flatMap((record) =>
    interpret(record, days, '2026-11-24T00:00:00Z').map(({ till, refusal }) => {
      if (refusal)
        throw new Error(`${till.recordId} ${refusal.code}: ${refusal.text} ${JSON.stringify(record)}`);
      // An opening amount was there on the day it opened.
      return till.kind === 'shift'
        ? { ...till, businessDay: days.of((till.content as Shift).openedAt) }
        : till;
    }),
  );
}

export const asRows = (tills: readonly TillTransaction[]): PendingRow[] =>
  tills.map(({ voided: _voided, ...till }, i) => ({ ...till, id: i + 1, outletId: 1 }));

/** Plans a day as the conductor does, each sale by itself. */
export const planEachSale = (rows: readonly PendingRow[], day: TillDay, shop: Shop): PagePlan =>
  planPage(rows, contextOf(day, shop, 'each_sale'));

/** Whether a record is a receipt that goes into a summary. */
export function summedIn({ mapping }: Shop): (row: PendingRow) => boolean {
  const onAccount = onAccountTypes(mapping);
  return ({ kind, content }) =>
    (kind === 'sale' || kind === 'sale_refund') && !keepsOwnInvoice(content as Receipt, onAccount);
}

/** Plans a day as the conductor does in summaries: what keeps its own document goes by itself, the rest per group. */
export function planSummaries(rows: readonly PendingRow[], day: TillDay, shop: Shop): PagePlan {
  const { perDay } = day.intent;
  const context = contextOf(day, shop, perDay ? 'summary_per_day' : 'summary_per_shift');
  const isSummed = summedIn(shop);
  const plans = [
    planPage(
      rows.filter((row) => !isSummed(row)),
      context,
    ),
  ];
  const groups = new Map<string, SummaryReceiptRow[]>();
  for (const row of rows.filter(isSummed)) {
    const group = groups.get(row.businessDay) ?? [];
    group.push({ ...row, summary: null, left: {} });
    groups.set(row.businessDay, group);
  }
  for (const receipts of groups.values()) {
    const { outlet, businessDay, shift, register } = receipts[0]!;
    const group: SummaryGroupRow = {
      outlet,
      businessDay,
      shift,
      register,
      outletId: 1,
      registerId: 1,
      daysPast: 9,
    };
    plans.push(planGroup(receipts, groupOf(group, !perDay), new Set(), context));
  }
  return {
    documents: plans.flatMap((p) => p.documents),
    planned: plans.flatMap((p) => p.planned),
    held: plans.flatMap((p) => p.held),
  };
}

function contextOf(
  day: TillDay,
  { mapping, organisation }: Shop,
  way: 'each_sale' | 'summary_per_shift' | 'summary_per_day',
): PageContext {
  const till = tillAccountId({ mapping, cashPaymentType: 'cash' })!;
  const { lineDetail, heldCents } = day.intent;
  return {
    shortId: 'K7Q2MX',
    mappings: [{ id: 1, validFrom: '2026-01-01', body: mapping }],
    policies: [{ ...defaultPolicy, way, lineDetail, validFrom: '2026-01-01', outlet: null }],
    cashPaymentType: 'cash',
    organisation,
    outletName: () => 'Harbour Lane',
    lateItems: 'hold',
    shiftLacks: () => null,
    invoiceKeys: new Map(),
    openInvoices: [],
    olderDebts: [],
    tillBalances: new Map([[till, heldCents]]),
  };
}
