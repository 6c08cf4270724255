import { guessedText } from '../assumptions.ts';
import { dayMs } from '../base/dates.ts';
import { fitsScale, formatMinor, toMinor } from '../base/decimal.ts';
import { newId, ZERO_ID } from '../base/ids.ts';
import type { Books } from '../books/books.ts';
import type { BankTransfer } from '../books/types.ts';
import type { Answer } from '../http/message.ts';
import { bankAccount } from './bank-transactions.ts';
import { batch, envelope, type Outcome } from './batch.ts';
import { type Context, lockRefusal, noFindings, todayOf } from './context.ts';
import { notFound } from './errors.ts';
import type { Input } from './input.ts';
import { list } from './list.ts';
import { readTracking } from './tracking.ts';
import type { Fields } from './where.ts';
import { bankTransferWire, money } from './wire.ts';

/** PUT /BankTransfers. It has no summarizeErrors: one bad transfer makes the answer a 400. */
export const createBankTransfers = (context: Context): Answer =>
  batch(context, 'BankTransfers', (input) => create(context, input), { summarizes: false });

function create(context: Context, input: Input): Outcome {
  const { books } = context;
  const findings = noFindings();
  const { errors } = findings;
  const from = bankAccount(books, input, 'FromBankAccount', errors);
  const to = bankAccount(books, input, 'ToBankAccount', errors);
  if (from && to) {
    if (from.id === to.id) errors.push(guessedText.transferSameAccount);
    if (from.currency !== to.currency) errors.push(guessedText.transferCurrency);
  }
  const amount = input.decimal('Amount');
  const amountMinor = amount && fitsScale(amount, 2) ? toMinor(amount) : 0;
  if (amount && !fitsScale(amount, 2)) errors.push(guessedText.amountPlaces('Amount'));
  else if (amountMinor <= 0) errors.push(guessedText.transferAmount);
  const date = input.day('Date') ?? todayOf(context);
  const locked = lockRefusal(books, date);
  if (locked !== null) errors.push(locked);
  const fromTracking = readTracking(books, input.list('FromTracking') ?? [], true, findings);
  const toTracking = readTracking(books, input.list('ToTracking') ?? [], true, findings);
  if (errors.length > 0 || !from || !to) {
    const wire = {
      BankTransferID: ZERO_ID,
      FromBankAccount: input.object('FromBankAccount')?.value,
      ToBankAccount: input.object('ToBankAccount')?.value,
      Amount: money(amountMinor),
      Reference: input.text('Reference') ?? '',
    };
    return { wire, errors, warnings: findings.warnings };
  }
  return {
    wire: {},
    errors,
    warnings: findings.warnings,
    commit: () => {
      const now = context.clock.now();
      const row: BankTransfer = {
        id: newId(),
        fromAccountId: from.id,
        toAccountId: to.id,
        fromTransactionId: newId(),
        toTransactionId: newId(),
        amountMinor,
        date,
        reference: input.text('Reference') ?? '',
        fromReconciled: input.flag('FromIsReconciled') ?? false,
        toReconciled: input.flag('ToIsReconciled') ?? false,
        fromTracking,
        toTracking,
        status: 'AUTHORISED',
        createdMs: now,
        updatedMs: now,
      };
      books.put('bankTransfer', row);
      return bankTransferWire(books, row);
    },
  };
}

/** POST /BankTransfers and /BankTransfers/{id}: deletes, and nothing else. */
export function deleteBankTransfers(context: Context, id: string | null): Answer {
  const { books } = context;
  if (id !== null && !books.bankTransfers.get(id.toLowerCase())) throw notFound();
  return batch(context, 'BankTransfers', (input) => {
    const key = id ?? input.filled('BankTransferID') ?? '';
    const row = books.bankTransfers.get(key.toLowerCase());
    if (!row) {
      const errors = ['An existing Bank Transfer with the specified BankTransferID could not be found'];
      return { wire: { BankTransferID: key }, errors, warnings: [] };
    }
    const errors: string[] = [];
    const deletes = input.word('Status', ['AUTHORISED', 'DELETED'], 'BankTransferStatus') === 'DELETED';
    if (!deletes || row.status === 'DELETED') errors.push(guessedText.transferStatus);
    if (row.fromReconciled || row.toReconciled) errors.push(guessedText.reconciled('Bank Transfer'));
    const locked = lockRefusal(books, row.date);
    if (locked !== null) errors.push(locked);
    return {
      wire: bankTransferWire(books, row),
      errors,
      warnings: [],
      commit: () => bankTransferWire(books, deleteBankTransfer(books, row, context.clock.now())),
    };
  });
}

export function deleteBankTransfer(books: Books, row: BankTransfer, nowMs: number): BankTransfer {
  const deleted: BankTransfer = { ...row, status: 'DELETED', updatedMs: nowMs };
  books.put('bankTransfer', deleted);
  return deleted;
}

/** GET /BankTransfers: deleted ones only with includeDeleted=true. */
export function listBankTransfers(context: Context): Answer {
  const { books } = context;
  const withDeleted = context.call.query.get('includeDeleted')?.toLowerCase() === 'true';
  const { rows } = list(context, books.bankTransfers, {
    entity: 'BankTransfer',
    fields: bankTransferFields(books),
    keep: withDeleted ? undefined : (row) => row.status !== 'DELETED',
    updatedMs: (row) => row.updatedMs,
  });
  return envelope(context, { BankTransfers: rows.map((row) => bankTransferWire(books, row)) });
}

/** GET /BankTransfers/{id} */
export function getBankTransfer(context: Context, id: string): Answer {
  const row = context.books.bankTransfers.get(id.toLowerCase());
  if (!row) throw notFound();
  return envelope(context, { BankTransfers: [bankTransferWire(context.books, row)] });
}

function bankTransferFields(books: Books): Fields<BankTransfer> {
  return {
    BankTransferID: { type: 'guid', get: (row) => row.id },
    Reference: {
      type: 'text',
      get: (row) => row.reference,
      index: { name: 'reference', key: (value) => value.toLowerCase() },
    },
    Status: { type: 'word', get: (row) => row.status },
    'FromBankAccount.AccountID': { type: 'guid', get: (row) => row.fromAccountId },
    'ToBankAccount.AccountID': { type: 'guid', get: (row) => row.toAccountId },
    'FromBankAccount.Code': { type: 'text', get: (row) => books.account(row.fromAccountId).code },
    'ToBankAccount.Code': { type: 'text', get: (row) => books.account(row.toAccountId).code },
    Date: { type: 'day', get: (row) => dayMs(row.date) },
    CreatedDateUTC: { type: 'day', get: (row) => row.createdMs },
    Amount: { type: 'amount', get: (row) => formatMinor(row.amountMinor) },
    HasAttachments: { type: 'flag', get: () => false },
  };
}
