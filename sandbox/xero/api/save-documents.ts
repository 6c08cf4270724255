/** Invoices, bills and credit notes: creating and changing them. */
import { guessedText, keepsItsNumber, MAX_NUMBER_LENGTH } from '../assumptions.ts';
import { type Day, dayString, wireDay } from '../base/dates.ts';
import { toMinor } from '../base/decimal.ts';
import { newId, ZERO_ID } from '../base/ids.ts';
import { totals } from '../books/arithmetic.ts';
import { type Books, isSettled } from '../books/books.ts';
import {
  type Contact,
  type Doc,
  type DocumentStatus,
  type DocumentType,
  isCredit,
  isSales,
  type LineAmountTypes,
} from '../books/types.ts';
import type { Answer } from '../http/message.ts';
import { batch, type Outcome } from './batch.ts';
import { planContact, putContact } from './contact-rules.ts';
import {
  type ContactPlan,
  type Context,
  type Findings,
  lockRefusal,
  noFindings,
  todayOf,
} from './context.ts';
import {
  findDocument,
  LINE_AMOUNT_TYPES,
  NAMES,
  type SentStatus,
  type Side,
  type SideNames,
  STATUSES,
} from './document-kinds.ts';
import type { Input } from './input.ts';
import { type ReadLine, readLines, totalRefusal, unitPlacesOf } from './lines.ts';
import { documentWire, lineWire, money, shownStatus, type Wire } from './wire.ts';

/** PUT: always creates. */
export function createDocuments(context: Context, side: Side): Answer {
  return batch(context, NAMES[side].collection, (input) => create(context, side, input));
}

/** POST: updates what has that id or number, creates the rest. */
export function saveDocuments(context: Context, side: Side, id: string | null): Answer {
  const names = NAMES[side];
  return batch(context, names.collection, (input) => {
    const sentId = id ?? input.filled(names.idField);
    const number = input.filled(names.numberField);
    if (sentId !== null) {
      const doc = findDocument(context.books, side, sentId);
      return doc ? update(context, side, input, doc) : unknownId(context, side, input);
    }
    const known = number === null ? undefined : findDocument(context.books, side, number);
    return known ? update(context, side, input, known) : create(context, side, input);
  });
}

function unknownId(context: Context, side: Side, input: Input): Outcome {
  const { spoken, idField } = NAMES[side];
  return {
    wire: echo(context, side, input, []),
    errors: [`An existing ${spoken} with the specified ${idField} could not be found`],
    warnings: [],
  };
}

interface Head {
  type: DocumentType | null;
  types: LineAmountTypes;
  date: Day;
  dueDate: Day | null;
  currency: string;
  reference: string;
  number: string | null;
}

function readHead(context: Context, side: Side, input: Input, old: Doc | null): Head {
  const names = NAMES[side];
  const date = input.day('Date') ?? old?.date ?? todayOf(context);
  return {
    type: input.word('Type', names.types, `${names.entity}Type`) ?? old?.type ?? null,
    types:
      input.word('LineAmountTypes', LINE_AMOUNT_TYPES, 'LineAmountType') ??
      old?.lineAmountTypes ??
      'Exclusive',
    date,
    dueDate: input.day('DueDate') ?? old?.dueDate ?? (side === 'invoice' ? date : null),
    currency: input.filled('CurrencyCode') ?? old?.currency ?? context.books.organisation.currency,
    reference: input.has('Reference') ? (input.text('Reference') ?? '') : (old?.reference ?? ''),
    number: input.filled(names.numberField) ?? old?.number ?? null,
  };
}

function create(context: Context, side: Side, input: Input): Outcome {
  const { books } = context;
  const names = NAMES[side];
  const findings = noFindings();
  const head = readHead(context, side, input, null);
  const status: SentStatus = input.word('Status', STATUSES, `${names.entity}Status`) ?? 'DRAFT';
  const lineInputs = input.list('LineItems') ?? [];
  if (lineInputs.length === 0) findings.errors.push('One or more line items must be specified');
  if (head.type === null) findings.errors.push(`${names.spoken} Type must be specified`);
  if (!['DRAFT', 'SUBMITTED', 'AUTHORISED'].includes(status)) {
    findings.errors.push(`${names.spoken} not of valid status for creation`);
  }
  const plan = readContact(context, input, null, findings);
  const strict = status !== 'DRAFT';
  const lines = readLines(books, lineInputs, lineRules(context, head, strict), findings);
  refuseHead(context, side, head, null, findings);
  const sums = totals(
    lines.map((l) => l.line),
    head.types,
  );
  refuseTotals(input, lines, sums.totalMinor, strict, findings);
  const refused = findings.errors.length > 0 || lines.some((l) => l.lineErrors.length > 0);
  if (refused || head.type === null || !plan) {
    return {
      wire: echo(context, side, input, lines),
      errors: withLineErrors(findings, lines),
      warnings: findings.warnings,
    };
  }
  const type = head.type;
  return {
    wire: {},
    errors: [],
    warnings: findings.warnings,
    commit: () => {
      const now = context.clock.now();
      const contact = putContact(books, plan, type, now);
      const doc: Doc = {
        id: newId(),
        type,
        number: head.number ?? (isSales(type) ? books.nextNumber(side) : null),
        reference: head.reference,
        contactId: contact.id,
        date: head.date,
        dueDate: head.dueDate,
        status: status as DocumentStatus,
        lineAmountTypes: head.types,
        currency: head.currency,
        lines: lines.map((l) => l.line),
        ...sums,
        url: input.filled('Url'),
        sentToContact: input.flag('SentToContact') ?? false,
        clientId: context.clientId,
        createdMs: now,
        updatedMs: now,
        settled: { paidMinor: 0, creditedMinor: 0, paymentIds: [], allocationIds: [] },
      };
      books.put('document', doc);
      return documentWire(books, books.document(doc.id), 'full', unitPlacesOf(context.call.query));
    },
  };
}

