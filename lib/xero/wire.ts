import { z } from 'zod';
import { type Minor, minorDigits, parseMinor } from '@/lib/money/money';

/** Xero's own JSON, as far as the portal reads it. */

const message = z.object({ Message: z.string() }).loose();

const allocation = z
  .object({
    AllocationID: z.string().optional(),
    Amount: z.number().nullish(),
    Invoice: z.object({ InvoiceID: z.string().optional() }).loose().nullish(),
    IsDeleted: z.boolean().nullish(),
  })
  .loose();

const lineTracking = z
  .object({ TrackingCategoryID: z.string().nullish(), TrackingOptionID: z.string().nullish() })
  .loose();

export const element = z
  .object({
    StatusAttributeString: z.string().optional(),
    ValidationErrors: z.array(message).optional(),
    Warnings: z.array(message).optional(),
    Status: z.string().optional(),
    ContactStatus: z.string().optional(),
    ContactID: z.string().optional(),
    InvoiceID: z.string().optional(),
    CreditNoteID: z.string().optional(),
    PaymentID: z.string().optional(),
    BankTransactionID: z.string().optional(),
    BankTransferID: z.string().optional(),
    AllocationID: z.string().optional(),
    Type: z.string().nullish(),
    BankAccount: z.object({ AccountID: z.string().optional() }).loose().nullish(),
    FromBankAccount: z.object({ AccountID: z.string().optional() }).loose().nullish(),
    ToBankAccount: z.object({ AccountID: z.string().optional() }).loose().nullish(),
    InvoiceNumber: z.string().nullish(),
    CreditNoteNumber: z.string().nullish(),
    ContactNumber: z.string().nullish(),
    Reference: z.string().nullish(),
    Name: z.string().nullish(),
    Total: z.number().nullish(),
    Amount: z.number().nullish(),
    TotalTax: z.number().nullish(),
    LineItems: z
      .array(
        z
          .object({
            AccountID: z.string().nullish(),
            LineAmount: z.number().nullish(),
            Tracking: z.array(lineTracking).nullish(),
          })
          .loose(),
      )
      .nullish(),
    Date: z.string().nullish(),
    DateString: z.string().nullish(),
    Contact: z.object({ ContactID: z.string().optional() }).loose().nullish(),
    Account: z.object({ AccountID: z.string().optional() }).loose().nullish(),
    Invoice: z
      .object({ InvoiceID: z.string().optional(), CreditNoteID: z.string().optional() })
      .loose()
      .nullish(),
    CreditNote: z.object({ CreditNoteID: z.string().optional() }).loose().nullish(),
    /** Of a credit note. */
    Allocations: z.array(allocation).nullish(),
    /** Of an invoice or a credit note that was asked for by itself. */
    Payments: z.array(z.object({ PaymentID: z.string(), Status: z.string().nullish() }).loose()).nullish(),
    /** Of an invoice: what is set off against it. */
    CreditNotes: z.array(z.object({ CreditNoteID: z.string().optional() }).loose()).nullish(),
    IsReconciled: z.boolean().nullish(),
    FromIsReconciled: z.boolean().nullish(),
    ToIsReconciled: z.boolean().nullish(),
  })
  .loose();

export type XeroElement = z.output<typeof element>;

export const answers = z.object({
  Contacts: z.array(element).optional(),
  Invoices: z.array(element).optional(),
  CreditNotes: z.array(element).optional(),
  Payments: z.array(element).optional(),
  BankTransactions: z.array(element).optional(),
  BankTransfers: z.array(element).optional(),
  Allocations: z.array(element).optional(),
});

/** An amount that Xero wrote, in minor units; null when it has more decimals than the currency. */
export const fromXeroNumber = (amount: number | null | undefined, currency: string): Minor | null =>
  amount === null || amount === undefined ? null : parseMinor(String(amount), minorDigits(currency));

/** Xero writes dates as `/Date(1563753600000+0000)/`, midnight UTC of the day; sometimes with `DateString` beside it. */
export function xeroDay(value: { Date?: string | null; DateString?: string | null }): string | null {
  if (value.DateString) return value.DateString.slice(0, 10);
  const match = /^\/Date\((-?\d+)/.exec(value.Date ?? '');
  if (match) return new Date(Number(match[1])).toISOString().slice(0, 10);
  return /^\d{4}-\d{2}-\d{2}/.test(value.Date ?? '') ? value.Date!.slice(0, 10) : null;
}
