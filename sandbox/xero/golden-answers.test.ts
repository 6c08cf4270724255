/** Texts, bodies and pairs of request and response from the published and recorded cases. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GoldenBody, goldenBodies, ZEROS } from './golden/bodies.ts';
import { goldenMessages } from './golden/messages.ts';
import {
  type Answered,
  type Client,
  creditNote,
  messages,
  type Reply,
  SCOPES,
  sale,
  spend,
  type TestSandbox,
  testSandbox,
} from './testing.ts';

let sandbox: TestSandbox;
let au: Client;
let nz: Client;
let us: Client;

beforeAll(async () => {
  sandbox = await testSandbox();
  au = await sandbox.connect({ country: 'AU' });
  nz = await sandbox.connect({ country: 'NZ' });
  us = await sandbox.connect({ country: 'US' });
});
afterAll(() => sandbox.stop());

const text = (id: keyof typeof goldenMessages): string => goldenMessages[id].text;

function expectBody(reply: Reply, id: keyof typeof goldenBodies): void {
  const golden: GoldenBody = goldenBodies[id];
  expect(reply.status).toBe(golden.status);
  if (golden.text !== undefined) expect(reply.text).toBe(golden.text);
  if (golden.body !== undefined) expect(reply.json).toMatchObject(golden.body);
  if (golden.contentType !== undefined) expect(reply.headers.get('content-type')).toBe(golden.contentType);
}

describe('messages', () => {
  test('MSG-01: a payment above what is due', async () => {
    const invoice = await au.create('Invoices', sale());
    const found = await au.refused('Payments', {
      Invoice: { InvoiceID: invoice.InvoiceID },
      Account: { Code: '091' },
      Amount: 11.01,
    });
    expect(found).toEqual([text('MSG-01')]);
  });

  test('MSG-02: a payment on a draft', async () => {
    const draft = await au.create('Invoices', sale({ Status: 'DRAFT' }));
    const found = await au.refused('Payments', {
      Invoice: { InvoiceID: draft.InvoiceID },
      Account: { Code: '091' },
      Amount: 1,
    });
    expect(found).toEqual([text('MSG-02')]);
  });

  test('MSG-03, MSG-04: numbers that are taken', async () => {
    await au.create('CreditNotes', creditNote({ CreditNoteNumber: 'M-3' }));
    expect(await au.refused('CreditNotes', creditNote({ CreditNoteNumber: 'M-3' }))).toEqual([
      text('MSG-03'),
    ]);
    await au.create('Invoices', sale({ InvoiceNumber: 'M-4' }));
    expect(await au.refused('Invoices', sale({ InvoiceNumber: 'M-4' }))).toEqual([text('MSG-04')]);
  });

  test('MSG-05: an item code that is taken', async () => {
    await au.create('Items', { Code: 'abc', Name: 'Abc' });
    expect(await au.refused('Items', { Code: 'abc', Name: 'Abc' })).toEqual([text('MSG-05')]);
  });

  test('MSG-06: a journal out of balance', async () => {
    const journal = {
      Narration: 'x',
      JournalLines: [
        { LineAmount: 100, AccountCode: '400' },
        { LineAmount: -10, AccountCode: '400' },
      ],
    };
    expect(await au.refused('ManualJournals', journal)).toEqual([text('MSG-06')]);
  });

  test('MSG-07: a bank transaction with an empty contact', async () => {
    expect(await au.refused('BankTransactions', spend({ Contact: {} }))).toEqual([text('MSG-07')]);
  });

  test('MSG-08: a credit note that does not exist', async () => {
    const body = { CreditNotes: [{ CreditNoteID: '11111111-1111-4111-8111-111111111111', ...creditNote() }] };
    const reply = await au.call('POST', 'CreditNotes?summarizeErrors=false', body);
    expect(messages(reply.json.CreditNotes[0])).toEqual([text('MSG-08')]);
  });

  test('MSG-09: an account name that is taken', async () => {
    const reply = await au.call('PUT', 'Accounts', { Code: '9999', Name: 'Sales', Type: 'REVENUE' });
    expect(messages(reply.json.Elements[0])).toEqual([text('MSG-09')]);
  });

  test('MSG-10: history of what does not exist', async () => {
    const body = { HistoryRecords: [{ Details: 'x' }] };
    const reply = await au.call('PUT', 'Payments/11111111-1111-4111-8111-111111111111/History', body);
    expect(reply.status).toBe(400);
    expect(messages(reply.json.Elements[0])).toEqual([text('MSG-10')]);
  });

  test('MSG-11: a voided invoice is not changed', async () => {
    const invoice = await au.create('Invoices', sale());
    const path = `Invoices/${invoice.InvoiceID}`;
    expect((await au.call('POST', path, { Status: 'VOIDED' })).status).toBe(200);
    const reply = await au.call('POST', path, { Reference: 'again' });
    expect(messages(reply.json.Elements[0])).toEqual([text('MSG-11')]);
  });

  test('MSG-12: a currency that is not enabled', async () => {
    expect(await au.refused('Invoices', sale({ CurrencyCode: 'NZD' }))).toEqual([text('MSG-12')]);
  });

  test('MSG-13: an account that cannot take a payment', async () => {
    const invoice = await au.create('Invoices', sale());
    const payment = { Invoice: { InvoiceID: invoice.InvoiceID }, Account: { Code: '200' }, Amount: 1 };
    expect(await au.refused('Payments', payment)).toEqual([text('MSG-13')]);
  });

  test('MSG-15: an e-mail address that is none; the other element of the batch is created', async () => {
    const [good, bad] = await au.put(
      'Invoices',
      sale({ Contact: { Name: 'Good Bank' } }),
      sale({ Contact: { Name: 'Bad Bank', EmailAddress: 'this_is_!_valid' } }),
    );
    expect([good.StatusAttributeString, bad.StatusAttributeString]).toEqual(['OK', 'ERROR']);
    expect(messages(bad)).toEqual([text('MSG-15')]);
  });

  test('MSG-16: a total that is not that of the lines', async () => {
    expect(await au.refused('Invoices', sale({ Total: 11.01 }))).toEqual([text('MSG-16')]);
  });

  test('MSG-18: a deleted payment is not changed', async () => {
    const invoice = await au.create('Invoices', sale());
    const payment = await au.create('Payments', {
      Invoice: { InvoiceID: invoice.InvoiceID },
      Account: { Code: '091' },
      Amount: 11,
    });
    const remove = () =>
      au.call('POST', `Payments/${payment.PaymentID}`, { Payments: [{ Status: 'DELETED' }] });
    expect((await remove()).status).toBe(200);
    expect(messages((await remove()).json.Elements[0])).toEqual([text('MSG-18')]);
  });

  test('XR-LINE-TOTAL-REJECT: a line amount one cent off', async () => {
    const line = { Quantity: 4, UnitAmount: 49.99, LineAmount: 199.97 };
    expect(await au.refused('Invoices', sale({ LineAmountTypes: 'Exclusive' }, line))).toEqual([
      text('XR-LINE-TOTAL-REJECT'),
    ]);
  });
});

describe('bodies', () => {
  test('BODY-NUMBER-FORMAT: fixed places, escaped dates, CRLF, one id in body and header', async () => {
    await au.create('Invoices', sale({ Date: '2019-07-22', DueDate: '2019-07-22' }, { UnitAmount: 89 }));
    const reply = await au.get('Invoices?page=1&where=Date==DateTime(2019,07,22)');
    for (const fragment of [
      '"AmountPaid": 0.00',
      '"UnitAmount": 89.00',
      '"Quantity": 1.0000',
      '"DateString": "2019-07-22T00:00:00"',
      '"Date": "\\/Date(1563753600000+0000)\\/"',
      '\r\n',
    ]) {
      expect(reply.text).toContain(fragment);
    }
    expect(reply.text).toMatch(/"DateTimeUTC": "\\\/Date\(\d+\)\\\/"/);
    // Six places in 2020, ten in 2025 (Xero-OpenAPI issue 713).
    expect(reply.text).toContain('"CurrencyRate": 1.0000000000');
    expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(reply.json.Id).toBe(reply.headers.get('xero-correlation-id'));
  });

  test('LIMIT-HEADERS-SEQ: each call costs one of each counter; the first of a minute shows 59', async () => {
    await sandbox.control('POST', '/clock', { advanceMs: 60_000, frozen: true });
    const seen: number[][] = [];
    for (let i = 0; i < 4; i += 1) {
      const { headers } = await nz.get('Organisation');
      seen.push(
        ['x-appminlimit-remaining', 'x-daylimit-remaining', 'x-minlimit-remaining'].map((n) =>
          Number(headers.get(n)),
        ),
      );
    }
    await sandbox.control('POST', '/clock', { frozen: false });
    const [first = []] = seen;
    expect([first[0], first[2]]).toEqual([9999, 59]);
    expect(seen).toEqual([0, 1, 2, 3].map((i) => first.map((left) => left - i)));
  });

  test('OAUTH-CONNECTIONS-2020: the shape of a connection, without limit headers', async () => {
    const reply = await sandbox.request('GET', '/connections', undefined, nz.headers);
    expect(reply.json[0]).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      tenantId: nz.organisationId,
      tenantType: 'ORGANISATION',
      createdDateUtc: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}$/),
      updatedDateUtc: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}$/),
    });
    expect([...reply.headers.keys()].filter((name) => name.includes('limit'))).toEqual([]);
  });

  test('OAUTH-TOKEN-REFRESH: what a refresh answers', async () => {
    const client = await sandbox.connect({ scope: `openid ${SCOPES}` });
    const reply = await token(client, {
      grant_type: 'refresh_token',
      refresh_token: client.access.refresh_token,
    });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toBe('application/json; charset=UTF-8');
    expect(reply.json).toMatchObject({
      id_token: expect.stringMatching(/^[^.]+\.[^.]+\.[^.]+$/),
      access_token: expect.stringMatching(/^[^.]+\.[^.]+\.[^.]+$/),
      expires_in: 1800,
      token_type: 'Bearer',
      refresh_token: expect.any(String),
      scope: `openid ${SCOPES}`,
    });
  });

  test('OAUTH-ERR-INVALID-GRANT', async () => {
    expectBody(
      await token(au, { grant_type: 'refresh_token', refresh_token: 'none' }),
      'OAUTH-ERR-INVALID-GRANT',
    );
  });

  test('HTTP-403-TENANT: wrong and missing', async () => {
    for (const tenant of ['79f299a4-f3a6-4c0d-a4a0-d4c48d1f3be4', '']) {
      expectBody(
        await au.call('GET', 'Organisation', undefined, { 'xero-tenant-id': tenant }),
        'HTTP-403-TENANT',
      );
    }
  });

  test('HTTP-401-SCOPE', async () => {
    const client = await sandbox.connect({ scope: 'offline_access accounting.invoices' });
    expectBody(await client.get('Contacts'), 'HTTP-401-SCOPE');
  });

  test('HTTP-401-BAD-TOKEN', async () => {
    expectBody(
      await au.call('GET', 'Organisation', undefined, { authorization: 'Bearer a.b.c' }),
      'HTTP-401-BAD-TOKEN',
    );
  });

  test('HTTP-401-EXPIRED', async () => {
    const other = await testSandbox();
    await other.control('POST', '/clock', { setTo: '2027-01-01T00:00:00Z', frozen: true });
    const client = await other.connect();
    await other.control('POST', '/clock', { advanceMs: 31 * 60_000 });
    expectBody(await client.get('Organisation'), 'HTTP-401-EXPIRED');
    await other.stop();
  });

  test('HTTP-404', async () => {
    expectBody(await au.get('Invoices/11111111-1111-4111-8111-111111111111'), 'HTTP-404');
  });

  test('HTTP-501', async () => {
    expectBody(await au.call('POST', 'Organisation', {}), 'HTTP-501');
  });

  test('HTTP-400-POSTDATA', async () => {
    const journal = { ManualJournals: [{ Narration: 'x', LineAmountTypes: 'NO_TAX' }] };
    expectBody(await au.call('PUT', 'ManualJournals', journal), 'HTTP-400-POSTDATA');
    expectBody(
      await au.call('PUT', 'Invoices', { Invoices: [sale({ Date: '20100510' })] }),
      'HTTP-400-POSTDATA date',
    );
  });

  test('HTTP-400-VALIDATION-XML', async () => {
    const invoice = {
      Type: 'ACCREC',
      LineAmountTypes: 'Exclusive',
      Date: '2013-04-29',
      DueDate: '2013-04-29',
      Reference: 'Order # 123456',
      Status: 'PAID',
      AmountPaid: 19.05,
      TotalTax: 1.05,
      AmountDue: 0,
      Total: 19.05,
      SubTotal: 18,
    };
    expectBody(await au.call('PUT', 'Invoices', invoice), 'HTTP-400-VALIDATION-XML');
  });

  test('HTTP-400-MINIMUM', async () => {
    expectBody(await us.call('PUT', 'Invoices', { Invoices: [{}] }), 'HTTP-400-MINIMUM');
  });

  test('ERR-RUBY-400-HEADERS: and it has cost a call', async () => {
    const invoice = sale({ Status: 'DRAFT' }, { AccountCode: '600', TaxType: 'NONE' });
    const before = Number((await au.get('Organisation')).headers.get('x-daylimit-remaining'));
    const reply = await au.call('PUT', 'Invoices', { Invoices: [invoice] });
    expectBody(reply, 'ERR-RUBY-400-HEADERS');
    expect(Number(reply.headers.get('x-daylimit-remaining'))).toBe(before - 1);
    for (const name of ['xero-correlation-id', 'x-appminlimit-remaining', 'x-minlimit-remaining']) {
      expect(reply.headers.get(name)).not.toBeNull();
    }
    expect(reply.headers.get('cache-control')).toBe('max-age=0, no-cache, no-store');
  });

  test('ERR-CONTACT-NAME, OA-400-CONTACTS', async () => {
    const contact = { Contacts: [{ Name: 'Buzz', AccountNumber: '12345-ABCD' }] };
    expect((await au.call('PUT', 'Contacts', contact)).status).toBe(200);
    const reply = await au.call('PUT', 'Contacts', contact);
    expectBody(reply, 'ERR-CONTACT-NAME');
    expectBody(reply, 'OA-400-CONTACTS');
  });

  test('OA-400-ACCOUNTS', async () => {
    const account = { Code: '123456', Name: 'Foobar', Type: 'EXPENSE', Description: 'Hello World' };
    expect((await au.call('PUT', 'Accounts', { ...account, Code: '123455' })).status).toBe(200);
    expectBody(await au.call('PUT', 'Accounts', account), 'OA-400-ACCOUNTS');
  });

  test('NODE-204-ERROR-ELEMENT: an unknown id in a batch', async () => {
    const body = { Invoices: [{ InvoiceID: '11111111-1111-4111-8111-111111111111', ...sale() }] };
    const reply = await au.call('POST', 'Invoices?summarizeErrors=false', body);
    expect(reply.status).toBe(200);
    expect(reply.json.Invoices[0]).toMatchObject({
      HasErrors: true,
      StatusAttributeString: 'ERROR',
      ValidationErrors: [expect.anything()],
      Status: 'AUTHORISED',
    });
  });
});

describe('request and response', () => {
  test('OA-PAIR-PUT-INVOICES', async () => {
    const contact = (await nz.create('Contacts', { Name: 'Acme' })).ContactID;
    const reply = await nz.call('PUT', 'Invoices?summarizeErrors=false', {
      Invoices: [
        {
          Type: 'ACCREC',
          Contact: { ContactID: contact },
          LineItems: [
            {
              Description: 'Acme Tires',
              Quantity: 2,
              UnitAmount: 20,
              AccountCode: '200',
              TaxType: 'NONE',
              LineAmount: 40,
            },
          ],
          Date: '2019-03-11',
          DueDate: '2018-12-10',
          Reference: 'Website Design',
          Status: 'AUTHORISED',
        },
      ],
    });
    expect(reply.json).toMatchObject({
      Status: 'OK',
      Id: expect.any(String),
      ProviderName: expect.any(String),
    });
    expect(reply.json.Invoices[0]).toMatchObject({
      Type: 'ACCREC',
      InvoiceID: expect.any(String),
      InvoiceNumber: expect.stringMatching(/^INV-\d{4}$/),
      Reference: 'Website Design',
      Prepayments: [],
      Overpayments: [],
      AmountDue: 40,
      AmountPaid: 0,
      SentToContact: false,
      CurrencyRate: 1,
      HasErrors: false,
      IsDiscounted: false,
      Contact: {
        ContactID: contact,
        ContactStatus: 'ACTIVE',
        Name: 'Acme',
        UpdatedDateUTC: expect.any(String),
        IsSupplier: expect.any(Boolean),
        IsCustomer: true,
        SalesTrackingCategories: [],
        PurchasesTrackingCategories: [],
        HasValidationErrors: false,
      },
      DateString: '2019-03-11T00:00:00',
      Date: '/Date(1552262400000+0000)/',
      DueDateString: '2018-12-10T00:00:00',
      DueDate: '/Date(1544400000000+0000)/',
      Status: 'AUTHORISED',
      LineAmountTypes: 'Exclusive',
      LineItems: [
        {
          Description: 'Acme Tires',
          UnitAmount: 20,
          TaxType: 'NONE',
          TaxAmount: 0,
          LineAmount: 40,
          AccountCode: '200',
          Tracking: [],
          Quantity: 2,
          LineItemID: expect.any(String),
          ValidationErrors: [],
        },
      ],
      SubTotal: 40,
      TotalTax: 0,
      Total: 40,
      UpdatedDateUTC: expect.any(String),
      UpdatedDateUTCString: expect.stringMatching(/Z$/),
      CurrencyCode: 'NZD',
      StatusAttributeString: 'OK',
    });
  });

  test('OA-PAIR-DELETE-PAYMENT: a deleted refund leaves the credit note as it was', async () => {
    const line = {
      Description: 'Sample Item',
      Quantity: 1,
      UnitAmount: 20,
      AccountCode: '400',
      TaxType: 'INPUT',
    };
    const note = await au.create('CreditNotes', {
      Type: 'ACCPAYCREDIT',
      Contact: { Name: 'Supplier' },
      Date: '2017-01-02',
      Status: 'AUTHORISED',
      LineItems: [line],
    });
    const refund = await au.create('Payments', {
      CreditNote: { CreditNoteID: note.CreditNoteID },
      Account: { Code: '090' },
      Date: '2019-09-02',
      Amount: 2,
      Reference: 'foobar',
    });
    expect(refund.Invoice).toMatchObject({ AmountDue: 20, AmountPaid: 2 });
    const reply = await au.call('POST', `Payments/${refund.PaymentID}`, {
      Payments: [{ Status: 'DELETED' }],
    });
    expect(reply.json.Payments[0]).toMatchObject({
      PaymentID: refund.PaymentID,
      Date: '/Date(1567382400000+0000)/',
      BankAmount: 2,
      Amount: 2,
      Reference: 'foobar',
      CurrencyRate: 1,
      PaymentType: 'APCREDITPAYMENT',
      Status: 'DELETED',
      HasAccount: true,
      IsReconciled: false,
      Account: { Code: '090' },
      Invoice: {
        Type: 'ACCPAYCREDIT',
        InvoiceID: note.CreditNoteID,
        AmountDue: 22,
        AmountPaid: 0,
        Status: 'AUTHORISED',
        LineAmountTypes: 'Exclusive',
        SubTotal: 20,
        TotalTax: 2,
        Total: 22,
        CurrencyCode: 'AUD',
      },
      HasValidationErrors: false,
    });
  });

  test('OA-PAIR-PUT-BANKTRANSFERS', async () => {
    const [outlet] = (await au.get('TrackingCategories')).json.TrackingCategories;
    const tracking = (i: number) => [
      { TrackingCategoryID: outlet.TrackingCategoryID, TrackingOptionID: outlet.Options[i].TrackingOptionID },
    ];
    const reply = await au.call('PUT', 'BankTransfers', {
      BankTransfers: [
        {
          FromBankAccount: { Code: '091' },
          ToBankAccount: { Code: '093' },
          Amount: '50.00',
          FromIsReconciled: true,
          ToIsReconciled: true,
          Reference: 'Sub 098801',
          Date: '2019-02-27',
          FromTracking: tracking(0),
          ToTracking: tracking(1),
        },
      ],
    });
    expect(reply.json.BankTransfers[0]).toMatchObject({
      BankTransferID: expect.any(String),
      DateString: '2019-02-27T00:00:00',
      Date: '/Date(1551225600000+0000)/',
      Status: 'AUTHORISED',
      FromBankAccount: { Code: '091', Name: 'Till 1' },
      ToBankAccount: { Code: '093', Name: 'Cash in Transit' },
      Amount: 50,
      FromBankTransactionID: expect.any(String),
      ToBankTransactionID: expect.any(String),
      FromIsReconciled: true,
      ToIsReconciled: true,
      Reference: 'Sub 098801',
      CurrencyRate: 1,
      FromTracking: [{ Name: 'Outlet', Option: 'Harbour' }],
      ToTracking: [{ Name: 'Outlet', Option: 'Station' }],
      ValidationErrors: [],
    });
  });

  test('OA-PAIR-ALLOCATION', async () => {
    const invoice = await au.create('Invoices', sale());
    const note = await au.create('CreditNotes', creditNote());
    const path = `CreditNotes/${note.CreditNoteID}/Allocations`;
    const body = {
      Allocations: [
        { Invoice: { LineItems: [], InvoiceID: invoice.InvoiceID }, Amount: 1, Date: '2019-03-05' },
      ],
    };
    const reply = await au.call('PUT', path, body);
    expect(reply.json.Allocations[0]).toMatchObject({
      Amount: 1,
      Date: '/Date(1551744000000+0000)/',
      Invoice: {
        InvoiceID: invoice.InvoiceID,
        Payments: [],
        CreditNotes: [],
        LineItems: [],
        ValidationErrors: [],
      },
      CreditNote: { CreditNoteID: note.CreditNoteID, ID: note.CreditNoteID, LineItems: [] },
      ValidationErrors: [],
    });
  });

  test('OA-CN-REFUND: partly refunded, still open', async () => {
    const note = await nz.create(
      'CreditNotes',
      creditNote({ LineAmountTypes: 'Exclusive' }, { UnitAmount: 30 }),
    );
    await nz.create('Payments', {
      CreditNote: { CreditNoteID: note.CreditNoteID },
      Account: { Code: '091' },
      Amount: 2,
    });
    const shown = (await nz.get(`CreditNotes/${note.CreditNoteID}`)).json.CreditNotes[0];
    expect(shown).toMatchObject({
      SubTotal: 30,
      TotalTax: 4.5,
      Total: 34.5,
      RemainingCredit: 32.5,
      Status: 'AUTHORISED',
    });
  });

  test('XR-CN-ALLOC: allocated in two parts, PAID', async () => {
    const invoice = await nz.create('Invoices', sale({ LineAmountTypes: 'Exclusive' }, { UnitAmount: 100 }));
    const note = await nz.create(
      'CreditNotes',
      creditNote({ LineAmountTypes: 'Exclusive' }, { UnitAmount: 50 }),
    );
    const allocate = (Amount: number) =>
      nz.call('PUT', `CreditNotes/${note.CreditNoteID}/Allocations`, {
        Allocations: [{ Invoice: { InvoiceID: invoice.InvoiceID }, Amount, Date: '2026-11-20' }],
      });
    expect((await allocate(10)).status).toBe(200);
    expect((await allocate(47.5)).status).toBe(200);
    const shown = (await nz.get(`CreditNotes/${note.CreditNoteID}`)).json.CreditNotes[0];
    expect(shown).toMatchObject({
      SubTotal: 50,
      TotalTax: 7.5,
      Total: 57.5,
      RemainingCredit: 0,
      Status: 'PAID',
    });
    expect(shown.Allocations.map((row: Answered) => row.Amount)).toEqual([10, 47.5]);
  });

  test.each([
    { id: 'XR-AU-CREDITED ORC1014', total: 4620, paid: 4235, credited: 385 },
    { id: 'XR-AU-CREDITED ORC1001', total: 1496, paid: 1469.6, credited: 26.4 },
  ])('$id: paid by cash and by credit note', async ({ total, paid, credited }) => {
    const invoice = await au.create('Invoices', sale({}, { UnitAmount: total }));
    const note = await au.create('CreditNotes', creditNote({}, { UnitAmount: credited }));
    await au.create('Payments', {
      Invoice: { InvoiceID: invoice.InvoiceID },
      Account: { Code: '090' },
      Amount: paid,
    });
    await au.call('PUT', `CreditNotes/${note.CreditNoteID}/Allocations`, {
      Allocations: [{ Invoice: { InvoiceID: invoice.InvoiceID }, Amount: credited, Date: '2026-11-20' }],
    });
    const shown = (await au.get(`Invoices/${invoice.InvoiceID}`)).json.Invoices[0];
    expect(shown).toMatchObject({
      Total: total,
      AmountPaid: paid,
      AmountCredited: credited,
      AmountDue: 0,
      Status: 'PAID',
    });
  });

  test('OA-INV-PAID: PAID on the day of the payment', async () => {
    const invoice = await nz.create('Invoices', sale({}, { UnitAmount: 46 }));
    await nz.create('Payments', {
      Invoice: { InvoiceID: invoice.InvoiceID },
      Account: { Code: '091' },
      Amount: 46,
      Date: '2026-11-21',
    });
    const shown = (await nz.get(`Invoices/${invoice.InvoiceID}`)).json.Invoices[0];
    expect(shown).toMatchObject({ AmountDue: 0, AmountPaid: 46, Status: 'PAID' });
    expect(shown.FullyPaidOnDate).toBe(`/Date(${Date.UTC(2026, 10, 21)}+0000)/`);
  });

  test('OA-INV-VOIDED: nothing due, nothing paid', async () => {
    const invoice = await nz.create('Invoices', sale({}, { UnitAmount: 40 }));
    await nz.call('POST', `Invoices/${invoice.InvoiceID}`, { Status: 'VOIDED' });
    const shown = (await nz.get(`Invoices/${invoice.InvoiceID}`)).json.Invoices[0];
    expect(shown).toMatchObject({
      Status: 'VOIDED',
      Total: 40,
      AmountDue: 0,
      AmountPaid: 0,
      AmountCredited: 0,
    });
  });

  test('XR-3x500: tax by line, not by document', async () => {
    const line = { Description: 'x', UnitAmount: 500, AccountCode: '200' };
    const invoice = await nz.create('Invoices', sale({ LineItems: [line, line, line] }));
    expect(invoice.LineItems.map((l: Answered) => l.TaxAmount)).toEqual([65.22, 65.22, 65.22]);
    expect(invoice).toMatchObject({ SubTotal: 1304.34, TotalTax: 195.66, Total: 1500 });
  });

  test('XR-7.7454: rounded to cents, then taxed', async () => {
    const invoice = await au.create(
      'Invoices',
      sale({ LineAmountTypes: 'Exclusive' }, { UnitAmount: 7.7454 }),
    );
    expect(invoice.LineItems[0]).toMatchObject({ LineAmount: 7.75, TaxAmount: 0.78 });
  });

  test('XR-SENPOS: a day of takings that nets to zero, with a tax amount of its own', async () => {
    const line = (Description: string, UnitAmount: number, AccountCode: string, more = {}) => ({
      Description,
      UnitAmount,
      AccountCode,
      ...more,
    });
    const invoice = await au.create(
      'Invoices',
      sale({
        LineItems: [
          line('food', 10.74, '200', { TaxType: 'OUTPUT', TaxAmount: 0.99 }),
          line('Cash', -10.8, '815', { TaxType: 'BASEXCLUDED', TaxAmount: 0 }),
          line('Rounding', 0.06, '861', { TaxType: 'BASEXCLUDED', TaxAmount: 0 }),
        ],
      }),
    );
    expect(invoice).toMatchObject({ Total: 0, TotalTax: 0.99 });
  });

  test('XR-MICRO-702: a line that rounds to nothing is refused when approved, accepted as a draft', async () => {
    const line = { Quantity: 2, UnitAmount: 0.001, TaxType: 'OUTPUT', TaxAmount: 0 };
    const [refused] = (
      await au.call('PUT', 'Invoices?summarizeErrors=false&unitdp=4', { Invoices: [sale({}, line)] })
    ).json.Invoices;
    expect(messages(refused.LineItems[0])).toEqual(['Account must be valid.', 'Tax rate must be valid.']);
    expect(refused).toMatchObject({ StatusAttributeString: 'ERROR', InvoiceID: ZEROS });
    const draft = await au.call('PUT', 'Invoices?unitdp=4', { Invoices: [sale({ Status: 'DRAFT' }, line)] });
    expect(draft.status).toBe(200);
  });

  test('XR-MJ-DEMO-AU, XR-NET-MJ4: journals without tax', async () => {
    const lines = (...amounts: [number, string][]) =>
      amounts.map(([LineAmount, AccountCode]) => ({ LineAmount, AccountCode }));
    const journal = await au.create('ManualJournals', {
      Narration: 'Demo',
      Status: 'POSTED',
      JournalLines: lines([679, '710'], [190, '412'], [-869, '825']),
    });
    expect(journal.LineAmountTypes).toBe('NoTax');
    expect(journal.JournalLines.map((l: Answered) => [l.TaxType, l.TaxAmount])).toEqual([
      ['INPUT', 0],
      ['INPUT', 0],
      ['BASEXCLUDED', 0],
    ]);
    const four = await au.create('ManualJournals', {
      Narration: 'Four',
      JournalLines: lines([12.5, '400'], [25, '400'], [12.5, '400'], [-50, '400']),
    });
    expect(four).toMatchObject({ Status: 'DRAFT' });
  });

  test('XR-NET-PARTPAY: what is left after a part', async () => {
    const invoice = await nz.create('Invoices', sale({}, { UnitAmount: 450 }));
    const payment = await nz.create('Payments', {
      Invoice: { InvoiceID: invoice.InvoiceID },
      Account: { Code: '091' },
      Amount: 398,
    });
    expect(payment).toMatchObject({ Amount: 398, Invoice: { AmountDue: 52 } });
  });
});

async function token(client: Client, fields: Record<string, string>): Promise<Reply> {
  const { clientId, clientSecret } = client.access;
  return sandbox.request('POST', '/connect/token', new URLSearchParams(fields).toString(), {
    authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
    'content-type': 'application/x-www-form-urlencoded',
  });
}
