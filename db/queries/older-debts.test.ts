import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aDocument, aRecord, aShop, type Shop } from '../../lib/accounts/fixture.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { keepPlan } from './keep-plan.ts';
import { keepOlderDebt, olderDebts, olderReceipts } from './older-debts.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const receipt = { debtOf: 'receipt' as const, outlet: 'HL1', receiptId: 'OLD' };
const named = [{ debtOf: 'receipt' as const, outlet: 'HL1', id: 'OLD' }];
const invoiceOf = (shop: Shop, invoiceId: string, dueMinor = 8000) => ({
  ...{ organisationId: shop.organisationId, invoiceId, number: 'OB-1', contactName: 'Mei Tan', dueMinor },
});

/** A shop with a payment that names the old receipt, and one invoice chosen for it. */
async function aChoice() {
  const shop = await aShop(database.db);
  const content = { appliesTo: [{ outlet: 'HL1', id: 'OLD', amountMinor: 3000 }], customer: null };
  const record = await aRecord(database.db, shop, { kind: 'payment', state: 'planned', content });
  const [first, second] = [crypto.randomUUID(), crypto.randomUUID()];
  const choose = (invoiceId: string, dueMinor?: number) =>
    keepOlderDebt(database.db, shop, receipt, invoiceOf(shop, invoiceId, dueMinor));
  await choose(first);
  const pay = (state: string, more: object = {}) =>
    aDocument(database.db, shop, record, {
      ...{ kind: 'payment', role: `applies:${state}`, state, totalMinor: 3000 },
      ...{ content: { of: `xero_invoice:${first}` }, ...more },
    });
  const due = async () => (await olderDebts(database.db, shop, named)).map((d) => d.dueMinor);
  return { ...{ shop, record, first, second, choose, pay, due } };
}

describe('what is due on an invoice that was chosen', () => {
  test('is what Xero said, less what was planned since, but for what never came to be there', async () => {
    const { choose, first, pay, due } = await aChoice();
    expect(await due()).toEqual([8000]);
    await pay('posted');
    expect(await due()).toEqual([5000]);
    // Chosen again, Xero counts it already.
    await choose(first, 4500);
    expect(await due()).toEqual([4500]);
    await pay('undone', { xeroId: crypto.randomUUID() });
    await pay('stopped');
    expect(await due()).toEqual([4500]);
    await pay('planned');
    expect(await due()).toEqual([1500]);
  });

  test('is told of the books that are connected, and to no other retailer', async () => {
    const { shop, due } = await aChoice();
    expect(await olderDebts(database.db, await aShop(database.db), named)).toEqual([]);
    await database.db.execute(
      sql`update xero_connection set state = 'ended', tokens_cipher = '' where solution_id = ${shop.solutionId}`,
    );
    expect(await due()).toEqual([]);
  });
});

describe('another invoice', () => {
  test('takes back what never left, to be planned again', async () => {
    const { shop, record, second, choose, pay } = await aChoice();
    await pay('refused', { refusalText: 'No.' });
    await choose(second);
    const [left] = await database.db.execute<{ documents: number; state: string }>(sql`
      select (select count(*)::int from document where solution_id = ${shop.solutionId}) as documents, state
      from till_transaction where id = ${record}`);
    expect(left).toEqual({ documents: 0, state: 'pending' });
    expect(await olderReceipts(database.db, shop, record)).toMatchObject([
      {
        receiptId: 'OLD',
        amountMinor: 3000,
        isPosted: false,
        chosen: { invoiceId: second, sentNumber: null },
      },
    ]);
  });

  test.each(['sending', 'unsure', 'posted'])(
    'is refused by the database where a payment is %s',
    async (state) => {
      const { shop, second, choose, pay } = await aChoice();
      if (state === 'sending') {
        const [batch] = await database.db.execute<{ id: number }>(sql`
        insert into send_batch (retailer_id, solution_id, organisation_id, kind, idempotency_key, body, body_hash, document_ids, lease_owner)
        values (${shop.retailerId}, ${shop.solutionId}, ${shop.organisationId}, 'payment', ${crypto.randomUUID()}, '', 'h', '{}', 'me') returning id`);
        await pay(state, { batchId: batch!.id });
      } else await pay(state);
      await expect(choose(second)).rejects.toMatchObject({ cause: { code: '23001' } });
      const gone = database.db.execute(sql`delete from older_debt where solution_id = ${shop.solutionId}`);
      await expect(gone).rejects.toMatchObject({ cause: { code: '23001' } });
    },
  );

  test('of another retailer’s, or of nothing due, is no choice', async () => {
    const { shop, second } = await aChoice();
    const other = await aShop(database.db);
    const foreign = keepOlderDebt(database.db, shop, receipt, invoiceOf(other, second));
    await expect(foreign).rejects.toMatchObject({ cause: { constraint_name: 'older_debt_organisation' } });
    const nothing = keepOlderDebt(database.db, shop, receipt, invoiceOf(shop, second, 0));
    await expect(nothing).rejects.toMatchObject({ cause: { constraint_name: 'older_debt_was_due' } });
  });
});

