import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { dryRunStart } from '@/db/queries/dry-run';
import { organisationOf } from '@/db/queries/organisations';
import { accountPayment, type CaseRecord, line, mei, receipt } from '@/lib/accounting/case-records';
import { planPeriod } from '@/lib/dry-run/plan-period';
import { chooseInvoice, offerInvoices } from '@/lib/review/choose-invoice';
import { undoDocument } from '@/lib/review/undo-document';
import { withXero } from '@/lib/xero/client';
import { control } from '../../scripts/lib/control.ts';
import type { StandIns } from '../../scripts/lib/stand-ins.ts';
import { type Connected, connectedRetailer, setStandIns } from '../../scripts/test/connected-retailer.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { startTestStandIns } from '../../scripts/test/stand-ins.ts';
import { syncOne } from './conduct.ts';
import { factsOf } from './facts.ts';

/** Debts from before the start date: a person says which invoice in Xero each is, and payments go there, once and never too much. */

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let standIns: StandIns;

beforeAll(async () => {
  database = await createTestDatabase();
  standIns = await startTestStandIns();
  setStandIns(standIns, database.url, {
    ...{ firstLookUpAfterSeconds: 0, betweenLookUpsSeconds: 0, retrySeconds: 0 },
  });
});
afterEach(() => fetch(`${standIns.xeroUrl}/sandbox/faults`, { method: 'DELETE' }));
afterAll(async () => {
  await standIns?.stop();
  await database?.close();
});

type Shop = Connected & { personId: string; outlet: string; register: string };

/** A shop that posts from 3 November on; what was sold before is in Xero already. */
async function shopOf(): Promise<Shop> {
  const { db } = database;
  const shop = await connectedRetailer(db, standIns, { days: 1, size: 0, until: '2026-11-01' });
  await db.execute(sql`update solution set start_date = '2026-11-03' where id = ${shop.solutionId}`);
  const [place] = await db.execute<{ outlet: string; register: string }>(sql`
    select o.till_id as outlet, r.till_id as register from register r join outlet o on o.id = r.outlet_id
    where r.solution_id = ${shop.solutionId} order by r.id limit 1`);
  const [person] = await db.execute<{ id: string }>(sql`
    insert into person (email, password_hash) values (${`${crypto.randomUUID()}@example.com`}, 'none') returning id`);
  return { ...shop, ...place!, personId: person!.id };
}

async function sync(shop: Shop, times = 4) {
  for (let i = 0; i < times; i++) {
    await database.db.execute(sql`update solution set due_at = now() where id = ${shop.solutionId}`);
    await syncOne(database.db, { trigger: 'person', deadline: performance.now() + 60_000, only: shop });
  }
}

async function bring(shop: Shop, ...records: CaseRecord[]) {
  const { outlet, register } = shop;
  await control(`${standIns.tillUrl}/sandbox/businesses/${shop.business}/records`, {
    records: records.map((r) => ({
      ...{ ...r, outlet, register },
      ...('applies_to' in r && {
        applies_to: (r.applies_to as object[]).map((of) => ({ ...of, outlet })),
      }),
    })),
  });
  await sync(shop);
}

const pays = (id: string, amount: string, of = 'OLD-1') =>
  accountPayment(id, mei, ['card', amount], { [of]: amount });

/** An invoice that an accountant entered long ago. @returns Xero's id */
async function enterInvoice(shop: Shop, invoiceNumber: string, amount: number, more = {}): Promise<string> {
  const way = await withXero(database.db, shop);
  if (!way.ok) throw new Error(way.message);
  const lines = [
    { description: 'Table', quantity: 1, unitAmount: amount, accountCode: '200', taxType: 'EXEMPTOUTPUT' },
  ];
  const made = await way.value.call<unknown>((api, tenantId) =>
    api.createInvoices(tenantId, {
      invoices: [
        {
          ...({
            type: 'ACCREC',
            status: 'AUTHORISED',
            invoiceNumber,
            contact: { name: 'Mei Tan' },
          } as object),
          ...{ date: '2026-10-20', dueDate: '2026-11-20', lineItems: lines },
          ...more,
        },
      ],
    }),
  );
  if (!made.ok) throw new Error(made.message);
  return (made.value.data as { Invoices: { InvoiceID: string }[] }).Invoices[0]!.InvoiceID;
}

