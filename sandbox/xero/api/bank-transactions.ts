import { guessedText, LISTS_WITHOUT_PAGE_HAVE_NO_LINES } from '../assumptions.ts';
import { dayMs, dayString, wireDay } from '../base/dates.ts';
import { formatMinor } from '../base/decimal.ts';
import { newId, ZERO_ID } from '../base/ids.ts';
import { totals } from '../books/arithmetic.ts';
import type { Books } from '../books/books.ts';
import type { Account, BankTransaction } from '../books/types.ts';
import type { Answer } from '../http/message.ts';
import { batch, envelope, type Outcome } from './batch.ts';
import { IDENTIFY_CONTACT, planContact, putContact } from './contact-rules.ts';
import { type Context, lockRefusal, namedAccount, noFindings, todayOf } from './context.ts';
import { LINE_AMOUNT_TYPES } from './document-kinds.ts';
import { notFound } from './errors.ts';
import type { Input } from './input.ts';
import { readLines, totalRefusal, unitPlacesOf } from './lines.ts';
import { list } from './list.ts';
import type { Fields } from './where.ts';
import { bankTransactionWire } from './wire.ts';

const TYPES = [
  'RECEIVE',
  'SPEND',
  'RECEIVE-OVERPAYMENT',
  'RECEIVE-PREPAYMENT',
  'SPEND-OVERPAYMENT',
  'SPEND-PREPAYMENT',
  'RECEIVE-TRANSFER',
  'SPEND-TRANSFER',
] as const;
const STATUSES = ['AUTHORISED', 'DELETED', 'VOIDED'] as const;

/** PUT and POST /BankTransactions; `id` when the address names one. */
export function saveBankTransactions(context: Context, id: string | null): Answer {
  return batch(context, 'BankTransactions', (input) => {
    const sentId = id ?? (context.call.method === 'POST' ? input.filled('BankTransactionID') : null);
    if (sentId === null) return save(context, input, null);
    const old = context.books.bankTransactions.get(sentId.toLowerCase());
    if (!old) {
      const errors = ['An existing Bank Transaction with the specified BankTransactionID could not be found'];
      return { wire: { BankTransactionID: sentId }, errors, warnings: [] };
    }
    return input.word('Status', STATUSES, 'BankTransactionStatus') === 'DELETED'
      ? remove(context, old)
      : save(context, input, old);
  });
}

function remove(context: Context, old: BankTransaction): Outcome {
  const errors: string[] = [];
  if (old.status === 'DELETED') errors.push(guessedText.bankTransactionDeleted);
  if (old.reconciled) {
    errors.push('This Bank Transaction cannot be edited as it has been reconciled with a Bank Statement.');
  }
  const locked = lockRefusal(context.books, old.date);
  if (locked !== null) errors.push(locked);
  const wire = bankTransactionWire(context.books, old, true);
  return {
    wire,
    errors,
    warnings: [],
    commit: () => {
      const row = deleteBankTransaction(context.books, old, context.clock.now());
      return bankTransactionWire(context.books, row, true);
    },
  };
}

export function deleteBankTransaction(books: Books, old: BankTransaction, nowMs: number): BankTransaction {
  const deleted: BankTransaction = { ...old, status: 'DELETED', updatedMs: nowMs };
  books.put('bankTransaction', deleted);
  return deleted;
}

