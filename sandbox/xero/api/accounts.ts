import { guessedText, MAX_ACCOUNT_NAME_LENGTH } from '../assumptions.ts';
import { newId, ZERO_ID } from '../base/ids.ts';
import type { Books } from '../books/books.ts';
import { ACCOUNT_TYPES, type Account } from '../books/types.ts';
import type { Answer } from '../http/message.ts';
import { batch, envelope } from './batch.ts';
import type { Context } from './context.ts';
import { notFound } from './errors.ts';
import { Input } from './input.ts';
import { list } from './list.ts';
import type { Fields } from './where.ts';
import { accountWire } from './wire.ts';

/** PUT /Accounts creates, POST /Accounts/{id} changes or archives. */
export function saveAccounts(context: Context, id: string | null): Answer {
  const { books } = context;
  const old = id === null ? null : (books.accounts.get(id.toLowerCase()) ?? null);
  if (id !== null && (!old || old.status === 'DELETED')) throw notFound();
  return batch(
    context,
    'Accounts',
    (input) => {
      const { account, errors } = plannedAccount(books, input, old, context.clock.now());
      const echo = { ...input.value, AccountID: old?.id ?? ZERO_ID };
      return {
        wire: echo,
        errors,
        warnings: [],
        commit: () => {
          books.put('account', account);
          return accountWire(account);
        },
      };
    },
    { summarizes: false },
  );
}

/** The account that a change comes to, and why it cannot be. */
export function plannedAccount(
  books: Books,
  input: Input,
  old: Account | null,
  nowMs: number,
): { account: Account; errors: string[] } {
  const errors: string[] = [];
  const type = input.word('Type', Object.keys(ACCOUNT_TYPES), 'AccountType') ?? old?.type ?? null;
  const name = input.filled('Name')?.trim() ?? old?.name ?? null;
  const code = input.filled('Code') ?? old?.code ?? null;
  const status =
    input.word('Status', ['ACTIVE', 'ARCHIVED'] as const, 'AccountStatus') ?? old?.status ?? 'ACTIVE';
  if (name === null) errors.push(guessedText.accountFieldMissing('Name'));
  if (type === null) errors.push(guessedText.accountFieldMissing('Type'));
  if (code === null && type !== 'BANK') errors.push(guessedText.accountFieldMissing('Code'));
  if (name !== null && name.length > MAX_ACCOUNT_NAME_LENGTH) errors.push(guessedText.accountNameTooLong);
  if (code !== null && code.length > 10) errors.push('Code must not be more than 10 characters.');
  const bankNumber = input.filled('BankAccountNumber') ?? old?.bankAccountNumber ?? null;
  if (type === 'BANK' && bankNumber === null) errors.push(guessedText.bankAccountNumberMissing);
  refuseNamesakes(books, old, name, code, errors);
  if (old?.systemAccount && (status !== old.status || type !== old.type))
    errors.push(guessedText.systemAccountChange);
  const taxType = input.filled('TaxType')?.toUpperCase() ?? old?.taxType ?? defaultTaxType(books, type);
  const rate = books.taxRates.first('taxType', taxType);
  const accountClass = ACCOUNT_TYPES[type ?? ''];
  if (!rate) {
    errors.push(`The TaxType code ${taxType} does not exist or cannot be used for this type of transaction.`);
  } else if (input.filled('TaxType') && accountClass && !rate.appliesTo.includes(accountClass)) {
    errors.push(guessedText.accountTaxMisfit(taxType, type ?? ''));
  }
  const currency = input.filled('CurrencyCode') ?? old?.currency ?? books.organisation.currency;
  if (!books.organisation.currencies.includes(currency)) {
    errors.push(`Users Organisation is not subscribed to currency ${currency}`);
  }
  const account: Account = {
    id: old?.id ?? newId(),
    code,
    name: name ?? '',
    type: type ?? 'EXPENSE',
    taxType,
    status,
    systemAccount: old?.systemAccount ?? null,
    enablePayments: input.flag('EnablePaymentsToAccount') ?? old?.enablePayments ?? false,
    description: input.text('Description') ?? old?.description ?? '',
    bankAccountNumber: bankNumber,
    bankAccountType:
      type === 'BANK' ? (input.filled('BankAccountType') ?? old?.bankAccountType ?? 'BANK') : null,
    currency,
    updatedMs: nowMs,
  };
  return { account, errors };
}