async function paymentId(shop: Shop, recordId: string): Promise<number> {
  const [row] = await database.db.execute<{ id: number }>(sql`
    select id from till_transaction where solution_id = ${shop.solutionId} and record_id = ${recordId} order by version desc limit 1`);
  return row!.id;
}

const choose = async (shop: Shop, record: string, invoiceId: string, receiptId = 'OLD-1') =>
  chooseInvoice(database.db, shop, {
    ...{ tillTransactionId: await paymentId(shop, record), outlet: shop.outlet, receiptId, invoiceId },
  });

const held = async (shop: Shop) => [
  ...(await database.db.execute<{ id: string; code: string; text: string }>(sql`
    select record_id as id, refusal_code as code, refusal_text as text from till_transaction
    where solution_id = ${shop.solutionId} and state = 'held' order by record_id`)),
];

const payments = async (shop: Shop) => [
  ...(await database.db.execute<{ amount: number; state: string; of: string; code: string | null }>(sql`
    select total_minor as amount, state, content ->> 'of' as of, refusal_code as code from document
    where solution_id = ${shop.solutionId} and kind = 'payment' order by id`)),
];

/** The invoice as Xero has it. */
async function inXero(shop: Shop, id: string) {
  const way = await withXero(database.db, shop);
  if (!way.ok) throw new Error(way.message);
  const read = await way.value.call<unknown>((api, tenantId) => api.getInvoice(tenantId, id));
  if (!read.ok) throw new Error(read.message);
  type Read = { Invoices: { Status: string; AmountDue: number; Payments?: { Amount: number }[] }[] };
  const { Status, AmountDue, Payments = [] } = (read.value.data as Read).Invoices[0]!;
  return { status: Status, due: AmountDue, paid: Payments.map((p) => p.Amount) };
}

/** Of an invoice of 80.00 that one payment of 30.00 pays: Xero takes it, and its answer does not come. */
async function isPaidOnceThoughItsAnswerIsLost(shop: Shop, invoiceId: string) {
  for (const kind of ['answerLost', 'idempotencyForgotten']) {
    await control(`${standIns.xeroUrl}/sandbox/faults`, {
      ...{ organisationId: shop.tenantId, kind, method: 'PUT', path: '/Payments', times: 1 },
    });
  }
  await sync(shop, 8);
  expect(await payments(shop)).toMatchObject([{ state: 'posted' }]);
  expect(await inXero(shop, invoiceId)).toEqual({ status: 'AUTHORISED', due: 50, paid: [30] });
}