function lineRules(context: Context, head: Head, strict: boolean) {
  return {
    types: head.types,
    unitPlaces: unitPlacesOf(context.call.query),
    strict,
    ownTaxOnly: false,
    discounts: head.type === 'ACCREC',
  };
}

/** The contact of a document: required, active, and changed by what is sent with it. */
function readContact(
  context: Context,
  input: Input,
  old: Doc | null,
  findings: Findings,
): ContactPlan | null {
  const { books } = context;
  const sent = input.object('Contact');
  if (!sent || !['ContactID', 'ContactNumber', 'Name'].some((field) => sent.filled(field) !== null)) {
    if (old) return { contact: books.contacts.get(old.contactId) as Contact, changed: false };
    findings.errors.push('A Contact must be specified for this type of transaction');
    return null;
  }
  const plan = planContact(books, sent, context.clock.now(), false, findings.errors);
  if (plan && plan.contact.status === 'ARCHIVED')
    findings.errors.push(guessedText.contactArchived(plan.contact.name));
  return plan;
}

function refuseHead(context: Context, side: Side, head: Head, old: Doc | null, findings: Findings): void {
  const { books } = context;
  const names = NAMES[side];
  if (head.number !== null) {
    const holder = books.documents.first(names.numberIndex, head.number.toLowerCase());
    const salesNumber = head.type === null || isSales(head.type);
    if (
      holder &&
      holder.id !== old?.id &&
      salesNumber &&
      isSales(holder.type) &&
      keepsItsNumber(holder.status)
    ) {
      findings.errors.push(`${names.spoken} # must be unique.`);
    }
    if (head.number.length > MAX_NUMBER_LENGTH)
      findings.errors.push(guessedText.numberTooLong(names.numberField));
  }
  if (head.reference.length > MAX_NUMBER_LENGTH) findings.errors.push(guessedText.numberTooLong('Reference'));
  if (!books.organisation.currencies.includes(head.currency)) {
    findings.errors.push(`Users Organisation is not subscribed to currency ${head.currency}`);
  }
  const locked = lockRefusal(books, head.date);
  if (locked !== null) findings.errors.push(locked);
}

function refuseTotals(
  input: Input,
  lines: ReadLine[],
  totalMinor: number,
  strict: boolean,
  findings: Findings,
): void {
  if (lines.length === 0) return;
  const refusal = totalRefusal(input, totalMinor);
  if (refusal !== null) findings.errors.push(refusal);
  if (strict && totalMinor < 0) findings.errors.push(guessedText.negativeTotal);
}

/** Errors of lines stand in the lines; the document needs one of its own to be in error at all. */
function withLineErrors(findings: Findings, lines: ReadLine[]): string[] {
  if (findings.errors.length > 0) return unique(findings.errors);
  return unique(lines.flatMap((line) => line.lineErrors));
}

const unique = (texts: string[]): string[] => [...new Set(texts)];

/** A refused element as it comes back: what was sent, with zeros for the id. */
function echo(context: Context, side: Side, input: Input, lines: ReadLine[]): Wire {
  const names = NAMES[side];
  const head = readHead(context, side, input, null);
  const sums =
    lines.length > 0
      ? totals(
          lines.map((l) => l.line),
          head.types,
        )
      : null;
  const sent = (field: string, computed: number) => {
    const decimal = input.decimal(field);
    return money(sums === null && decimal ? toMinor(decimal) : computed);
  };
  return {
    Type: head.type ?? undefined,
    [names.idField]: input.filled(names.idField) ?? ZERO_ID,
    [names.numberField]: head.number ?? undefined,
    Reference: input.text('Reference') ?? undefined,
    Contact: input.object('Contact')?.value,
    DateString: input.has('Date') ? dayString(head.date) : undefined,
    Date: input.has('Date') ? wireDay(head.date) : undefined,
    Status: input.filled('Status')?.toUpperCase() ?? 'DRAFT',
    LineAmountTypes: head.types,
    LineItems: lines.map(({ line, lineErrors }) => ({
      ...lineWire(context.books, line, unitPlacesOf(context.call.query)),
      ValidationErrors: lineErrors.map((Message) => ({ Message })),
    })),
    SubTotal: sent('SubTotal', sums?.subTotalMinor ?? 0),
    TotalTax: sent('TotalTax', sums?.taxMinor ?? 0),
    Total: sent('Total', sums?.totalMinor ?? 0),
    CurrencyCode: head.currency,
    HasErrors: true,
  };
}

