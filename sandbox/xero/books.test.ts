/** The books: double entry, reports, persistence, comparison, and what people do by hand. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type Answered,
  type Client,
  creditNote,
  sale,
  spend,
  type TestSandbox,
  testSandbox,
} from './testing.ts';

let directory: string;
let sandbox: TestSandbox;
let client: Client;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'xero-sandbox-'));
  sandbox = await testSandbox({}, { dataDir: directory });
  client = await sandbox.connect();
});
afterEach(async () => {
  await sandbox.stop();
  rmSync(directory, { recursive: true });
});

const organisation = (path: string) =>
  sandbox.control('GET', `/organisations/${client.organisationId}/${path}`);
const dump = async () =>
  (await sandbox.request('GET', `/sandbox/organisations/${client.organisationId}/dump`)).text;
const byCode = async (date = ''): Promise<Record<string, string>> => {
  const { accounts } = await organisation(`trial-balance?date=${date}`);
  return Object.fromEntries(
    accounts
      .filter((a: Answered) => a.balanceMinor !== 0)
      .map((a: Answered) => [a.code ?? a.name, a.balance]),
  );
};

/** One of each: a day in a shop. */
async function day(): Promise<Record<string, string>> {
  const invoice = await client.create(
    'Invoices',
    sale({
      InvoiceNumber: 'DAY-1',
      LineItems: [
        { Description: 'Goods', UnitAmount: 110, AccountCode: '200' },
        { Description: 'Bread', UnitAmount: 20, AccountCode: '201' },
        { Description: 'Gift card', UnitAmount: 50, AccountCode: '815' },
        { Description: 'Rounding', UnitAmount: -0.02, AccountCode: '861' },
      ],
    }),
  );
  const target = { Invoice: { InvoiceID: invoice.InvoiceID } };
  const paid = await client.put(
    'Payments',
    { ...target, Account: { Code: '091' }, Amount: 100, Date: '2026-11-20' },
    { ...target, Account: { Code: '094' }, Amount: 79.98, Date: '2026-11-20' },
  );
  const note = await client.create('CreditNotes', creditNote({ CreditNoteNumber: 'DAY-R' }));
  await client.create('Payments', {
    CreditNote: { CreditNoteID: note.CreditNoteID },
    Account: { Code: '091' },
    Amount: 4,
    Date: '2026-11-20',
  });
  const open = await client.create('Invoices', sale({ InvoiceNumber: 'DAY-2' }));
  await client.call('PUT', `CreditNotes/${note.CreditNoteID}/Allocations`, {
    Allocations: [{ Invoice: { InvoiceID: open.InvoiceID }, Amount: 7, Date: '2026-11-20' }],
  });
  await client.create('BankTransactions', spend({ Reference: 'EXP' }));
  await client.create(
    'BankTransactions',
    spend({ Type: 'RECEIVE', Reference: 'OVER' }, { UnitAmount: 0.5, AccountCode: '435' }),
  );
  await client.call('PUT', 'BankTransfers', {
    BankTransfers: [
      {
        FromBankAccount: { Code: '091' },
        ToBankAccount: { Code: '093' },
        Amount: 60,
        Date: '2026-11-20',
        Reference: 'DROP',
      },
    ],
  });
  await client.create('ManualJournals', {
    Narration: 'Accrual',
    Status: 'POSTED',
    Date: '2026-11-20',
    JournalLines: [
      { LineAmount: 10, AccountCode: '445' },
      { LineAmount: -10, AccountCode: '825' },
    ],
  });
  return {
    invoice: invoice.InvoiceID,
    payment: paid[0].PaymentID,
    open: open.InvoiceID,
    note: note.CreditNoteID,
  };
}