describe('a payment of a receipt from before the start date', () => {
  test('is held until a person chooses the invoice, and pays it then, in parts, and never more than is due', async () => {
    const shop = await shopOf();
    const id = await enterInvoice(shop, 'OB-17', 80);
    await bring(shop, pays('A1', '30.00'));
    expect(await held(shop)).toMatchObject([{ id: 'A1', code: 'paid_receipt_unknown' }]);
    const { invoices } = await offerInvoices(database.db, shop, 'mei tan');
    expect(invoices).toEqual([
      { invoiceId: id, number: 'OB-17', contactName: 'Mei Tan', date: '2026-10-20', dueMinor: 8000 },
    ]);

    await choose(shop, 'A1', id);
    await choose(shop, 'A1', id);
    await sync(shop);
    expect(await held(shop)).toEqual([]);
    expect(await inXero(shop, id)).toEqual({ status: 'AUTHORISED', due: 50, paid: [30] });

    await bring(shop, pays('A2', '60.00'));
    expect(await held(shop)).toMatchObject([
      {
        id: 'A2',
        code: 'older_debt_exceeded',
        text: expect.stringMatching(/pays 60\.00 .* but 50\.00 was due on invoice OB-17/),
      },
    ]);
    await bring(shop, pays('A3', '50.00'));
    expect(await inXero(shop, id)).toEqual({ status: 'PAID', due: 0, paid: [30, 50] });
    expect(await payments(shop)).toMatchObject([
      { amount: 3000, state: 'posted', of: `xero_invoice:${id}` },
      { amount: 5000, state: 'posted', of: `xero_invoice:${id}` },
    ]);
  });

  test('may be of several receipts that are one invoice: no more is paid than is due on all', async () => {
    const shop = await shopOf();
    const id = await enterInvoice(shop, 'OB-1', 100);
    await bring(
      shop,
      pays('A1', '60.00', 'OLD-1'),
      pays('A2', '60.00', 'OLD-2'),
      pays('A3', '40.00', 'OLD-2'),
    );
    await choose(shop, 'A1', id, 'OLD-1');
    await choose(shop, 'A2', id, 'OLD-2');
    await sync(shop);
    expect(await held(shop)).toMatchObject([{ id: 'A2', code: 'older_debt_exceeded' }]);
    expect(await inXero(shop, id)).toEqual({ status: 'PAID', due: 0, paid: [60, 40] });
  });

  test('whose answer was lost is looked up and not paid twice', async () => {
    const shop = await shopOf();
    const id = await enterInvoice(shop, 'OB-17', 80);
    await bring(shop, pays('A1', '30.00'));
    await choose(shop, 'A1', id);
    await isPaidOnceThoughItsAnswerIsLost(shop, id);
  });

  test('stops by name where somebody voided the invoice meanwhile', async () => {
    const shop = await shopOf();
    const id = await enterInvoice(shop, 'OB-17', 80);
    await bring(shop, pays('A1', '30.00'));
    await choose(shop, 'A1', id);
    await control(`${standIns.xeroUrl}/sandbox/organisations/${shop.tenantId}/invoices/OB-17/void`, {});
    await sync(shop);
    expect(await payments(shop)).toMatchObject([{ state: 'stopped', code: 'closed_by_somebody' }]);
  });

  test('voided at the till after it was posted says which payment to delete', async () => {
    const shop = await shopOf();
    const id = await enterInvoice(shop, 'OB-17', 80);
    await bring(shop, pays('A1', '30.00'));
    await choose(shop, 'A1', id);
    await sync(shop);
    await bring(shop, { ...pays('A1', '30.00'), version: 2, status: 'voided' });
    expect(await held(shop)).toMatchObject([{ id: 'A1', code: 'changed_after_posting' }]);
    await bring(shop, { ...pays('A1', '45.00'), version: 3 });
    expect(await held(shop)).toEqual([]);
    expect(await inXero(shop, id)).toEqual({ status: 'AUTHORISED', due: 35, paid: [30, 15] });
  });
});

test('undone, the payment is deleted in Xero and another invoice may be chosen for what is paid later', async () => {
  const shop = await shopOf();
  const [wrong, right] = [await enterInvoice(shop, 'OB-1', 80), await enterInvoice(shop, 'OB-2', 90)];
  await bring(shop, pays('A1', '30.00'));
  await choose(shop, 'A1', wrong);
  await sync(shop);
  const [{ id: documentId } = { id: 0 }] = await database.db.execute<{ id: number }>(sql`
    select id from document where solution_id = ${shop.solutionId} and kind = 'payment'`);
  await undoDocument(database.db, shop, { documentId });
  await sync(shop);
  expect(await inXero(shop, wrong)).toMatchObject({ status: 'AUTHORISED', due: 80 });
  await choose(shop, 'A1', right);
  await bring(shop, pays('A2', '90.00'));
  expect(await inXero(shop, right)).toEqual({ status: 'PAID', due: 0, paid: [90] });
  expect(await payments(shop)).toMatchObject([{ state: 'undone' }, { state: 'posted' }]);
});

