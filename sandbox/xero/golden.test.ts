/** The sandbox computes and answers as the published and recorded cases do. Tables in golden/. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Decimal } from './base/decimal.ts';
import { formatMinor, minorOf, parseDecimal } from './base/decimal.ts';
import {
  effectiveRateE4,
  lineMinor,
  storedQuantityE4,
  storedUnitE4,
  taxOn,
  totals,
} from './books/arithmetic.ts';
import { goldenCash, goldenLines, goldenTax } from './golden/arithmetic.ts';
import { type GoldenDocument, goldenDocuments } from './golden/documents.ts';
import { type Client, type Json, type TestSandbox, testSandbox } from './testing.ts';

const decimal = (text: string): Decimal => parseDecimal(text) as Decimal;
const rate = (percent: string): number => effectiveRateE4([{ rate: decimal(percent), compound: false }]);

describe('arithmetic', () => {
  test.each(goldenTax)('$id: tax of $amount at $ratePercent % $types is $tax', (row) => {
    expect(formatMinor(taxOn(minorOf(row.amount), rate(row.ratePercent), row.types))).toBe(row.tax);
  });

  test.each(goldenLines)('$id: $quantity x $unit is $line', (row) => {
    const discount = {
      rate: row.discountRate === undefined ? null : decimal(row.discountRate),
      amount: row.discountAmount === undefined ? null : decimal(row.discountAmount),
    };
    const unitE4 = storedUnitE4(decimal(row.unit), row.unitPlaces);
    expect(formatMinor(lineMinor(storedQuantityE4(decimal(row.quantity)), unitE4, discount))).toBe(row.line);
  });

  test.each(goldenCash)('$id: a rounding line brings $total to $cash and leaves the tax', (row) => {
    const sale = {
      lineMinor: minorOf(row.net),
      taxMinor: taxOn(minorOf(row.net), rate(row.ratePercent), 'Exclusive'),
    };
    const before = totals([sale], 'Exclusive');
    expect(formatMinor(before.totalMinor)).toBe(row.total);
    const rounding = { lineMinor: minorOf(row.cash) - before.totalMinor, taxMinor: 0 };
    const after = totals([sale, rounding], 'Exclusive');
    expect([after.totalMinor, after.taxMinor].map(formatMinor)).toEqual([row.cash, row.tax]);
  });

  test('TAX-AU-MIXED-7.80: a taxed and a free line', () => {
    const lines = [
      { lineMinor: 550, taxMinor: taxOn(550, rate('10'), 'Inclusive') },
      { lineMinor: 230, taxMinor: taxOn(230, 0, 'Inclusive') },
    ];
    expect(totals(lines, 'Inclusive')).toEqual({ subTotalMinor: 730, taxMinor: 50, totalMinor: 780 });
  });

  test('a return line rounds like a sale line, away from zero', () => {
    expect(taxOn(-7900, rate('12.5'), 'Inclusive')).toBe(-878);
  });

  test('four-decimal rates of several components', () => {
    const components = ['6.875', '0.6563'].map((text) => ({ rate: decimal(text), compound: false }));
    expect(effectiveRateE4(components)).toBe(75313);
  });
});

describe('documents', () => {
  let sandbox: TestSandbox;
  const clients: Record<string, Client> = {};

  beforeAll(async () => {
    sandbox = await testSandbox({ uncertifiedAppsPerOrganisation: 9 });
    for (const country of ['AU', 'NZ', 'US']) clients[country] = await sandbox.connect({ country });
  });
  afterAll(() => sandbox.stop());

  const posted = goldenDocuments.filter((row) => !/PAYMENT$/.test(row.type));

  test.each(posted)('$id: $type of $total', async (row) => {
    await reproduce(clients[row.country] as Client, row);
  });

  // Prepayments and overpayments cannot be posted to the sandbox; their sums can be done.
  test.each(goldenDocuments.filter((row) => /PAYMENT$/.test(row.type)))('$id: sums of $type', (row) => {
    const rates: Record<string, string> = { NONE: '0', OUTPUT2: '15' };
    const lines = row.lines.map(([quantity, unit, taxType]) => {
      const amount = lineMinor(storedQuantityE4(decimal(quantity)), storedUnitE4(decimal(unit), 2));
      return {
        lineMinor: amount,
        taxMinor: taxOn(amount, rate(rates[taxType ?? 'NONE'] ?? '0'), row.lineAmountTypes),
      };
    });
    const sums = totals(lines, row.lineAmountTypes);
    expect([sums.subTotalMinor, sums.taxMinor, sums.totalMinor].map(formatMinor)).toEqual([
      row.subTotal,
      row.totalTax,
      row.total,
    ]);
  });

  test('every book balances after all of them', async () => {
    for (const client of Object.values(clients)) {
      const check = await sandbox.control('GET', `/organisations/${client.organisationId}/check`);
      expect(check).toEqual({ balanced: true, problems: [] });
    }
  });
});

const fixed = (value: unknown): string => Number(value).toFixed(2);

/** Posts a document as it was, pays, credits, voids it as it was, and compares what Xero showed. */
async function reproduce(client: Client, row: GoldenDocument): Promise<void> {
  const collection = /^(SPEND|RECEIVE)$/.test(row.type)
    ? 'BankTransactions'
    : row.type.endsWith('CREDIT')
      ? 'CreditNotes'
      : 'Invoices';
  const status = row.status ?? 'AUTHORISED';
  const first = status === 'DELETED' ? 'DRAFT' : ['PAID', 'VOIDED'].includes(status) ? 'AUTHORISED' : status;
  const created = await client.create(collection, {
    Type: row.type,
    Contact: { Name: 'Golden' },
    Date: '2026-11-02',
    LineAmountTypes: row.lineAmountTypes,
    Status: first,
    ...(collection === 'BankTransactions' ? { BankAccount: { Code: '090' } } : {}),
    LineItems: row.lines.map(([Quantity, UnitAmount, TaxType]) => ({
      Description: row.id,
      Quantity: Number(Quantity),
      UnitAmount: Number(UnitAmount),
      TaxType: TaxType ?? undefined,
      AccountCode: TaxType === null ? undefined : /^(OUTPUT|NONE|TAX)/.test(TaxType) ? '200' : '429',
    })),
  });
  expect(created.LineItems.map((line: Json) => [fixed(line.LineAmount), fixed(line.TaxAmount)])).toEqual(
    row.lines.map(([, , , amount, tax]) => [amount, tax]),
  );
  expect([created.SubTotal, created.TotalTax, created.Total].map(fixed)).toEqual([
    row.subTotal,
    row.totalTax,
    row.total,
  ]);
  if (collection === 'BankTransactions') return;
  const id = created.InvoiceID ?? created.CreditNoteID;
  await settle(client, row, collection, id);
  const shown = (await client.get(`${collection}/${id}`)).json[collection][0];
  expect(shown.Status).toBe(status);
  // Where a credit note stands in a payment, what remains of it is called AmountDue.
  if (row.amountDue !== undefined)
    expect(fixed(shown.AmountDue ?? shown.RemainingCredit)).toBe(row.amountDue);
  if (row.amountPaid !== undefined && collection === 'Invoices')
    expect(fixed(shown.AmountPaid)).toBe(row.amountPaid);
  if (row.amountCredited !== undefined) expect(fixed(shown.AmountCredited)).toBe(row.amountCredited);
  if (row.remainingCredit !== undefined) expect(fixed(shown.RemainingCredit)).toBe(row.remainingCredit);
}

