import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aDocument, aRecord, aShop, type Shop } from '../../lib/accounts/fixture.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { heldByCode, type ReviewFilters, reviewCounts, reviewPage } from './review.ts';
import { documentsOf, reviewDetail } from './review-detail.ts';
import { type ShownState, shownStates } from './review-state.ts';
import { tillShows } from './till-shows.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const ids = async (shop: Shop, filters: ReviewFilters, limit = 50) =>
  (await reviewPage(database.db, shop, filters, null, limit)).rows.map(({ id }) => id);

const start = (shop: Shop, day: string) =>
  database.db.execute(
    sql`update solution set start_date = ${day}, started_at = now() where id = ${shop.solutionId}`,
  );

const dependsOn = (shop: Shop, id: number, on: number) =>
  database.db.execute(sql`insert into document_dependency (document_id, depends_on_id, retailer_id, solution_id)
    values (${id}, ${on}, ${shop.retailerId}, ${shop.solutionId})`);

const held = { state: 'held', refusalCode: 'tax_rate_missing', refusalText: 'Choose the tax rate.' };

/** One record in every state that is shown. */
async function oneOfEach(shop: Shop): Promise<Record<ShownState, number>> {
  const { db } = database;
  await start(shop, '2026-11-01');
  const record = (with_ = {}) => aRecord(db, shop, with_);
  const planned = (with_ = {}) => record({ state: 'planned', ...with_ });
  const made = {
    waiting: await record(),
    before_start: await record({ businessDay: '2026-10-31' }),
    held: await record(held),
    planned: await planned(),
    sending: await planned(),
    awaiting_approval: await planned(),
    posted: await planned(),
    refused: await planned(),
    undone: await planned(),
    not_posted: await record({ kind: 'cash_in', state: 'not_posted' }),
    superseded: await record({ state: 'superseded' }),
    duplicate: await record({ state: 'duplicate' }),
    voided: await record({ state: 'not_posted', voided: true }),
  };
  await aDocument(db, shop, made.planned);
  await aDocument(db, shop, made.sending, { state: 'posted' });
  await aDocument(db, shop, made.sending, { kind: 'payment', role: 'payment:cash' });
  await aDocument(db, shop, made.awaiting_approval, { state: 'posted', xeroStatus: 'DRAFT' });
  await aDocument(db, shop, made.posted, { state: 'posted', xeroStatus: 'AUTHORISED' });
  await aDocument(db, shop, made.refused, { state: 'refused', refusalText: 'Account code is not valid.' });
  const undone = { state: 'undone', refusalCode: 'undone_here', refusalText: 'Ada undid it.' };
  await aDocument(db, shop, made.undone, undone);
  await aDocument(db, shop, made.undone, { ...undone, kind: 'payment', role: 'payment:cash', waitingFor: 1 });
  return made;
}

