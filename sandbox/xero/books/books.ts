import type { Day } from '../base/dates.ts';
import {
  bankTransactionJournal,
  bankTransferJournal,
  documentJournal,
  type Journal,
  Ledger,
  manualJournalJournal,
  paymentJournal,
  type SystemAccounts,
} from './ledger.ts';
import { Table } from './table.ts';
import type {
  Account,
  Allocation,
  BankTransaction,
  BankTransfer,
  Contact,
  Doc,
  HistoryNote,
  Item,
  Kind,
  Kinds,
  ManualJournal,
  Organisation,
  Payment,
  TaxRate,
  TrackingCategory,
} from './types.ts';
import { isCredit } from './types.ts';

const NO_SETTLEMENT = { paidMinor: 0, creditedMinor: 0, paymentIds: [], allocationIds: [] };

/** Writes a record where it survives the process. */
export type Persist = (organisationId: string, kind: Kind | 'organisation', record: unknown) => void;

const lower = (text: string): string => text.toLowerCase();

/**
 * The books of one organisation. `put` is the only way in: it replaces the record, keeps the ledger and the settled
 * amounts in step, and persists. Replaying the journal at a start goes through the same `put`.
 */
export class Books {
  readonly ledger = new Ledger();
  readonly accounts = new Table<Account>({
    code: (row) => (row.code === null ? null : lower(row.code)),
    name: (row) => lower(row.name),
    system: (row) => row.systemAccount,
  });
  readonly taxRates = new Table<TaxRate>({ taxType: (row) => row.taxType });
  readonly tracking = new Table<TrackingCategory>({ name: (row) => lower(row.name) });
  readonly contacts = new Table<Contact>({
    name: (row) => lower(row.name),
    number: (row) => (row.number === null ? null : lower(row.number)),
  });
  readonly documents = new Table<Doc>({
    side: (row) => (isCredit(row.type) ? 'creditNote' : 'invoice'),
    invoiceNumber: (row) => (isCredit(row.type) || row.number === null ? null : lower(row.number)),
    creditNoteNumber: (row) => (isCredit(row.type) && row.number !== null ? lower(row.number) : null),
    reference: (row) => (row.reference === '' ? null : lower(row.reference)),
    contactId: (row) => row.contactId,
    date: (row) => row.date,
  });
  readonly payments = new Table<Payment>({
    docId: (row) => row.docId,
    reference: (row) => (row.reference === '' ? null : lower(row.reference)),
    accountId: (row) => row.accountId,
    date: (row) => row.date,
  });
  readonly allocations = new Table<Allocation>({
    creditNoteId: (row) => row.creditNoteId,
    invoiceId: (row) => row.invoiceId,
  });
  readonly bankTransactions = new Table<BankTransaction>({
    reference: (row) => (row.reference === '' ? null : lower(row.reference)),
    contactId: (row) => row.contactId,
    bankAccountId: (row) => row.bankAccountId,
    date: (row) => row.date,
  });
  readonly bankTransfers = new Table<BankTransfer>({
    reference: (row) => (row.reference === '' ? null : lower(row.reference)),
    date: (row) => row.date,
  });
  readonly manualJournals = new Table<ManualJournal>({
    narration: (row) => lower(row.narration),
    date: (row) => row.date,
  });
  readonly items = new Table<Item>({ code: (row) => lower(row.code) });
  readonly notes = new Table<HistoryNote>({ ownerId: (row) => row.ownerId });

  private system: SystemAccounts | null = null;
  private nextInvoice = 1;
  private nextCreditNote = 1;

  constructor(
    public organisation: Organisation,
    private readonly persist: Persist,
  ) {}

  /** Changes the organisation itself. */
  putOrganisation(organisation: Organisation): void {
    this.organisation = organisation;
    this.persist(organisation.id, 'organisation', organisation);
  }

  /** Puts a record in, new or changed. */
  put<K extends Kind>(kind: K, record: Kinds[K]): void {
    this.putters[kind](record as never);
    this.persist(this.organisation.id, kind, record);
  }

  /** Puts back a record that was persisted before, without persisting it again. */
  replay(kind: Kind, record: unknown): void {
    this.putters[kind](record as never);
  }

  /** The accounts that documents post to of themselves. */
  systemAccounts(): SystemAccounts {
    this.system ??= {
      debtors: this.systemAccount('DEBTORS').id,
      creditors: this.systemAccount('CREDITORS').id,
      tax: this.systemAccount('GST').id,
    };
    return this.system;
  }

  systemAccount(name: string): Account {
    const account = this.accounts.first('system', name);
    if (!account) throw new Error(`organisation ${this.organisation.name} has no account ${name}`);
    return account;
  }

  account(id: string): Account {
    const account = this.accounts.get(id);
    if (!account) throw new Error(`unknown account ${id}`);
    return account;
  }

  /** Every journal that the books consist of, for the check and for reports. */
  *journals(): Generator<{ of: string; journal: Journal }> {
    const system = this.systemAccounts();
    for (const row of this.documents.all())
      yield* journalOf(`document ${row.id}`, documentJournal(row, system));
    for (const row of this.payments.all()) {
      yield* journalOf(`payment ${row.id}`, paymentJournal(row, this.document(row.docId), system));
    }
    for (const row of this.bankTransactions.all()) {
      yield* journalOf(`bank transaction ${row.id}`, bankTransactionJournal(row, system));
    }
    for (const row of this.bankTransfers.all()) {
      yield* journalOf(`bank transfer ${row.id}`, bankTransferJournal(row));
    }
    for (const row of this.manualJournals.all()) {
      yield* journalOf(`manual journal ${row.id}`, manualJournalJournal(row, system));
    }
  }

