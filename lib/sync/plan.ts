import { type DocumentToKeep, invoiceKeys, keepPlan } from '@/db/queries/documents';
import { mappings, postingPolicies } from '@/db/queries/mappings';
import { shiftSums } from '@/db/queries/shifts';
import { cashPaymentType } from '@/db/queries/sync';
import { outletsAndRegisters, type PendingRow, pendingPage } from '@/db/queries/till-transactions';
import { contentHash, dependenciesOf, type PlannedDocument, totalsOf } from '@/lib/accounting/document';
import { type Mapping, mappingAt, mappingSchema } from '@/lib/accounting/mapping';
import type { OrganisationFacts } from '@/lib/accounting/organisation';
import type { Plan, PlanningContext } from '@/lib/accounting/plan';
import { planAccountPayment } from '@/lib/accounting/plan-account-payment';
import { planCashMovement, planFloatingExpense, planTillVariance } from '@/lib/accounting/plan-cash';
import { planReceipt } from '@/lib/accounting/plan-receipt';
import { shiftLacks } from '@/lib/accounting/shift';
import type { Shift, TillTransaction } from '@/lib/accounting/till-transaction';
import { minorDigits } from '@/lib/money/money';
import type { Halt, Run } from './run.ts';

/** Step 3: plans what waits, oldest day first, and stores documents or named refusals. */
export async function plan(
  run: Run,
  organisation: { organisationId: string; facts: OrganisationFacts },
): Promise<Halt | null> {
  const { db, scope, solution, settings } = run;
  if (!solution.startDate) return null;
  const policies = await postingPolicies(db, scope);
  const cash = await cashPaymentType(db, scope);
  const { outlets } = await outletsAndRegisters(db, scope);
  const outletNames = new Map(outlets.map((o) => [o.tillId, o.name]));
  for (;;) {
    const halt = await run.at('plan');
    if (halt) return halt;
    const page = await pendingPage(db, scope, solution.startDate, settings.planPageSize);
    if (page.length === 0) return null;
    // Read for each page: a mapping may be saved while this runs.
    const versions = (await mappings(db, scope)).map((m) => ({ ...m, body: mappingSchema.parse(m.body) }));
    const keys = await knownInvoices(run, page);
    const lacks = await incompleteShifts(run, page);
    const documents = new Map<string, DocumentToKeep>();
    const planned: { tillTransactionId: number; mappingId: number | null }[] = [];
    const held: { tillTransactionId: number; code: string; text: string; mappingId: number | null }[] = [];
    for (const row of page) {
      const version = versions.find((m) => m.validFrom <= row.businessDay) ?? { id: null, body: noMapping };
      const till = tillOf(row);
      const result = planOne(till, {
        shortId: solution.shortId,
        mapping: mappingAt(version.body, till.outlet, till.register),
        cashPaymentType: cash,
        shiftLacks: (outlet, shift) => lacks.get(JSON.stringify([outlet, shift])) ?? null,
        organisation: organisation.facts,
        status: policies.find((p) => p.validFrom <= row.businessDay)?.status ?? 'AUTHORISED',
        outletName: (outlet) => outletNames.get(outlet) ?? outlet,
        invoiceKeyOf: (outlet, id) => keys.get(JSON.stringify([outlet, id])) ?? null,
      });
      if (!result.ok) {
        const first = result.refusals[0]!;
        const text = result.refusals.map((r) => r.text).join(' ');
        held.push({ tillTransactionId: row.id, code: first.code, text, mappingId: version.id });
        continue;
      }
      planned.push({ tillTransactionId: row.id, mappingId: version.id });
      for (const document of result.documents) {
        // Two receipts of one customer in a page name the same contact.
        if (!documents.has(document.key)) documents.set(document.key, toKeep(document, row, version.id));
      }
      for (const { documentKey, role } of result.provenance) {
        documents.get(documentKey)!.sources.push({ tillTransactionId: row.id, role });
      }
      if (till.kind === 'sale') {
        keys.set(JSON.stringify([till.outlet, till.recordId]), result.provenance[0]!.documentKey);
      }
    }
    await keepPlan(
      db,
      { ...scope, organisationId: organisation.organisationId, owner: run.owner },
      [...documents.values()],
      planned,
      held,
      Math.max(0, ...versions.map((m) => m.id)),
    );
    run.counts.planned += planned.length;
    run.counts.held += held.length;
  }
}

const noMapping: Mapping = mappingSchema.parse({});

function planOne(till: TillTransaction, context: PlanningContext): Plan {
  switch (till.kind) {
    case 'sale':
    case 'sale_refund':
      return planReceipt(till, context);
    case 'payment':
      return planAccountPayment(till, context);
    case 'cash_in':
    case 'cash_out':
      return planCashMovement(till, context);
    case 'floating_expense':
      return planFloatingExpense(till, context);
    case 'till_variance':
      return planTillVariance(till, context);
    default:
      throw new Error(`kind ${till.kind} is not planned`);
  }
}

/** The row as the planner's type; its content was written by the interpreter, in this shape. */
function tillOf(row: PendingRow): TillTransaction {
  const {
    kind,
    outlet,
    register,
    recordId,
    version,
    shift,
    occurredAt,
    businessDay,
    currency,
    totalMinor,
    content,
  } = row;
  const common = {
    outlet,
    register,
    recordId,
    version,
    shift,
    occurredAt,
    businessDay,
    currency,
    totalMinor,
  };
  return { ...common, voided: false, kind, content } as TillTransaction;
}

function knownInvoices(run: Run, page: readonly PendingRow[]): Promise<Map<string, string>> {
  const named = page.flatMap((row) => {
    const till = tillOf(row);
    return till.kind === 'payment' ? till.content.appliesTo.map(({ outlet, id }) => ({ outlet, id })) : [];
  });
  return invoiceKeys(run.db, run.scope, named);
}

/** Shifts whose variance is on the page and whose records do not reproduce their closing, with what they lack. */
async function incompleteShifts(run: Run, page: readonly PendingRow[]): Promise<Map<string, string>> {
  const closed = page.flatMap(({ kind, outlet, shift }) =>
    kind === 'till_variance' && shift !== null ? [{ outlet, shift }] : [],
  );
  const lacks = new Map<string, string>();
  for (const { outlet, shift, currency, closing, ...sums } of await shiftSums(run.db, run.scope, closed)) {
    const said = closing as Shift['closing'];
    const text = said ? shiftLacks(said, sums, minorDigits(currency)) : 'its closing has not come';
    if (text !== null) lacks.set(JSON.stringify([outlet, shift]), text);
  }
  return lacks;
}

function toKeep(document: PlannedDocument, row: PendingRow, mappingId: number | null): DocumentToKeep {
  const hasLines = 'lines' in document;
  return {
    kind: document.kind,
    key: document.key,
    number: document.number,
    content: document,
    contentHash: contentHash(document),
    outletId: document.kind === 'contact' ? null : row.outletId,
    businessDay: row.businessDay,
    documentDate: document.kind === 'contact' ? row.businessDay : document.date,
    currency: row.currency,
    ...totalsOf(document),
    mappingId,
    lines: hasLines ? document.lines.map((line, position) => ({ position, ...line })) : [],
    dependsOn: dependenciesOf(document),
    sources: [],
  };
}
