import type { ReviewDocument, ReviewRow } from '@/db/queries/review';
import type { DetailDocument } from '@/db/queries/review-detail';
import { type Mapping, mappingAt } from '@/lib/accounting/mapping';
import { anchorOf, type Mend, mendOf } from '@/lib/accounting/mend';
import { type AccountFacts, accountLabel } from '@/lib/accounting/organisation';
import { own } from '@/lib/accounting/own';
import { openingBreak } from '@/lib/accounting/plan-opening';

/** What a row is shown with, beside what is stored of it. */
export type ShowContext = {
  solutionId: string;
  /** Where Xero shows documents to people. */
  xeroGoUrl: string;
  shortCode: string | null;
  accounts: ReadonlyMap<string, AccountFacts>;
  /** Newest first. */
  mappings: readonly { validFrom: string; body: Mapping }[];
  /** The till's own name of a payment type. */
  paymentTypeNames: ReadonlyMap<string, string>;
  /** The till's own name of a tax. */
  taxNames: ReadonlyMap<string, string>;
  /** What shifts lack that are incomplete, by the row's id; left out: none of them is looked at. */
  incomplete?: ReadonlyMap<number, string>;
};

export type ShownDocument = {
  id: number;
  kind: ReviewDocument['kind'];
  type: ReviewDocument['type'];
  number: string;
  state: string;
  href: string | null;
};

export type ShownPayment = {
  type: string;
  amountMinor: number;
  /** Where the money went to, or came back from; "no payment yet"; or null where nothing is chosen. */
  account: string | null;
};

export type ShownRow = Omit<
  ReviewRow,
  'documents' | 'payments' | 'refusalCode' | 'refusalText' | 'outletTillId' | 'registerTillId' | 'opening'
> & {
  documents: ShownDocument[];
  payments: ShownPayment[];
  /** Why it is held or refused, in full. */
  reason: string | null;
  mend: { words: string; href: string | null } | null;
  /** What is worth asking about, though nothing is posted for it. */
  note: string | null;
};

/** A row as it is shown. Pure. */
export function showRow(row: ReviewRow, context: ShowContext): ShownRow {
  const {
    documents,
    payments,
    refusalCode,
    refusalText,
    outletTillId: _outlet,
    registerTillId: _register,
    opening: _opening,
    ...rest
  } = row;
  const refusals = new Set(documents.map((d) => d.refusalText).filter((text) => text !== null));
  const mend = refusalCode ? mendOf(refusalCode) : null;
  return {
    ...rest,
    documents: documents
      // A receipt's payments stand beside it, with their accounts.
      .filter(({ kind }) => kind !== 'payment' || row.kind === 'payment')
      .map(({ id, kind, type, number, state, xeroId, accountId }) => {
        return { id, kind, type, number, state, href: deepLink({ kind, xeroId, accountId }, context) };
      }),
    payments: payments.map(({ type, amountMinor }) => ({
      type: context.paymentTypeNames.get(type) ?? type,
      amountMinor,
      account: receivingAccount(type, row, context),
    })),
    note: notesOf(row, context.incomplete),
    reason: refusalText ?? ([...refusals].join(' ') || null),
    mend: mend && { words: mend.words, href: placeOf(mend, row.id, context.solutionId) },
  };
}

/** An incomplete shift, and a break of the chain of cash. */
function notesOf({ id, opening, currency }: ReviewRow, incomplete: ShowContext['incomplete']): string | null {
  const lacks = incomplete?.get(id);
  const notes = [
    lacks && `The shift is incomplete: ${lacks}.`,
    opening && openingBreak(opening.openingMinor, opening.leftBeforeMinor, currency),
  ].filter(Boolean);
  return notes.join(' ') || null;
}

function placeOf(mend: Mend, id: number, solutionId: string): string | null {
  const base = `/solutions/${solutionId}`;
  if (mend.at === 'accounts') return `${base}/accounts#${anchorOf(mend.target)}`;
  return mend.at === 'transaction' ? `${base}/transactions/${id}` : null;
}