  document(id: string): Doc {
    const doc = this.documents.get(id);
    if (!doc) throw new Error(`unknown document ${id}`);
    return doc;
  }

  /** The next free number of the organisation's own sequence. */
  nextNumber(side: 'invoice' | 'creditNote'): string {
    for (;;) {
      const number =
        side === 'invoice'
          ? `INV-${String(this.nextInvoice++).padStart(4, '0')}`
          : `CN-${String(this.nextCreditNote++).padStart(4, '0')}`;
      if (!this.documents.first(`${side}Number`, lower(number))) return number;
    }
  }

  /** The later of the two lock dates, with the name that Xero gives it; null if nothing is locked. */
  lock(): { name: string; date: Day } | null {
    const { periodLockDate: period, endOfYearLockDate: year } = this.organisation;
    if (period !== null && (year === null || period >= year))
      return { name: 'period lock date', date: period };
    if (year !== null) return { name: 'end of year lock date', date: year };
    return null;
  }

  private readonly putters: { [K in Kind]: (record: Kinds[K]) => void } = {
    account: (row) => {
      this.accounts.put(row);
      this.system = null;
    },
    taxRate: (row) => this.taxRates.put(row),
    contact: (row) => this.contacts.put(row),
    tracking: (row) => this.tracking.put(row),
    document: (row) => this.putDocument(row),
    payment: (row) => this.putPayment(row),
    allocation: (row) => this.putAllocation(row),
    bankTransaction: (row) => {
      const system = this.systemAccounts();
      const old = this.bankTransactions.get(row.id);
      this.repost(old ? bankTransactionJournal(old, system) : null, bankTransactionJournal(row, system));
      this.bankTransactions.put(row);
    },
    bankTransfer: (row) => {
      const old = this.bankTransfers.get(row.id);
      this.repost(old ? bankTransferJournal(old) : null, bankTransferJournal(row));
      this.bankTransfers.put(row);
    },
    manualJournal: (row) => {
      const system = this.systemAccounts();
      const old = this.manualJournals.get(row.id);
      this.repost(old ? manualJournalJournal(old, system) : null, manualJournalJournal(row, system));
      this.manualJournals.put(row);
    },
    item: (row) => this.items.put(row),
    note: (row) => this.notes.put(row),
  };

  private putDocument(row: Doc): void {
    const system = this.systemAccounts();
    const old = this.documents.get(row.id);
    const doc = { ...row, settled: old?.settled ?? NO_SETTLEMENT };
    this.repost(old ? documentJournal(old, system) : null, documentJournal(doc, system));
    this.documents.put(doc);
  }

  private putPayment(row: Payment): void {
    const old = this.payments.get(row.id);
    const doc = this.document(row.docId);
    const system = this.systemAccounts();
    this.repost(old ? paymentJournal(old, doc, system) : null, paymentJournal(row, doc, system));
    this.payments.put(row);
    const change = live(row) - (old ? live(old) : 0);
    const paymentIds = old ? doc.settled.paymentIds : [...doc.settled.paymentIds, row.id];
    this.settle(
      doc,
      { ...doc.settled, paidMinor: doc.settled.paidMinor + change, paymentIds },
      row.updatedMs,
    );
  }

  private putAllocation(row: Allocation): void {
    const old = this.allocations.get(row.id);
    this.allocations.put(row);
    const change = (row.deleted ? 0 : row.amountMinor) - (old && !old.deleted ? old.amountMinor : 0);
    for (const id of [row.creditNoteId, row.invoiceId]) {
      const doc = this.document(id);
      const allocationIds = old ? doc.settled.allocationIds : [...doc.settled.allocationIds, row.id];
      const creditedMinor = doc.settled.creditedMinor + change;
      this.settle(doc, { ...doc.settled, creditedMinor, allocationIds }, row.updatedMs);
    }
  }

  private settle(doc: Doc, settled: Doc['settled'], updatedMs: number): void {
    this.documents.put({ ...doc, settled, updatedMs: Math.max(doc.updatedMs, updatedMs) });
  }

  private repost(old: Journal | null, next: Journal | null): void {
    if (old) this.ledger.unpost(old);
    if (next) this.ledger.post(next);
  }
}

const live = (payment: Payment): number => (payment.status === 'AUTHORISED' ? payment.amountMinor : 0);

function* journalOf(of: string, journal: Journal | null): Generator<{ of: string; journal: Journal }> {
  if (journal) yield { of, journal };
}

/** What is still to be paid, refunded or allocated. */
export function dueMinor(doc: Doc): number {
  if (doc.status === 'VOIDED' || doc.status === 'DELETED') return 0;
  return doc.totalMinor - doc.settled.paidMinor - doc.settled.creditedMinor;
}

/** True while payments or allocations hang on a document. */
export const isSettled = (doc: Doc): boolean =>
  doc.settled.paidMinor !== 0 || doc.settled.creditedMinor !== 0;
