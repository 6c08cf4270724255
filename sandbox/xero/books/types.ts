import type { Day } from '../base/dates.ts';

export type AccountClass = 'ASSET' | 'EQUITY' | 'EXPENSE' | 'LIABILITY' | 'REVENUE';

/** Xero's account types and the class each belongs to. */
export const ACCOUNT_TYPES: Record<string, AccountClass> = {
  BANK: 'ASSET',
  CURRENT: 'ASSET',
  FIXED: 'ASSET',
  INVENTORY: 'ASSET',
  NONCURRENT: 'ASSET',
  PREPAYMENT: 'ASSET',
  CURRLIAB: 'LIABILITY',
  LIABILITY: 'LIABILITY',
  TERMLIAB: 'LIABILITY',
  EQUITY: 'EQUITY',
  REVENUE: 'REVENUE',
  SALES: 'REVENUE',
  OTHERINCOME: 'REVENUE',
  EXPENSE: 'EXPENSE',
  OVERHEADS: 'EXPENSE',
  DEPRECIATN: 'EXPENSE',
  DIRECTCOSTS: 'EXPENSE',
};

export interface Account {
  id: string;
  /** Bank accounts may have none. */
  code: string | null;
  name: string;
  type: string;
  taxType: string;
  status: 'ACTIVE' | 'ARCHIVED' | 'DELETED';
  systemAccount: string | null;
  enablePayments: boolean;
  description: string;
  bankAccountNumber: string | null;
  bankAccountType: string | null;
  currency: string;
  updatedMs: number;
}

export interface TaxComponent {
  name: string;
  /** Percent, as text: "10", "4.375". */
  rate: string;
  compound: boolean;
}

export interface TaxRate {
  id: string;
  taxType: string;
  name: string;
  components: TaxComponent[];
  /** Percent × 10^4: 100000 is 10 %. */
  effectiveE4: number;
  status: 'ACTIVE' | 'DELETED' | 'ARCHIVED';
  reportTaxType: string;
  appliesTo: AccountClass[];
}

export interface Contact {
  id: string;
  name: string;
  number: string | null;
  accountNumber: string | null;
  status: 'ACTIVE' | 'ARCHIVED';
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  addresses: Record<string, unknown>[];
  phones: Record<string, unknown>[];
  isCustomer: boolean;
  isSupplier: boolean;
  updatedMs: number;
}

export type TrackingStatus = 'ACTIVE' | 'ARCHIVED' | 'DELETED';

export interface TrackingOption {
  id: string;
  name: string;
  status: TrackingStatus;
}

export interface TrackingCategory {
  id: string;
  name: string;
  status: TrackingStatus;
  options: TrackingOption[];
}

export interface TrackingRef {
  categoryId: string;
  optionId: string;
}

export type LineAmountTypes = 'Exclusive' | 'Inclusive' | 'NoTax';

export interface Line {
  id: string;
  description: string | null;
  quantityE4: number;
  unitE4: number;
  lineMinor: number;
  taxMinor: number;
  taxType: string | null;
  accountId: string | null;
  itemCode: string | null;
  discountRate: string | null;
  discountMinor: number | null;
  tracking: TrackingRef[];
}

export type DocumentType = 'ACCREC' | 'ACCPAY' | 'ACCRECCREDIT' | 'ACCPAYCREDIT';
export type DocumentStatus = 'DRAFT' | 'SUBMITTED' | 'AUTHORISED' | 'VOIDED' | 'DELETED';

/** What payments and allocations have done to a document. Derived from them, never written to the journal. */
export interface Settlement {
  paidMinor: number;
  creditedMinor: number;
  paymentIds: string[];
  allocationIds: string[];
}

/** An invoice, a bill or a credit note. */
export interface Doc {
  id: string;
  type: DocumentType;
  number: string | null;
  reference: string;
  contactId: string;
  date: Day;
  dueDate: Day | null;
  status: DocumentStatus;
  lineAmountTypes: LineAmountTypes;
  currency: string;
  lines: Line[];
  subTotalMinor: number;
  taxMinor: number;
  totalMinor: number;
  url: string | null;
  sentToContact: boolean;
  clientId: string | null;
  createdMs: number;
  updatedMs: number;
  settled: Settlement;
}

