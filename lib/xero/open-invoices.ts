import { z } from 'zod';
import { type Minor, minorDigits, parseMinor } from '@/lib/money/money';
import type { XeroAccess } from './client.ts';
import { failed, succeeded, type XeroResult } from './result.ts';
import { isQuotable, longestQuotable } from './where-text.ts';
import { xeroDay } from './wire.ts';

/** A sales invoice of the organisation's on which something is due. */
export type XeroOpenInvoice = {
  invoiceId: string;
  number: string;
  contactName: string;
  /** `YYYY-MM-DD` */
  date: string | null;
  dueMinor: Minor;
};

const invoicesAnswer = z.object({
  Invoices: z
    .array(
      z.object({
        InvoiceID: z.string(),
        InvoiceNumber: z.string().nullish(),
        Type: z.string().nullish(),
        Status: z.string().nullish(),
        CurrencyCode: z.string().nullish(),
        AmountDue: z.number().nullish(),
        Date: z.string().nullish(),
        DateString: z.string().nullish(),
        Contact: z.object({ Name: z.string().nullish() }).nullish(),
      }),
    )
    .default([]),
});

/** How many are shown at once; whoever needs another searches. */
export const OPEN_INVOICES_AT_MOST = 100;

/**
 * Approved sales invoices on which something is due, in a currency, oldest first, at most `OPEN_INVOICES_AT_MOST`.
 * @param words a part of the number or of the contact's name; empty: any
 */
export async function searchOpenInvoices(
  xero: XeroAccess,
  currency: string,
  words: string,
): Promise<XeroResult<{ invoices: XeroOpenInvoice[]; hasMore: boolean }>> {
  const text = isQuotable(words) ? words.trim() : longestQuotable(words);
  // A number may be missing, and Xero refuses to look into what is not there.
  const holds = `((InvoiceNumber!=null AND InvoiceNumber.Contains("${text}")) OR Contact.Name.Contains("${text}"))`;
  const where = `Type=="ACCREC" AND AmountDue>0${text === '' ? '' : ` AND ${holds}`}`;
  const answer = await xero.call<unknown>((api, tenantId) =>
    api.getInvoices(
      tenantId,
      undefined,
      where,
      'Date ASC',
      undefined,
      undefined,
      undefined,
      ['AUTHORISED'],
      1,
      undefined,
      undefined,
      undefined,
      undefined,
      OPEN_INVOICES_AT_MOST,
    ),
  );
  if (!answer.ok) return answer;
  return decode(answer.value.data, currency, ({ invoices, all }) => ({
    invoices,
    hasMore: all >= OPEN_INVOICES_AT_MOST,
  }));
}

/** One of them by its id; null: it is not there, or nothing may be paid on it. */
export async function findOpenInvoice(
  xero: XeroAccess,
  currency: string,
  invoiceId: string,
): Promise<XeroResult<XeroOpenInvoice | null>> {
  const answer = await xero.call<unknown>((api, tenantId) =>
    api.getInvoices(
      tenantId,
      undefined,
      undefined,
      undefined,
      [invoiceId],
      undefined,
      undefined,
      undefined,
      1,
    ),
  );
  if (!answer.ok) return answer;
  return decode(
    answer.value.data,
    currency,
    ({ invoices }) => invoices.find((i) => i.invoiceId === invoiceId) ?? null,
  );
}

function decode<T>(
  data: unknown,
  currency: string,
  take: (read: { invoices: XeroOpenInvoice[]; all: number }) => T,
): XeroResult<T> {
  const result = invoicesAnswer.safeParse(data);
  if (!result.success) {
    return failed('server_error', 'Xero gave an answer about invoices that the portal cannot read.');
  }
  const all = result.data.Invoices;
  const invoices = all.flatMap((i): XeroOpenInvoice[] => {
    const dueMinor = parseMinor(String(i.AmountDue ?? 0), minorDigits(currency)) ?? 0;
    const isOpen = i.Type === 'ACCREC' && i.Status === 'AUTHORISED' && i.CurrencyCode === currency;
    if (!isOpen || dueMinor <= 0) return [];
    const { InvoiceID: invoiceId, InvoiceNumber, Contact } = i;
    const number = InvoiceNumber || 'without a number';
    return [{ invoiceId, number, contactName: Contact?.Name ?? '', date: xeroDay(i), dueMinor }];
  });
  return succeeded(take({ invoices, all: all.length }));
}
