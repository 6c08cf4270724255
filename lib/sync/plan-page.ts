import type { DocumentToKeep } from '@/db/queries/keep-documents';
import type { PendingRow } from '@/db/queries/till-transactions';
import { isOnAccount, tillAccountId } from '@/lib/accounting/chosen';
import { Debts, type OlderDebt, type OpenInvoice } from '@/lib/accounting/debts';
import { dependenciesOf, type PlannedDocument, type Provenance, totalsOf } from '@/lib/accounting/document';
import { type Mapping, mappingAt, mappingSchema } from '@/lib/accounting/mapping';
import type { PlanningContext } from '@/lib/accounting/plan';
import { planTill } from '@/lib/accounting/plan-till';
import { type DatedPolicy, policyAt } from '@/lib/accounting/posting-policy';
import type { Refusal } from '@/lib/accounting/refusal';
import type { Shift, TillTransaction } from '@/lib/accounting/till-transaction';
import { type Minor, sum } from '@/lib/money/money';
import { earlierRow, isLate, type LateRow, planLate } from './plan-late.ts';

/** What a page of records is planned under; everything that the database knows of it was read before. */
export type PageContext = Pick<
  PlanningContext,
  'shortId' | 'cashPaymentType' | 'organisation' | 'outletName' | 'lateItems' | 'shiftLacks'
> & {
  /** Newest first. */
  mappings: readonly { id: number; validFrom: string; body: Mapping }[];
  /** Newest first. */
  policies: readonly DatedPolicy[];
  /** Invoices of receipts that payments of the page name, by `receiptKey`. */
  invoiceKeys: ReadonlyMap<string, string>;
  /** What is due on invoices that refunds on account and payments of the page may be set against, oldest first. */
  openInvoices: readonly OpenInvoice[];
  /** What payments of the page may pay of debts from before the start date. */
  olderDebts: readonly OlderDebt[];
  /** By till account: what Xero held before the start date and no register has taken into account. */
  tillBalances: ReadonlyMap<string, Minor>;
};

export type PagePlan = {
  documents: DocumentToKeep[];
  planned: { tillTransactionId: number; mappingId: number | null }[];
  held: {
    tillTransactionId: number;
    code: string;
    text: string;
    mappingId: number | null;
    /** Every reason apart; `code` is the first's, `text` all of them. */
    refusals: readonly Refusal[];
  }[];
};

/**
 * Plans a page of records: documents, or named refusals. Pure, so that what would be sent can be shown without being stored. They go
 * as they happened, since which debt is paid or set off hangs on what was owed by then.
 */
export function planPage(page: readonly PendingRow[], context: PageContext): PagePlan {
  const documents = new Map<string, DocumentToKeep>();
  const planned: PagePlan['planned'] = [];
  const held: PagePlan['held'] = [];
  const invoiceKeys = new Map(context.invoiceKeys);
  const debts = new Debts(context.openInvoices, context.olderDebts);
  const tillBalances = new Map(context.tillBalances);
  // Records of one register and day are planned under the same, which is made once.
  const contexts = new Map<string, PlanningContext>();
  const madeFor = (row: PendingRow): PlanningContext => {
    const at = `${row.businessDay}${NUL}${row.outlet}${NUL}${row.register ?? NUL}`;
    const known = contexts.get(at);
    if (known) return known;
    const tillBalanceMinor = (accountId: string) => tillBalances.get(accountId) ?? null;
    const made = { ...contextOf(row, { ...context, invoiceKeys }), debts, tillBalanceMinor };
    contexts.set(at, made);
    return made;
  };
  // Mostly it is that of the record before, found without making up a key.
  let last: { row: PendingRow; context: PlanningContext } | null = null;
  const contextAt = (row: PendingRow): PlanningContext => {
    if (!last || !isSameRegisterAndDay(last.row, row)) last = { row, context: madeFor(row) };
    return last.context;
  };
  const firstOf = ({ businessDay, earlier: { mappingId } }: LateRow) =>
    context.mappings.find(({ id }) => id === mappingId) ?? mappingOn(businessDay, context);
  const wasOf = (row: LateRow) => {
    const before = earlierRow(row);
    return { till: tillOf(before), context: contextAt(before) };
  };
  for (const { row, till } of inOrder(page, contextAt)) {
    const under = contextAt(row);
    const today = mappingOn(row.businessDay, context);
    const { plan: result, mappingId } = isLate(row)
      ? planLate(row, { was: wasOf(row), is: { till, context: under } }, { first: firstOf(row), today })
      : { plan: planTill(till, under), mappingId: today.id };
    if (!result.ok) {
      const { refusals } = result;
      const text = refusals.map((r) => r.text).join(' ');
      held.push({
        tillTransactionId: row.id,
        code: refusals[0]!.code,
        ...{ text, refusals },
        mappingId,
      });
      continue;
    }
    planned.push({ tillTransactionId: row.id, mappingId });
    debts.note(till, result.documents);
    if (till.kind === 'shift') {
      const accountId = tillAccountId(under);
      if (accountId) tillBalances.set(accountId, 0);
    }
    for (const document of result.documents) {
      // Two receipts of one customer in a page name the same contact.
      if (!documents.has(document.key)) documents.set(document.key, toKeep(document, row, mappingId));
    }
    for (const { documentKey, role } of result.provenance) {
      const kept = documents.get(documentKey)!;
      const source = { tillTransactionId: row.id, role };
      // Most have one source, and a list that was pushed to takes the room of seventeen.
      if (kept.sources.length === 0) kept.sources = [source];
      else kept.sources.push(source);
    }
    const own = till.kind === 'sale' && result.provenance.find(isReceipts);
    if (own) invoiceKeys.set(receiptKey(till.outlet, till.recordId), own.documentKey);
  }
  return { documents: [...documents.values()], planned, held };
}

