import type { Db } from '@/db/client';
import { openInvoices } from '@/db/queries/debts';
import { invoiceKeys } from '@/db/queries/documents';
import { mappings } from '@/db/queries/mappings';
import { olderDebts } from '@/db/queries/older-debts';
import { lateItems, postingPolicies } from '@/db/queries/posting-policies';
import type { Scope } from '@/db/queries/scope';
import { cashPaymentType } from '@/db/queries/sync';
import { outletsAndRegisters, type PendingRow } from '@/db/queries/till-transactions';
import { debtPartOf, type OlderDebt, type OpenInvoice } from '@/lib/accounting/debts';
import { type ContactRef, theirInvoiceKey } from '@/lib/accounting/document';
import { mappingSchema } from '@/lib/accounting/mapping';
import type { OrganisationFacts } from '@/lib/accounting/organisation';
import { customerKey } from '@/lib/accounting/plan-receipt';
import type { AccountPayment, Receipt, TillTransaction } from '@/lib/accounting/till-transaction';
import { shiftsThatLack } from './incomplete-shifts.ts';
import { isLate } from './plan-late.ts';
import { type PageContext, receiptKey, tillOf } from './plan-page.ts';

/** Whoever reads what is planned: a run, or somebody who only looks. */
export type Reader = { db: Db; scope: Scope };

/** Reads what everything is planned under. What a person may change meanwhile is read at each call. */
export async function contextReader(
  { db, scope }: Reader,
  shortId: string,
  organisation: OrganisationFacts,
): Promise<() => Promise<PageContext>> {
  const cash = await cashPaymentType(db, scope);
  const { outlets } = await outletsAndRegisters(db, scope);
  const outletNames = new Map(outlets.map((o) => [o.tillId, o.name]));
  return async () => ({
    shortId,
    mappings: (await mappings(db, scope)).map((m) => ({ ...m, body: mappingSchema.parse(m.body) })),
    policies: await postingPolicies(db, scope),
    lateItems: await lateItems(db, scope),
    cashPaymentType: cash,
    organisation,
    outletName: (outlet) => outletNames.get(outlet) ?? outlet,
    shiftLacks: () => null,
    invoiceKeys: new Map(),
    openInvoices: [],
    olderDebts: [],
    tillBalances: new Map(),
  });
}

/** The context with what the records of one page depend on, but for what only Xero knows (`tillBalances`). */
export async function contextOfPage(
  reader: Reader,
  page: readonly PendingRow[],
  context: PageContext,
): Promise<PageContext> {
  return {
    ...context,
    shiftLacks: await shiftsThatLack(reader, closedShifts(page)),
    invoiceKeys: await knownInvoices(reader, page),
    openInvoices: await openDebts(reader, page),
    olderDebts: await chosenInvoices(reader, page),
  };
}

/** The receipts that payments of a page name. */
const paidReceipts = (page: readonly PendingRow[]): { outlet: string; id: string }[] =>
  page.flatMap((row) => {
    const till = tillOf(row);
    return till.kind === 'payment' ? till.content.appliesTo.map(({ outlet, id }) => ({ outlet, id })) : [];
  });

/** The receipts that payments and refunds of a page name. */
export const namedReceipts = (page: readonly PendingRow[]): { outlet: string; id: string }[] => [
  ...paidReceipts(page),
  ...page.flatMap((row) => {
    const till = tillOf(row);
    return till.kind === 'sale_refund' && till.content.refundOf ? [till.content.refundOf] : [];
  }),
];

async function knownInvoices(
  { db, scope }: Reader,
  page: readonly PendingRow[],
): Promise<Map<string, string>> {
  const found = await invoiceKeys(db, scope, paidReceipts(page));
  return new Map(found.map(({ outlet, id, key }) => [receiptKey(outlet, id), key]));
}

/** Invoices that records of the page may be set against: refunds, payments, and corrections of what is owed. */
async function openDebts({ db, scope }: Reader, page: readonly PendingRow[]): Promise<OpenInvoice[]> {
  const receipts: { outlet: string; id: string }[] = [];
  const contactKeys = new Set<string>();
  for (const { outlet, recordId: id } of page.filter(isLate)) receipts.push({ outlet, id });
  for (const till of page.map(tillOf)) {
    if (till.kind === 'sale_refund' && till.content.refundOf) receipts.push(till.content.refundOf);
    if (till.kind === 'payment') receipts.push(...till.content.appliesTo);
    if (!maySettle(till)) continue;
    if (till.content.customer) contactKeys.add(customerKey(till.content.customer.id));
  }
  const rows = await openInvoices(db, scope, receipts, [...contactKeys]);
  return rows.map(({ key, outlet, receipt: id, contact, dueMinor }) => {
    // Content that the planner wrote, in this shape.
    return { key, receipt: { outlet, id }, part: debtPartOf(key), contact: contact as ContactRef, dueMinor };
  });
}

/** Invoices in Xero that a person chose for what payments of a page pay of debts from before the start date. */
async function chosenInvoices({ db, scope }: Reader, page: readonly PendingRow[]): Promise<OlderDebt[]> {
  const named = paidReceipts(page).map((of) => ({ debtOf: 'receipt', ...of }) as const);
  const rests = page.flatMap(({ kind, outlet, recordId }) =>
    kind === 'payment' ? [{ debtOf: 'payment', outlet, id: recordId } as const] : [],
  );
  const rows = await olderDebts(db, scope, [...named, ...rests]);
  return rows.map(({ debtOf, outlet, id, invoiceId, invoiceNumber, dueMinor }) => {
    return { debtOf, receipt: { outlet, id }, key: theirInvoiceKey(invoiceId), invoiceNumber, dueMinor };
  });
}

/** Whether a record may be set against what a customer owes: on a sale, where something went against its sign. */
const maySettle = (
  till: TillTransaction,
): till is Extract<TillTransaction, { content: Receipt | AccountPayment }> =>
  till.kind === 'sale_refund' ||
  till.kind === 'payment' ||
  (till.kind === 'sale' && till.content.payments.some((p) => p.amountMinor < 0));

/** Shifts whose variance is on the page: it waits for their records. */
const closedShifts = (page: readonly PendingRow[]) =>
  page.flatMap(({ kind, outlet, shift }) =>
    kind === 'till_variance' && shift !== null ? [{ outlet, shift }] : [],
  );
