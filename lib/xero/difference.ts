import {
  type BankTransactionDocument,
  type LineTracking,
  type PlannedDocument,
  type SalesDocument,
  theirInvoiceId,
} from '@/lib/accounting/document';
import { minorDigits, parseMinor } from '@/lib/money/money';
import type { IdsByKey } from './encode.ts';
import { fromXeroNumber, type XeroElement, xeroDay } from './wire.ts';

/** A document with the number that it bears in Xero and the ids of what it hangs on. */
export type Sought = { number: string; document: PlannedDocument; ids: IdsByKey };

/** How what is there differs from what was meant; null when it does not. */
export function difference({ document, ids }: Sought, e: Partial<XeroElement>): string | null {
  switch (document.kind) {
    case 'contact':
      return e.ContactStatus === 'ARCHIVED'
        ? `Contact “${e.Name}” is archived in Xero. Restore it there.`
        : null;
    case 'payment': {
      if (fromXeroNumber(e.Amount, document.currency) !== document.amountMinor) {
        return `Payment ${document.number} has another amount in Xero.`;
      }
      if (xeroDay(e) !== document.date) return `Payment ${document.number} has another date in Xero.`;
      if (e.Account?.AccountID && e.Account.AccountID !== document.accountId) {
        return `Payment ${document.number} is on another account in Xero.`;
      }
      const of = e.Invoice?.InvoiceID ?? e.CreditNote?.CreditNoteID ?? e.Invoice?.CreditNoteID;
      return of && of !== (theirInvoiceId(document.of) ?? ids[document.of])
        ? `Payment ${document.number} pays another document in Xero.`
        : null;
    }
    case 'bank_transfer': {
      if (fromXeroNumber(e.Amount, document.currency) !== document.amountMinor) {
        return `Transfer ${document.number} has another amount in Xero.`;
      }
      if (xeroDay(e) !== document.date) return `Transfer ${document.number} has another date in Xero.`;
      const ends = [e.FromBankAccount?.AccountID, e.ToBankAccount?.AccountID];
      return ends[0] === document.fromAccountId && ends[1] === document.toAccountId
        ? null
        : `Transfer ${document.number} is between other accounts in Xero.`;
    }
    case 'allocation':
      if (fromXeroNumber(e.Amount, document.currency) !== document.amountMinor) {
        return `Allocation ${document.number} has another amount in Xero.`;
      }
      return e.Invoice?.InvoiceID && e.Invoice.InvoiceID !== ids[document.invoice]
        ? `Allocation ${document.number} is on another invoice in Xero.`
        : null;
    case 'bank_transaction':
      if (e.Type !== document.type || e.BankAccount?.AccountID !== document.bankAccountId) {
        return `${document.number} is of another type or on another bank account in Xero.`;
      }
      return salesDifference(document, ids, e);
    default:
      return salesDifference(document, ids, e);
  }
}

/** As `difference`, but of a document that a person may have edited: only another total matters. */
export function totalDifference({ document }: Sought, e: XeroElement): string | null {
  if (document.kind !== 'invoice' && document.kind !== 'credit_note') return null;
  return fromXeroNumber(e.Total, document.currency) === document.totalMinor
    ? null
    : `${document.number} has another total in Xero.`;
}

/** Total, tax, date, contact, and the accounts of the lines. */
function salesDifference(
  document: SalesDocument | BankTransactionDocument,
  ids: IdsByKey,
  e: XeroElement,
): string | null {
  if (fromXeroNumber(e.Total, document.currency) !== document.totalMinor) {
    return `${document.number} has another total in Xero.`;
  }
  if (!isTax(document, e.TotalTax)) {
    return `${document.number} has another tax in Xero.`;
  }
  if (xeroDay(e) !== document.date) return `${document.number} has another date in Xero.`;
  const lines = linesDiffer(document, e);
  if (lines !== null) return lines;
  const contact =
    'contactId' in document.contact ? document.contact.contactId : ids[document.contact.contactKey];
  return e.Contact?.ContactID && e.Contact.ContactID !== contact
    ? `${document.number} has another contact in Xero.`
    : null;
}

/**
 * Whether Xero's tax is the one that was meant. On bank transactions Xero works it out by itself, to two places in every currency: in one
 * without smaller coins (445 yen at 10 %: 40.45) it is held against ours to the half of a unit, as far as rounding goes.
 */
function isTax({ kind, currency, taxMinor }: SalesDocument | BankTransactionDocument, tax?: number | null) {
  if (fromXeroNumber(tax, currency) === taxMinor) return true;
  if (kind !== 'bank_transaction' || minorDigits(currency) !== 0) return false;
  const hundredths = parseMinor(String(tax), 2);
  return hundredths !== null && Math.abs(hundredths - taxMinor * 100) <= 50;
}

/**
 * Lines name accounts by their code, which somebody may have given to another account since it was read. Lists tell documents without
 * their lines: then there is nothing to hold against.
 */
function linesDiffer(
  { number, lines, currency }: SalesDocument | BankTransactionDocument,
  { LineItems }: XeroElement,
): string | null {
  if (!LineItems || LineItems.length === 0) return null;
  if (LineItems.length !== lines.length)
    return `${number} has ${LineItems.length} lines in Xero instead of ${lines.length}.`;
  for (const [i, line] of lines.entries()) {
    const { AccountID, LineAmount, Tracking } = LineItems[i]!;
    if (AccountID && AccountID !== line.accountId) return `${number} has lines on other accounts in Xero.`;
    if (typeof LineAmount === 'number' && fromXeroNumber(LineAmount, currency) !== line.grossMinor) {
      return `${number} has a line of another amount in Xero.`;
    }
    if (Tracking && !isTrackedAs(line.tracking ?? [], Tracking)) {
      return `${number} has a line under other tracking in Xero.`;
    }
  }
  return null;
}

type AnsweredTracking = NonNullable<NonNullable<NonNullable<XeroElement['LineItems']>[number]['Tracking']>>;

/** Whether a line bears the options that were meant, and no others. Some answers leave out an option's id: then its category counts. */
const isTrackedAs = (meant: readonly LineTracking[], answered: AnsweredTracking): boolean =>
  meant.length === answered.length &&
  meant.every(({ categoryId, optionId }) =>
    answered.some(
      (a) =>
        (a.TrackingCategoryID ?? categoryId) === categoryId && (a.TrackingOptionID ?? optionId) === optionId,
    ),
  );