describe('double entry', () => {
  test('a day in a shop lands on these accounts, and sums to nothing', async () => {
    await day();
    expect(await byCode()).toEqual({
      '091': '14.50', // 100 - 4 - 22 + 0.50 - 60
      '093': '60.00',
      '094': '79.98',
      '200': '-100.00', // 100 + 10 - 10
      '201': '-20.00',
      '408': '20.00',
      '435': '-0.50',
      '445': '10.00',
      '610': '4.00', // 11 open, 7 of it credited
      '815': '-50.00',
      '820': '-8.00', // 10 + 1 - 1 - 2
      '825': '-10.00',
      '861': '0.02',
    });
    expect(await organisation('check')).toEqual({ balanced: true, problems: [] });
    const books = await organisation('books');
    expect(books).toMatchObject({
      invoices: {
        count: 2,
        total: '190.98',
        amountPaidMinor: 17998,
        amountDue: '4.00',
        amountCredited: '7.00',
      },
      creditNotes: { count: 1, refunded: '4.00', allocated: '7.00', remainingCredit: '0.00' },
      payments: {
        count: 3,
        byAccount: { '091': { count: 2, total: '104.00' } },
        bySide: { creditNote: { total: '4.00' } },
      },
      bankTransactions: { count: 2, spend: { total: '22.00' }, receive: { total: '0.50' } },
      bankTransfers: { count: 1, total: '60.00' },
      trialBalance: { sumMinor: 0 },
    });
  });

  test('undone step by step, every account is at nothing again', async () => {
    const { invoice, note, open } = await day();
    const org = `/organisations/${client.organisationId}`;
    for (const payment of (await client.get('Payments')).json.Payments) {
      await client.call('POST', `Payments/${payment.PaymentID}`, { Status: 'DELETED' });
    }
    const [allocation] = (await client.get(`CreditNotes/${note}`)).json.CreditNotes[0].Allocations;
    await client.call('DELETE', `CreditNotes/${note}/Allocations/${allocation.AllocationID}`);
    await sandbox.control('POST', `${org}/invoices/${invoice}/void`, {});
    await sandbox.control('POST', `${org}/invoices/${open}/void`, {});
    await sandbox.control('POST', `${org}/credit-notes/DAY-R/void`, {});
    for (const row of (await client.get('BankTransactions')).json.BankTransactions) {
      await client.call('POST', `BankTransactions/${row.BankTransactionID}`, { Status: 'DELETED' });
    }
    const [transfer] = (await client.get('BankTransfers')).json.BankTransfers;
    await client.call('POST', `BankTransfers/${transfer.BankTransferID}`, { Status: 'DELETED' });
    const [journal] = (await client.get('ManualJournals')).json.ManualJournals;
    await client.call('POST', `ManualJournals/${journal.ManualJournalID}`, { Status: 'VOIDED' });
    expect(await byCode()).toEqual({});
    expect(await organisation('check')).toEqual({ balanced: true, problems: [] });
  });

  test('a draft is not in the ledger until it is approved', async () => {
    const draft = await client.create('Invoices', sale({ Status: 'DRAFT' }));
    expect(await byCode()).toEqual({});
    await client.call('POST', `Invoices/${draft.InvoiceID}`, { Status: 'AUTHORISED' });
    expect(await byCode()).toEqual({ '200': '-10.00', '610': '11.00', '820': '-1.00' });
  });

  test('the reports say the same', async () => {
    await day();
    await client.create('BankTransactions', spend({ Date: '2026-10-31' }));
    const report = (await client.get('Reports/BankSummary?fromDate=2026-11-01&toDate=2026-11-30')).json
      .Reports[0];
    const till = report.Rows[1].Rows.find((row: Answered) => row.Cells[0].Value === 'Till 1');
    expect(till.Cells.map((cell: Answered) => cell.Value)).toEqual([
      'Till 1',
      '-22.00',
      '100.50',
      '86.00',
      '-7.50',
    ]);
    const trial = (await client.get('Reports/TrialBalance?date=2026-11-30')).json.Reports[0];
    const total = trial.Rows.at(-1).Rows[0].Cells.map((cell: Answered) => cell.Value);
    expect(total[1]).toBe(total[2]);
    expect(total[3]).toBe(total[4]);
    const sales = trial.Rows[1].Rows.find((row: Answered) => row.Cells[0].Value === 'Sales (200)');
    expect(sales.Cells.map((cell: Answered) => cell.Value)).toEqual([
      'Sales (200)',
      '',
      '100.00',
      '',
      '100.00',
    ]);
  });

  test('last year is in retained earnings', async () => {
    await client.create('Invoices', sale({ Date: '2026-06-30' }));
    const trial = (await client.get('Reports/TrialBalance?date=2026-11-30')).json.Reports[0];
    const rows = trial.Rows.flatMap((section: Answered) => section.Rows ?? []).map((row: Answered) =>
      row.Cells.map((c: Answered) => c.Value),
    );
    expect(rows).toContainEqual(['Retained Earnings (960)', '0.00', '', '', '10.00']);
    expect(rows.some(([name]: string[]) => name === 'Sales (200)')).toBe(false);
  });
});

