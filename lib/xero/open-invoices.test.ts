import { expect, test } from 'vitest';
import type { XeroAccess } from './client.ts';
import { findOpenInvoice, OPEN_INVOICES_AT_MOST, searchOpenInvoices } from './open-invoices.ts';
import { succeeded } from './result.ts';

// The stand-in knows one currency per organisation: what Xero may answer of others is written out here.

const open = {
  ...{ InvoiceID: 'i-1', InvoiceNumber: 'OB-1', Type: 'ACCREC', Status: 'AUTHORISED', CurrencyCode: 'AUD' },
  ...{ AmountDue: 80.05, DateString: '2026-10-20T00:00:00', Contact: { Name: 'Mei Tan' } },
};

/** Answers as Xero would, and notes the condition that was asked for. */
function xeroOf(...Invoices: object[]) {
  const asked: (string | undefined)[] = [];
  const api = { getInvoices: (_tenant: string, _since: unknown, where?: string) => asked.push(where) };
  const call = async (run: (api: unknown, tenantId: string) => unknown) => {
    run(api, 'tenant');
    return succeeded({ status: 200, body: {}, data: { Invoices }, headers: {} });
  };
  return { xero: { call } as unknown as XeroAccess, asked };
}

test('only approved sales invoices in the currency with something due are told, to the cent', async () => {
  const { xero } = xeroOf(
    open,
    { ...open, InvoiceID: 'i-2', CurrencyCode: 'NZD' },
    { ...open, InvoiceID: 'i-3', Type: 'ACCPAY' },
    { ...open, InvoiceID: 'i-4', Status: 'PAID' },
    { ...open, InvoiceID: 'i-5', AmountDue: 0 },
  );
  expect(await searchOpenInvoices(xero, 'AUD', '')).toEqual(
    succeeded({
      invoices: [
        { invoiceId: 'i-1', number: 'OB-1', contactName: 'Mei Tan', date: '2026-10-20', dueMinor: 8005 },
      ],
      hasMore: false,
    }),
  );
  expect(await findOpenInvoice(xero, 'AUD', 'i-2')).toEqual(succeeded(null));
  expect(await findOpenInvoice(xero, 'AUD', 'i-1')).toMatchObject({ value: { dueMinor: 8005 } });
});

test('what is searched for is asked of Xero, as far as it can be said there, and a full page says that there may be more', async () => {
  const { xero, asked } = xeroOf(...Array.from({ length: OPEN_INVOICES_AT_MOST }, () => open));
  await searchOpenInvoices(xero, 'AUD', ' OB-1 ');
  await searchOpenInvoices(xero, 'AUD', 'The "Quay" Bakery');
  expect(await searchOpenInvoices(xero, 'AUD', '"')).toMatchObject({ value: { hasMore: true } });
  const where = 'Type=="ACCREC" AND AmountDue>0';
  expect(asked).toEqual([
    `${where} AND ((InvoiceNumber!=null AND InvoiceNumber.Contains("OB-1")) OR Contact.Name.Contains("OB-1"))`,
    `${where} AND ((InvoiceNumber!=null AND InvoiceNumber.Contains("Bakery")) OR Contact.Name.Contains("Bakery"))`,
    where,
  ]);
});