function update(context: Context, side: Side, input: Input, old: Doc): Outcome {
  const { books } = context;
  const names = NAMES[side];
  const findings = noFindings();
  const status = input.word('Status', STATUSES, `${names.entity}Status`);
  const next = nextStatus(old, status, names.spoken, findings);
  const head = readHead(context, side, input, old);
  const ends = next === 'VOIDED' || next === 'DELETED';
  const lineInputs = ends ? null : input.list('LineItems');
  const plan = ends ? null : readContact(context, input, old, findings);
  const strict = next !== 'DRAFT';
  if (!ends && isSettled(old) && (lineInputs !== null || input.has('Date') || input.has('Contact'))) {
    findings.errors.push(guessedText.hasSettlements);
  }
  let lines: ReadLine[] = old.lines.map((line) => ({ line, lineErrors: [] }));
  if (lineInputs !== null) lines = readLines(books, lineInputs, lineRules(context, head, strict), findings);
  else if (strict && old.status === 'DRAFT' && !ends) refuseIncomplete(books, old, findings);
  if (lineInputs?.length === 0) findings.errors.push('One or more line items must be specified');
  if (!ends || old.status === 'AUTHORISED') {
    const locked = lockRefusal(books, old.date);
    if (locked !== null) findings.errors.push(locked);
  }
  if (!ends) refuseHead(context, side, head, old, findings);
  const sums = totals(
    lines.map((l) => l.line),
    head.types,
  );
  if (!ends) refuseTotals(input, lines, sums.totalMinor, strict, findings);
  const errors = withLineErrors(findings, lines);
  if (errors.length > 0) {
    const wire = { ...documentWire(books, old, 'full'), Status: status ?? shownStatus(old) };
    return { wire, errors, warnings: findings.warnings };
  }
  return {
    wire: {},
    errors: [],
    warnings: findings.warnings,
    commit: () => {
      const now = context.clock.now();
      const contact = plan ? putContact(books, plan, old.type, now) : null;
      const changed: Doc = ends
        ? { ...old, status: next, updatedMs: now }
        : {
            ...old,
            type: head.type ?? old.type,
            number: head.number,
            reference: head.reference,
            contactId: contact?.id ?? old.contactId,
            date: head.date,
            dueDate: head.dueDate,
            status: next,
            lineAmountTypes: head.types,
            lines: lines.map((l) => l.line),
            ...sums,
            url: input.filled('Url') ?? old.url,
            sentToContact: input.flag('SentToContact') ?? old.sentToContact,
            updatedMs: now,
          };
      books.put('document', changed);
      return documentWire(books, books.document(old.id), 'full', unitPlacesOf(context.call.query));
    },
  };
}

/** Approving a draft asks of its lines what an approved document needs. */
function refuseIncomplete(books: Books, doc: Doc, findings: Findings): void {
  for (const line of doc.lines) {
    const account = line.accountId === null ? undefined : books.accounts.get(line.accountId);
    if (!account) findings.errors.push(guessedText.accountMissing);
    else if (account.status === 'ARCHIVED') {
      findings.errors.push(guessedText.archivedAccount(account.code ?? account.name));
    }
    if (line.description === null) findings.errors.push(guessedText.descriptionMissing);
  }
}

const NEXT: Record<DocumentStatus, readonly string[]> = {
  DRAFT: ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'DELETED'],
  SUBMITTED: ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'DELETED'],
  AUTHORISED: ['AUTHORISED', 'VOIDED'],
  VOIDED: [],
  DELETED: [],
};

/** The status that a document gets, with the refusal if it cannot have it. */
export function nextStatus(
  old: Doc,
  sent: SentStatus | null,
  spoken: SideNames['spoken'],
  findings: Findings,
): DocumentStatus {
  const wanted = sent === 'PAID' && shownStatus(old) === 'PAID' ? 'AUTHORISED' : (sent ?? old.status);
  const dead = old.status === 'VOIDED' || old.status === 'DELETED';
  const paid = shownStatus(old) === 'PAID' && isSettled(old);
  if (wanted === 'VOIDED' && !dead && isSettled(old)) {
    findings.errors.push(
      isCredit(old.type)
        ? guessedText.creditNoteVoidRefused
        : 'The status VOIDED cannot be applied to the invoice because it has payments or credit notes allocated to it.',
    );
  } else if (dead || paid || !NEXT[old.status].includes(wanted)) {
    findings.errors.push(`${spoken} not of valid status for modification`);
  }
  return wanted as DocumentStatus;
}
