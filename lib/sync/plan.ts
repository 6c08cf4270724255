import { type DocumentToKeep, invoiceKeys, keepPlan } from '@/db/queries/documents';
import { mappings, postingPolicies } from '@/db/queries/mappings';
import { outletsAndRegisters, type PendingRow, pendingPage } from '@/db/queries/till-transactions';
import { contentHash, dependenciesOf, type PlannedDocument, totalsOf } from '@/lib/accounting/document';
import { type Mapping, mappingSchema } from '@/lib/accounting/mapping';
import type { OrganisationFacts } from '@/lib/accounting/organisation';
import {
  type Plan,
  type PlanningContext,
  planAccountPayment,
  planReceipt,
} from '@/lib/accounting/plan-receipt';
import type { TillTransaction } from '@/lib/accounting/till-transaction';
import type { Halt, Run } from './run.ts';

/** Step 3: plans what waits, oldest day first, and stores documents or named refusals. */
export async function plan(
  run: Run,
  organisation: { organisationId: string; facts: OrganisationFacts },
): Promise<Halt | null> {
  const { db, scope, solution, settings } = run;
  if (!solution.startDate) return null;
  const policies = await postingPolicies(db, scope);
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
    const documents = new Map<string, DocumentToKeep>();
    const planned: { tillTransactionId: number; mappingId: number | null }[] = [];
    const held: { tillTransactionId: number; code: string; text: string; mappingId: number | null }[] = [];
    for (const row of page) {
      const version = versions.find((m) => m.validFrom <= row.businessDay) ?? { id: null, body: noMapping };
      const till = tillOf(row);
      const result = planOne(till, {
        shortId: solution.shortId,
        mapping: version.body,
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
      { ...scope, organisationId: organisation.organisationId },
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

function toKeep(document: PlannedDocument, row: PendingRow, mappingId: number | null): DocumentToKeep {
  const isSales = document.kind === 'invoice' || document.kind === 'credit_note';
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
    lines: isSales ? document.lines.map((line, position) => ({ position, ...line })) : [],
    dependsOn: dependenciesOf(document),
    sources: [],
  };
}