/** Where Xero shows a document to a person; null: it is not there, or not known where. XERO.md "Deep link". */
export function deepLink(
  { kind, xeroId, accountId = null }: { kind: string; xeroId: string | null; accountId?: string | null },
  { xeroGoUrl, shortCode }: Pick<ShowContext, 'xeroGoUrl' | 'shortCode'>,
): string | null {
  if (!xeroId || !shortCode || !Object.hasOwn(pages, kind)) return null;
  // A second parameter of the page would else become one of the way to it.
  const account = kind === 'bank_transaction' && accountId ? `%26accountID=${accountId}` : '';
  return `${xeroGoUrl}/organisationlogin/default.aspx?shortcode=${encodeURIComponent(shortCode)}&redirecturl=${pages[kind]}${xeroId}${account}`;
}

/** Xero's page of each kind that has one of its own. */
const pages: Record<string, string> = {
  invoice: '/AccountsReceivable/View.aspx?InvoiceID=',
  credit_note: '/AccountsReceivable/ViewCreditNote.aspx?creditNoteID=',
  bank_transaction: '/Bank/ViewTransaction.aspx?bankTransactionID=',
  bank_transfer: '/Bank/ViewTransfer.aspx?bankTransferID=',
};

export function accountName(accountId: string, accounts: ShowContext['accounts']): string {
  const account = accounts.get(accountId);
  return account ? accountLabel(account) : 'an account that is no longer in Xero';
}

/** Of the document once there is one, else of the mapping of its day, as it holds at its register. */
function receivingAccount(type: string, row: ReviewRow, context: ShowContext): string | null {
  const document = row.documents.find(
    (d) => d.kind === 'payment' && (d.role === `payment:${type}` || d.role.startsWith('applies:')),
  );
  if (document?.accountId) return accountName(document.accountId, context.accounts);
  const mapping = context.mappings.find((m) => m.validFrom <= row.businessDay)?.body;
  const there = mapping && mappingAt(mapping, row.outletTillId ?? '', row.registerTillId);
  const target = there && own(there.paymentTypes, type);
  if (!target) return null;
  return 'onAccount' in target ? 'no payment yet' : accountName(target.accountId, context.accounts);
}

export type HistoryEntry = { at: string; text: string };

const sources: Record<string, string> = {
  pull: 'Came from the till’s feed.',
  push: 'Was sent by the till.',
  file: 'Was imported from a file.',
};

const isDraft = (xeroStatus: string | null) => xeroStatus === 'DRAFT' || xeroStatus === 'SUBMITTED';

/** What happened to a record, oldest first, from the times that are kept with it and its documents. */
export function historyOf(
  record: {
    source: string;
    fileName: string | null;
    receivedAt: string;
    versions: { version: number; receivedAt: string }[];
  },
  documents: readonly DetailDocument[],
  others: readonly HistoryEntry[] = [],
): HistoryEntry[] {
  const entries: HistoryEntry[] = [
    {
      at: record.receivedAt,
      text: record.fileName
        ? `Was imported from the file “${record.fileName}”.`
        : (sources[record.source] ?? 'Came in.'),
    },
    ...others,
    ...record.versions.map((v) => ({ at: v.receivedAt, text: `Version ${v.version} of it came.` })),
  ];
  for (const { number, createdAt, firstSentAt, postedAt, attempts, xeroStatus } of documents) {
    entries.push({ at: createdAt, text: `${number} was planned.` });
    if (firstSentAt)
      entries.push({
        at: firstSentAt,
        text: `${number} was sent to Xero${attempts > 1 ? ` (the first of ${attempts} times)` : ''}.`,
      });
    if (postedAt)
      entries.push({ at: postedAt, text: `Xero took ${number}${isDraft(xeroStatus) ? ' as a draft' : ''}.` });
  }
  return entries.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