async function settle(client: Client, row: GoldenDocument, collection: string, id: string): Promise<void> {
  const refund =
    row.status === 'PAID'
      ? Number(row.total)
      : row.remainingCredit
        ? Number(row.total) - Number(row.remainingCredit)
        : 0;
  const paid = collection === 'CreditNotes' ? refund : Number(row.amountPaid ?? 0);
  const target =
    collection === 'CreditNotes' ? { CreditNote: { CreditNoteID: id } } : { Invoice: { InvoiceID: id } };
  if (paid > 0) {
    const Amount = Number(paid.toFixed(2));
    await client.create('Payments', { ...target, Account: { Code: '090' }, Amount, Date: '2026-11-03' });
  }
  const credited = Number(row.amountCredited ?? 0);
  if (credited > 0) {
    const sales = row.type === 'ACCREC';
    const note = await client.create('CreditNotes', {
      Type: sales ? 'ACCRECCREDIT' : 'ACCPAYCREDIT',
      Contact: { Name: 'Golden' },
      Date: '2026-11-03',
      LineAmountTypes: 'Inclusive',
      Status: 'AUTHORISED',
      LineItems: [{ Description: row.id, UnitAmount: credited, AccountCode: sales ? '200' : '429' }],
    });
    const path = `CreditNotes/${note.CreditNoteID}/Allocations`;
    await client.call('PUT', path, {
      Allocations: [{ Invoice: { InvoiceID: id }, Amount: credited, Date: '2026-11-03' }],
    });
  }
  if (row.status === 'VOIDED') await client.call('POST', `${collection}/${id}`, { Status: 'VOIDED' });
  if (row.status === 'DELETED') await client.call('POST', `${collection}/${id}`, { Status: 'DELETED' });
}
