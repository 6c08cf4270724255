import { invoiceKeys, keepPlan } from '@/db/queries/documents';
import { mappings } from '@/db/queries/mappings';
import { postingPolicies } from '@/db/queries/posting-policies';
import { shiftSums } from '@/db/queries/shifts';
import { cashPaymentType } from '@/db/queries/sync';
import { outletsAndRegisters, type PendingRow, pendingPage } from '@/db/queries/till-transactions';
import { mappingSchema } from '@/lib/accounting/mapping';
import type { OrganisationFacts } from '@/lib/accounting/organisation';
import { shiftLacks } from '@/lib/accounting/shift';
import type { Shift } from '@/lib/accounting/till-transaction';
import { minorDigits } from '@/lib/money/money';
import { planPage, receiptKey, tillOf } from './plan-page.ts';
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
    const lacks = await incompleteShifts(run, page);
    const { documents, planned, held } = planPage(page, {
      shortId: solution.shortId,
      mappings: versions,
      policies,
      cashPaymentType: cash,
      organisation: organisation.facts,
      outletName: (outlet) => outletNames.get(outlet) ?? outlet,
      shiftLacks: (outlet, shift) => lacks.get(JSON.stringify([outlet, shift])) ?? null,
      invoiceKeys: await knownInvoices(run, page),
    });
    await keepPlan(
      db,
      { ...scope, organisationId: organisation.organisationId, owner: run.owner },
      documents,
      planned,
      held,
      Math.max(0, ...versions.map((m) => m.id)),
    );
    run.counts.planned += planned.length;
    run.counts.held += held.length;
  }
}

async function knownInvoices(run: Run, page: readonly PendingRow[]): Promise<Map<string, string>> {
  const named = page.flatMap((row) => {
    const till = tillOf(row);
    return till.kind === 'payment' ? till.content.appliesTo.map(({ outlet, id }) => ({ outlet, id })) : [];
  });
  const found = await invoiceKeys(run.db, run.scope, named);
  return new Map(found.map(({ outlet, id, key }) => [receiptKey(outlet, id), key]));
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
