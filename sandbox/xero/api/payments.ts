import { guessedText } from '../assumptions.ts';
import { dayMs } from '../base/dates.ts';
import { fitsScale, formatMinor, toMinor } from '../base/decimal.ts';
import { newId, ZERO_ID } from '../base/ids.ts';
import { type Books, dueMinor } from '../books/books.ts';
import type { Account, Doc, Payment } from '../books/types.ts';
import type { Answer } from '../http/message.ts';
import { batch, envelope, type Outcome } from './batch.ts';
import { type Context, lockRefusal, namedAccount, noFindings, todayOf } from './context.ts';
import { findDocument } from './document-kinds.ts';
import { notFound } from './errors.ts';
import { elementsOf, Input } from './input.ts';
import { invalidCode } from './lines.ts';
import { list } from './list.ts';
import type { Fields } from './where.ts';
import { money, paymentType, paymentWire } from './wire.ts';

/** PUT /Payments: payments of invoices and refunds of credit notes. */
export const createPayments = (context: Context): Answer =>
  batch(context, 'Payments', (input) => create(context, input));

function create(context: Context, input: Input): Outcome {
  const { books } = context;
  const findings = noFindings();
  const doc = paidDocument(books, input, findings.errors);
  const account = receivingAccount(books, input, findings.errors);
  const date = input.day('Date') ?? todayOf(context);
  const amount = input.decimal('Amount');
  const amountMinor = amount && fitsScale(amount, 2) ? toMinor(amount) : 0;
  if (amount && !fitsScale(amount, 2)) findings.errors.push(guessedText.amountPlaces('Amount'));
  else if (amountMinor <= 0) findings.errors.push(guessedText.paymentAmountZero);
  if (doc) {
    if (doc.status !== 'AUTHORISED') {
      findings.errors.push('Payments can only be made against Authorised documents');
    } else if (amountMinor > dueMinor(doc)) {
      findings.errors.push('Payment amount exceeds the amount outstanding on this document');
    }
    if (account?.type === 'BANK' && account.currency !== doc.currency) {
      findings.errors.push(guessedText.paymentCurrency);
    }
    if (date < doc.date) findings.warnings.push(guessedText.paymentBeforeInvoice);
  }
  const locked = lockRefusal(books, date);
  if (locked !== null) findings.errors.push(locked);
  if (findings.errors.length > 0 || !doc || !account) {
    return { wire: echo(input, amountMinor), errors: findings.errors, warnings: findings.warnings };
  }
  return {
    wire: {},
    errors: [],
    warnings: findings.warnings,
    commit: () => {
      const now = context.clock.now();
      const payment: Payment = {
        id: newId(),
        docId: doc.id,
        accountId: account.id,
        date,
        amountMinor,
        reference: input.text('Reference') ?? '',
        reconciled: input.flag('IsReconciled') ?? false,
        status: 'AUTHORISED',
        createdMs: now,
        updatedMs: now,
      };
      books.put('payment', payment);
      return paymentWire(books, payment, 'full');
    },
  };
}

const echo = (input: Input, amountMinor: number) => ({
  PaymentID: ZERO_ID,
  Invoice: input.object('Invoice')?.value,
  CreditNote: input.object('CreditNote')?.value,
  Account: input.object('Account')?.value,
  Amount: money(amountMinor),
  Reference: input.text('Reference') ?? '',
  HasAccount: input.has('Account'),
});

function paidDocument(books: Books, input: Input, errors: string[]): Doc | null {
  const invoice = input.object('Invoice');
  const creditNote = input.object('CreditNote');
  const invoiceKey =
    invoice?.filled('InvoiceID') ?? invoice?.filled('InvoiceNumber') ?? input.filled('InvoiceNumber');
  const creditNoteKey =
    creditNote?.filled('CreditNoteID') ??
    creditNote?.filled('CreditNoteNumber') ??
    input.filled('CreditNoteNumber');
  if (invoiceKey === null || invoiceKey === undefined) {
    if (creditNoteKey === null || creditNoteKey === undefined) {
      errors.push(guessedText.paymentTargetMissing);
      return null;
    }
  }
  const doc =
    invoiceKey !== null && invoiceKey !== undefined
      ? findDocument(books, 'invoice', invoiceKey)
      : findDocument(books, 'creditNote', creditNoteKey ?? '');
  if (!doc) errors.push(guessedText.paymentTargetUnknown);
  return doc ?? null;
}