describe('the review of till transactions', () => {
  it('shows how far each is, and a filter by state finds exactly those', async () => {
    const shop = await aShop(database.db);
    const made = await oneOfEach(shop);
    const { rows } = await reviewPage(database.db, shop, {}, null, 50);
    expect(Object.fromEntries(rows.map(({ id, state }) => [id, state]))).toEqual(
      Object.fromEntries(Object.entries(made).map(([state, id]) => [id, state])),
    );
    for (const state of shownStates) expect(await ids(shop, { state }), state).toEqual([made[state]]);
  });

  it('says of a draft in Xero, and of what waits for it, that it awaits approval', async () => {
    const shop = await aShop(database.db);
    const { db } = database;
    const sale = await aRecord(db, shop, { state: 'planned' });
    const debtPaid = await aRecord(db, shop, { kind: 'payment', state: 'planned' });
    const draft = await aDocument(db, shop, sale, { state: 'posted', xeroStatus: 'SUBMITTED' });
    const cash = await aDocument(db, shop, sale, { kind: 'payment', role: 'payment:cash', waitingFor: 1 });
    const later = await aDocument(db, shop, debtPaid, { kind: 'payment', role: 'applies:1', waitingFor: 1 });
    for (const id of [cash, later]) await dependsOn(shop, id, draft);
    expect(await ids(shop, { state: 'awaiting_approval' })).toEqual([debtPaid, sale]);
    expect((await reviewCounts(db, shop)).awaitingApproval).toBe(2);
    for (const state of shownStates.filter((s) => s !== 'awaiting_approval'))
      expect(await ids(shop, { state }), state).toEqual([]);
  });

  it('says of a movement that became no document that there is nothing to post', async () => {
    const shop = await aShop(database.db);
    const moved = await aRecord(database.db, shop, { kind: 'cash_out', state: 'planned' });
    const opened = await aRecord(database.db, shop, { kind: 'shift', state: 'planned' });
    const { rows } = await reviewPage(database.db, shop, {}, null, 5);
    expect(rows.map(({ state }) => state)).toEqual(['not_posted', 'not_posted']);
    expect(await ids(shop, { state: 'not_posted' })).toEqual([opened, moved]);
  });

  it('counts what has come and was not read yet apart from what is in the list', async () => {
    const shop = await aShop(database.db);
    await aRecord(database.db, shop);
    await database.db.execute(sql`insert into raw_inbox (raw_record_id, retailer_id, solution_id)
      select raw_record_id, retailer_id, solution_id from till_transaction where solution_id = ${shop.solutionId}`);
    expect(await reviewCounts(database.db, shop)).toMatchObject({ all: 1, inbox: 1 });
    expect((await reviewCounts(database.db, await aShop(database.db))).inbox).toBe(0);
  });

  it('knows what payments that are in Xero have settled, and what a payment pays', async () => {
    const shop = await aShop(database.db);
    const { db } = database;
    const sale = await aRecord(db, shop, { state: 'planned' });
    const invoice = await aDocument(db, shop, sale, { state: 'posted', key: 'the-invoice', number: 'K7-1' });
    const paid = async (state: string, amountMinor: number) => {
      const content = { of: 'the-invoice' };
      const of = { kind: 'payment', role: `payment:${amountMinor}`, state, totalMinor: amountMinor, content };
      await dependsOn(shop, await aDocument(db, shop, sale, of), invoice);
    };
    await paid('posted', 600);
    await paid('planned', 500);
    const refund = await aRecord(db, shop, { kind: 'sale_refund', state: 'planned' });
    const setOff = { kind: 'allocation', role: 'allocation:1', state: 'posted', totalMinor: 100 };
    const allocation = await aDocument(db, shop, refund, { ...setOff, content: { invoice: 'the-invoice' } });
    await dependsOn(shop, allocation, invoice);
    expect(await documentsOf(db, shop, refund)).toMatchObject([{ pays: { number: 'K7-1' } }]);
    expect(await documentsOf(db, shop, sale)).toMatchObject([
      { kind: 'invoice', paidMinor: 700, pays: null },
      { kind: 'payment', paidMinor: 0, pays: { kind: 'invoice', number: 'K7-1' } },
      { kind: 'payment', pays: { kind: 'invoice', number: 'K7-1' } },
    ]);
  });

  it('never shows a record of another retailer, nor of another solution of his', async () => {
    const [mine, other] = [await aShop(database.db), await aShop(database.db)];
    await aRecord(database.db, mine);
    const foreign = await aRecord(database.db, other, held);
    const wrong = { retailerId: mine.retailerId, solutionId: other.solutionId };
    expect(await ids(mine, {})).not.toContain(foreign);
    expect((await reviewPage(database.db, wrong, {}, null, 50)).rows).toEqual([]);
    expect(await reviewDetail(database.db, wrong, foreign)).toBeNull();
    expect(await reviewDetail(database.db, mine, foreign)).toBeNull();
    expect(await documentsOf(database.db, wrong, foreign)).toEqual([]);
    expect(await heldByCode(database.db, wrong)).toEqual([]);
    expect((await reviewCounts(database.db, wrong)).all).toBe(0);
    expect((await tillShows(database.db, wrong)).paymentTypes).toEqual([]);
  });

  it('goes through all of them page by page, none twice and none left out, however close their times', async () => {
    const shop = await aShop(database.db);
    const times = [
      '00.000001',
      '00.000001',
      '00.000002',
      '00.000002',
      '00.000003',
      '00.001',
      '01',
      '02',
      '02',
    ];
    const all: number[] = [];
    for (const second of times)
      all.push(await aRecord(database.db, shop, { occurredAt: `2026-11-01T01:00:${second}Z` }));
    const seen: number[] = [];
    let at: Parameters<typeof reviewPage>[3] = null;
    for (let page = 0; page < 20; page++) {
      const { rows, hasMore } = await reviewPage(database.db, shop, {}, at, 2);
      seen.push(...rows.map(({ id }) => id));
      if (!hasMore) break;
      at = { direction: 'after', cursor: rows.at(-1)! };
    }
    expect(seen).toEqual([...all].reverse());
    const last = (await reviewPage(database.db, shop, {}, at, 2)).rows[0]!;
    const before = await reviewPage(database.db, shop, {}, { direction: 'before', cursor: last }, 2);
    expect(before.rows.map(({ id }) => id)).toEqual(seen.slice(-3, -1));
    expect(before.hasMore).toBe(true);
  });

  it('filters by kind, outlet, days, and by a whole receipt or document number', async () => {
    const shop = await aShop(database.db);
    const sale = await aRecord(database.db, shop, { recordId: 'A-1', state: 'planned' });
    const refund = await aRecord(database.db, shop, { kind: 'sale_refund', businessDay: '2026-11-05' });
    await aDocument(database.db, shop, sale, { number: 'K7-A-1', state: 'posted' });
    expect(await ids(shop, { kind: 'sale_refund' })).toEqual([refund]);
    expect(await ids(shop, { from: '2026-11-05', to: '2026-11-05' })).toEqual([refund]);
    expect(await ids(shop, { to: '2026-11-04' })).toEqual([sale]);
    expect(await ids(shop, { outletId: shop.outletId })).toHaveLength(2);
    expect(await ids(shop, { outletId: shop.outletId + 1_000_000 })).toEqual([]);
    expect(await ids(shop, { search: 'A-1' })).toEqual([sale]);
    expect(await ids(shop, { search: 'k7-a-1' })).toEqual([sale]);
    expect(await ids(shop, { search: 'A-' })).toEqual([]);
    const other = await aShop(database.db);
    expect(await ids(other, { search: 'K7-A-1' })).toEqual([]);
  });

  it('gives the time by the outlet’s clock, its payments and its documents with what Xero said', async () => {
    const shop = await aShop(database.db);
    const id = await aRecord(database.db, shop, {
      occurredAt: '2026-11-01T15:30:00.123456Z',
      state: 'planned',
    });
    await aDocument(database.db, shop, id, { state: 'refused', refusalText: 'Account code is not valid.' });
    const accountId = crypto.randomUUID();
    await aDocument(database.db, shop, id, { kind: 'payment', role: 'payment:cash', content: { accountId } });
    const [row] = (await reviewPage(database.db, shop, {}, null, 5)).rows;
    expect(row).toMatchObject({
      occurredAt: '2026-11-01T15:30:00.123456Z',
      localTime: '2026-11-02 02:30',
      outlet: 'Harbour',
      register: 'Front till',
      payments: [{ type: 'cash', amountMinor: 1100 }],
      documents: [{ refusalText: 'Account code is not valid.' }, { kind: 'payment', accountId }],
    });
  });

  it('gives a shift’s opening amount beside what the closing before left', async () => {
    const shop = await aShop(database.db);
    const shift = (
      recordId: string,
      openedAt: string,
      openingMinor: number,
      leftMinor: number | null,
      more = {},
    ) =>
      aRecord(database.db, shop, {
        ...{ kind: 'shift', state: 'not_posted', recordId, occurredAt: openedAt.replace('T00', 'T08') },
        content: { openedAt, openingMinor, closing: leftMinor === null ? null : { leftMinor } },
        ...more,
      });
    const first = await shift('S1', '2026-11-01T00:00:00Z', 20000, 20000);
    await shift('S2', '2026-11-02T00:00:00Z', 20000, 99999, { state: 'superseded' });
    const second = await shift('S2', '2026-11-02T00:00:00Z', 20000, 15000, { version: 2 });
    const open = await shift('S3', '2026-11-03T00:00:00Z', 20000, null);
    const { rows } = await reviewPage(database.db, shop, { kind: 'shift' }, null, 9);
    const opening = (id: number) => rows.find((row) => row.id === id)?.opening;
    expect(opening(first)).toEqual({ openingMinor: 20000, leftBeforeMinor: null });
    expect(opening(second)).toEqual({ openingMinor: 20000, leftBeforeMinor: 20000 });
    expect(opening(open)).toEqual({ openingMinor: 20000, leftBeforeMinor: 15000 });
    expect((await reviewDetail(database.db, shop, open))?.opening).toEqual(opening(open));
  });

  it('shows a receipt whose contact Xero refused as refused, with the contact’s reason', async () => {
    const shop = await aShop(database.db);
    const { db } = database;
    const id = await aRecord(db, shop, { state: 'planned' });
    const other = await aRecord(db, shop, { state: 'superseded' });
    const contact = await aDocument(db, shop, other, {
      kind: 'contact',
      role: 'contact',
      state: 'refused',
      refusalText: 'The contact is archived.',
    });
    const invoice = await aDocument(db, shop, id, { waitingFor: 1 });
    await dependsOn(shop, invoice, contact);
    const { rows } = await reviewPage(db, shop, { state: 'refused' }, null, 5);
    expect(rows.map((row) => row.id)).toEqual([id]);
    expect(rows[0]?.documents[0]?.refusalText).toBe('The contact is archived.');
  });

  it('counts what is held by its reason, and what a shop’s records show of taxes and payment types', async () => {
    const shop = await aShop(database.db);
    await aRecord(database.db, shop, held);
    await aRecord(database.db, shop, held);
    await aRecord(database.db, shop, { ...held, refusalCode: 'locked_period' });
    expect(await heldByCode(database.db, shop)).toMatchObject([
      { code: 'tax_rate_missing', count: 2, example: 'Choose the tax rate.' },
      { code: 'locked_period', count: 1 },
    ]);
    expect(await tillShows(database.db, shop)).toEqual({
      taxes: [{ code: 'GST', kinds: ['product'] }],
      ...{ paymentTypes: ['cash'], opposedTypes: [] },
      rounds: false,
      ...{ cashIn: false, cashOut: false, variance: false, expenseReasons: [], expenseTaxes: [] },
    });
    expect(await reviewCounts(database.db, shop)).toMatchObject({ all: 3, held: 3, waiting: 0 });
  });

  it('finds payment types that stood on one receipt with payments of both signs', async () => {
    const shop = await aShop(database.db);
    const paid = (...amounts: [string, number][]) =>
      aRecord(database.db, shop, {
        content: { lines: [], payments: amounts.map(([type, amountMinor]) => ({ type, amountMinor })) },
      });
    await paid(['account', 12_000], ['cash', -2_000]);
    await paid(['card', 500], ['points', 500]);
    await paid(['voucher', -500], ['giftcard', -500]);
    expect((await tillShows(database.db, shop)).opposedTypes).toEqual(['account', 'cash']);
  });

  it('finds in a shop’s records which movements of cash occur, and for what expenses were paid', async () => {
    const shop = await aShop(database.db);
    const moved = (kind: string, content: object = {}, more = {}) =>
      aRecord(database.db, shop, {
        kind,
        content: { reason: null, payee: null, tax: null, removedAtClosing: false, ...content },
        ...more,
      });
    const expense = (reason: string | null, more = {}) => moved('floating_expense', { reason }, more);
    await moved('cash_out', { removedAtClosing: true });
    await moved('cash_in', {}, { state: 'not_posted', voided: true });
    await moved('till_variance', {}, { content: { expectedMinor: 100, countedMinor: 90 } });
    await expense('Milk');
    await expense('Milk');
    await expense(' milk ');
    await expense(null);
    await expense('Corrected since', { state: 'superseded' });
    await moved('floating_expense', { reason: 'Stamps', tax: { code: 'GST', amountMinor: 10 } });
    await moved('floating_expense', { reason: 'Stamps', tax: { code: 'FREE', amountMinor: 0 } });
    expect(await tillShows(database.db, shop)).toEqual({
      ...{ taxes: [], paymentTypes: [], opposedTypes: [], rounds: false },
      ...{ cashIn: false, cashOut: true, variance: true },
      ...{
        expenseReasons: ['', expect.stringMatching(/^ ?milk ?$/i), 'Stamps'],
        expenseTaxes: ['FREE', 'GST'],
      },
    });
    // Reasons without end: those of records that are held are told whatever their number.
    for (let i = 0; i < 100; i++) {
      await expense(`Reason ${i}`);
      await expense(`Reason ${i}`);
    }
    await expense('The one that is held', { ...held, refusalCode: 'expense_account_missing' });
    const { expenseReasons } = await tillShows(database.db, shop);
    expect(expenseReasons).toHaveLength(100);
    expect(expenseReasons).toContain('The one that is held');
  });
});
