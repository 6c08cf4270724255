import { type Approval, draftDocuments, recordApprovals } from '@/db/queries/approvals';
import type { PlannedDocument } from '@/lib/accounting/document';
import { passes } from '@/lib/failpoint/failpoint';
import type { XeroAccess } from '@/lib/xero/client';
import { totalDifference } from '@/lib/xero/difference';
import { type Found, lookUp, lookUpLimit } from '@/lib/xero/look-up';
import { haltOf } from './halt.ts';
import type { Halt, Run } from './run.ts';

/**
 * Looks for drafts that a person has approved in Xero meanwhile: their payments may go. He may have changed accounts or texts before
 * he approved, which is what drafts are for; another total stops, since the payments would no longer fit.
 */
export async function lookForApprovals(run: Run, xero: XeroAccess): Promise<Halt | null> {
  const { db, scope, settings, owner } = run;
  for (const kind of ['invoice', 'credit_note'] as const) {
    for (let afterId = 0; ; ) {
      const drafts = await draftDocuments(
        db,
        { ...scope, organisationId: xero.organisationId },
        kind,
        afterId,
        lookUpLimit(kind),
      );
      if (drafts.length === 0) break;
      afterId = drafts.at(-1)!.id;
      const halt = await run.at('settle');
      if (halt) return halt;
      run.counts.calls++;
      const sought = drafts.map((d) => ({
        number: d.number,
        document: d.content as PlannedDocument,
        ids: {},
      }));
      const answer = await lookUp(xero, kind, sought, totalDifference);
      if (!answer.ok) return haltOf(answer);
      await passes('drafts_looked_up');
      const told = drafts.map((d) => approvalOf(d.id, answer.value.get(d.number)!));
      await recordApprovals(db, { ...scope, owner }, told, settings.draftLookUpSeconds);
      await passes('approvals_recorded');
    }
  }
  return null;
}

function approvalOf(documentId: number, found: Found): Approval {
  switch (found.found) {
    case 'ours':
      return { documentId, state: 'posted', xeroStatus: found.status };
    case 'undone':
      return {
        documentId,
        state: 'undone',
        xeroStatus: found.status,
        refusalCode: 'undone_in_xero',
        refusalText: `A person ${found.status === 'DELETED' ? 'deleted' : 'voided'} it in Xero instead of approving it. It is not sent again.`,
      };
    case 'different':
      return {
        documentId,
        state: 'stopped',
        xeroStatus: null,
        refusalCode: 'different_in_xero',
        refusalText: `It was changed in Xero before it was approved: ${found.why}`,
      };
    case 'nothing':
      // Xero shows deleted drafts too; that it shows none may pass.
      return { documentId, state: 'posted', xeroStatus: 'DRAFT' };
  }
}
