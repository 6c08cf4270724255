import { unsureDocuments } from '@/db/queries/documents';
import { recordOutcomes } from '@/db/queries/outcomes';
import { documentKindsInOrder, type PlannedDocument } from '@/lib/accounting/document';
import { passes } from '@/lib/failpoint/failpoint';
import type { XeroAccess } from '@/lib/xero/client';
import { lookUp, lookUpLimit } from '@/lib/xero/look-up';
import { haltOf } from './halt.ts';
import { afterLookUp } from './life.ts';
import type { Halt, Run } from './run.ts';
import { takeUpOpenBatches } from './send.ts';

/** Step 4: settles what is in doubt before anything new is sent. */
export async function settle(run: Run, xero: XeroAccess): Promise<Halt | null> {
  const halt = await takeUpOpenBatches(run, xero);
  if (halt) return halt;
  for (const kind of documentKindsInOrder) {
    for (;;) {
      const stop = await run.at('settle');
      if (stop) return stop;
      const unsure = await unsureDocuments(run.db, xero, kind, lookUpLimit(kind));
      if (unsure.length === 0) break;
      run.counts.calls++;
      const sought = unsure.map((d) => ({
        number: d.number,
        document: d.content as PlannedDocument,
        ids: d.dependencyIds,
      }));
      const answer = await lookUp(xero, kind, sought);
      if (!answer.ok) return haltOf(answer);
      await passes('looked_up');
      const outcomes = unsure.map((d) => afterLookUp(d, answer.value.get(d.number)!, run.settings));
      await recordOutcomes(run.db, { ...run.scope, owner: run.owner }, outcomes);
      await passes('look_up_recorded');
      run.counts.posted += outcomes.filter((o) => o.state === 'posted').length;
    }
  }
  return null;
}