const isSameRegisterAndDay = (a: PendingRow, b: PendingRow): boolean =>
  a.businessDay === b.businessDay && a.outlet === b.outlet && a.register === b.register;

/**
 * The rows in the order in which they are planned: as they happened. Of the same moment debts come first, then the payments that may pay
 * them, then what may be set off against what is still due.
 */
function inOrder(
  page: readonly PendingRow[],
  contextAt: (row: PendingRow) => PlanningContext,
): { row: PendingRow; till: TillTransaction }[] {
  const rankOf = (row: PendingRow, till: TillTransaction): number => {
    if (till.kind === 'payment') return 1;
    if (till.kind !== 'sale' && till.kind !== 'sale_refund') return 2;
    const { payments } = till.content;
    if (!payments.some(isNegative)) return 0;
    const onAccount = payments.filter(({ type }) => isOnAccount(type, contextAt(row)));
    return sum(onAccount.map((p) => p.amountMinor)) < 0 ? 2 : 0;
  };
  return page
    .map((row) => {
      const till = tillOf(row);
      return { row, till, rank: rankOf(row, till), atMs: Date.parse(beganAt(row)) };
    })
    .sort((a, b) => a.atMs - b.atMs || a.rank - b.rank);
}

const isNegative = ({ amountMinor }: { amountMinor: Minor }) => amountMinor < 0;

/** A shift brings in what was there when it opened. */
const beganAt = (row: PendingRow): string =>
  row.kind === 'shift' ? (row.content as Shift).openedAt : row.occurredAt;

/** The mapping that holds on a business day. */
export const mappingOn = (day: string, { mappings }: PageContext): { id: number | null; body: Mapping } =>
  mappings.find((m) => m.validFrom <= day) ?? { id: null, body: noMapping };

/** What one record is planned under: mapping and policy as they hold on its business day, at its register. */
export function contextOf(row: PendingRow, context: PageContext): PlanningContext {
  const policy = policyAt(context.policies, row.outlet, row.businessDay);
  return {
    ...context,
    policy,
    mapping: mappingAt(mappingOn(row.businessDay, context).body, row.outlet, row.register),
    invoiceKeyOf: (outlet, id) => context.invoiceKeys.get(receiptKey(outlet, id)) ?? null,
    // What changes from record to record is known to the page alone.
    debts: new Debts(),
    tillBalanceMinor: () => null,
  };
}

const isReceipts = ({ role }: Provenance) => role === 'receipt';

/** A receipt's name among all outlets of a solution. */
export const receiptKey = (outlet: string, id: string) => `${outlet}${NUL}${id}`;

/** Holds parts of a key apart: no text that was stored has one in it. */
const NUL = '\u0000';

const noMapping: Mapping = mappingSchema.parse({});

/** The row as the planner's type; its content was written by the interpreter, in this shape. By name: a rest copy takes far longer. */
export const tillOf = (row: PendingRow): TillTransaction =>
  ({
    kind: row.kind,
    outlet: row.outlet,
    register: row.register,
    recordId: row.recordId,
    version: row.version,
    shift: row.shift,
    occurredAt: row.occurredAt,
    businessDay: row.businessDay,
    currency: row.currency,
    totalMinor: row.totalMinor,
    content: row.content,
    voided: row.voided ?? false,
  }) as TillTransaction;

/** A document as it is stored; its sources are added by whoever knows them. */
export function toKeep(document: PlannedDocument, row: PendingRow, mappingId: number | null): DocumentToKeep {
  const isContact = document.kind === 'contact';
  const { totalMinor, taxMinor } = totalsOf(document);
  return {
    kind: document.kind,
    key: document.key,
    number: document.number,
    content: document,
    outletId: isContact ? null : row.outletId,
    businessDay: row.businessDay,
    documentDate: isContact ? row.businessDay : document.date,
    currency: row.currency,
    totalMinor,
    taxMinor,
    mappingId,
    dependsOn: row.earlier ? afterEarlier(document, row.earlier.keys) : dependenciesOf(document),
    sources: [],
  };
}

/** What corrects documents waits until they are in Xero, and goes with them where they are undone. */
const afterEarlier = (document: PlannedDocument, earlierKeys: readonly string[]): string[] =>
  document.kind === 'contact' ? [] : [...new Set([...dependenciesOf(document), ...earlierKeys])];
