/** Records as they go over the wire. Amounts have fixed places, absent things are left out as Xero leaves them out. */

import { ZERO_TOTAL_IS_PAID } from '../assumptions.ts';
import { dayString, isoSeconds, wireDay, wireInstant } from '../base/dates.ts';
import { divideHalfUp, formatMinor, formatScaled, safe } from '../base/decimal.ts';
import { Raw } from '../base/json.ts';
import { type Books, dueMinor } from '../books/books.ts';
import {
  ACCOUNT_TYPES,
  type Account,
  type Allocation,
  type BankTransaction,
  type BankTransfer,
  type Contact,
  type Doc,
  isCredit,
  isSales,
  type Line,
  type ManualJournal,
  type Payment,
  type TaxRate,
  type TrackingCategory,
  type TrackingRef,
} from '../books/types.ts';

export type Wire = Record<string, unknown>;

export const money = (minor: number): Raw => new Raw(formatMinor(minor));
export const RATE_ONE = new Raw('1.0000000000');

const quantity = (e4: number): Raw => new Raw(formatScaled(e4, 4));

/** Two places, or four when the client asks for unitdp=4: without it a finer price comes back rounded. */
function unit(e4: number, places: number): Raw {
  return new Raw(places === 4 ? formatScaled(e4, 4) : formatMinor(safe(divideHalfUp(BigInt(e4), 100n))));
}

export function accountWire(account: Account): Wire {
  return {
    AccountID: account.id,
    Code: account.code ?? undefined,
    Name: account.name,
    Status: account.status,
    Type: account.type,
    TaxType: account.taxType,
    Description: account.description === '' ? undefined : account.description,
    Class: ACCOUNT_TYPES[account.type],
    SystemAccount: account.systemAccount ?? '',
    EnablePaymentsToAccount: account.enablePayments,
    ShowInExpenseClaims: false,
    BankAccountNumber: account.bankAccountNumber ?? undefined,
    BankAccountType: account.bankAccountType ?? '',
    CurrencyCode: account.type === 'BANK' ? account.currency : undefined,
    ReportingCode: ACCOUNT_TYPES[account.type]?.slice(0, 3) ?? '',
    ReportingCodeName: '',
    HasAttachments: false,
    UpdatedDateUTC: wireInstant(account.updatedMs),
    AddToWatchlist: false,
  };
}

export function taxRateWire(rate: TaxRate): Wire {
  const percent = new Raw(formatScaled(rate.effectiveE4, 4));
  return {
    Name: rate.name,
    TaxType: rate.taxType,
    ReportTaxType: rate.reportTaxType,
    CanApplyToAssets: rate.appliesTo.includes('ASSET'),
    CanApplyToEquity: rate.appliesTo.includes('EQUITY'),
    CanApplyToExpenses: rate.appliesTo.includes('EXPENSE'),
    CanApplyToLiabilities: rate.appliesTo.includes('LIABILITY'),
    CanApplyToRevenue: rate.appliesTo.includes('REVENUE'),
    DisplayTaxRate: percent,
    EffectiveRate: percent,
    Status: rate.status,
    TaxComponents: rate.components.map((component) => ({
      Name: component.name,
      Rate: new Raw(component.rate),
      IsCompound: component.compound,
      IsNonRecoverable: false,
    })),
  };
}

/** A category with its options; archived ones only for those who ask for them. */
export function trackingWire(category: TrackingCategory, archived: boolean): Wire {
  const isShown = ({ status }: TrackingCategory['options'][number]) =>
    status === 'ACTIVE' || (archived && status === 'ARCHIVED');
  return {
    Name: category.name,
    Status: category.status,
    TrackingCategoryID: category.id,
    Options: category.options.filter(isShown).map((option) => ({
      TrackingOptionID: option.id,
      Name: option.name,
      Status: option.status,
      HasValidationErrors: false,
      IsDeleted: false,
      IsArchived: option.status === 'ARCHIVED',
      IsActive: option.status === 'ACTIVE',
    })),
  };
}

