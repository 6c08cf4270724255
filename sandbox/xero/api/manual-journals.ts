import { guessedText } from '../assumptions.ts';
import { dayMs, wireDay } from '../base/dates.ts';
import { fitsScale, formatMinor, toMinor } from '../base/decimal.ts';
import { newId, ZERO_ID } from '../base/ids.ts';
import { taxOn } from '../books/arithmetic.ts';
import type { Books } from '../books/books.ts';
import { ACCOUNT_TYPES, type JournalLine, type LineAmountTypes, type ManualJournal } from '../books/types.ts';
import type { Answer } from '../http/message.ts';
import { batch, envelope, type Outcome } from './batch.ts';
import { type Context, type Findings, lockRefusal, namedAccount, noFindings, todayOf } from './context.ts';
import { LINE_AMOUNT_TYPES } from './document-kinds.ts';
import { notFound } from './errors.ts';
import type { Input } from './input.ts';
import { list } from './list.ts';
import { readTracking } from './tracking.ts';
import type { Fields } from './where.ts';
import { manualJournalWire } from './wire.ts';

const STATUSES = ['DRAFT', 'POSTED', 'DELETED', 'VOIDED', 'ARCHIVED'] as const;
const NOT_IN_JOURNALS = new Set(['DEBTORS', 'CREDITORS', 'RETAINEDEARNINGS']);

/** PUT and POST /ManualJournals; `id` when the address names one. */
export function saveManualJournals(context: Context, id: string | null): Answer {
  return batch(context, 'ManualJournals', (input) => {
    const sentId = id ?? (context.call.method === 'POST' ? input.filled('ManualJournalID') : null);
    if (sentId === null) return save(context, input, null);
    const old = context.books.manualJournals.get(sentId.toLowerCase());
    if (!old) {
      const errors = ['An existing Manual Journal with the specified ManualJournalID could not be found'];
      return { wire: { ManualJournalID: sentId }, errors, warnings: [] };
    }
    const status = input.word('Status', STATUSES, 'ManualJournalStatus');
    return status === 'VOIDED' || status === 'DELETED'
      ? end(context, old, status)
      : save(context, input, old);
  });
}

function end(context: Context, old: ManualJournal, status: 'VOIDED' | 'DELETED'): Outcome {
  const errors: string[] = [];
  if (old.status !== (status === 'VOIDED' ? 'POSTED' : 'DRAFT')) errors.push(guessedText.journalStatus);
  const locked = lockRefusal(context.books, old.date);
  if (locked !== null) errors.push(locked);
  return {
    wire: manualJournalWire(context.books, old, true),
    errors,
    warnings: [],
    commit: () => {
      const row: ManualJournal = { ...old, status, updatedMs: context.clock.now() };
      context.books.put('manualJournal', row);
      return manualJournalWire(context.books, row, true);
    },
  };
}

function save(context: Context, input: Input, old: ManualJournal | null): Outcome {
  const { books } = context;
  const findings = noFindings();
  const { errors } = findings;
  const narration = input.filled('Narration') ?? old?.narration ?? null;
  if (narration === null) errors.push(guessedText.narrationMissing);
  const date = input.day('Date') ?? old?.date ?? todayOf(context);
  const types =
    input.word('LineAmountTypes', LINE_AMOUNT_TYPES, 'LineAmountType') ?? old?.lineAmountTypes ?? 'NoTax';
  const status = input.word('Status', STATUSES, 'ManualJournalStatus') ?? old?.status ?? 'DRAFT';
  if (status !== 'DRAFT' && status !== 'POSTED') errors.push(guessedText.journalStatus);
  if (old && old.status !== 'DRAFT' && !(old.status === 'POSTED' && status === 'POSTED')) {
    errors.push(guessedText.journalStatus);
  }
  const sent = input.list('JournalLines');
  const lines = sent || !old ? (sent ?? []).map((line) => readLine(books, line, types, findings)) : old.lines;
  if (lines.length < 2) errors.push(guessedText.journalLines);
  refuseUnbalanced(lines, types, errors);
  const locked = lockRefusal(books, date);
  if (locked !== null) errors.push(locked);
  const complete = lines.filter((line): line is JournalLine => line !== null);
  if (errors.length > 0) {
    const wire = {
      ManualJournalID: old?.id ?? ZERO_ID,
      Narration: narration ?? '',
      Date: wireDay(date),
      Status: status,
    };
    return { wire, errors: [...new Set(errors)], warnings: findings.warnings };
  }
  return {
    wire: {},
    errors,
    warnings: findings.warnings,
    commit: () => {
      const now = context.clock.now();
      const row: ManualJournal = {
        id: old?.id ?? newId(),
        narration: narration ?? '',
        date,
        status: status as ManualJournal['status'],
        lineAmountTypes: types,
        lines: complete,
        showOnCashBasis: input.flag('ShowOnCashBasisReports') ?? old?.showOnCashBasis ?? true,
        createdMs: old?.createdMs ?? now,
        updatedMs: now,
      };
      books.put('manualJournal', row);
      return manualJournalWire(books, row, true);
    },
  };
}