/** The account that receives or pays: a bank account, or one on which payments are enabled. */
function receivingAccount(books: Books, input: Input, errors: string[]): Account | null {
  const named = input.object('Account') ?? new Input({ Code: input.text('Code') }, input.path);
  const code = named.filled('AccountID') ?? named.filled('Code') ?? '';
  const account = namedAccount(books, named, 'AccountID', 'Code');
  if (account?.status === 'ARCHIVED') {
    errors.push(guessedText.archivedAccount(code));
    return null;
  }
  if (!account || (account.type !== 'BANK' && !account.enablePayments)) {
    errors.push(invalidCode(code));
    return null;
  }
  return account;
}

/** POST /Payments/{id} with Status DELETED: the only change that a payment allows. */
export function changePayment(context: Context, id: string): Answer {
  const { books, call } = context;
  const payment = books.payments.get(id.toLowerCase());
  if (!payment) throw notFound();
  const sent = elementsOf(call.body, 'Payments')[0];
  return batch(context, 'Payments', () => {
    const errors: string[] = [];
    if (sent?.filled('Status')?.toUpperCase() !== 'DELETED' || payment.status === 'DELETED') {
      errors.push('Payment not of valid status for modification');
    }
    if (payment.reconciled) errors.push(guessedText.reconciled('Payment'));
    const locked = lockRefusal(books, payment.date);
    if (locked !== null) errors.push(locked);
    return {
      wire: paymentWire(books, payment, 'full'),
      errors,
      warnings: [],
      commit: () => paymentWire(books, deletePayment(books, payment, context.clock.now()), 'full'),
    };
  });
}

/** Takes a payment back; a document that was PAID is AUTHORISED again. */
export function deletePayment(books: Books, payment: Payment, nowMs: number): Payment {
  const deleted: Payment = { ...payment, status: 'DELETED', updatedMs: nowMs };
  books.put('payment', deleted);
  return deleted;
}

/** GET /Payments */
export function listPayments(context: Context): Answer {
  const { books } = context;
  const { rows, pagination } = list(context, books.payments, {
    entity: 'Payment',
    fields: paymentFields(books),
    updatedMs: (row) => row.updatedMs,
  });
  return envelope(context, {
    ...(pagination ? { pagination } : {}),
    Payments: rows.map((row) => paymentWire(books, row, 'row')),
  });
}

/** GET /Payments/{id} */
export function getPayment(context: Context, id: string): Answer {
  const payment = context.books.payments.get(id.toLowerCase());
  if (!payment) throw notFound();
  return envelope(context, { Payments: [paymentWire(context.books, payment, 'full')] });
}

const lower = (value: string): string => value.toLowerCase();

function paymentFields(books: Books): Fields<Payment> {
  const doc = (row: Payment) => books.document(row.docId);
  const account = (row: Payment) => books.account(row.accountId);
  return {
    PaymentID: { type: 'guid', get: (row) => row.id },
    Reference: { type: 'text', get: (row) => row.reference, index: { name: 'reference', key: lower } },
    'Invoice.InvoiceID': { type: 'guid', get: (row) => row.docId, index: { name: 'docId', key: lower } },
    'Invoice.InvoiceNumber': { type: 'text', get: (row) => doc(row).number },
    'Invoice.Type': { type: 'word', get: (row) => doc(row).type },
    'Invoice.Contact.ContactID': { type: 'guid', get: (row) => doc(row).contactId },
    'Account.AccountID': {
      type: 'guid',
      get: (row) => row.accountId,
      index: { name: 'accountId', key: lower },
    },
    'Account.Code': { type: 'text', get: (row) => account(row).code },
    PaymentType: { type: 'word', get: (row) => paymentType(doc(row)) },
    Status: { type: 'word', get: (row) => row.status },
    Date: { type: 'day', get: (row) => dayMs(row.date) },
    UpdatedDateUTC: { type: 'day', get: (row) => row.updatedMs },
    Amount: { type: 'amount', get: (row) => formatMinor(row.amountMinor) },
    IsReconciled: { type: 'flag', get: (row) => row.reconciled },
  };
}