/** A contact by itself. */
export function contactWire(contact: Contact): Wire {
  return {
    ContactID: contact.id,
    ContactNumber: contact.number ?? undefined,
    AccountNumber: contact.accountNumber ?? undefined,
    ContactStatus: contact.status,
    Name: contact.name,
    FirstName: contact.firstName ?? undefined,
    LastName: contact.lastName ?? undefined,
    EmailAddress: contact.email ?? '',
    BankAccountDetails: '',
    Addresses: contact.addresses,
    Phones: contact.phones,
    UpdatedDateUTC: wireInstant(contact.updatedMs),
    ContactGroups: [],
    IsSupplier: contact.isSupplier,
    IsCustomer: contact.isCustomer,
    SalesTrackingCategories: [],
    PurchasesTrackingCategories: [],
    ContactPersons: [],
    HasAttachments: false,
    HasValidationErrors: false,
  };
}

/** A contact within a document: who it is; with a document by itself also what it is. */
function contactRef(books: Books, id: string, detail: Detail): Wire {
  const contact = books.contacts.get(id);
  const whole = detail === 'full' && contact !== undefined;
  return {
    ContactID: id,
    ContactNumber: contact?.number ?? undefined,
    ContactStatus: whole ? contact.status : undefined,
    Name: contact?.name ?? '',
    Addresses: [],
    Phones: [],
    UpdatedDateUTC: whole ? wireInstant(contact.updatedMs) : undefined,
    ContactGroups: [],
    IsSupplier: whole ? contact.isSupplier : undefined,
    IsCustomer: whole ? contact.isCustomer : undefined,
    SalesTrackingCategories: whole ? [] : undefined,
    PurchasesTrackingCategories: whole ? [] : undefined,
    ContactPersons: [],
    HasValidationErrors: false,
  };
}

function trackingRefs(books: Books, refs: TrackingRef[]): Wire[] {
  return refs.map((ref) => {
    const category = books.tracking.get(ref.categoryId);
    return {
      Name: category?.name ?? '',
      Option: category?.options.find((option) => option.id === ref.optionId)?.name ?? '',
      TrackingCategoryID: ref.categoryId,
      TrackingOptionID: ref.optionId,
    };
  });
}

export function lineWire(books: Books, line: Line, unitPlaces: number): Wire {
  const account = line.accountId === null ? undefined : books.accounts.get(line.accountId);
  return {
    Description: line.description ?? undefined,
    UnitAmount: unit(line.unitE4, unitPlaces),
    TaxType: line.taxType ?? undefined,
    TaxAmount: money(line.taxMinor),
    LineAmount: money(line.lineMinor),
    AccountCode: account?.code ?? undefined,
    Tracking: trackingRefs(books, line.tracking),
    Quantity: quantity(line.quantityE4),
    LineItemID: line.id,
    AccountID: account?.id,
    ItemCode: line.itemCode ?? undefined,
    DiscountRate: line.discountRate === null ? undefined : new Raw(line.discountRate),
    DiscountAmount: line.discountMinor === null ? undefined : money(line.discountMinor),
    ValidationErrors: [],
  };
}

/** AUTHORISED with nothing due is PAID; the rest is as it was set. */
export function shownStatus(doc: Doc): string {
  if (doc.status !== 'AUTHORISED' || dueMinor(doc) !== 0) return doc.status;
  return doc.totalMinor === 0 && !ZERO_TOTAL_IS_PAID ? 'AUTHORISED' : 'PAID';
}

/** The last date on which something was paid or allocated; its own date for a document of nothing. */
function fullyPaidOn(books: Books, doc: Doc): Raw | undefined {
  if (shownStatus(doc) !== 'PAID') return undefined;
  let last = '';
  for (const id of doc.settled.paymentIds) {
    const payment = books.payments.get(id);
    if (payment?.status === 'AUTHORISED' && payment.date > last) last = payment.date;
  }
  for (const id of doc.settled.allocationIds) {
    const allocation = books.allocations.get(id);
    if (allocation && !allocation.deleted && allocation.date > last) last = allocation.date;
  }
  return wireDay(last === '' ? doc.date : last);
}