function refuseNamesakes(
  books: Books,
  old: Account | null,
  name: string | null,
  code: string | null,
  errors: string[],
): void {
  const others = (found: Account[]) =>
    found.some((account) => account.id !== old?.id && account.status !== 'DELETED');
  if (name !== null && others(books.accounts.find('name', name.toLowerCase())))
    errors.push('Please enter a unique Name.');
  if (code !== null && others(books.accounts.find('code', code.toLowerCase())))
    errors.push(guessedText.accountCodeTaken);
}

function defaultTaxType(books: Books, type: string | null): string {
  const wanted =
    ACCOUNT_TYPES[type ?? ''] === 'REVENUE'
      ? 'OUTPUT'
      : ACCOUNT_TYPES[type ?? ''] === 'EXPENSE'
        ? 'INPUT'
        : '';
  const usual = books.accounts.first('code', wanted === 'OUTPUT' ? '200' : '429')?.taxType;
  if (wanted !== '' && usual !== undefined) return usual;
  return books.systemAccount('ROUNDING').taxType;
}

/** DELETE /Accounts/{id}: only one that was never used. */
export function deleteAccount(context: Context, id: string): Answer {
  const { books } = context;
  const account = books.accounts.get(id.toLowerCase());
  if (!account || account.status === 'DELETED') throw notFound();
  return batch(
    { ...context, call: { ...context.call, body: Buffer.from('{}') } },
    'Accounts',
    () => {
      const used = isUsed(books, account.id);
      const errors = used || account.systemAccount ? [guessedText.systemAccountChange] : [];
      return {
        wire: accountWire(account),
        errors,
        warnings: [],
        commit: () => {
          const deleted: Account = { ...account, status: 'DELETED', updatedMs: context.clock.now() };
          books.put('account', deleted);
          return accountWire(deleted);
        },
      };
    },
    { summarizes: false },
  );
}

function isUsed(books: Books, accountId: string): boolean {
  for (const { journal } of books.journals()) {
    if (journal.postings.some((posting) => posting.accountId === accountId)) return true;
  }
  return false;
}

/** GET /Accounts */
export function listAccounts(context: Context): Answer {
  const { rows } = list(context, context.books.accounts, {
    entity: 'Account',
    fields: accountFields,
    keep: (account) => account.status !== 'DELETED',
    updatedMs: (account) => account.updatedMs,
  });
  return envelope(context, { Accounts: rows.map(accountWire) });
}

/** GET /Accounts/{id} */
export function getAccount(context: Context, id: string): Answer {
  const account = context.books.accounts.get(id.toLowerCase());
  if (!account || account.status === 'DELETED') throw notFound();
  return envelope(context, { Accounts: [accountWire(account)] });
}

/** Reads a change that comes from a person or a control call, by the same rules. */
export const accountInput = (value: Record<string, unknown>): Input => new Input(value, 'Accounts[0]');

const accountFields: Fields<Account> = {
  AccountID: { type: 'guid', get: (row) => row.id },
  Code: { type: 'text', get: (row) => row.code },
  Name: { type: 'text', get: (row) => row.name },
  Type: { type: 'word', get: (row) => row.type },
  Class: { type: 'word', get: (row) => ACCOUNT_TYPES[row.type] ?? null },
  Status: { type: 'word', get: (row) => row.status },
  TaxType: { type: 'word', get: (row) => row.taxType },
  SystemAccount: { type: 'word', get: (row) => row.systemAccount ?? '' },
  EnablePaymentsToAccount: { type: 'flag', get: (row) => row.enablePayments },
  BankAccountNumber: { type: 'text', get: (row) => row.bankAccountNumber },
  BankAccountType: { type: 'word', get: (row) => row.bankAccountType ?? '' },
  CurrencyCode: { type: 'word', get: (row) => row.currency },
  UpdatedDateUTC: { type: 'day', get: (row) => row.updatedMs },
};
