import type { AllocationDocument } from '@/lib/accounting/document';
import type { XeroAccess } from './client.ts';
import { difference, type Sought } from './difference.ts';
import { requiredId } from './encode.ts';
import type { Found } from './look-up.ts';
import { succeeded, type XeroResult } from './result.ts';
import { answers } from './wire.ts';

/**
 * Looks an allocation up. It has no number and no reference: it is read on its credit note, where it is known by its invoice. We never
 * set one credit note off against one invoice twice. One that a person took away is not shown there any more.
 */
export async function lookUpAllocation(access: XeroAccess, sought: Sought): Promise<XeroResult<Found>> {
  const { creditNote, invoice } = sought.document as AllocationDocument;
  const creditNoteId = requiredId(creditNote, sought.ids);
  const answer = await access.call<unknown>((api, tenantId) => api.getCreditNote(tenantId, creditNoteId));
  if (!answer.ok) return answer;
  const [read] = answers.parse(answer.value.data).CreditNotes ?? [];
  const [there, ...more] = (read?.Allocations ?? []).filter(
    (a) => a.Invoice?.InvoiceID === sought.ids[invoice],
  );
  if (!there) return succeeded({ found: 'nothing' });
  // Recorded answers of Xero's hold no id: then it is the one between this credit note and this invoice.
  const xeroId = there.AllocationID ?? null;
  if (there.IsDeleted) return succeeded({ found: 'undone', xeroId, status: 'DELETED' });
  const why =
    more.length > 0
      ? `The credit note of ${sought.number} is allocated to its invoice ${more.length + 1} times in Xero.`
      : difference(sought, there);
  return succeeded(
    why === null ? { found: 'ours', xeroId, status: null } : { found: 'different', xeroId, why },
  );
}