function readLine(
  books: Books,
  input: Input,
  types: LineAmountTypes,
  findings: Findings,
): JournalLine | null {
  const code = input.filled('AccountCode') ?? input.filled('AccountID') ?? '';
  const account = namedAccount(books, input, 'AccountID', 'AccountCode');
  const amount = input.decimal('LineAmount');
  if (amount && !fitsScale(amount, 2)) findings.errors.push(guessedText.amountPlaces('LineAmount'));
  if (account?.status !== 'ACTIVE') {
    findings.errors.push(guessedText.journalAccount(code));
    return null;
  }
  if (account.type === 'BANK' || NOT_IN_JOURNALS.has(account.systemAccount ?? '')) {
    findings.errors.push(guessedText.journalAccount(code));
  }
  const taxType = input.filled('TaxType') ?? account.taxType;
  const rate = books.taxRates.first('taxType', taxType.toUpperCase());
  const accountClass = ACCOUNT_TYPES[account.type];
  if (!rate) {
    findings.errors.push(
      `The TaxType code ${taxType} does not exist or cannot be used for this type of transaction.`,
    );
  } else if (types !== 'NoTax' && accountClass && !rate.appliesTo.includes(accountClass)) {
    findings.errors.push(`The TaxType code '${taxType}' cannot be used with account code '${code}'.`);
  }
  const lineMinor = amount && fitsScale(amount, 2) ? toMinor(amount) : 0;
  return {
    accountId: account.id,
    description: input.filled('Description'),
    lineMinor,
    taxMinor: taxOn(lineMinor, rate?.effectiveE4 ?? 0, types),
    taxType,
    tracking: readTracking(books, input.list('Tracking') ?? [], true, findings),
  };
}

/** Debits are positive, credits negative; with tax outside the lines it counts too. */
function refuseUnbalanced(lines: (JournalLine | null)[], types: LineAmountTypes, errors: string[]): void {
  let debits = 0;
  let credits = 0;
  for (const line of lines) {
    const minor = line ? line.lineMinor + (types === 'Exclusive' ? line.taxMinor : 0) : 0;
    if (minor > 0) debits += minor;
    else credits += minor;
  }
  if (debits + credits !== 0) {
    errors.push(
      `The total debits (${formatMinor(debits)}) must equal total credits (${formatMinor(credits)})`,
    );
  }
}

/** GET /ManualJournals */
export function listManualJournals(context: Context): Answer {
  const { books } = context;
  const { rows, pagination } = list(context, books.manualJournals, {
    entity: 'ManualJournal',
    fields: manualJournalFields,
    updatedMs: (row) => row.updatedMs,
  });
  return envelope(context, {
    ...(pagination ? { pagination } : {}),
    ManualJournals: rows.map((row) => manualJournalWire(books, row, pagination !== null)),
  });
}

/** GET /ManualJournals/{id} */
export function getManualJournal(context: Context, id: string): Answer {
  const row = context.books.manualJournals.get(id.toLowerCase());
  if (!row) throw notFound();
  return envelope(context, { ManualJournals: [manualJournalWire(context.books, row, true)] });
}

const manualJournalFields: Fields<ManualJournal> = {
  ManualJournalID: { type: 'guid', get: (row) => row.id },
  Narration: {
    type: 'text',
    get: (row) => row.narration,
    index: { name: 'narration', key: (value) => value.toLowerCase() },
  },
  Status: { type: 'word', get: (row) => row.status },
  Date: { type: 'day', get: (row) => dayMs(row.date) },
  UpdatedDateUTC: { type: 'day', get: (row) => row.updatedMs },
};
