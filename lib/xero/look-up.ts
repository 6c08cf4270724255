import type { DocumentKind, PlannedDocument } from '@/lib/accounting/document';
import type { XeroAccess } from './client.ts';
import { difference, type Sought } from './difference.ts';
import { lookUpAllocation } from './look-up-allocation.ts';
import { succeeded, type XeroResult } from './result.ts';
import { idOf, listOf } from './send.ts';
import { whereTextIs } from './where-text.ts';
import { answers, type XeroElement } from './wire.ts';

/** What a search for one document found. */
export type Found =
  | { found: 'nothing' }
  /** There, and as it was meant. */
  | { found: 'ours'; xeroId: string | null; status: string | null }
  /** There, but a person voided or deleted it: it is not sent again. */
  | { found: 'undone'; xeroId: string | null; status: string }
  /** There under our number, but not what was meant: for a person. */
  | { found: 'different'; xeroId: string | null; why: string };

/**
 * How many may be looked up at once. Long lists make long addresses; XERO.md says to keep below about 40. A contact is sought by number and
 * name; an allocation is read on its credit note, one call each.
 */
export const lookUpLimit = (kind: DocumentKind): number =>
  kind === 'allocation' ? 1 : kind === 'contact' ? 20 : MOST_CONDITIONS;

const MOST_CONDITIONS = 40;

/** How many contacts may be looked up by their names alone. */
export const namesLimit = MOST_CONDITIONS;

/**
 * Looks documents up by the number or reference that we gave them; all pages, VOIDED and DELETED included.
 * @param sought at most lookUpLimit, all of one kind
 * @param compare how what is there differs from what was meant; null when it does not
 * @returns what was found, by number
 */
export async function lookUp(
  access: XeroAccess,
  kind: DocumentKind,
  sought: readonly Sought[],
  compare: typeof difference = difference,
): Promise<XeroResult<Map<string, Found>>> {
  if (kind === 'allocation') return lookUpAllocations(access, sought);
  return readPages(kind, sought, compare, (page) => ask(access, kind, sought, page));
}

async function readPages(
  kind: Listed,
  sought: readonly Sought[],
  compare: typeof difference,
  read: (page: number) => ReturnType<typeof ask>,
): Promise<XeroResult<Map<string, Found>>> {
  const all: XeroElement[] = [];
  for (let page = 1; ; page++) {
    const answer = await read(page);
    if (!answer.ok) return answer;
    const list = listOf(kind, answers.parse(answer.value.data)) ?? [];
    all.push(...list);
    if (list.length < PAGE_SIZE || kind === 'bank_transfer') break;
  }
  return succeeded(new Map(sought.map((s) => [s.number, judge(kind, s, all, compare)])));
}

/**
 * Looks for contacts that were never sent: by their names, since none can have our mark yet.
 * @param sought at most namesLimit
 */
export async function lookUpNames(
  access: XeroAccess,
  sought: readonly Sought[],
): Promise<XeroResult<Map<string, Found>>> {
  return readPages('contact', sought, difference, (page) => askContacts(access, sought, page, 'name'));
}

async function lookUpAllocations(
  access: XeroAccess,
  sought: readonly Sought[],
): Promise<XeroResult<Map<string, Found>>> {
  const found = new Map<string, Found>();
  for (const one of sought) {
    const answer = await lookUpAllocation(access, one);
    if (!answer.ok) return answer;
    found.set(one.number, answer.value);
  }
  return succeeded(found);
}

const PAGE_SIZE = 100;

/** Statuses that a search must include: without them a voided document looks like one that never arrived. */
const everyInvoiceStatus = ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'PAID', 'VOIDED', 'DELETED'];

type Listed = Exclude<DocumentKind, 'allocation'>;

/** Contacts of these names, and also with our mark where they may have been sent. A name that cannot be asked for goes by the mark. */
function askContacts(
  access: XeroAccess,
  sought: readonly Sought[],
  page: number,
  by: 'name' | 'name and mark',
) {
  const conditions = sought.flatMap(({ document, number }) => {
    const mark = `ContactNumber=="${number}"`;
    const name = document.kind === 'contact' ? whereTextIs('Name', document.name.trim()) : null;
    if (name === null) return mark;
    return by === 'name' ? name : [mark, name];
  });
  const where = conditions.join(' OR ');
  return access.call<unknown>((api, tenantId) =>
    api.getContacts(
      tenantId,
      undefined,
      where,
      undefined,
      undefined,
      page,
      true,
      undefined,
      undefined,
      PAGE_SIZE,
    ),
  );
}