describe('persistence', () => {
  test('a second start has everything: books, apps, tokens, clock', async () => {
    await day();
    await sandbox.control('POST', '/clock', { advanceMs: 3_600_000 });
    const { refresh_token, clientId, clientSecret } = client.access;
    const [before, books] = [await dump(), await organisation('books')];
    await sandbox.stop();
    sandbox = await testSandbox({}, { dataDir: directory });
    expect(await dump()).toBe(before);
    expect(await organisation('books')).toEqual(books);
    expect(await organisation('check')).toEqual({ balanced: true, problems: [] });
    expect(Date.parse((await sandbox.control('GET', '/clock')).now) - Date.now()).toBeGreaterThan(3_500_000);
    const reply = await sandbox.request(
      'POST',
      '/connect/token',
      new URLSearchParams({ grant_type: 'refresh_token', refresh_token }).toString(),
      {
        authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
    );
    expect(reply.status).toBe(200);
    const headers = {
      authorization: `Bearer ${reply.json.access_token}`,
      'xero-tenant-id': client.organisationId,
    };
    expect(
      (await sandbox.request('GET', '/api.xro/2.0/Invoices/DAY-1', undefined, headers)).json.Invoices[0]
        .Status,
    ).toBe('PAID');
  });

  test('a line that was cut off by a kill is dropped, and the next start has what came after', async () => {
    await client.create('Invoices', sale({ InvoiceNumber: 'K-1' }));
    await sandbox.stop();
    appendFileSync(join(directory, 'books.jsonl'), '{"o":"half');
    sandbox = await testSandbox({}, { dataDir: directory });
    const { access } = client;
    client = await sandbox.connect({ organisationId: access.organisationId });
    await client.create('Invoices', sale({ InvoiceNumber: 'K-2' }));
    await sandbox.stop();
    sandbox = await testSandbox({}, { dataDir: directory });
    expect((await organisation('books')).invoices.count).toBe(2);
  });

  test('exchanges are recorded when asked for', async () => {
    const recordFile = join(directory, 'exchanges.jsonl');
    const other = await testSandbox({}, { recordFile });
    await (await other.connect()).create('Invoices', sale({ InvoiceNumber: 'R-1' }));
    await other.stop();
    const lines = readFileSync(recordFile, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([{ method: 'PUT', path: '/api.xro/2.0/Invoices', status: 200 }]);
    expect(JSON.parse(lines[0].response).Invoices[0].InvoiceNumber).toBe('R-1');
  });

  test('seeded organisations have the same ids at every start', async () => {
    const ids = async () =>
      (await sandbox.control('GET', '/organisations?user=a@b.example')).organisations.map(
        (o: Answered) => o.organisationId,
      );
    const first = await ids();
    await sandbox.stop();
    sandbox = await testSandbox();
    expect(await ids()).toEqual(first);
    expect(first).toHaveLength(2);
  });
});

describe('control calls', () => {
  test('two sandboxes with the same day have the same dump, and another day another', async () => {
    await day();
    const first = await dump();
    const { organisationId } = client;
    client = await sandbox.connect();
    await day();
    expect(client.organisationId).not.toBe(organisationId);
    expect(await dump()).toBe(first);
    await client.create('Invoices', sale({ InvoiceNumber: 'MORE' }));
    expect(await dump()).not.toBe(first);
  });

  test('people delete a payment, void, edit, archive; history tells', async () => {
    const { payment, invoice } = await day();
    const org = `/organisations/${client.organisationId}`;
    await expect(sandbox.control('POST', `${org}/invoices/DAY-1/void`, {})).rejects.toThrow('payments');
    expect(await sandbox.control('POST', `${org}/payments/${payment}/delete`, {})).toEqual({
      paymentId: payment,
      status: 'DELETED',
    });
    const shown = async () => (await client.get(`Invoices/${invoice}`)).json.Invoices[0];
    expect(await shown()).toMatchObject({ Status: 'AUTHORISED', AmountDue: 100 });
    await sandbox.control('POST', `${org}/invoices/DAY-1/edit`, { lineUnitAmounts: ['121.00'] });
    expect(await shown()).toMatchObject({ Total: 190.98, AmountDue: 111 });
    const records = (await client.get(`Invoices/${invoice}/History`)).json.HistoryRecords;
    expect(records.map((r: Answered) => r.Changes)).toEqual(['Edited', 'Payment removed', 'Created']);
    const account = await sandbox.control('POST', `${org}/accounts/408`, {
      Status: 'ARCHIVED',
      Name: 'No more cleaning',
    });
    expect(account).toMatchObject({ Code: '408', Status: 'ARCHIVED', Name: 'No more cleaning' });
    expect(await client.refused('BankTransactions', spend())).toHaveLength(1);
    expect(await organisation('check')).toEqual({ balanced: true, problems: [] });
  });

  test('reset empties the books and keeps the apps if asked to', async () => {
    await day();
    await sandbox.control('POST', '/reset', { keep: 'apps' });
    expect((await organisation('books')).invoices.count).toBe(0);
    await client.create('Invoices', sale({ InvoiceNumber: 'DAY-1' }));
    await sandbox.control('POST', '/reset');
    expect((await client.get('Currencies')).status).toBe(401);
    await sandbox.stop();
    sandbox = await testSandbox({}, { dataDir: directory });
    expect(await sandbox.control('GET', '/health')).toMatchObject({ organisations: 2, documents: 0 });
  });

  test.each([
    ['AU', 'AUD', 'OUTPUT'],
    ['NZ', 'NZD', 'OUTPUT2'],
    ['UK', 'GBP', 'RROUTPUT'],
    ['US', 'USD', 'TAX003'],
    ['GENERIC', 'EUR', 'TAX001'],
  ])('founds an organisation in %s', async (country, currency, taxType) => {
    const other = await sandbox.connect({ country, chart: 'new' });
    const rates = (await other.get('TaxRates')).json.TaxRates;
    expect(rates.map((r: Answered) => r.TaxType)).toContain(taxType);
    const invoice = await other.create('Invoices', sale({}, { TaxType: taxType }));
    expect(invoice).toMatchObject({ CurrencyCode: currency, Total: 11 });
  });

  test('an empty chart has the system accounts only', async () => {
    const other = await sandbox.connect({ chart: 'empty' });
    const accounts = (await other.get('Accounts')).json.Accounts;
    expect(accounts.every((a: Answered) => a.SystemAccount !== '')).toBe(true);
  });
});

describe('console', () => {
  test('a link from outside ends on the document, with its number, lines, payments and buttons', async () => {
    const { invoice, payment } = await day();
    const { shortCode } = await organisation('');
    const link = `/organisationlogin/default.aspx?shortcode=${shortCode}&redirecturl=/AccountsReceivable/View.aspx?InvoiceID=${invoice}`;
    const moved = await sandbox.request('GET', link);
    const address = moved.headers.get('location') ?? '';
    const page = await sandbox.request('GET', address);
    expect(page.text).toContain('<h1>DAY-1</h1>');
    expect(page.text).toContain('Gift card');
    expect(page.text).toContain('Delete payment');
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const press = (fields: Record<string, string>) =>
      sandbox.request(
        'POST',
        `/console/${shortCode}`,
        new URLSearchParams({ ...fields, back: address }).toString(),
        form,
      );
    const refused = await press({ act: 'void-invoice', id: invoice ?? '' });
    expect(decodeURIComponent(refused.headers.get('location') ?? '')).toContain('payments or credit notes');
    await press({ act: 'delete-payment', id: payment ?? '' });
    expect((await sandbox.request('GET', address)).text).toContain('DELETED');
  });

  test('links to credit notes, bank transactions and transfers; every table opens', async () => {
    const { note } = await day();
    const { shortCode } = await organisation('');
    const [bank] = (await client.get('BankTransactions')).json.BankTransactions;
    const follow = async (target: string) => {
      const link = `/organisationlogin/default.aspx?shortcode=${encodeURIComponent(shortCode)}&redirecturl=${encodeURIComponent(target)}`;
      const moved = await sandbox.request('GET', link);
      return (await sandbox.request('GET', moved.headers.get('location') ?? '')).text;
    };
    expect(await follow(`/AccountsReceivable/ViewCreditNote.aspx?creditNoteID=${note}`)).toContain(
      '<h1>DAY-R</h1>',
    );
    const accountId = bank.BankAccount.AccountID;
    expect(
      await follow(
        `/Bank/ViewTransaction.aspx?bankTransactionID=${bank.BankTransactionID}&accountID=${accountId}`,
      ),
    ).toContain('<h1>EXP</h1>');
    const [transfer] = (await client.get('BankTransfers')).json.BankTransfers;
    const transferred = await follow(`/Bank/ViewTransfer.aspx?bankTransferID=${transfer.BankTransferID}`);
    expect(transferred).toContain('Bank transfer, ');
    expect(transferred).toContain(transfer.FromBankAccount.Name);
    for (const tab of [
      'accounts',
      'invoices',
      'credit-notes',
      'payments',
      'bank-transactions',
      'bank-transfers',
      'contacts',
    ]) {
      const page = await sandbox.request('GET', `/console/${shortCode}/${tab}`);
      expect([page.status, page.text.includes('<table>')]).toEqual([200, true]);
    }
  });

  test('what a client sends is shown, never run', async () => {
    const invoice = await client.create('Invoices', sale({ InvoiceNumber: '<script>x</script>' }));
    const { shortCode } = await organisation('');
    const page = await sandbox.request('GET', `/console/${shortCode}/invoices/${invoice.InvoiceID}`);
    expect(page.text).not.toContain('<script>x');
    expect(page.text).toContain('&lt;script&gt;x');
  });
});