/** How much of a record a client gets: one by itself, a row of a paged list, or a summary. */
export type Detail = 'full' | 'row' | 'summary';

export function documentWire(books: Books, doc: Doc, detail: Detail, unitPlaces = 2): Wire {
  return isCredit(doc.type)
    ? creditNoteWire(books, doc, detail, unitPlaces)
    : invoiceWire(books, doc, detail, unitPlaces);
}

function invoiceWire(books: Books, doc: Doc, detail: Detail, unitPlaces: number): Wire {
  const dead = doc.status === 'VOIDED' || doc.status === 'DELETED';
  return {
    Type: doc.type,
    InvoiceID: doc.id,
    InvoiceNumber: doc.number ?? '',
    Reference: isSales(doc.type) ? doc.reference : undefined,
    Payments: detail === 'summary' ? undefined : paymentRefs(books, doc),
    CreditNotes: detail === 'summary' ? undefined : creditNoteRefs(books, doc),
    Prepayments: detail === 'summary' ? undefined : [],
    Overpayments: detail === 'summary' ? undefined : [],
    AmountDue: money(dueMinor(doc)),
    AmountPaid: money(dead ? 0 : doc.settled.paidMinor),
    AmountCredited: money(dead ? 0 : doc.settled.creditedMinor),
    SentToContact: doc.sentToContact,
    CurrencyRate: RATE_ONE,
    IsDiscounted: doc.lines.some((line) => line.discountRate !== null || line.discountMinor !== null),
    HasAttachments: false,
    HasErrors: false,
    Contact: contactRef(books, doc.contactId, detail),
    DateString: dayString(doc.date),
    Date: wireDay(doc.date),
    DueDateString: doc.dueDate === null ? undefined : dayString(doc.dueDate),
    DueDate: doc.dueDate === null ? undefined : wireDay(doc.dueDate),
    Status: shownStatus(doc),
    LineAmountTypes: doc.lineAmountTypes,
    LineItems: detail === 'summary' ? undefined : doc.lines.map((line) => lineWire(books, line, unitPlaces)),
    SubTotal: money(doc.subTotalMinor),
    TotalTax: money(doc.taxMinor),
    Total: money(doc.totalMinor),
    UpdatedDateUTC: wireInstant(doc.updatedMs),
    UpdatedDateUTCString: isoSeconds(doc.updatedMs),
    CurrencyCode: doc.currency,
    FullyPaidOnDate: fullyPaidOn(books, doc),
    Url: doc.url ?? undefined,
  };
}

function creditNoteWire(books: Books, doc: Doc, detail: Detail, unitPlaces: number): Wire {
  return {
    CreditNoteID: doc.id,
    CreditNoteNumber: doc.number ?? '',
    Payments: detail === 'summary' ? undefined : paymentRefs(books, doc),
    ID: doc.id,
    HasErrors: false,
    HasAttachments: false,
    CurrencyRate: RATE_ONE,
    Type: doc.type,
    Reference: doc.reference,
    SentToContact: doc.sentToContact,
    RemainingCredit: money(dueMinor(doc)),
    Allocations: detail === 'summary' ? undefined : allocationRefs(books, doc),
    Contact: contactRef(books, doc.contactId, detail),
    DateString: dayString(doc.date),
    Date: wireDay(doc.date),
    DueDateString: doc.dueDate === null ? undefined : dayString(doc.dueDate),
    DueDate: doc.dueDate === null ? undefined : wireDay(doc.dueDate),
    Status: shownStatus(doc),
    LineAmountTypes: doc.lineAmountTypes,
    LineItems: detail === 'summary' ? undefined : doc.lines.map((line) => lineWire(books, line, unitPlaces)),
    SubTotal: money(doc.subTotalMinor),
    TotalTax: money(doc.taxMinor),
    Total: money(doc.totalMinor),
    UpdatedDateUTC: wireInstant(doc.updatedMs),
    UpdatedDateUTCString: isoSeconds(doc.updatedMs),
    CurrencyCode: doc.currency,
    FullyPaidOnDate: fullyPaidOn(books, doc),
  };
}