function ask(access: XeroAccess, kind: Listed, sought: readonly Sought[], page: number) {
  if (kind === 'contact') return askContacts(access, sought, page, 'name and mark');
  const any = (field: string) => sought.map((s) => `${field}=="${s.number}"`).join(' OR ');
  return access.call<unknown>((api, tenantId) => {
    switch (kind) {
      case 'invoice':
        return api.getInvoices(
          tenantId,
          undefined,
          undefined,
          undefined,
          undefined,
          sought.map((s) => s.number),
          undefined,
          everyInvoiceStatus,
          page,
          undefined,
          undefined,
          undefined,
          undefined,
          PAGE_SIZE,
        );
      case 'credit_note':
        return api.getCreditNotes(
          tenantId,
          undefined,
          any('CreditNoteNumber'),
          undefined,
          page,
          undefined,
          PAGE_SIZE,
        );
      case 'payment':
        return api.getPayments(tenantId, undefined, any('Reference'), undefined, page, PAGE_SIZE);
      case 'bank_transaction':
        return api.getBankTransactions(
          tenantId,
          undefined,
          any('Reference'),
          undefined,
          page,
          undefined,
          PAGE_SIZE,
        );
      case 'bank_transfer':
        // Transfers come all at once, and deleted ones only when asked for.
        return api.getBankTransfers(tenantId, undefined, any('Reference'), undefined, true);
    }
  });
}

function judge(kind: Listed, sought: Sought, all: readonly XeroElement[], compare: typeof difference): Found {
  const candidates = candidatesFor(kind, sought, all);
  if (candidates.length === 0) return { found: 'nothing' };
  // A voided invoice keeps its number only until another takes it; a live one tells more.
  const e = candidates.find((c) => !isUndone(c)) ?? candidates[0]!;
  const xeroId = idOf(kind, e) ?? '';
  const live = candidates.filter((c) => !isUndone(c));
  if (live.length > 1) {
    return { found: 'different', xeroId, why: `Xero holds ${live.length} documents under ${sought.number}.` };
  }
  if (isUndone(e)) return { found: 'undone', xeroId, status: e.Status ?? e.ContactStatus ?? '' };
  const why = compare(sought, e);
  return why === null
    ? { found: 'ours', xeroId, status: e.Status ?? e.ContactStatus ?? null }
    : { found: 'different', xeroId, why };
}

/**
 * What may be the one that is sought. A contact goes by its mark or else by its name, and one that is in use before one that was
 * archived: that may keep the name, or our mark, of another who has taken its place.
 */
function candidatesFor(kind: Listed, sought: Sought, all: readonly XeroElement[]): XeroElement[] {
  const mine = all.filter((e) => marks(kind, e).includes(sought.number));
  if (kind !== 'contact') return mine;
  const namesakes = all.filter((e) => sameName(e, sought.document));
  const isActive = (e: XeroElement) => (e.ContactStatus ?? 'ACTIVE') === 'ACTIVE';
  const choices = [mine.filter(isActive), namesakes.filter(isActive), mine, namesakes.slice(0, 1)];
  return choices.find((choice) => choice.length > 0) ?? [];
}

const isUndone = (e: XeroElement) => e.Status === 'VOIDED' || e.Status === 'DELETED';

const sameName = (e: XeroElement, d: PlannedDocument) =>
  d.kind === 'contact' && e.Name?.trim().toLowerCase() === d.name.trim().toLowerCase();

function marks(kind: Listed, e: XeroElement): (string | null | undefined)[] {
  switch (kind) {
    case 'contact':
      return [e.ContactNumber];
    case 'invoice':
      return [e.InvoiceNumber];
    case 'credit_note':
      return [e.CreditNoteNumber];
    case 'payment':
    case 'bank_transaction':
    case 'bank_transfer':
      return [e.Reference];
  }
}
