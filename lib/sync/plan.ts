import { openInvoices } from '@/db/queries/debts';
import { invoiceKeys, keepPlan } from '@/db/queries/documents';
import { mappings } from '@/db/queries/mappings';
import { releaseOpenings } from '@/db/queries/openings';
import { postingPolicies } from '@/db/queries/posting-policies';
import { cashPaymentType } from '@/db/queries/sync';
import { outletsAndRegisters, type PendingRow, pendingPage } from '@/db/queries/till-transactions';
import type { OpenInvoice } from '@/lib/accounting/debts';
import type { ContactRef } from '@/lib/accounting/document';
import { mappingSchema } from '@/lib/accounting/mapping';
import type { OrganisationFacts } from '@/lib/accounting/organisation';
import { customerKey } from '@/lib/accounting/plan-receipt';
import { summarySpans } from '@/lib/accounting/posting-way';
import type { XeroAccess } from '@/lib/xero/client';
import { shiftsThatLack } from './incomplete-shifts.ts';
import { tillBalances } from './openings.ts';
import { type PageContext, planPage, receiptKey, tillOf } from './plan-page.ts';
import { planSummaries } from './plan-summaries.ts';
import type { Halt, Run } from './run.ts';

/** Step 3: plans what waits, oldest day first, and stores documents or named refusals: summaries, then what goes by itself. */
export async function plan(
  run: Run,
  organisation: { organisationId: string; facts: OrganisationFacts },
  xero: XeroAccess,
): Promise<Halt | null> {
  const { db, scope, solution, settings } = run;
  if (!solution.startDate) return null;
  const read = await contextReader(run, organisation.facts);
  const halt = await planSummaries(run, organisation.organisationId, read);
  if (halt) return halt;
  await releaseOpenings(db, scope, solution.startDate);
  for (;;) {
    const halt = await run.at('plan');
    if (halt) return halt;
    const context = await read();
    const spans = summarySpans(context.policies, context.mappings);
    const page = await pendingPage(db, scope, solution.startDate, settings.planPageSize, spans);
    if (page.length === 0) return null;
    const opened = await tillBalances(run, xero, page, context);
    if ('halt' in opened) return opened.halt;
    const { documents, planned, held } = planPage(page, {
      ...context,
      shiftLacks: await shiftsThatLack(run, closedShifts(page)),
      invoiceKeys: await knownInvoices(run, page),
      openInvoices: await openDebts(run, page),
      tillBalances: opened.balances,
    });
    await keepPlan(
      db,
      { ...scope, organisationId: organisation.organisationId, owner: run.owner },
      documents,
      planned,
      held,
      Math.max(0, ...context.mappings.map((m) => m.id)),
    );
    run.counts.planned += planned.length;
    run.counts.held += held.length;
  }
}

/** Reads what everything is planned under. What a person may change while this runs is read at each call. */
async function contextReader(
  { db, scope, solution }: Run,
  organisation: OrganisationFacts,
): Promise<() => Promise<PageContext>> {
  const cash = await cashPaymentType(db, scope);
  const { outlets } = await outletsAndRegisters(db, scope);
  const outletNames = new Map(outlets.map((o) => [o.tillId, o.name]));
  return async () => ({
    shortId: solution.shortId,
    mappings: (await mappings(db, scope)).map((m) => ({ ...m, body: mappingSchema.parse(m.body) })),
    policies: await postingPolicies(db, scope),
    cashPaymentType: cash,
    organisation,
    outletName: (outlet) => outletNames.get(outlet) ?? outlet,
    shiftLacks: () => null,
    invoiceKeys: new Map(),
    openInvoices: [],
    tillBalances: new Map(),
  });
}

async function knownInvoices(run: Run, page: readonly PendingRow[]): Promise<Map<string, string>> {
  const named = page.flatMap((row) => {
    const till = tillOf(row);
    return till.kind === 'payment' ? till.content.appliesTo.map(({ outlet, id }) => ({ outlet, id })) : [];
  });
  const found = await invoiceKeys(run.db, run.scope, named);
  return new Map(found.map(({ outlet, id, key }) => [receiptKey(outlet, id), key]));
}

/** Invoices that records of the page may be set against: refunds, and payments that do not name all that they pay. */
async function openDebts(run: Run, page: readonly PendingRow[]): Promise<OpenInvoice[]> {
  const receipts: { outlet: string; id: string }[] = [];
  const contactKeys = new Set<string>();
  for (const till of page.map(tillOf)) {
    if (till.kind === 'sale_refund' && till.content.refundOf) receipts.push(till.content.refundOf);
    if (till.kind !== 'sale_refund' && till.kind !== 'payment') continue;
    if (till.content.customer) contactKeys.add(customerKey(till.content.customer.id));
  }
  const rows = await openInvoices(run.db, run.scope, receipts, [...contactKeys]);
  return rows.map(({ key, outlet, receipt, contact, dueMinor }) => {
    // Content that the planner wrote, in this shape.
    return { key, receipt: { outlet, id: receipt }, contact: contact as ContactRef, dueMinor };
  });
}

/** Shifts whose variance is on the page: it waits for their records. */
const closedShifts = (page: readonly PendingRow[]) =>
  page.flatMap(({ kind, outlet, shift }) =>
    kind === 'till_variance' && shift !== null ? [{ outlet, shift }] : [],
  );