test('a dry run shows it, a page at a time, and no more than is due', async () => {
  const shop = await shopOf();
  const id = await enterInvoice(shop, 'OB-17', 80);
  await bring(shop, ...[pays('A1', '30.00'), pays('A2', '60.00'), pays('A3', '50.00')]);
  await choose(shop, 'A1', id);
  const { db } = database;
  const scope = { retailerId: shop.retailerId, solutionId: shop.solutionId };
  const begin = await dryRunStart(db, scope);
  const way = await withXero(db, shop);
  if (!way.ok) throw new Error(way.message);
  const facts = factsOf((await organisationOf(db, way.value))!)!;
  const period = { from: '2026-11-03', to: '2026-11-03' };
  const of = { shortId: shop.shortId, startDate: begin!.startDate, facts, period, pageSize: 1 };
  const paid: unknown[] = [];
  const held: unknown[] = [];
  for await (const part of planPeriod({ db, scope }, { ...of, tillBalances: new Map() })) {
    paid.push(...part.documents.map((d) => [(d.content as { of?: string }).of, d.totalMinor]));
    held.push(...part.held.map(({ code }) => code));
  }
  expect(paid).toEqual([
    [`xero_invoice:${id}`, 3000],
    [`xero_invoice:${id}`, 5000],
  ]);
  expect(held).toEqual(['older_debt_exceeded']);
});

