import type { Db } from '@/db/client';
import { lockSolution } from '@/db/queries/decide-duplicate';
import { appendEvent } from '@/db/queries/events';
import {
  isSyncing,
  keepOlderDebt,
  type OlderReceipt,
  olderReceipts,
  ownInvoices,
} from '@/db/queries/older-debts';
import { organisationOf } from '@/db/queries/organisations';
import type { Scope } from '@/db/queries/scope';
import { Failure } from '@/lib/http/failure';
import { withXero, type XeroAccess } from '@/lib/xero/client';
import { findOpenInvoice, searchOpenInvoices, type XeroOpenInvoice } from '@/lib/xero/open-invoices';
import type { XeroResult } from '@/lib/xero/result';
import type { ChooseInvoiceInput } from './older-debt-schema.ts';

/**
 * The organisation's open sales invoices that hold the words, for a person to choose from: not in a foreign currency, not one of ours.
 * @throws Failure
 */
export async function offerInvoices(
  db: Db,
  of: Scope,
  words: string,
): Promise<{ invoices: XeroOpenInvoice[]; hasMore: boolean }> {
  const { xero, currency } = await booksOf(db, of);
  const { invoices, hasMore } = told(await searchOpenInvoices(xero, currency, words));
  const own = await ownInvoices(
    db,
    xero,
    invoices.map((i) => i.invoiceId),
  );
  return { invoices: invoices.filter((i) => !own.has(i.invoiceId)), hasMore };
}

/**
 * Notes which invoice in Xero a debt from before the start date is; its payments go to that from the next run on. Said twice it is one
 * choice, with what is due read anew. Another one may be chosen as long as nothing was sent.
 * @throws Failure
 */
export async function chooseInvoice(
  db: Db,
  who: Scope & { personId: string },
  { tillTransactionId, debtOf = 'receipt', outlet, receiptId, invoiceId }: ChooseInvoiceInput,
): Promise<void> {
  const { retailerId, solutionId, personId } = who;
  const scope = { retailerId, solutionId };
  const isRest = debtOf === 'payment';
  const isIt = (r: OlderReceipt) => r.debtOf === debtOf && r.outlet === outlet && r.receiptId === receiptId;
  if (!(await olderReceipts(db, scope, tillTransactionId)).some(isIt)) {
    throw isRest
      ? new Failure(409, 'no_rest', 'This payment is not held for being more than its customer owes here.')
      : new Failure(404, 'no_such_receipt', 'This payment does not name such a receipt.');
  }
  const { xero, currency } = await booksOf(db, scope);
  const { organisationId } = xero;
  const invoice = told(await findOpenInvoice(xero, currency, invoiceId));
  const own = await ownInvoices(db, xero, [invoiceId]);
  if (!invoice || own.size > 0) {
    throw new Failure(
      409,
      'invoice_not_open',
      'Nothing can be paid on this invoice any more. Load the list again and choose another one.',
    );
  }
  await db.transaction(async (dbTx) => {
    await lockSolution(dbTx, scope);
    const receipt = (await olderReceipts(dbTx, scope, tillTransactionId)).find(isIt);
    if (!receipt) {
      throw new Failure(409, 'no_rest', 'This payment was planned meanwhile. Load the page again.');
    }
    const { chosen } = receipt;
    const isAnother = chosen !== null && chosen.invoiceId !== invoiceId;
    if (!chosen && receipt.isPosted) {
      throw new Failure(
        409,
        'receipt_is_posted',
        `Receipt ${receiptId} is of the start date or later and is posted from here. Its payment goes by itself once it is.`,
      );
    }
    if (isAnother && chosen.sentNumber !== null) {
      throw new Failure(
        409,
        'already_sent',
        `${chosen.sentNumber} was sent to invoice ${chosen.number} already, so ${isRest ? 'this payment' : `receipt ${receiptId}`} stays with it.`,
      );
    }
    if (isAnother && (await isSyncing(dbTx, scope))) {
      throw new Failure(409, 'syncing', 'It is being posted at this moment. Please try again in a minute.');
    }
    const { number, contactName, dueMinor } = invoice;
    await keepOlderDebt(dbTx, { ...scope, personId }, receipt, {
      ...{ organisationId, invoiceId, number, contactName, dueMinor },
    });
    await appendEvent(dbTx, {
      ...{ ...scope, personId, kind: 'older_debt_chosen' },
      text: isRest
        ? `The rest of payment ${receiptId}, beyond what its customer owes here, goes to invoice ${number} of ${contactName} in Xero.`
        : `Receipt ${receiptId} is invoice ${number} of ${contactName} in Xero. What is paid on it goes there.`,
      data: { tillTransactionId, debtOf, outlet, receiptId, invoiceId },
    });
  });
}

async function booksOf(db: Db, of: Scope): Promise<{ xero: XeroAccess; currency: string }> {
  const xero = told(await withXero(db, of));
  const row = await organisationOf(db, xero);
  if (!row?.baseCurrency) {
    throw new Failure(
      409,
      'organisation_unread',
      'The organisation was not read yet. Press Refresh from Xero under Accounts.',
    );
  }
  return { xero, currency: row.baseCurrency };
}

function told<T>(result: XeroResult<T>): T {
  if (result.ok) return result.value;
  throw new Failure(502, result.kind, result.message);
}