function paymentRefs(books: Books, doc: Doc): Wire[] {
  const refs: Wire[] = [];
  for (const id of doc.settled.paymentIds) {
    const payment = books.payments.get(id);
    if (payment?.status !== 'AUTHORISED') continue;
    refs.push({
      PaymentID: payment.id,
      Date: wireDay(payment.date),
      Amount: money(payment.amountMinor),
      Reference: payment.reference === '' ? undefined : payment.reference,
      CurrencyRate: RATE_ONE,
      HasAccount: false,
      HasValidationErrors: false,
    });
  }
  return refs;
}

function liveAllocations(books: Books, doc: Doc): Allocation[] {
  return doc.settled.allocationIds
    .map((id) => books.allocations.get(id))
    .filter((allocation): allocation is Allocation => allocation !== undefined && !allocation.deleted);
}

function creditNoteRefs(books: Books, doc: Doc): Wire[] {
  return liveAllocations(books, doc).map((allocation) => ({
    CreditNoteID: allocation.creditNoteId,
    CreditNoteNumber: books.document(allocation.creditNoteId).number ?? '',
    ID: allocation.creditNoteId,
    AppliedAmount: money(allocation.amountMinor),
    DateString: dayString(allocation.date),
    Date: wireDay(allocation.date),
    LineItems: [],
    Total: money(books.document(allocation.creditNoteId).totalMinor),
  }));
}

function allocationRefs(books: Books, doc: Doc): Wire[] {
  return liveAllocations(books, doc).map((allocation) => {
    const invoice = books.document(allocation.invoiceId);
    return {
      AllocationID: allocation.id,
      Amount: money(allocation.amountMinor),
      Date: wireDay(allocation.date),
      Invoice: { InvoiceID: invoice.id, InvoiceNumber: invoice.number ?? '', ...SKELETON },
    };
  });
}

const SKELETON = {
  Payments: [],
  CreditNotes: [],
  Prepayments: [],
  Overpayments: [],
  HasErrors: false,
  IsDiscounted: false,
  LineItems: [],
};

/** The answer to a new or deleted allocation. */
export function allocationWire(allocation: Allocation): Wire {
  return {
    AllocationID: allocation.id,
    Amount: money(allocation.amountMinor),
    Date: wireDay(allocation.date),
    Invoice: { InvoiceID: allocation.invoiceId, ...SKELETON, ValidationErrors: [] },
    CreditNote: { CreditNoteID: allocation.creditNoteId, ID: allocation.creditNoteId, LineItems: [] },
    IsDeleted: allocation.deleted ? true : undefined,
    ValidationErrors: [],
  };
}

const PAYMENT_TYPES = {
  ACCREC: 'ACCRECPAYMENT',
  ACCPAY: 'ACCPAYPAYMENT',
  ACCRECCREDIT: 'ARCREDITPAYMENT',
  ACCPAYCREDIT: 'APCREDITPAYMENT',
} as const;

export const paymentType = (doc: Doc): string => PAYMENT_TYPES[doc.type];

/** A payment; a refund has its credit note in the Invoice element too. */
export function paymentWire(books: Books, payment: Payment, detail: 'full' | 'row'): Wire {
  const doc = books.document(payment.docId);
  const account = books.account(payment.accountId);
  return {
    PaymentID: payment.id,
    Date: wireDay(payment.date),
    BankAmount: money(payment.amountMinor),
    Amount: money(payment.amountMinor),
    Reference: payment.reference,
    CurrencyRate: RATE_ONE,
    PaymentType: paymentType(doc),
    Status: payment.status,
    UpdatedDateUTC: wireInstant(payment.updatedMs),
    UpdatedDateUTCString: isoSeconds(payment.updatedMs),
    HasAccount: true,
    IsReconciled: payment.reconciled,
    Account: {
      AccountID: account.id,
      Code: account.code ?? undefined,
      Name: detail === 'full' ? account.name : undefined,
    },
    Invoice: detail === 'full' ? paidDocument(books, doc) : paidRef(books, doc),
    HasValidationErrors: false,
  };
}