describe('a payment that names no receipt and is more than its customer owes here', () => {
  const unnamed = (id: string, amount: string) => accountPayment(id, mei, ['card', amount], {});
  const owes = (id: string) =>
    receipt(
      id,
      '80.00',
      [line('Table', '80.00', '0.00', { tax: { code: 'FREE', amount: '0.00' } })],
      { FREE: '0.00' },
      { account: '80.00' },
      { customer: mei, at: '2026-11-03T08:00:00+11:00' },
    );
  const chooseRest = async (shop: Shop, record: string, invoiceId: string) =>
    chooseInvoice(database.db, shop, {
      ...{ tillTransactionId: await paymentId(shop, record), debtOf: 'payment' as const },
      ...{ outlet: shop.outlet, receiptId: record, invoiceId },
    });

  test('is held until a person chooses the invoice of the rest, and never pays more than is due', async () => {
    const shop = await shopOf();
    const [small, id] = [await enterInvoice(shop, 'OB-16', 19.99), await enterInvoice(shop, 'OB-17', 30)];
    await bring(shop, owes('R1'), unnamed('A1', '100.00'));
    expect(await held(shop)).toMatchObject([{ id: 'A1', code: 'payment_exceeds_debt' }]);
    expect(await payments(shop)).toEqual([]);

    await chooseRest(shop, 'A1', small);
    await sync(shop);
    expect(await held(shop)).toMatchObject([
      {
        id: 'A1',
        code: 'older_debt_exceeded',
        text: expect.stringMatching(/pays 20\.00 more than .* but 19\.99 was due on invoice OB-16/),
      },
    ]);
    // What is owed here is as it was: nothing goes by halves.
    expect(await payments(shop)).toEqual([]);

    await chooseRest(shop, 'A1', id);
    await chooseRest(shop, 'A1', id);
    await sync(shop);
    expect(await held(shop)).toEqual([]);
    expect(await payments(shop)).toMatchObject([
      { amount: 8000, state: 'posted', of: expect.stringContaining('R1') },
      { amount: 2000, state: 'posted', of: `xero_invoice:${id}` },
    ]);
    expect(await inXero(shop, id)).toEqual({ status: 'AUTHORISED', due: 10, paid: [20] });
    expect(await inXero(shop, small)).toMatchObject({ due: 19.99, paid: [] });
    await expect(chooseRest(shop, 'A1', small)).rejects.toThrow('so this payment stays with it');
    // The database would not have it either.
    const byHand = database.db.execute(sql`
      update older_debt set invoice_id = ${small} where solution_id = ${shop.solutionId}`);
    await expect(byHand).rejects.toThrow();
    const away = database.db.execute(sql`delete from older_debt where solution_id = ${shop.solutionId}`);
    await expect(away).rejects.toThrow();

    // The next one has a choice of its own.
    await bring(shop, unnamed('A2', '10.00'));
    expect(await held(shop)).toMatchObject([{ id: 'A2', code: 'payment_exceeds_debt' }]);
    await chooseRest(shop, 'A2', id);
    await sync(shop);
    expect(await inXero(shop, id)).toEqual({ status: 'PAID', due: 0, paid: [20, 10] });
  });

  test('whose answer was lost is looked up and not paid twice', async () => {
    const shop = await shopOf();
    const id = await enterInvoice(shop, 'OB-17', 80);
    await bring(shop, unnamed('A1', '30.00'));
    await chooseRest(shop, 'A1', id);
    await isPaidOnceThoughItsAnswerIsLost(shop, id);
  });

  test('may go to another invoice as long as nothing was sent: what is owed here is not paid twice', async () => {
    const shop = await shopOf();
    const [wrong, right] = [await enterInvoice(shop, 'OB-1', 90), await enterInvoice(shop, 'OB-2', 90)];
    await bring(shop, owes('R1'), unnamed('A1', '100.00'));
    await chooseRest(shop, 'A1', wrong);
    await control(`${standIns.xeroUrl}/sandbox/faults`, {
      ...{ organisationId: shop.tenantId, kind: 'rate429Minute', method: 'PUT', path: '/Payments', times: 1 },
    });
    await sync(shop, 1);
    expect(await payments(shop)).toMatchObject([{ state: 'planned' }, { state: 'planned' }]);
    await chooseRest(shop, 'A1', right);
    await sync(shop);
    expect(await payments(shop)).toMatchObject([
      { amount: 8000, state: 'posted' },
      { amount: 2000, state: 'posted', of: `xero_invoice:${right}` },
    ]);
    expect(await inXero(shop, wrong)).toMatchObject({ due: 90, paid: [] });
  });

  test('corrected at the till to more pays the difference there; undone, nothing of it is left there', async () => {
    const shop = await shopOf();
    const id = await enterInvoice(shop, 'OB-17', 80);
    await bring(shop, unnamed('A1', '30.00'));
    await chooseRest(shop, 'A1', id);
    await sync(shop);
    await bring(shop, { ...unnamed('A1', '45.00'), version: 2 });
    expect(await held(shop)).toEqual([]);
    expect(await inXero(shop, id)).toEqual({ status: 'AUTHORISED', due: 35, paid: [30, 15] });
    const [first] = await database.db.execute<{ id: number }>(sql`
      select id from document where solution_id = ${shop.solutionId} and kind = 'payment' order by id`);
    await undoDocument(database.db, shop, { documentId: first!.id });
    await sync(shop);
    expect(await inXero(shop, id)).toMatchObject({ status: 'AUTHORISED', due: 80 });
  });

  test('is less after a further sale; what is not held has no rest to choose for', async () => {
    const shop = await shopOf();
    const id = await enterInvoice(shop, 'OB-17', 15);
    await bring(shop, unnamed('A1', '90.00'));
    await chooseRest(shop, 'A1', id);
    await sync(shop);
    expect(await held(shop)).toMatchObject([{ code: 'older_debt_exceeded' }]);
    await bring(shop, owes('R1'));
    expect(await payments(shop)).toMatchObject([
      { amount: 8000, state: 'posted' },
      { amount: 1000, state: 'posted', of: `xero_invoice:${id}` },
    ]);
    await bring(shop, owes('R2'), unnamed('A2', '80.00'));
    await expect(chooseRest(shop, 'A2', id)).rejects.toThrow('not held for being more');
  });

  test('is shown by the dry run as it is sent', async () => {
    const shop = await shopOf();
    const id = await enterInvoice(shop, 'OB-17', 50);
    await bring(shop, owes('R1'), unnamed('A1', '100.00'), unnamed('A2', '95.00'));
    await chooseRest(shop, 'A1', id);
    await chooseRest(shop, 'A2', id);
    const { db } = database;
    const scope = { retailerId: shop.retailerId, solutionId: shop.solutionId };
    const begin = await dryRunStart(db, scope);
    const way = await withXero(db, shop);
    if (!way.ok) throw new Error(way.message);
    const facts = factsOf((await organisationOf(db, way.value))!)!;
    const period = { from: '2026-11-03', to: '2026-11-03' };
    const of = { shortId: shop.shortId, startDate: begin!.startDate, facts, period, pageSize: 1 };
    const shown: unknown[] = [];
    const codes: unknown[] = [];
    for await (const part of planPeriod({ db, scope }, { ...of, tillBalances: new Map() })) {
      shown.push(...part.documents.filter((d) => d.kind === 'payment').map((d) => d.content));
      codes.push(...part.held.map(({ code }) => code));
    }
    expect(shown).toMatchObject([{ amountMinor: 8000 }, { amountMinor: 2000, of: `xero_invoice:${id}` }]);
    expect(codes).toEqual(['older_debt_exceeded']);
    await sync(shop);
    const sent = await db.execute<{ content: unknown }>(sql`
      select content from document where solution_id = ${shop.solutionId} and kind = 'payment' order by id`);
    expect(sent.map(({ content }) => content)).toEqual(shown);
    expect(await held(shop)).toMatchObject([{ id: 'A2', code: 'older_debt_exceeded' }]);
  });
});

