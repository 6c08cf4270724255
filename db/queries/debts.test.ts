import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aDocument, aRecord, aShop, type Shop } from '../../lib/accounts/fixture.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { openInvoices } from './debts.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const hang = (shop: Shop, documentId: number, on: number) =>
  database.db.execute(sql`insert into document_dependency (document_id, depends_on_id, retailer_id, solution_id)
    values (${documentId}, ${on}, ${shop.retailerId}, ${shop.solutionId})`);

const contact = { contactKey: 'contact:C1' };

/** A customer with an invoice of 11.00 for receipt A. */
async function aDebt() {
  const shop = await aShop(database.db);
  const { db } = database;
  const sale = await aRecord(db, shop, { recordId: 'A', state: 'planned' });
  const customer = await aDocument(db, shop, sale, { kind: 'contact', key: 'contact:C1', role: 'contact' });
  const invoice = await aDocument(db, shop, sale, {
    key: 'invoice:A',
    totalMinor: 1100,
    content: { contact },
  });
  await hang(shop, invoice, customer);
  /** A payment or allocation on it, of a record in a state. */
  const settle = async (kind: string, totalMinor: number, recordState: string, state = 'planned') => {
    const record = await aRecord(db, shop, { kind: 'payment', state: recordState });
    const id = await aDocument(db, shop, record, {
      kind,
      totalMinor,
      role: 'applies:1',
      state,
      xeroId: crypto.randomUUID(),
    });
    await hang(shop, id, invoice);
  };
  const due = async () =>
    (await openInvoices(db, shop, [], ['contact:C1'])).map(({ receipt, dueMinor }) => [receipt, dueMinor]);
  return { shop, settle, due };
}

describe('what is due on our invoices', () => {
  test('is the total less payments and allocations, sent or not', async () => {
    const { settle, due } = await aDebt();
    expect(await due()).toEqual([['A', 1100]]);
    await settle('payment', 300, 'planned');
    await settle('allocation', 200, 'planned', 'posted');
    expect(await due()).toEqual([['A', 600]]);
  });

  test('does not count what a person undid, nor what is about to be planned again', async () => {
    const { settle, due } = await aDebt();
    await settle('payment', 300, 'planned', 'undone');
    await settle('allocation', 200, 'pending');
    expect(await due()).toEqual([['A', 1100]]);
  });

  test('is told of a named receipt although nothing is due, and of no other retailer’s', async () => {
    const { shop, settle, due } = await aDebt();
    await settle('payment', 1100, 'planned');
    expect(await due()).toEqual([]);
    const named = [{ outlet: 'HL1', id: 'A' }];
    expect(await openInvoices(database.db, shop, named, [])).toEqual([
      { key: 'invoice:A', outlet: 'HL1', receipt: 'A', contact, dueMinor: 0 },
    ]);
    const other = await aShop(database.db);
    expect(await openInvoices(database.db, other, named, ['contact:C1'])).toEqual([]);
  });
});
