import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mappings, saveMapping } from '@/db/queries/mappings';
import { postingPolicies } from '@/db/queries/posting-policies';
import { type Mapping, mappingSchema, registerKey } from '@/lib/accounting/mapping';
import { defaultPolicy } from '@/lib/accounting/posting-policy';
import { idOf } from '@/lib/accounting/shop-fixture';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { aDocument, aRecord, aShop, type Shop } from './fixture.ts';
import { readAccounts } from './read-accounts.ts';
import { changeMapping } from './save-mapping.ts';
import { startFrom } from './start-posting.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const whole: Mapping = mappingSchema.parse({
  salesAccountId: idOf('200'),
  walkInContactId: crypto.randomUUID(),
  walkInContactName: 'Walk-in customers',
  taxTypes: { GST: 'OUTPUT', NONE: 'BASEXCLUDED' },
  paymentTypes: { cash: { accountId: idOf('091') } },
  cashInAccountId: idOf('090'),
  cashOutAccountId: idOf('093'),
  overShortAccountId: idOf('435'),
});

const held = { state: 'held', refusalCode: 'sales_account_missing', refusalText: 'Choose.' };

async function stateOf(id: number) {
  const [row] = await database.db.execute<{ state: string }>(
    sql`select state from till_transaction where id = ${id}`,
  );
  return row?.state;
}

async function solutionOf(shop: Shop) {
  const [row] = await database.db.execute<{ startDate: string | null; isDue: boolean }>(sql`
    select start_date as "startDate", due_at <= now() as "isDue" from solution where id = ${shop.solutionId}`);
  return row;
}

async function startedShop(startDate = '2026-11-01') {
  const shop = await aShop(database.db);
  await changeMapping(database.db, shop, { mapping: whole });
  await startFrom(database.db, shop, startDate);
  return shop;
}