describe('what is chosen', () => {
  test('may be another invoice as long as nothing was sent, and not after that', async () => {
    const shop = await shopOf();
    const [wrong, right] = [await enterInvoice(shop, 'OB-1', 80), await enterInvoice(shop, 'OB-2', 90)];
    await bring(shop, pays('A1', '30.00'));
    await choose(shop, 'A1', wrong);
    await control(`${standIns.xeroUrl}/sandbox/faults`, {
      ...{ organisationId: shop.tenantId, kind: 'rate429Minute', method: 'PUT', path: '/Payments', times: 1 },
    });
    await sync(shop, 1);
    expect(await payments(shop)).toMatchObject([{ state: 'planned', of: `xero_invoice:${wrong}` }]);
    // While a run holds the solution, it may have read the first.
    const lease = (until: string) =>
      database.db.execute(sql`update solution set lease_owner = 'other', lease_until = now() + ${until}::interval
        where id = ${shop.solutionId}`);
    await lease('1 minute');
    await expect(choose(shop, 'A1', right)).rejects.toThrow('It is being posted at this moment');
    await lease('-1 second');
    await choose(shop, 'A1', right);
    expect(await payments(shop)).toEqual([]);
    await sync(shop);
    expect(await inXero(shop, right)).toMatchObject({ due: 60 });
    expect(await inXero(shop, wrong)).toMatchObject({ due: 80 });
    await expect(choose(shop, 'A1', wrong)).rejects.toThrow('was sent to invoice OB-2 already');
    // The database would not have it either.
    const byHand = database.db.execute(sql`
      update older_debt set invoice_id = ${wrong} where solution_id = ${shop.solutionId}`);
    await expect(byHand).rejects.toThrow();
    const away = database.db.execute(sql`delete from older_debt where solution_id = ${shop.solutionId}`);
    await expect(away).rejects.toThrow();
  });

  test('is an open sales invoice that was not made here, and of a receipt from before', async () => {
    const shop = await shopOf();
    const paid = await enterInvoice(shop, 'OB-1', 80);
    await control(`${standIns.xeroUrl}/sandbox/organisations/${shop.tenantId}/invoices/OB-1/void`, {});
    await enterInvoice(shop, 'OB-3', 80, { status: 'DRAFT' });
    const free = { FREE: '0.00' };
    const table = line('Table', '50.00', '0.00', { tax: { code: 'FREE', amount: '0.00' } });
    const owed = { customer: mei, at: '2026-11-03T10:00:00+11:00' };
    await bring(
      shop,
      receipt('R9', '50.00', [table], free, { account: '50.00' }, owed),
      ...[pays('A1', '30.00'), pays('A2', '10.00', 'R9')],
    );
    expect((await offerInvoices(database.db, shop, '')).invoices).toEqual([]);
    await expect(choose(shop, 'A1', paid)).rejects.toThrow('Nothing can be paid on this invoice');
    await expect(choose(shop, 'A1', paid, 'R9')).rejects.toThrow('does not name such a receipt');
    const open = await enterInvoice(shop, 'OB-4', 80);
    await expect(choose(shop, 'A2', open, 'R9')).rejects.toThrow('is posted from here');
    const [own] = await database.db.execute<{ id: string }>(sql`
      select xero_id as id from document where solution_id = ${shop.solutionId} and kind = 'invoice'`);
    await expect(choose(shop, 'A1', own!.id)).rejects.toThrow('Nothing can be paid on this invoice');
  });
});