function save(context: Context, input: Input, old: BankTransaction | null): Outcome {
  const { books } = context;
  const findings = noFindings();
  const { errors } = findings;
  const type = input.word('Type', TYPES, 'BankTransactionType') ?? old?.type ?? null;
  if (type !== 'SPEND' && type !== 'RECEIVE') {
    errors.push(type === null ? guessedText.accountFieldMissing('Type') : guessedText.bankTypeRefused(type));
  }
  const status = input.word('Status', STATUSES, 'BankTransactionStatus') ?? 'AUTHORISED';
  if (status !== 'AUTHORISED') errors.push('Bank Transaction not of valid status for creation');
  if (old?.status === 'DELETED') errors.push(guessedText.bankTransactionDeleted);
  const contact = input.object('Contact');
  const keep = old && !contact ? books.contacts.get(old.contactId) : undefined;
  const plan = keep
    ? { contact: keep, changed: false }
    : contact
      ? planContact(books, contact, context.clock.now(), false, errors)
      : null;
  if (!keep && !contact) errors.push(IDENTIFY_CONTACT);
  if (plan?.contact.status === 'ARCHIVED') errors.push(guessedText.contactArchived(plan.contact.name));
  const bank =
    old && !input.has('BankAccount')
      ? books.account(old.bankAccountId)
      : bankAccount(books, input, 'BankAccount', errors);
  const date = input.day('Date') ?? old?.date ?? todayOf(context);
  const types =
    input.word('LineAmountTypes', LINE_AMOUNT_TYPES, 'LineAmountType') ?? old?.lineAmountTypes ?? 'Inclusive';
  const currency = input.filled('CurrencyCode') ?? bank?.currency ?? books.organisation.currency;
  if (bank && bank.currency !== currency) errors.push(guessedText.paymentCurrency);
  const lineInputs = input.list('LineItems');
  if ((lineInputs === null && !old) || lineInputs?.length === 0)
    errors.push('One or more line items must be specified');
  const rules = {
    types,
    unitPlaces: unitPlacesOf(context.call.query),
    strict: true,
    ownTaxOnly: true,
    discounts: false,
  };
  const read = lineInputs ? readLines(books, lineInputs, rules, findings) : [];
  const lines = lineInputs || !old ? read.map((item) => item.line) : old.lines;
  errors.push(...read.flatMap((item) => item.lineErrors));
  const sums = totals(lines, types);
  if (lines.length > 0) {
    const refusal = totalRefusal(input, sums.totalMinor);
    if (refusal !== null) errors.push(refusal);
    if (sums.totalMinor <= 0) errors.push(guessedText.bankTotalNotPositive);
  }
  const lockedDates = [date, old?.date].map((day) => (day === undefined ? null : lockRefusal(books, day)));
  const locked = lockedDates.find((refusal) => refusal !== null);
  if (locked) errors.push(locked);
  if (errors.length > 0 || !plan || !bank) {
    return {
      wire: {
        BankTransactionID: old?.id ?? ZERO_ID,
        Type: type ?? undefined,
        Contact: contact?.value,
        BankAccount: input.object('BankAccount')?.value,
        Reference: input.text('Reference') ?? '',
        DateString: dayString(date),
        Date: wireDay(date),
        LineAmountTypes: types,
        LineItems: [],
      },
      errors: [...new Set(errors)],
      warnings: findings.warnings,
    };
  }
  return {
    wire: {},
    errors: [],
    warnings: findings.warnings,
    commit: () => {
      const now = context.clock.now();
      const row: BankTransaction = {
        id: old?.id ?? newId(),
        type: type as BankTransaction['type'],
        contactId: putContact(books, plan, 'BANK', now).id,
        bankAccountId: bank.id,
        date,
        reference: input.has('Reference') ? (input.text('Reference') ?? '') : (old?.reference ?? ''),
        status: 'AUTHORISED',
        lineAmountTypes: types,
        currency,
        lines,
        ...sums,
        reconciled: input.flag('IsReconciled') ?? old?.reconciled ?? false,
        url: input.filled('Url') ?? old?.url ?? null,
        createdMs: old?.createdMs ?? now,
        updatedMs: now,
      };
      books.put('bankTransaction', row);
      return bankTransactionWire(books, row, true, unitPlacesOf(context.call.query));
    },
  };
}

/** An active account of type BANK, named by a field of the input. */
export function bankAccount(books: Books, input: Input, field: string, errors: string[]): Account | null {
  const named = input.object(field);
  if (!named) {
    errors.push(guessedText.bankAccountMissing);
    return null;
  }
  const account = namedAccount(books, named, 'AccountID', 'Code');
  if (account?.type !== 'BANK') {
    errors.push(guessedText.bankAccountUnknown);
    return null;
  }
  if (account.status !== 'ACTIVE') {
    errors.push(guessedText.bankAccountArchived);
    return null;
  }
  return account;
}

/** GET /BankTransactions */
export function listBankTransactions(context: Context): Answer {
  const { books } = context;
  const { rows, pagination } = list(context, books.bankTransactions, {
    entity: 'BankTransaction',
    fields: bankTransactionFields(books),
    updatedMs: (row) => row.updatedMs,
  });
  const withLines = pagination !== null || !LISTS_WITHOUT_PAGE_HAVE_NO_LINES;
  return envelope(context, {
    ...(pagination ? { pagination } : {}),
    BankTransactions: rows.map((row) =>
      bankTransactionWire(books, row, withLines, unitPlacesOf(context.call.query)),
    ),
  });
}

/** GET /BankTransactions/{id} */
export function getBankTransaction(context: Context, id: string): Answer {
  const row = context.books.bankTransactions.get(id.toLowerCase());
  if (!row) throw notFound();
  const wire = bankTransactionWire(context.books, row, true, unitPlacesOf(context.call.query));
  return envelope(context, { BankTransactions: [wire] });
}

const lower = (value: string): string => value.toLowerCase();

function bankTransactionFields(books: Books): Fields<BankTransaction> {
  const bank = (row: BankTransaction) => books.account(row.bankAccountId);
  return {
    BankTransactionID: { type: 'guid', get: (row) => row.id },
    Type: { type: 'word', get: (row) => row.type },
    Status: { type: 'word', get: (row) => row.status },
    Reference: { type: 'text', get: (row) => row.reference, index: { name: 'reference', key: lower } },
    'Contact.ContactID': {
      type: 'guid',
      get: (row) => row.contactId,
      index: { name: 'contactId', key: lower },
    },
    'Contact.Name': { type: 'text', get: (row) => books.contacts.get(row.contactId)?.name ?? null },
    'BankAccount.AccountID': {
      type: 'guid',
      get: (row) => row.bankAccountId,
      index: { name: 'bankAccountId', key: lower },
    },
    'BankAccount.Code': { type: 'text', get: (row) => bank(row).code },
    'BankAccount.Name': { type: 'text', get: (row) => bank(row).name },
    Date: { type: 'day', get: (row) => dayMs(row.date) },
    UpdatedDateUTC: { type: 'day', get: (row) => row.updatedMs },
    Total: { type: 'amount', get: (row) => formatMinor(row.totalMinor) },
    IsReconciled: { type: 'flag', get: (row) => row.reconciled },
  };
}