describe('saving the mapping', () => {
  it('puts held and refused records back to be planned and makes the solution due', async () => {
    const shop = await aShop(database.db);
    const heldRecord = await aRecord(database.db, shop, held);
    const unreadable = await aRecord(database.db, shop, { ...held, refusalCode: 'receipt_does_not_add_up' });
    const refused = await aRecord(database.db, shop, { state: 'planned' });
    await aDocument(database.db, shop, refused, { state: 'refused', refusalText: 'No.' });
    const posted = await aRecord(database.db, shop, { state: 'planned' });
    await aDocument(database.db, shop, posted, { state: 'posted' });
    expect(await changeMapping(database.db, shop, { mapping: whole })).toMatchObject({ released: 2 });
    expect(await Promise.all([heldRecord, refused, unreadable, posted].map(stateOf))).toEqual([
      'pending',
      'pending',
      'held',
      'planned',
    ]);
    expect((await solutionOf(shop))?.isDue).toBe(true);
  });

  it('keeps what is incomplete, and nothing of what Xero would refuse', async () => {
    const shop = await aShop(database.db);
    await changeMapping(database.db, shop, { mapping: { ...whole, walkInContactId: null } });
    const wrong = { ...whole, salesAccountId: idOf('493') };
    await expect(changeMapping(database.db, shop, { mapping: wrong })).rejects.toMatchObject({
      code: 'unusable',
      field: 'salesAccountId',
    });
    expect(await mappings(database.db, shop)).toHaveLength(1);
  });

  it('refuses at an outlet what it refuses in the shop, and says at which', async () => {
    const shop = await aShop(database.db);
    const saving = (change: object) =>
      changeMapping(database.db, shop, { mapping: mappingSchema.parse({ ...whole, ...change }) });
    await expect(saving({ outlets: { HL1: { cashOutAccountId: idOf('200') } } })).rejects.toMatchObject({
      code: 'unusable',
      field: 'outlets.HL1.cashOutAccountId',
      message: expect.stringMatching(/^Harbour: “200 Sales” is income or expense/),
    });
    const register = registerKey('HL1', 'R1');
    const cash = (code: string) => ({ paymentTypes: { cash: { accountId: idOf(code) } } });
    await expect(saving({ registers: { [register]: cash('815') } })).rejects.toMatchObject({
      field: `registers.${register}.paymentTypes.cash`,
      message: expect.stringMatching(/^Front till, Harbour: “815 Gift Cards Sold” cannot receive cash/),
    });
    expect(await mappings(database.db, shop)).toHaveLength(0);
    await saving({ registers: { [register]: cash('092') } });
    expect(await mappings(database.db, shop)).toHaveLength(1);
  });

  it('keeps posting from being started by what became unusable at an outlet, and proposes it without', async () => {
    const shop = await aShop(database.db);
    const stale = mappingSchema.parse({ ...whole, outlets: { HL1: { tipsAccountId: idOf('493') } } });
    await saveMapping(database.db, shop, { validFrom: '1970-01-01', body: stale, personId: null });
    const { missing, suggestion } = (await readAccounts(database.db, shop)).shown;
    expect(missing.map(({ field, label }) => [field, label])).toEqual([
      ['outlets.HL1.tipsAccountId', 'Tips liability account (Harbour)'],
    ]);
    expect(suggestion.outlets).toEqual({});
    await expect(startFrom(database.db, shop, '2026-11-01')).rejects.toMatchObject({
      code: 'mapping_incomplete',
      field: 'outlets.HL1.tipsAccountId',
    });
  });

  it('takes for cash no account but a bank account', async () => {
    const shop = await aShop(database.db);
    const wrong = { ...whole, paymentTypes: { cash: { accountId: idOf('815') } } };
    await expect(changeMapping(database.db, shop, { mapping: wrong })).rejects.toMatchObject({
      code: 'unusable',
      field: 'paymentTypes.cash',
      message: expect.stringContaining('the till must be a bank account in Xero'),
    });
  });

  it('keeps what an outlet or a register has otherwise when what is read is sent back', async () => {
    const shop = await aShop(database.db);
    const mapping: Mapping = mappingSchema.parse({
      ...whole,
      overShortAccountId: null,
      outlets: { HL1: { cashOutAccountId: idOf('094') } },
      registers: { [registerKey('HL1', 'R1')]: { paymentTypes: { cash: { accountId: idOf('092') } } } },
    });
    await changeMapping(database.db, shop, { mapping });
    const { suggestion } = (await readAccounts(database.db, shop)).shown;
    expect(suggestion).toMatchObject({
      ...{ outlets: mapping.outlets, registers: mapping.registers },
      overShortAccountId: idOf('435'),
    });
    await changeMapping(database.db, shop, { mapping: mappingSchema.parse(suggestion) });
    expect((await readAccounts(database.db, shop)).shown.mapping?.body).toEqual(suggestion);
  });

  it('leaves versions as they were, and holds from its day on whatever was to begin later', async () => {
    const shop = await startedShop();
    const { db } = database;
    await changeMapping(db, shop, { mapping: whole, validFrom: '2026-11-20' });
    const other = { ...whole, salesAccountId: idOf('201') };
    await changeMapping(db, shop, { mapping: other, validFrom: '2026-11-10' });
    const on = async (day: string) =>
      (await mappings(db, shop)).find((m) => m.validFrom <= day)?.body as Mapping;
    expect((await on('2026-11-09')).salesAccountId).toBe(idOf('200'));
    expect((await on('2026-11-10')).salesAccountId).toBe(idOf('201'));
    expect((await on('2026-11-25')).salesAccountId).toBe(idOf('201'));
    const [versions] = await db.execute<{ count: number }>(
      sql`select count(*)::int as count from mapping where solution_id = ${shop.solutionId}`,
    );
    expect(versions?.count).toBe(5);
  });

  it('proposes to hold from the earliest day that still waits', async () => {
    const shop = await startedShop();
    await aRecord(database.db, shop, { ...held, businessDay: '2026-11-07' });
    expect((await readAccounts(database.db, shop)).shown.posting.holdsFrom).toBe('2026-11-07');
    expect(await changeMapping(database.db, shop, { mapping: whole })).toMatchObject({
      validFrom: '2026-11-07',
    });
  });

  it('refuses a day before the start', async () => {
    const shop = await startedShop();
    await expect(
      changeMapping(database.db, shop, { mapping: whole, validFrom: '2026-10-31' }),
    ).rejects.toMatchObject({ code: 'before_start', field: 'validFrom' });
  });
});