export interface Payment {
  id: string;
  docId: string;
  accountId: string;
  date: Day;
  amountMinor: number;
  reference: string;
  reconciled: boolean;
  status: 'AUTHORISED' | 'DELETED';
  createdMs: number;
  updatedMs: number;
}

export interface Allocation {
  id: string;
  creditNoteId: string;
  invoiceId: string;
  amountMinor: number;
  date: Day;
  deleted: boolean;
  updatedMs: number;
}

export interface BankTransaction {
  id: string;
  type: 'SPEND' | 'RECEIVE';
  contactId: string;
  bankAccountId: string;
  date: Day;
  reference: string;
  status: 'AUTHORISED' | 'DELETED';
  lineAmountTypes: LineAmountTypes;
  currency: string;
  lines: Line[];
  subTotalMinor: number;
  taxMinor: number;
  totalMinor: number;
  reconciled: boolean;
  url: string | null;
  createdMs: number;
  updatedMs: number;
}

export interface BankTransfer {
  id: string;
  fromAccountId: string;
  toAccountId: string;
  fromTransactionId: string;
  toTransactionId: string;
  amountMinor: number;
  date: Day;
  reference: string;
  fromReconciled: boolean;
  toReconciled: boolean;
  fromTracking: TrackingRef[];
  toTracking: TrackingRef[];
  status: 'AUTHORISED' | 'DELETED';
  createdMs: number;
  updatedMs: number;
}

export interface JournalLine {
  accountId: string;
  description: string | null;
  /** Debit positive, as sent. */
  lineMinor: number;
  taxMinor: number;
  taxType: string;
  tracking: TrackingRef[];
}

export interface ManualJournal {
  id: string;
  narration: string;
  date: Day;
  status: 'DRAFT' | 'POSTED' | 'DELETED' | 'VOIDED';
  lineAmountTypes: LineAmountTypes;
  lines: JournalLine[];
  showOnCashBasis: boolean;
  createdMs: number;
  updatedMs: number;
}

export interface Item {
  id: string;
  code: string;
  name: string | null;
  description: string | null;
  updatedMs: number;
}

export interface HistoryNote {
  id: string;
  ownerId: string;
  changes: string;
  user: string;
  details: string;
  atMs: number;
}

export interface Organisation {
  id: string;
  name: string;
  shortCode: string;
  country: string;
  version: 'AU' | 'NZ' | 'UK' | 'US' | 'GLOBAL';
  currency: string;
  timeZone: string;
  timeZoneName: string;
  paysTax: boolean;
  financialYearEndDay: number;
  financialYearEndMonth: number;
  periodLockDate: Day | null;
  endOfYearLockDate: Day | null;
  currencies: string[];
  /** Xero's word for its plan; PREMIUM where nothing else was asked for. */
  class?: string;
  /** The chart that it was founded with. */
  chart: 'retail' | 'new' | 'empty';
  /** E-mail addresses of the people who may see it and connect it. */
  users: string[];
  createdMs: number;
}

/** The name under which each kind of record is kept in the journal. */
export interface Kinds {
  account: Account;
  taxRate: TaxRate;
  contact: Contact;
  tracking: TrackingCategory;
  document: Doc;
  payment: Payment;
  allocation: Allocation;
  bankTransaction: BankTransaction;
  bankTransfer: BankTransfer;
  manualJournal: ManualJournal;
  item: Item;
  note: HistoryNote;
}

export type Kind = keyof Kinds;

export const isCredit = (type: DocumentType): boolean => type === 'ACCRECCREDIT' || type === 'ACCPAYCREDIT';
export const isSales = (type: DocumentType): boolean => type === 'ACCREC' || type === 'ACCRECCREDIT';
