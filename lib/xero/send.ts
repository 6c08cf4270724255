import { z } from 'zod';
import type { DocumentKind } from '@/lib/accounting/document';
import { Unread } from './accounting-api.ts';
import type { EnteredPass, XeroAccess } from './client.ts';
import { difference, type Sought } from './difference.ts';
import { requiredId } from './encode.ts';
import { failed, succeeded, type XeroFailure, type XeroResult } from './result.ts';
import { answers, type XeroElement } from './wire.ts';

/** What Xero said of one document of a batch. */
export type ElementOutcome =
  /** Of an allocation the id may be missing. */
  | { outcome: 'accepted'; xeroId: string | null; status: string | null; warnings: string[] }
  /** It is there now, but not as it was meant: for a person. */
  | { outcome: 'different'; xeroId: string | null; status: string | null; why: string }
  | { outcome: 'refused'; messages: string[] }
  /** It says that the number exists: perhaps ours, from a sending whose answer was lost. Look it up. */
  | { outcome: 'exists'; messages: string[] }
  /** The answer does not say. */
  | { outcome: 'silent' };

/** Why Xero refused a call that held one document, where it says so; a batch's 400 tells nothing of its single documents. */
export function reasonsOf(failure: XeroFailure): string[] {
  const body = typeof failure.body === 'string' ? jsonOrNull(failure.body) : failure.body;
  const { data } = refusedCall.safeParse(body);
  return data?.Elements.flatMap((e) => (e.ValidationErrors ?? []).map((m) => m.Message)) ?? [];
}

const refusedCall = z.object({
  Elements: z.array(z.object({ ValidationErrors: z.array(z.object({ Message: z.string() })).optional() })),
});

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export type BatchAnswer = { status: number; elements: ElementOutcome[]; headers: Record<string, string> };

/**
 * Sends one batch, the bytes exactly as noted, with `summarizeErrors=false` so that one bad element does not hold back the
 * others. PUT creates; POST would update a document that already has the number.
 *
 * A failure of kind `unreachable`, `server_error` or `refused` leaves every document of it in doubt: even a batch answered 400
 * may have created some (XERO.md "Writing").
 */
export async function sendBatch(
  access: XeroAccess,
  kind: DocumentKind,
  batch: { body: Uint8Array; idempotencyKey: string; documents: readonly Sought[]; pass?: EnteredPass },
): Promise<XeroResult<BatchAnswer>> {
  const { idempotencyKey, body, pass } = batch;
  const answer = await access.call<unknown>(
    (api, tenantId) => {
      switch (kind) {
        case 'contact':
          return api.createContacts(tenantId, {}, false, idempotencyKey);
        case 'invoice':
          return api.createInvoices(tenantId, {}, false, undefined, idempotencyKey);
        case 'credit_note':
          return api.createCreditNotes(tenantId, {}, false, undefined, idempotencyKey);
        case 'payment':
          return api.createPayments(tenantId, {}, false, idempotencyKey);
        case 'bank_transaction':
          return api.createBankTransactions(tenantId, {}, false, undefined, idempotencyKey);
        case 'bank_transfer':
          return api.createBankTransfer(tenantId, {}, idempotencyKey);
        case 'allocation':
          return api.createCreditNoteAllocation(
            tenantId,
            creditNoteOf(batch.documents),
            {},
            false,
            idempotencyKey,
          );
      }
    },
    { body, pass, unread: true },
  );
  if (!answer.ok) return answer;
  const { data } = answer.value;
  const parsed = answers.safeParse(data instanceof Unread ? jsonOrNull(data.text) : data);
  const elements = parsed.success ? listOf(kind, parsed.data) : undefined;
  if (!elements || elements.length !== batch.documents.length) {
    return failed('server_error', 'Xero answered in a form that cannot be read.', {
      status: answer.value.status,
    });
  }
  const { status, headers } = answer.value;
  return succeeded({
    status,
    headers,
    elements: elements.map((e, i) => outcomeOf(kind, e, batch.documents[i]!)),
  });
}

/** Kinds of which one call takes one document: an allocation's credit note stands in the address. */
export const isSentAlone = (kind: DocumentKind): boolean => kind === 'allocation';

function creditNoteOf([sought]: readonly Sought[]): string {
  if (sought?.document.kind !== 'allocation') throw new Error('no allocation to send');
  return requiredId(sought.document.creditNote, sought.ids);
}

export function listOf(
  kind: DocumentKind,
  data: ReturnType<typeof answers.parse>,
): XeroElement[] | undefined {
  switch (kind) {
    case 'contact':
      return data.Contacts;
    case 'invoice':
      return data.Invoices;
    case 'credit_note':
      return data.CreditNotes;
    case 'payment':
      return data.Payments;
    case 'bank_transaction':
      return data.BankTransactions;
    case 'bank_transfer':
      return data.BankTransfers;
    case 'allocation':
      return data.Allocations;
  }
}

export function idOf(kind: DocumentKind, e: XeroElement): string | undefined {
  switch (kind) {
    case 'contact':
      return e.ContactID;
    case 'invoice':
      return e.InvoiceID;
    case 'credit_note':
      return e.CreditNoteID;
    case 'payment':
      return e.PaymentID;
    case 'bank_transaction':
      return e.BankTransactionID;
    case 'bank_transfer':
      return e.BankTransferID;
    case 'allocation':
      return e.AllocationID;
  }
}

/** What the validation errors of one document mean. That its number exists may be our own earlier sending: only a look can tell. */
export function elementOutcome(errors: string[]): ElementOutcome {
  if (errors.some((text) => /must be unique|already (assigned|exists|been used)/i.test(text))) {
    return { outcome: 'exists', messages: errors };
  }
  return { outcome: 'refused', messages: errors.length > 0 ? errors : ['Xero refused it without a reason.'] };
}

const nothing = /^0{8}-0{4}-0{4}-0{4}-0{12}$/;

function outcomeOf(kind: DocumentKind, e: XeroElement, sent: Sought): ElementOutcome {
  const errors = (e.ValidationErrors ?? []).map((m) => m.Message);
  if (errors.length > 0 || e.StatusAttributeString === 'ERROR') return elementOutcome(errors);
  const id = idOf(kind, e);
  const xeroId = id && !nothing.test(id) ? id : null;
  // Recorded answers to allocations hold no id; they tell the invoice instead.
  if (!xeroId && !(kind === 'allocation' && e.Invoice?.InvoiceID)) return { outcome: 'silent' };
  const status = e.Status ?? e.ContactStatus ?? null;
  const why = difference(sent, e);
  if (why !== null) return { outcome: 'different', xeroId, status, why };
  return { outcome: 'accepted', xeroId, status, warnings: (e.Warnings ?? []).map((m) => m.Message) };
}