describe('starting to post', () => {
  it('sets the day, the way of posting and the mapping’s day, and makes the solution due', async () => {
    const shop = await startedShop('2026-11-03');
    expect(await solutionOf(shop)).toEqual({ startDate: '2026-11-03', isDue: true });
    expect(await postingPolicies(database.db, shop)).toEqual([
      { validFrom: '2026-11-03', outlet: null, ...defaultPolicy },
    ]);
    expect((await mappings(database.db, shop))[0]).toMatchObject({ validFrom: '2026-11-03', body: whole });
  });

  const refused = (shop: Shop, day = '2026-11-01') =>
    startFrom(database.db, shop, day).then(
      () => 'started',
      ({ code, field }: { code: string; field?: string }) => (field ? `${code} → ${field}` : code),
    );

  it('is refused while Xero is not connected', async () => {
    expect(await refused(await aShop(database.db, { connected: false }))).toBe('not_connected');
    const shop = await aShop(database.db);
    await database.db.execute(
      sql`update xero_connection set state = 'reconnect' where solution_id = ${shop.solutionId}`,
    );
    expect(await refused(shop)).toBe('not_connected');
  });

  it('is refused while a field that records need is open or unusable, by its name', async () => {
    const shop = await aShop(database.db);
    expect(await refused(shop)).toBe('mapping_incomplete → salesAccountId');
    await changeMapping(database.db, shop, { mapping: { ...whole, paymentTypes: {} } });
    expect(await refused(shop)).toBe('mapping_incomplete → paymentTypes.cash');
    const stale = { ...whole, paymentTypes: { cash: { accountId: idOf('493') } } };
    await saveMapping(database.db, shop, { validFrom: '1970-01-01', body: stale, personId: null });
    expect(await refused(shop)).toBe('mapping_incomplete → paymentTypes.cash');
    expect((await solutionOf(shop))?.startDate).toBeNull();
  });

  it('needs what imported records need, where there is no feed', async () => {
    const shop = await aShop(database.db, { feedBusiness: null });
    await aRecord(database.db, shop, {
      content: {
        lines: [{ kind: 'product', taxCode: 'TAX-5' }],
        payments: [{ type: 'ewallet' }],
        roundingMinor: 2,
      },
    });
    const { missing } = (await readAccounts(database.db, shop)).shown;
    expect(missing.map(({ field }) => field)).toEqual([
      'salesAccountId',
      'walkInContactId',
      'taxTypes.TAX-5',
      'taxTypes.NONE',
      'paymentTypes.ewallet',
      'roundingAccountId',
    ]);
  });

  it('needs an account for every reason of an expense, and a rate where one carried tax', async () => {
    const shop = await aShop(database.db);
    await changeMapping(database.db, shop, { mapping: whole });
    const expense = (reason: string | null, tax: { code: string; amountMinor: number } | null, more = {}) =>
      aRecord(database.db, shop, {
        kind: 'floating_expense',
        content: { reason, payee: null, tax, removedAtClosing: false },
        ...more,
      });
    await expense('Window cleaning', { code: 'GST', amountMinor: 100 });
    await expense('Postage', { code: 'FREE', amountMinor: 0 });
    await expense(' postage', { code: 'NONE', amountMinor: 0 });
    await expense(null, null, { ...held, refusalCode: 'expense_account_missing' });
    await expense('Typed wrong', null, { state: 'not_posted', voided: true });
    const { fields, missing, suggestion } = (await readAccounts(database.db, shop)).shown;
    expect(missing.map(({ field }) => field)).toEqual([
      'expenseTaxTypes.GST',
      'expenseTaxTypes.FREE',
      'expenseAccounts.',
      'expenseAccounts.postage',
      'expenseAccounts.Window cleaning',
    ]);
    expect(fields.find(({ field }) => field === 'expenseAccounts.')?.label).toBe(
      'Expense account for floating expenses without a reason',
    );
    // Of a rate that the till does not tell, nothing is suggested.
    suggestion.expenseTaxTypes.FREE = 'INPUTTAXED';
    expect(await changeMapping(database.db, shop, { mapping: suggestion })).toMatchObject({ released: 1 });
    expect(await refused(shop)).toBe('started');
  });

  it('is refused in a locked period, twice, and while deactivated', async () => {
    const shop = await aShop(database.db, { lockedUntil: '2026-10-31' });
    await changeMapping(database.db, shop, { mapping: whole });
    expect(await refused(shop, '2026-10-31')).toBe('period_locked → startDate');
    await database.db.execute(sql`update solution set deactivated_at = now() where id = ${shop.solutionId}`);
    expect(await refused(shop)).toBe('deactivated');
    await database.db.execute(sql`update solution set deactivated_at = null where id = ${shop.solutionId}`);
    expect(await refused(shop)).toBe('started');
    expect(await refused(shop, '2026-11-09')).toBe('already_started');
  });
});