test('a choice that is made while its payment is planned is not lost: held as unknown it is planned once more', async () => {
  const { shop, record, first } = await aChoice();
  await database.db.execute(sql`update till_transaction set state = 'pending' where id = ${record}`);
  await database.db.execute(sql`
    update solution set lease_owner = 'me', lease_until = now() + interval '1 minute' where id = ${shop.solutionId}`);
  const hold = async (code: string) => {
    const held = [{ tillTransactionId: record, code, text: 'Why.', mappingId: null }];
    await keepPlan(database.db, { ...shop, owner: 'me' }, [], [], held, 0);
    const [row] = await database.db.execute<{ state: string }>(
      sql`select state from till_transaction where id = ${record}`,
    );
    return row!.state;
  };
  expect(await hold('paid_receipt_unknown')).toBe('pending');
  expect(await hold('older_debt_exceeded')).toBe('held');
  // Chosen again, it is let go.
  await keepOlderDebt(database.db, shop, receipt, invoiceOf(shop, first));
  expect(await olderReceipts(database.db, shop, record)).toHaveLength(1);
  const [row] = await database.db.execute<{ state: string; due: boolean }>(sql`
    select t.state, s.due_at <= now() as due from till_transaction t join solution s on s.id = t.solution_id where t.id = ${record}`);
  expect(row).toEqual({ state: 'pending', due: true });
});

describe('what a payment is more than its customer owes here', () => {
  test('has a choice of its own, beside that of a receipt of the same id, which is neither’s', async () => {
    const { shop, first, second } = await aChoice();
    const own = { debtOf: 'payment' as const, outlet: 'HL1', receiptId: 'OLD' };
    await keepOlderDebt(database.db, shop, own, invoiceOf(shop, second, 500));
    const both = await olderDebts(database.db, shop, [
      ...named,
      { debtOf: 'payment', outlet: 'HL1', id: 'OLD' },
    ]);
    expect([...both].sort((a, b) => b.dueMinor - a.dueMinor)).toMatchObject([
      { debtOf: 'receipt', invoiceId: first, dueMinor: 8000 },
      { debtOf: 'payment', invoiceId: second, dueMinor: 500 },
    ]);
    const other = sql`update older_debt set debt_of = 'person' where solution_id = ${shop.solutionId}`;
    await expect(database.db.execute(other)).rejects.toThrow();
  });

  test('that is chosen while it is planned is not lost', async () => {
    const shop = await aShop(database.db);
    const content = { appliesTo: [], customer: { id: 'C1' } };
    const record = await aRecord(database.db, shop, { kind: 'payment', state: 'pending', content });
    const [of] = await database.db.execute<{ outlet: string; id: string }>(sql`
      select o.till_id as outlet, t.record_id as id from till_transaction t join outlet o on o.id = t.outlet_id where t.id = ${record}`);
    await database.db.execute(sql`
      update solution set lease_owner = 'me', lease_until = now() + interval '1 minute' where id = ${shop.solutionId}`);
    const hold = async () => {
      const held = [
        { tillTransactionId: record, code: 'payment_exceeds_debt', text: 'Why.', mappingId: null },
      ];
      await keepPlan(database.db, { ...shop, owner: 'me' }, [], [], held, 0);
      const [row] = await database.db.execute<{ state: string }>(
        sql`select state from till_transaction where id = ${record}`,
      );
      return row!.state;
    };
    const debt = { debtOf: 'payment' as const, outlet: of!.outlet, receiptId: of!.id };
    await keepOlderDebt(database.db, shop, debt, invoiceOf(shop, crypto.randomUUID()));
    expect(await hold()).toBe('pending');
    await database.db.execute(sql`delete from older_debt where solution_id = ${shop.solutionId}`);
    expect(await hold()).toBe('held');
    expect(await olderReceipts(database.db, shop, record)).toMatchObject([
      { debtOf: 'payment', receiptId: of!.id, amountMinor: null, chosen: null },
    ]);
  });
});
