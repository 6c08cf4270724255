/** Filters, orders and pages: what is known works, what is not known is refused. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answered, type Client, creditNote, sale, type TestSandbox, testSandbox } from './testing.ts';

let sandbox: TestSandbox;
let client: Client;
let walkIn: string;
let paidId: string;

beforeAll(async () => {
  sandbox = await testSandbox();
  client = await sandbox.connect();
  const created = await client.put(
    'Invoices',
    sale({ InvoiceNumber: 'W-1', Reference: 'shift (a)', Date: '2026-11-01' }),
    sale({ InvoiceNumber: 'W-2', Reference: 'SHIFT B', Date: '2026-11-02' }, { UnitAmount: 22 }),
    sale({ InvoiceNumber: 'W-3', Date: '2026-11-03', Status: 'DRAFT' }, { UnitAmount: 33.3 }),
    sale(
      { InvoiceNumber: 'X-4', Date: '2026-12-01', Contact: { Name: 'Ann', ContactNumber: 'A-9' } },
      { UnitAmount: 44 },
    ),
  );
  walkIn = created[0].Contact.ContactID;
  paidId = created[1].InvoiceID;
  await client.create('Payments', {
    Invoice: { InvoiceID: paidId },
    Account: { Code: '091' },
    Amount: 22,
    Reference: 'P-2',
  });
  await client.create('CreditNotes', creditNote({ CreditNoteNumber: 'W-1' }));
});
afterAll(() => sandbox.stop());

const numbers = async (where: string, more = ''): Promise<string[]> => {
  const reply = await client.get(`Invoices?page=1&where=${encodeURIComponent(where)}${more}`);
  if (reply.status !== 200) throw new Error(reply.text);
  return reply.json.Invoices.map((invoice: Answered) => invoice.InvoiceNumber);
};

describe('where', () => {
  test.each([
    ['InvoiceNumber=="W-1"', ['W-1']],
    ['InvoiceNumber = "w-1"', ['W-1']],
    ['InvoiceNumber.StartsWith("W-")', ['W-1', 'W-2', 'W-3']],
    ['Reference.Contains("shift")', ['W-1', 'W-2']],
    ['Reference.EndsWith("(a)")', ['W-1']],
    ['InvoiceNumber.EndsWith("4") == true', ['X-4']],
    ['Status=="PAID"', ['W-2']],
    ['Status=="AUTHORISED" AND Total>=11', ['W-1', 'X-4']],
    ['Status=="AUTHORISED"&&Total>11.00', ['X-4']],
    ['Total==33.30', ['W-3']],
    ['Total!=33.30 && Total < 22', ['W-1']],
    ['AmountDue==0', ['W-2']],
    ['(Status=="DRAFT" OR Status=="PAID") AND Date>=DateTime(2026,11,03)', ['W-3']],
    ['Status=="DRAFT" || InvoiceNumber=="X-4"', ['W-3', 'X-4']],
    ['Date>=DateTime(2026,11,01) AND Date<DateTime(2026,11,03)', ['W-1', 'W-2']],
    ['Date==DateTime.Parse("2026-11-02T00:00:00")', ['W-2']],
    ['Contact.Name=="Ann"', ['X-4']],
    ['Contact.ContactNumber==null AND Date==DateTime(2026,11,1)', ['W-1']],
    ['Contact.ContactNumber!=null', ['X-4']],
    ['!(Status=="AUTHORISED")', ['W-2', 'W-3']],
    ['SentToContact==false AND Type=="ACCREC" AND InvoiceNumber=="nothing"', []],
  ])('%s', async (where, expected) => {
    expect(await numbers(where)).toEqual(expected);
  });

  test('by ids', async () => {
    expect(await numbers(`InvoiceID==Guid("${paidId}")`)).toEqual(['W-2']);
    expect(await numbers(`Contact.ContactID==Guid("${walkIn}") AND Status=="DRAFT"`)).toEqual(['W-3']);
    const where = encodeURIComponent(`Invoice.InvoiceID==Guid("${paidId}")`);
    expect((await client.get(`Payments?where=${where}`)).json.Payments).toMatchObject([{ Reference: 'P-2' }]);
  });

  test('text with signs in it is found by an exact reference', async () => {
    const reference = "a&b + 'c' (d) 50% é";
    await client.create('Invoices', sale({ InvoiceNumber: 'Q-1', Reference: reference, Date: '2027-01-01' }));
    expect(await numbers(`Reference=="${reference}"`)).toEqual(['Q-1']);
  });

  test.each([
    'Colour=="red"',
    'Reference=="shift \\"a\\""',
    'Reference=="shift ""a"""',
    'Reference=="a\\b"',
    'Status=="PAID" AND',
    'Status',
    'Status==',
    '"PAID"==Status',
    'Total>"1"',
    'Status>"A"',
    'Reference.Foo("x")',
    'Reference.StartsWith(1)',
    'Date>=DateTime(2026,13,01)',
    'Date>="2026-11-01"',
    'InvoiceID==Guid(1)',
    'Total==1 Total==2',
    '(Status=="PAID"',
    'Total # 1',
    ' ',
  ])('refuses %s', async (where) => {
    const reply = await client.get(`Invoices?where=${encodeURIComponent(where)}`);
    expect([reply.status, reply.json.Type]).toEqual([400, 'QueryParseException']);
  });
});

describe('order and pages', () => {
  test('by date downwards, two to a page', async () => {
    const page = async (n: number) =>
      (
        await client.get(
          `Invoices?page=${n}&pageSize=2&order=Date%20DESC&where=${encodeURIComponent('InvoiceNumber!="Q-1"')}`,
        )
      ).json;
    const [first, second] = [await page(1), await page(2)];
    expect(first.pagination).toEqual({ page: 1, pageSize: 2, pageCount: 2, itemCount: 4 });
    expect([...first.Invoices, ...second.Invoices].map((i: Answered) => i.InvoiceNumber)).toEqual([
      'X-4',
      'W-3',
      'W-2',
      'W-1',
    ]);
    expect((await page(3)).Invoices).toEqual([]);
  });

  test('an order that is none, a page that is none', async () => {
    expect((await client.get('Invoices?order=Colour')).status).toBe(400);
    expect((await client.get('Invoices?page=x')).status).toBe(400);
  });

  test('a plain page has invoices only, and lines only when a page is asked for', async () => {
    const paged = (await client.get('Invoices?page=1&pageSize=1')).json.Invoices;
    expect(paged).toHaveLength(1);
    expect(paged[0].LineItems).toHaveLength(1);
    const all = (await client.get('Invoices')).json.Invoices;
    expect(all.every((i: Answered) => i.LineItems.length === 0 && i.InvoiceID)).toBe(true);
    expect(
      (await client.get('CreditNotes?page=1')).json.CreditNotes.map((n: Answered) => n.CreditNoteNumber),
    ).toEqual(['W-1']);
    const summary = (await client.get('Invoices?summaryOnly=true&page=1')).json.Invoices[0];
    expect(summary.LineItems).toBeUndefined();
  });

  test('ids, numbers, contacts, statuses', async () => {
    const names = async (query: string) =>
      (await client.get(`Invoices?page=1&${query}`)).json.Invoices.map((i: Answered) => i.InvoiceNumber);
    expect(await names('InvoiceNumbers=W-1,X-4,none')).toEqual(['W-1', 'X-4']);
    expect(await names(`IDs=${paidId}`)).toEqual(['W-2']);
    expect(await names(`ContactIDs=${walkIn}&Statuses=DRAFT,PAID`)).toEqual(['W-2', 'W-3']);
    expect((await client.get('Invoices/W-1')).json.Invoices[0].InvoiceNumber).toBe('W-1');
  });

  test('If-Modified-Since', async () => {
    await sandbox.control('POST', '/clock', { advanceMs: 60_000 });
    const since = (await sandbox.control('GET', '/clock')).now as string;
    await client.call('POST', 'Invoices/W-1', { Reference: 'touched' });
    const reply = await client.call('GET', 'Invoices', undefined, {
      'if-modified-since': since.replace('Z', ''),
    });
    expect(reply.json.Invoices.map((i: Answered) => i.InvoiceNumber)).toEqual(['W-1']);
  });
});
