/** What Xero refuses, the sandbox refuses. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Answered,
  type Client,
  creditNote,
  type Json,
  messages,
  sale,
  spend,
  type TestSandbox,
  testSandbox,
  warnings,
} from './testing.ts';

let sandbox: TestSandbox;
let client: Client;

beforeAll(async () => {
  sandbox = await testSandbox();
  client = await sandbox.connect();
});
afterAll(() => sandbox.stop());

const pay = (InvoiceID: string, Amount: number, more: Json = {}): Json => ({
  Invoice: { InvoiceID },
  Account: { Code: '091' },
  Amount,
  Date: '2026-11-20',
  ...more,
});

describe('a new account', () => {
  const account = (more: Json): Json => ({ Name: 'Tips', Code: '850', Type: 'CURRLIAB', ...more });
  const put = (more: Json) => client.call('PUT', 'Accounts', account(more));

  test.each([
    ['a name that is taken, in whatever case', { Name: 'SALES' }, /unique Name/],
    ['the name of an archived account', { Name: 'Old Petty Cash Expenses' }, /unique Name/],
    ['a code that is taken', { Code: '200' }, /unique Code/],
    ['the code of an archived account', { Code: '493' }, /unique Code/],
    ['a code of 11 letters', { Code: '12345678901' }, /Code must not be more than 10/],
    ['no code', { Code: '' }, /Code must be specified/],
    ['no name', { Name: ' ' }, /Name must be specified/],
    ['a name of 151 letters', { Name: 'x'.repeat(151) }, /Name must not be more than 150/],
    ['a bank account without its number', { Type: 'BANK' }, /bank account number/],
    ['a tax type that does not exist', { TaxType: 'OUTPUT9' }, /does not exist/],
    ['a tax type of the other side', { Type: 'EXPENSE', TaxType: 'OUTPUT' }, /type EXPENSE/],
  ])('is refused with %s', async (_, more, text) => {
    const { status, json } = await put(more);
    expect(status).toBe(400);
    expect(messages(json.Elements[0]).join()).toMatch(text);
  });

  test('is refused with a type that is none, and nothing of it is kept', async () => {
    const { status, json } = await put({ Type: 'TILL' });
    expect(status).toBe(400);
    expect(json.Message).toMatch(/AccountType/);
    const all = await client.get('Accounts');
    expect(all.json.Accounts.map(({ Name }: Json) => Name)).not.toContain('Tips');
  });

  test('takes payments from the start where that is said, and not otherwise', async () => {
    const first = await put({ Name: 'Vouchers', Code: '851', EnablePaymentsToAccount: true });
    expect(first.json.Accounts).toMatchObject([
      { Code: '851', Class: 'LIABILITY', Status: 'ACTIVE', EnablePaymentsToAccount: true },
    ]);
    const second = await put({ Name: 'Tips owed', Code: '852' });
    expect(second.json.Accounts).toMatchObject([{ EnablePaymentsToAccount: false }]);
  });
});

describe('accounts and taxes of a line', () => {
  test.each([
    ['an unknown account', { AccountCode: '999' }, /'999' is not a valid code/],
    ['a bank account', { AccountCode: '091' }, /'091' is not a valid code/],
    ['receivables', { AccountCode: '610' }, /'610' is not a valid code/],
    ['an archived account', { AccountCode: '493' }, /'493' has been archived/],
    ['no account', { AccountCode: undefined }, /Account must be valid/],
    ['an unknown tax type', { TaxType: 'OUTPUT2' }, /TaxType code OUTPUT2 does not exist/],
    [
      'a tax type of the other side',
      { TaxType: 'INPUT' },
      /TaxType code 'INPUT' cannot be used with account code '200'/,
    ],
    ['no description', { Description: '' }, /Description/],
    ['a tax amount of the wrong sign', { TaxAmount: -1 }, /tax amount/],
    ['a tax amount above the line', { TaxAmount: 11.5 }, /tax amount/],
    ['a tax amount where there is no tax', { TaxType: 'EXEMPTOUTPUT', TaxAmount: 1 }, /tax amount/],
  ])('an approved sale with %s', async (_, line, text) => {
    expect((await client.refused('Invoices', sale({}, line))).join()).toMatch(text);
  });

  test.each([
    ['unknown', '999', /removed as it does not match a recognised account/],
    ['archived', '493', /removed as it has been archived/],
  ])('a draft loses an %s account, with a warning', async (_, AccountCode, text) => {
    const draft = await client.create('Invoices', sale({ Status: 'DRAFT' }, { AccountCode }));
    expect(draft.StatusAttributeString).toBe('WARNING');
    expect(warnings(draft).join()).toMatch(text);
    expect(draft.LineItems[0].AccountCode).toBeUndefined();
    const approve = await client.call('POST', `Invoices/${draft.InvoiceID}`, { Status: 'AUTHORISED' });
    expect(approve.status).toBe(400);
  });

  test('an override of the tax is stored on an invoice, and refused on a bank transaction', async () => {
    const invoice = await client.create('Invoices', sale({}, { TaxAmount: 0.99 }));
    expect(invoice).toMatchObject({ TotalTax: 0.99, Total: 11, SubTotal: 10.01 });
    expect((await client.refused('BankTransactions', spend({}, { TaxAmount: 1.99 }))).join()).toMatch(
      /tax amount/,
    );
    await client.create('BankTransactions', spend({}, { TaxAmount: 2 }));
  });

  test('tracking: unknown options and a third category', async () => {
    expect(
      (await client.refused('Invoices', sale({}, { Tracking: [{ Name: 'Outlet', Option: 'Moon' }] }))).join(),
    ).toMatch(/tracking/);
    const ok = await client.create(
      'Invoices',
      sale({}, { Tracking: [{ Name: 'Outlet', Option: 'Station' }] }),
    );
    expect(ok.LineItems[0].Tracking).toMatchObject([{ Name: 'Outlet', Option: 'Station' }]);
  });

  describe('tracking', () => {
    // In books of its own: what is renamed here must not be missed elsewhere.
    let own: Client;
    let categories: Answered[];
    const refusal = async (Tracking: Json[]) =>
      (await own.refused('Invoices', sale({}, { Tracking }))).join();
    const byId = (i: number, j: number) => ({
      TrackingCategoryID: categories[i]!.TrackingCategoryID,
      TrackingOptionID: categories[i]!.Options[j].TrackingOptionID,
    });
    const change = (path: string, body: Json) =>
      sandbox.control('POST', `/organisations/${own.organisationId}/tracking${path}`, body);
    const read = async (query = '') => (await own.get(`TrackingCategories${query}`)).json.TrackingCategories;

    beforeAll(async () => {
      own = await sandbox.connect();
      await change('', { name: 'Season', options: ['Summer', 'Winter'] });
      categories = await read();
    });

    test('is taken by ids alone on invoices, credit notes and bank transactions, and answered with names', async () => {
      const both = { Tracking: [byId(0, 1), byId(1, 0)] };
      const answer = [
        { Name: 'Outlet', Option: 'Station', ...byId(0, 1) },
        { Name: 'Season', Option: 'Summer', ...byId(1, 0) },
      ];
      const made = [
        await own.create('Invoices', sale({}, both)),
        await own.create('CreditNotes', creditNote({}, both)),
        await own.create('BankTransactions', spend({}, both)),
      ];
      for (const one of made) expect(one.LineItems[0].Tracking).toEqual(answer);
    });

    test('is refused twice of one category, of a third one, and of an option of another category', async () => {
      expect(await refusal([byId(0, 0), byId(0, 1)])).toMatch(/once on a line/);
      expect(await refusal([byId(0, 0), byId(1, 0), byId(1, 1)])).toMatch(/At most two/);
      expect(await refusal([{ ...byId(0, 0), TrackingOptionID: byId(1, 0).TrackingOptionID }])).toMatch(
        /could not be found/,
      );
      await expect(change('', { name: 'Third' })).rejects.toThrow(/at most two/);
    });

    test('is refused once its option or category is archived, and told only to those who ask', async () => {
      await change('/Season/Winter', { status: 'ARCHIVED' });
      expect(await refusal([byId(1, 1)])).toMatch(/could not be found/);
      expect((await read())[1].Options).toHaveLength(1);
      expect((await read('?includeArchived=true'))[1].Options).toMatchObject([
        { Name: 'Summer', Status: 'ACTIVE' },
        { Name: 'Winter', Status: 'ARCHIVED' },
      ]);
      await change('/Season', { status: 'ARCHIVED' });
      expect(await refusal([byId(1, 0)])).toMatch(/could not be found/);
      expect(await read()).toHaveLength(1);
      expect(await read('?includeArchived=true')).toHaveLength(2);
    });

    test('keeps what was posted under its name of today', async () => {
      const posted = await own.create('Invoices', sale({}, { Tracking: [byId(0, 0)] }));
      await change('/Outlet/Harbour', { name: 'Quay' });
      const found = (await own.get(`Invoices/${posted.InvoiceID}`)).json.Invoices[0];
      expect(found.LineItems[0].Tracking).toEqual([{ Name: 'Outlet', Option: 'Quay', ...byId(0, 0) }]);
    });
  });

  test('an organisation that is not registered has no rates to charge', async () => {
    const other = await sandbox.connect({ paysTax: false });
    expect((await other.refused('Invoices', sale({}, { TaxType: 'OUTPUT' }))).join()).toMatch(
      /does not exist/,
    );
    expect(await other.create('Invoices', sale())).toMatchObject({ TotalTax: 0, Total: 11 });
  });
});

describe('documents', () => {
  test('a number of 256 characters', async () => {
    await client.create('Invoices', sale({ InvoiceNumber: 'N'.repeat(255) }));
    expect((await client.refused('Invoices', sale({ InvoiceNumber: 'M'.repeat(256) }))).join()).toMatch(
      /255/,
    );
  });

  test('a negative total; a total of nothing is paid at once', async () => {
    expect(await client.refused('Invoices', sale({}, { UnitAmount: -1 }))).toHaveLength(1);
    expect((await client.create('Invoices', sale({}, { UnitAmount: 0 }))).Status).toBe('PAID');
  });

  test('a number stays taken when its invoice is voided', async () => {
    const invoice = await client.create('Invoices', sale({ InvoiceNumber: 'V-1' }));
    await client.call('POST', `Invoices/${invoice.InvoiceID}`, { Status: 'VOIDED' });
    expect(await client.refused('Invoices', sale({ InvoiceNumber: 'V-1' }))).toEqual([
      'Invoice # must be unique.',
    ]);
  });

  test('POST with a number that exists changes that invoice instead of creating one', async () => {
    await client.create('Invoices', sale({ InvoiceNumber: 'U-1' }));
    const reply = await client.call('POST', 'Invoices', {
      Invoices: [sale({ InvoiceNumber: 'U-1', Reference: 'changed' }, { UnitAmount: 22 })],
    });
    expect(reply.json.Invoices[0]).toMatchObject({ Reference: 'changed', Total: 22 });
    expect((await client.get('Invoices?InvoiceNumbers=U-1')).json.Invoices).toHaveLength(1);
  });

  test('voiding waits for payments and allocations to be gone', async () => {
    const invoice = await client.create('Invoices', sale());
    const payment = await client.create('Payments', pay(invoice.InvoiceID, 11));
    const voiding = () =>
      client.call('POST', `Invoices/${invoice.InvoiceID}?summarizeErrors=false`, { Status: 'VOIDED' });
    expect(messages((await voiding()).json.Invoices[0])).toEqual([
      'The status VOIDED cannot be applied to the invoice because it has payments or credit notes allocated to it.',
    ]);
    await client.call('POST', `Payments/${payment.PaymentID}`, { Status: 'DELETED' });
    const note = await client.create('CreditNotes', creditNote());
    const allocated = await client.call('PUT', `CreditNotes/${note.CreditNoteID}/Allocations`, {
      Allocations: [{ Invoice: { InvoiceID: invoice.InvoiceID }, Amount: 4, Date: '2026-11-20' }],
    });
    const { AllocationID } = allocated.json.Allocations[0];
    expect((await voiding()).json.Invoices[0].StatusAttributeString).toBe('ERROR');
    expect(
      (await client.call('DELETE', `CreditNotes/${note.CreditNoteID}/Allocations/${AllocationID}`)).json
        .IsDeleted,
    ).toBe(true);
    expect((await voiding()).json.Invoices[0]).toMatchObject({
      Status: 'VOIDED',
      StatusAttributeString: 'OK',
    });
  });

  test('a draft is deleted, not voided; an approved one is voided, not deleted', async () => {
    const draft = await client.create('Invoices', sale({ Status: 'DRAFT' }));
    const change = async (id: string, Status: string) =>
      (await client.call('POST', `Invoices/${id}`, { Status })).status;
    expect(await change(draft.InvoiceID, 'VOIDED')).toBe(400);
    expect(await change(draft.InvoiceID, 'DELETED')).toBe(200);
    const approved = await client.create('Invoices', sale());
    expect(await change(approved.InvoiceID, 'DELETED')).toBe(400);
  });

  test('a discount on a credit note', async () => {
    expect((await client.refused('CreditNotes', creditNote({}, { DiscountRate: 10 }))).join()).toMatch(
      /[Dd]iscount/,
    );
    expect((await client.create('Invoices', sale({}, { DiscountRate: 10 }))).Total).toBe(9.9);
  });

  test('XR-DISCOUNT-ZERO-NEG: a discount of 0.00 on a line that comes back, as an amount; as a rate it is taken', async () => {
    const [line] = sale().LineItems as [Json];
    const back = (discount: Json) => sale({ LineItems: [line, { ...line, UnitAmount: -3, ...discount }] });
    expect(await client.refused('Invoices', back({ DiscountAmount: 0 }))).toEqual([
      "The discount rate '0.00' is invalid. Discount must not be greater than the line total.",
    ]);
    expect((await client.create('Invoices', back({ DiscountRate: 0 }))).Total).toBe(8);
    expect((await client.create('Invoices', sale({}, { DiscountAmount: 0 }))).Total).toBe(11);
  });

  test('an archived contact, an unknown contact id, a contact that is changed from within a document', async () => {
    const contact = await client.create('Contacts', { Name: 'Ann', ContactNumber: 'A-1' });
    const by = (Contact: Json) => sale({ Contact });
    await client.create('Invoices', by({ ContactID: contact.ContactID, EmailAddress: 'ann@shop.example' }));
    expect((await client.get(`Contacts/${contact.ContactID}`)).json.Contacts[0].EmailAddress).toBe(
      'ann@shop.example',
    );
    await sandbox.control('POST', `/organisations/${client.organisationId}/contacts/Ann`, {
      ContactStatus: 'ARCHIVED',
    });
    expect((await client.refused('Invoices', by({ ContactID: contact.ContactID }))).join()).toMatch(
      /archived/,
    );
    expect(
      await client.refused('Invoices', by({ ContactID: '11111111-1111-4111-8111-111111111111' })),
    ).toHaveLength(1);
  });

  test('lock dates: on and before are refused, the day after is not', async () => {
    const other = await sandbox.connect();
    await sandbox.control('POST', `/organisations/${other.organisationId}/lock-dates`, {
      periodLockDate: '2026-10-31',
    });
    const dated = (day: string) => sale({ Date: day });
    expect((await other.refused('Invoices', dated('2026-10-31'))).join()).toMatch(
      /^The document date cannot be before the period lock date, currently set at 31 October 2026/,
    );
    const invoice = await other.create('Invoices', dated('2026-11-01'));
    expect(await other.refused('Payments', pay(invoice.InvoiceID, 1, { Date: '2026-10-31' }))).toHaveLength(
      1,
    );
    await sandbox.control('POST', `/organisations/${other.organisationId}/lock-dates`, {
      endOfYearLockDate: '2026-11-30',
    });
    expect((await other.call('POST', `Invoices/${invoice.InvoiceID}`, { Status: 'VOIDED' })).status).toBe(
      400,
    );
  });
});

describe('batches', () => {
  test('without summarizeErrors=false a 400 lists the bad ones, and has created the good ones', async () => {
    const body = {
      Invoices: [sale({ InvoiceNumber: 'B-1' }), sale({ InvoiceNumber: 'B-2', Contact: undefined })],
    };
    const reply = await client.call('PUT', 'Invoices', body);
    expect(reply.status).toBe(400);
    expect(reply.json.Elements).toHaveLength(1);
    expect((await client.get('Invoices?InvoiceNumbers=B-1,B-2')).json.Invoices).toHaveLength(1);
  });

  test('51 elements; a body above 10 MB', async () => {
    expect((await client.call('PUT', 'Invoices', { Invoices: Array(51).fill(sale()) })).status).toBe(400);
    expect(
      (await client.call('PUT', 'Invoices', { Invoices: [sale({ Url: 'x'.repeat(11 * 1024 * 1024) })] }))
        .status,
    ).toBe(413);
  });

  test('two equal numbers in one call: the second is refused', async () => {
    const [first, second] = await client.put(
      'Invoices',
      sale({ InvoiceNumber: 'D-1' }),
      sale({ InvoiceNumber: 'D-1' }),
    );
    expect([first.StatusAttributeString, second.StatusAttributeString]).toEqual(['OK', 'ERROR']);
  });

  test('one new name in two documents of a call is one contact', async () => {
    const by = sale({ Contact: { Name: 'Newcomer' } });
    const [first, second] = await client.put('Invoices', by, by);
    expect(second.Contact.ContactID).toBe(first.Contact.ContactID);
  });

  test('text that is no JSON', async () => {
    expect((await client.call('PUT', 'Invoices', '{"Invoices": [')).json.Type).toBe(
      'PostDataInvalidException',
    );
  });
});

describe('payments', () => {
  test.each([
    ['nothing', 0],
    ['less than nothing', -1],
    ['a fraction of a cent', 1.005],
  ])('of %s', async (_, amount) => {
    const invoice = await client.create('Invoices', sale());
    expect(await client.refused('Payments', pay(invoice.InvoiceID, amount))).toHaveLength(1);
  });

  test('into an account that takes none; into one that does', async () => {
    const invoice = await client.create('Invoices', sale());
    expect(
      await client.refused('Payments', pay(invoice.InvoiceID, 1, { Account: { Code: '818' } })),
    ).toHaveLength(1);
    await client.create('Payments', pay(invoice.InvoiceID, 1, { Account: { Code: '815' } }));
  });

  test('two in one call that are too much together: the second is refused', async () => {
    const invoice = await client.create('Invoices', sale());
    const [first, second] = await client.put(
      'Payments',
      pay(invoice.InvoiceID, 6),
      pay(invoice.InvoiceID, 6),
    );
    expect([first.StatusAttributeString, second.StatusAttributeString]).toEqual(['OK', 'ERROR']);
  });

  test('dated before the invoice: accepted with a warning', async () => {
    const invoice = await client.create('Invoices', sale());
    const payment = await client.create('Payments', pay(invoice.InvoiceID, 1, { Date: '2026-11-19' }));
    expect(payment.StatusAttributeString).toBe('WARNING');
  });

  test('a refund of more than the credit note; a refund comes back under Invoice', async () => {
    const note = await client.create('CreditNotes', creditNote());
    const refund = (Amount: number) => ({
      CreditNote: { CreditNoteID: note.CreditNoteID },
      Account: { Code: '091' },
      Amount,
    });
    expect(await client.refused('Payments', refund(11.01))).toHaveLength(1);
    const payment = await client.create('Payments', refund(11));
    expect(payment).toMatchObject({
      PaymentType: 'ARCREDITPAYMENT',
      Invoice: { InvoiceID: note.CreditNoteID, Type: 'ACCRECCREDIT' },
    });
    expect((await client.get(`CreditNotes/${note.CreditNoteID}`)).json.CreditNotes[0]).toMatchObject({
      RemainingCredit: 0,
      Status: 'PAID',
    });
  });
});

describe('allocations', () => {
  const allocate = (note: Answered, invoice: Answered, Amount: number) =>
    client.call('PUT', `CreditNotes/${note.CreditNoteID}/Allocations?summarizeErrors=false`, {
      Allocations: [{ Invoice: { InvoiceID: invoice.InvoiceID }, Amount, Date: '2026-11-20' }],
    });

  test('more than the credit, more than is due, another contact, a draft', async () => {
    const note = await client.create('CreditNotes', creditNote());
    const invoice = await client.create('Invoices', sale({}, { UnitAmount: 5 }));
    const status = async (i: Answered, amount: number) =>
      (await allocate(note, i, amount)).json.Allocations[0].StatusAttributeString;
    expect(await status(invoice, 5.01)).toBe('ERROR');
    expect(await status(await client.create('Invoices', sale({}, { UnitAmount: 50 })), 11.01)).toBe('ERROR');
    expect(
      await status(await client.create('Invoices', sale({ Contact: { Name: 'Somebody else' } })), 1),
    ).toBe('ERROR');
    expect(await status(await client.create('Invoices', sale({ Status: 'DRAFT' })), 1)).toBe('ERROR');
    expect(await status(invoice, 5)).toBe('OK');
    expect((await client.get(`Invoices/${invoice.InvoiceID}`)).json.Invoices[0]).toMatchObject({
      AmountCredited: 5,
      Status: 'PAID',
    });
  });
});

describe('bank', () => {
  test.each([
    ['not from a bank account', { BankAccount: { Code: '200' } }],
    ['without a bank account', { BankAccount: undefined }],
    ['of nothing', { LineItems: [{ Description: 'x', UnitAmount: 0, AccountCode: '408' }] }],
    ['of less than nothing', { LineItems: [{ Description: 'x', UnitAmount: -1, AccountCode: '408' }] }],
    ['to a bank account', { LineItems: [{ Description: 'x', UnitAmount: 1, AccountCode: '093' }] }],
    ['of the wrong kind', { Type: 'SPEND-TRANSFER' }],
  ])('money spent %s', async (_, change) => {
    expect((await client.refused('BankTransactions', spend(change))).length).toBeGreaterThan(0);
  });

  test('a negative line within a positive total is accepted', async () => {
    const line = (UnitAmount: number) => ({ Description: 'x', UnitAmount, AccountCode: '408' });
    expect((await client.create('BankTransactions', spend({ LineItems: [line(10), line(-4)] }))).Total).toBe(
      6,
    );
  });

  test('a bank transaction is deleted once', async () => {
    const row = await client.create('BankTransactions', spend());
    const remove = () =>
      client.call('POST', `BankTransactions/${row.BankTransactionID}`, { Status: 'DELETED' });
    expect((await remove()).json.BankTransactions[0].Status).toBe('DELETED');
    expect((await remove()).status).toBe(400);
  });

  const transfer = (more: Json = {}) => ({
    BankTransfers: [
      {
        FromBankAccount: { Code: '091' },
        ToBankAccount: { Code: '093' },
        Amount: 5,
        Date: '2026-11-20',
        Reference: 'T',
        ...more,
      },
    ],
  });

  test.each([
    ['to itself', { ToBankAccount: { Code: '091' } }],
    ['to an account that is no bank account', { ToBankAccount: { Code: '815' } }],
    ['of nothing', { Amount: 0 }],
    ['without an amount', { Amount: undefined }],
  ])('a transfer %s', async (_, change) => {
    // summarizeErrors means nothing here: it is a 400 all the same.
    expect((await client.call('PUT', 'BankTransfers?summarizeErrors=false', transfer(change))).status).toBe(
      400,
    );
  });

  test('what is reconciled cannot be deleted', async () => {
    const invoice = await client.create('Invoices', sale());
    const { PaymentID } = await client.create('Payments', pay(invoice.InvoiceID, 11));
    const { BankTransactionID } = await client.create('BankTransactions', spend());
    const made = await client.call('PUT', 'BankTransfers', transfer());
    const { BankTransferID } = made.json.BankTransfers[0];
    const all = [
      ['payments', 'Payments', PaymentID],
      ['bank-transactions', 'BankTransactions', BankTransactionID],
      ['bank-transfers', 'BankTransfers', BankTransferID],
    ] as const;
    for (const [name, collection, id] of all) {
      await sandbox.control('POST', `/organisations/${client.organisationId}/${name}/${id}/reconcile`);
      const refused = await client.call('POST', `${collection}/${id}`, { Status: 'DELETED' });
      expect(messages(refused.json.Elements[0])[0]).toContain('has been reconciled');
    }
  });

  test('a deleted transfer is only listed when asked for', async () => {
    const made = await client.call('PUT', 'BankTransfers', transfer({ Reference: 'GONE' }));
    const { BankTransferID } = made.json.BankTransfers[0];
    expect((await client.call('POST', `BankTransfers/${BankTransferID}`, { Status: 'DELETED' })).status).toBe(
      200,
    );
    const where = `where=${encodeURIComponent('Reference=="GONE"')}`;
    expect((await client.get(`BankTransfers?${where}`)).json.BankTransfers).toHaveLength(0);
    expect((await client.get(`BankTransfers?includeDeleted=true&${where}`)).json.BankTransfers).toHaveLength(
      1,
    );
  });
});

describe('accounts', () => {
  const create = (account: Json) => client.call('PUT', 'Accounts', account);

  test('a bank account needs its number', async () => {
    const till = { Code: '0951', Name: 'Till 9', Type: 'BANK' };
    expect((await create(till)).status).toBe(400);
    expect((await create({ ...till, BankAccountNumber: 'TILL-9' })).json.Accounts[0]).toMatchObject({
      Type: 'BANK',
      CurrencyCode: 'AUD',
    });
  });

  test('codes are unique; system accounts stay', async () => {
    expect((await create({ Code: '200', Name: 'Another', Type: 'REVENUE' })).status).toBe(400);
    const accounts = (await client.get('Accounts')).json.Accounts;
    const rounding = accounts.find((a: Answered) => a.SystemAccount === 'ROUNDING');
    expect(rounding.Code).toBe('861');
    expect((await client.call('POST', `Accounts/${rounding.AccountID}`, { Status: 'ARCHIVED' })).status).toBe(
      400,
    );
  });

  test('an archived account is refused from then on', async () => {
    const account = (await create({ Code: '4990', Name: 'Short-lived', Type: 'EXPENSE' })).json.Accounts[0];
    await client.create('BankTransactions', spend({}, { AccountCode: '4990' }));
    expect((await client.call('POST', `Accounts/${account.AccountID}`, { Status: 'ARCHIVED' })).status).toBe(
      200,
    );
    expect((await client.refused('BankTransactions', spend({}, { AccountCode: '4990' }))).join()).toMatch(
      /archived/,
    );
  });
});

describe('journals', () => {
  test('not on bank, receivables, payables or retained earnings', async () => {
    for (const code of ['091', '610', '800', '960']) {
      const lines = [
        { LineAmount: 1, AccountCode: code },
        { LineAmount: -1, AccountCode: '400' },
      ];
      expect(
        (await client.refused('ManualJournals', { Narration: 'n', JournalLines: lines })).join(),
      ).toContain(code);
    }
  });
});

test('after all of this the books balance', async () => {
  const check = await sandbox.control('GET', `/organisations/${client.organisationId}/check`);
  expect(check).toEqual({ balanced: true, problems: [] });
});