function paidRef(books: Books, doc: Doc): Wire {
  return {
    Type: doc.type,
    InvoiceID: doc.id,
    InvoiceNumber: doc.number ?? '',
    ...SKELETON,
    Contact: {
      ContactID: doc.contactId,
      Name: books.contacts.get(doc.contactId)?.name ?? '',
      HasValidationErrors: false,
    },
    CurrencyCode: doc.currency,
  };
}

function paidDocument(books: Books, doc: Doc): Wire {
  const whole = invoiceWire(books, doc, 'full', 2);
  return {
    ...whole,
    Payments: undefined,
    CreditNotes: undefined,
    AmountCredited: undefined,
    Reference: doc.reference,
  };
}

function bankAccountRef(books: Books, id: string): Wire {
  const account = books.account(id);
  return { AccountID: account.id, Code: account.code ?? undefined, Name: account.name };
}

export function bankTransactionWire(
  books: Books,
  row: BankTransaction,
  withLines: boolean,
  unitPlaces = 2,
): Wire {
  return {
    BankTransactionID: row.id,
    BankAccount: bankAccountRef(books, row.bankAccountId),
    Type: row.type,
    Reference: row.reference,
    IsReconciled: row.reconciled,
    HasAttachments: false,
    CurrencyRate: RATE_ONE,
    Contact: contactRef(books, row.contactId, withLines ? 'full' : 'row'),
    DateString: dayString(row.date),
    Date: wireDay(row.date),
    Status: row.status,
    LineAmountTypes: row.lineAmountTypes,
    LineItems: withLines ? row.lines.map((line) => lineWire(books, line, unitPlaces)) : [],
    SubTotal: money(row.subTotalMinor),
    TotalTax: money(row.taxMinor),
    Total: money(row.totalMinor),
    UpdatedDateUTC: wireInstant(row.updatedMs),
    CurrencyCode: row.currency,
    Url: row.url ?? undefined,
  };
}

export function bankTransferWire(books: Books, row: BankTransfer): Wire {
  return {
    BankTransferID: row.id,
    CreatedDateUTCString: isoSeconds(row.createdMs).slice(0, 19),
    CreatedDateUTC: wireInstant(row.createdMs),
    DateString: dayString(row.date),
    Date: wireDay(row.date),
    Status: row.status,
    FromBankAccount: bankAccountRef(books, row.fromAccountId),
    ToBankAccount: bankAccountRef(books, row.toAccountId),
    Amount: money(row.amountMinor),
    FromBankTransactionID: row.fromTransactionId,
    ToBankTransactionID: row.toTransactionId,
    FromIsReconciled: row.fromReconciled,
    ToIsReconciled: row.toReconciled,
    Reference: row.reference,
    CurrencyRate: RATE_ONE,
    HasAttachments: false,
    FromTracking: trackingRefs(books, row.fromTracking),
    ToTracking: trackingRefs(books, row.toTracking),
    ValidationErrors: [],
  };
}

export function manualJournalWire(books: Books, row: ManualJournal, withLines: boolean): Wire {
  return {
    Date: wireDay(row.date),
    Status: row.status,
    LineAmountTypes: row.lineAmountTypes,
    UpdatedDateUTC: wireInstant(row.updatedMs),
    ManualJournalID: row.id,
    Narration: row.narration,
    JournalLines: withLines
      ? row.lines.map((line) => ({
          Description: line.description ?? undefined,
          TaxType: line.taxType,
          TaxAmount: money(line.taxMinor),
          LineAmount: money(line.lineMinor),
          AccountCode: books.account(line.accountId).code ?? undefined,
          Tracking: trackingRefs(books, line.tracking),
          AccountID: line.accountId,
          IsBlank: false,
        }))
      : [],
    ShowOnCashBasisReports: row.showOnCashBasis,
    HasAttachments: false,
  };
}
