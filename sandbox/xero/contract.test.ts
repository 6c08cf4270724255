/** The sandbox's answers fit Xero's own description of its interface, where that description is at hand. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Client, creditNote, sale, spend, type TestSandbox, testSandbox } from './testing.ts';

const directory =
  process.env.XERO_OPENAPI_DIR ?? fileURLToPath(new URL('../../../shared/xero-openapi', import.meta.url));
const file = join(directory, 'xero_accounting.yaml');
const present = existsSync(file);
if (!present) {
  console.warn(
    `contract test SKIPPED: ${file.split('/').pop()} not found; set XERO_OPENAPI_DIR to the folder that has it`,
  );
}

describe.skipIf(!present)(
  `answers fit the schemas${present ? '' : ' (SKIPPED: no xero_accounting.yaml, set XERO_OPENAPI_DIR)'}`,
  () => {
    let sandbox: TestSandbox;
    let client: Client;
    let validator: (schema: string) => ValidateFunction;
    const ids: Record<string, string> = {};

    beforeAll(async () => {
      const description = parse(readFileSync(file, 'utf8'));
      const ajv = new Ajv({ strict: false, allErrors: true });
      addFormats(ajv);
      ajv.addSchema({ $id: 'xero', components: description.components });
      validator = (schema) => ajv.compile({ $ref: `xero#/components/schemas/${schema}` });
      sandbox = await testSandbox();
      client = await sandbox.connect();
      await fill();
    });
    afterAll(() => sandbox?.stop());

    async function fill(): Promise<void> {
      const tracking = [{ Name: 'Outlet', Option: 'Harbour' }];
      const invoice = await client.create(
        'Invoices',
        sale({ InvoiceNumber: 'C-1', Reference: 'r' }, { Tracking: tracking }),
      );
      const note = await client.create('CreditNotes', creditNote());
      const payment = await client.create('Payments', {
        Invoice: { InvoiceID: invoice.InvoiceID },
        Account: { Code: '091' },
        Amount: 5,
      });
      await client.create('Payments', {
        CreditNote: { CreditNoteID: note.CreditNoteID },
        Account: { Code: '091' },
        Amount: 5,
      });
      await client.call('PUT', `CreditNotes/${note.CreditNoteID}/Allocations`, {
        Allocations: [{ Invoice: { InvoiceID: invoice.InvoiceID }, Amount: 3, Date: '2026-11-20' }],
      });
      const bank = await client.create('BankTransactions', spend());
      const transfer = await client.call('PUT', 'BankTransfers', {
        BankTransfers: [
          { FromBankAccount: { Code: '091' }, ToBankAccount: { Code: '093' }, Amount: 5, Date: '2026-11-20' },
        ],
      });
      const journal = await client.create('ManualJournals', {
        Narration: 'n',
        JournalLines: [
          { LineAmount: 1, AccountCode: '400' },
          { LineAmount: -1, AccountCode: '404' },
        ],
      });
      await client.create('Items', { Code: 'I-1', Name: 'Item' });
      await client.call('PUT', `Invoices/${invoice.InvoiceID}/History`, {
        HistoryRecords: [{ Details: 'noted' }],
      });
      Object.assign(ids, {
        invoice: invoice.InvoiceID,
        note: note.CreditNoteID,
        payment: payment.PaymentID,
        bank: bank.BankTransactionID,
        transfer: transfer.json.BankTransfers[0].BankTransferID,
        journal: journal.ManualJournalID,
      });
    }

    const filled = (path: string): string => path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? '');

    function expectFits(schema: string, value: unknown): void {
      const validate = validator(schema);
      const fits = validate(value);
      expect(validate.errors ?? []).toEqual([]);
      expect(fits).toBe(true);
    }

    test.each([
      ['Organisation', 'Organisations', 'Organisations'],
      ['Accounts', 'Accounts', 'Accounts'],
      ['TaxRates', 'TaxRates', 'TaxRates'],
      ['TrackingCategories', 'TrackingCategories', 'TrackingCategories'],
      ['Currencies', 'Currencies', 'Currencies'],
      ['Items', 'Items', 'Items'],
      ['Contacts', 'Contacts', 'Contacts'],
      ['Invoices?page=1', 'Invoices', 'Invoices'],
      ['Invoices?page=1&summaryOnly=true', 'Invoices', 'Invoices'],
      ['Invoices/{invoice}', 'Invoices', 'Invoices'],
      ['CreditNotes?page=1', 'CreditNotes', 'CreditNotes'],
      ['CreditNotes/{note}', 'CreditNotes', 'CreditNotes'],
      ['Payments?page=1', 'Payments', 'Payments'],
      ['Payments/{payment}', 'Payments', 'Payments'],
      ['BankTransactions?page=1', 'BankTransactions', 'BankTransactions'],
      ['BankTransactions/{bank}', 'BankTransactions', 'BankTransactions'],
      ['BankTransfers', 'BankTransfers', 'BankTransfers'],
      ['BankTransfers/{transfer}', 'BankTransfers', 'BankTransfers'],
      ['ManualJournals?page=1', 'ManualJournals', 'ManualJournals'],
      ['ManualJournals/{journal}', 'ManualJournals', 'ManualJournals'],
      ['Invoices/{invoice}/History', 'HistoryRecords', 'HistoryRecords'],
      ['Reports/TrialBalance', 'ReportWithRows', 'Reports'],
      ['Reports/BankSummary', 'ReportWithRows', 'Reports'],
    ])('GET %s is %s', async (path, schema, collection) => {
      const reply = await client.get(filled(path));
      expect(reply.status).toBe(200);
      expect(reply.json[collection].length).toBeGreaterThan(0);
      expectFits(schema, reply.json);
    });

    test.each([
      ['Invoices', sale()],
      ['CreditNotes', creditNote()],
      ['BankTransactions', spend()],
    ])('PUT %s, accepted and refused', async (collection, element) => {
      const body = { [collection]: [element, { ...element, Contact: undefined }] };
      const reply = await client.call('PUT', `${collection}?summarizeErrors=false`, body);
      const [good, bad] = reply.json[collection];
      expect([good.StatusAttributeString, bad.StatusAttributeString]).toEqual(['OK', 'ERROR']);
      expectFits(collection, reply.json);
      const refused = await client.call('PUT', collection, {
        [collection]: [{ ...element, Contact: undefined }],
      });
      expect(refused.status).toBe(400);
      expectFits('Error', refused.json);
    });

    test('a schema that an answer does not fit is noticed', async () => {
      const reply = await client.get('Organisation');
      reply.json.Organisations[0].Version = 'MARS';
      expect(validator('Organisations')(reply.json)).toBe(false);
    });
  },
);
