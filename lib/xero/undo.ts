import type { DocumentKind, PlannedDocument } from '@/lib/accounting/document';
import type { XeroAccess } from './client.ts';
import { type IdsByKey, requiredId } from './encode.ts';
import { failed, succeeded, type XeroResult } from './result.ts';
import { listOf } from './send.ts';
import { answers, type XeroElement } from './wire.ts';

/** Kinds that Xero lets a client take back. A contact can only be archived. */
export const undoableKinds: readonly DocumentKind[] = [
  'invoice',
  'credit_note',
  'payment',
  'allocation',
  'bank_transaction',
  'bank_transfer',
];

/** A document of ours in Xero. */
export type InXero = { xeroId: string | null; document: PlannedDocument; ids: IdsByKey };

/** What Xero shows of a document that is to be taken back. */
export type Seen = {
  /** VOIDED or DELETED: it is gone already. */
  status: string;
  isReconciled: boolean;
  /** Ids of payments on it and of the other side of its allocations. */
  settledBy: string[];
  /** Under which a payment, a document, an allocation is asked for. */
  xeroId: string | null;
};

/** Reads one document as it is now. */
export async function lookAt(access: XeroAccess, one: InXero): Promise<XeroResult<Seen>> {
  const { document, xeroId } = one;
  if (document.kind === 'allocation') return lookAtAllocation(access, one);
  const id = xeroId ?? '';
  const answer = await access.call<unknown>((api, tenantId) => {
    switch (document.kind) {
      case 'invoice':
        return api.getInvoice(tenantId, id);
      case 'credit_note':
        return api.getCreditNote(tenantId, id);
      case 'payment':
        return api.getPayment(tenantId, id);
      case 'bank_transaction':
        return api.getBankTransaction(tenantId, id);
      case 'bank_transfer':
        return api.getBankTransfer(tenantId, id);
      default:
        throw new Error(`a ${document.kind} cannot be undone`);
    }
  });
  if (!answer.ok) return answer;
  const [e] = elementsOf(document.kind, answer.value.data);
  if (!e?.Status) return unreadable(answer.value.status);
  const settledBy = [
    ...(e.Payments ?? []).filter((p) => p.Status !== 'DELETED').map((p) => p.PaymentID),
    ...(e.CreditNotes ?? []).flatMap((c) => c.CreditNoteID ?? []),
    ...(e.Allocations ?? []).filter((a) => !a.IsDeleted).flatMap((a) => a.Invoice?.InvoiceID ?? []),
  ];
  const isReconciled = [e.IsReconciled, e.FromIsReconciled, e.ToIsReconciled].includes(true);
  return succeeded({ status: e.Status, isReconciled, settledBy, xeroId: id });
}

/** An allocation is read on its credit note; one that was taken away is not shown there any more. */
async function lookAtAllocation(access: XeroAccess, { document, ids }: InXero): Promise<XeroResult<Seen>> {
  if (document.kind !== 'allocation') throw new Error('no allocation');
  const answer = await access.call<unknown>((api, tenantId) =>
    api.getCreditNote(tenantId, requiredId(document.creditNote, ids)),
  );
  if (!answer.ok) return answer;
  const [read] = elementsOf('credit_note', answer.value.data);
  if (!read) return unreadable(answer.value.status);
  const invoiceId = requiredId(document.invoice, ids);
  const there = (read.Allocations ?? []).find((a) => a.Invoice?.InvoiceID === invoiceId && !a.IsDeleted);
  return succeeded({
    status: there ? 'AUTHORISED' : 'DELETED',
    isReconciled: false,
    settledBy: [],
    xeroId: there?.AllocationID ?? null,
  });
}

/**
 * Asks Xero to take a document back: a void or a delete, the bytes as XERO.md "Undoing" has them. What it already is, Xero refuses to
 * become again, so that a repeat does no harm.
 * @returns the status that it has now
 */
export async function takeBack(
  access: XeroAccess,
  { document, ids }: InXero,
  seen: Seen,
): Promise<XeroResult<'VOIDED' | 'DELETED'>> {
  const id = seen.xeroId ?? '';
  const wanted = endingOf(document.kind, seen.status);
  const answer = await access.call<unknown>(
    (api, tenantId) => {
      switch (document.kind) {
        case 'invoice':
          return api.updateInvoice(tenantId, id, {});
        case 'credit_note':
          return api.updateCreditNote(tenantId, id, {});
        case 'payment':
          return api.deletePayment(tenantId, id, { status: 'DELETED' });
        case 'bank_transaction':
          return api.updateBankTransaction(tenantId, id, {});
        case 'bank_transfer':
          return api.deleteBankTransfer(tenantId, id, { status: 'DELETED' });
        case 'allocation':
          return api.deleteCreditNoteAllocations(tenantId, requiredId(document.creditNote, ids), id);
        default:
          throw new Error(`a ${document.kind} cannot be undone`);
      }
    },
    document.kind === 'allocation' ? {} : { body: bodyOf(document.kind, id, wanted) },
  );
  if (!answer.ok) return answer;
  if (document.kind === 'allocation') return succeeded('DELETED');
  const [e] = elementsOf(document.kind, answer.value.data);
  return e?.Status === wanted ? succeeded(wanted) : unreadable(answer.value.status);
}

/** Approved invoices and credit notes are voided, everything else is deleted. */
const endingOf = (kind: DocumentKind, status: string): 'VOIDED' | 'DELETED' =>
  (kind === 'invoice' || kind === 'credit_note') && status !== 'DRAFT' && status !== 'SUBMITTED'
    ? 'VOIDED'
    : 'DELETED';

function bodyOf(kind: DocumentKind, id: string, Status: string): Uint8Array {
  const element = () => {
    switch (kind) {
      case 'invoice':
        return { Invoices: [{ InvoiceID: id, Status }] };
      case 'credit_note':
        return { CreditNotes: [{ CreditNoteID: id, Status }] };
      case 'bank_transaction':
        return { BankTransactions: [{ BankTransactionID: id, Status }] };
      default:
        return { Status };
    }
  };
  return new TextEncoder().encode(JSON.stringify(element()));
}

function elementsOf(kind: DocumentKind, data: unknown): XeroElement[] {
  const { data: parsed } = answers.safeParse(data);
  return (parsed && listOf(kind, parsed)) ?? [];
}

const unreadable = (status: number) =>
  failed('server_error', 'Xero answered in a form that cannot be read.', { status });
