import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { event, outlet, register, solution } from '@/db/schema/index';
import { aLiveConnection } from '@/lib/xero/fixture/live';
import { startXero, type TestXero } from '@/lib/xero/fixture/sandbox';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { createAccounts } from './create-accounts.ts';
import { sayingBusiness } from './fixture.ts';
import { readAccounts } from './read-accounts.ts';
import { refreshOrganisation } from './refresh-organisation.ts';
import { createAccountsSchema } from './schemas.ts';

let xero: TestXero;
let database: Awaited<ReturnType<typeof createTestDatabase>>;

beforeAll(async () => {
  xero = await startXero();
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.close();
  await xero.stop();
});

/** A new organisation in Xero, and a till with two registers in one outlet. */
async function newShop() {
  const { db } = database;
  const of = await aLiveConnection(db, xero, { chart: 'new' });
  const { retailerId, solutionId } = of;
  const feedBusiness = {
    ...sayingBusiness,
    payment_types: [
      ...sayingBusiness.payment_types,
      { code: 'card', name: 'Card', kind: 'card' },
      { code: 'gift', name: 'Gift card', kind: 'gift_card' },
    ],
  };
  await db.update(solution).set({ feedBusiness }).where(eq(solution.id, solutionId));
  const [o] = await db
    .insert(outlet)
    .values({
      ...{ retailerId, solutionId, tillId: 'HL1', name: 'Harbour' },
      ...{ timeZone: 'Australia/Sydney', dayCutoff: '04:00' },
    })
    .returning();
  for (const [tillId, name] of [
    ['R1', 'Front'],
    ['R2', 'Back'],
  ] as const) {
    await db.insert(register).values({ retailerId, solutionId, outletId: o!.id, tillId, name });
  }
  const read = await refreshOrganisation(db, of);
  if (!read.ok) throw new Error(read.message);
  return of;
}
type Shop = Awaited<ReturnType<typeof newShop>>;

const shownOf = async (shop: Shop) => (await readAccounts(database.db, shop)).shown;
const proposedOf = async (shop: Shop) =>
  (await shownOf(shop)).proposals.register.map(({ key, use, name, code }) => ({ key, use, name, code }));
const countOf = async (shop: Shop, name: string) => {
  const found = await shop.access.call((api, tenantId) => api.getAccounts(tenantId));
  if (!found.ok) throw new Error(found.message);
  const { Accounts } = found.value.data as { Accounts: { Name: string }[] };
  return Accounts.filter((account) => account.Name === name).length;
};
const fault = (shop: Shop, kind: string, more: object = {}) =>
  xero.control('POST', 'faults', {
    ...{ kind, method: 'PUT', path: '/Accounts', organisationId: shop.tenantId },
    ...more,
  });

describe('creating the accounts that are missing', () => {
  it('makes what was shown, and the form is filled with it', async () => {
    const shop = await newShop();
    const proposed = await proposedOf(shop);
    const { made, failed } = await createAccounts(database.db, shop, proposed);
    expect(failed).toEqual([]);
    expect(made.map(({ key }) => key)).toEqual(proposed.map(({ key }) => key));
    const { fields, places, missing, proposals, suggestion } = await shownOf(shop);
    expect(proposals).toEqual({ register: [], outlet: [] });
    const accountOf = (key: string) => made.find((one) => one.key === key)?.accountId;
    expect(suggestion).toMatchObject({
      paymentTypes: {
        cash: { accountId: accountOf('till.registers.["HL1","R2"]') },
        card: { accountId: accountOf('card') },
        gift: { accountId: accountOf('gift_card') },
      },
      giftCardAccountId: accountOf('gift_card'),
      cashOutAccountId: accountOf('transit'),
      tipsAccountId: accountOf('tips'),
    });
    expect(places.flatMap((place) => place.fields.map(({ field }) => `${place.name} ${field}`))).toEqual([
      'Front paymentTypes.cash',
    ]);
    expect(missing.filter(({ text }) => !text.startsWith('A value is suggested'))).toEqual([
      { field: 'walkInContactId', label: 'Walk-in contact', text: 'Nothing is chosen yet.' },
    ]);
    expect(fields.find(({ field }) => field === 'overShortAccountId')?.suggestion?.why).toBe(
      'the only account named like over/short',
    );
    const events = await database.db.select().from(event).where(eq(event.solutionId, shop.solutionId));
    expect(events.map(({ kind }) => kind)).toEqual(['accounts_created']);
  });

  it('makes none twice: pressed twice at once, and again', async () => {
    const shop = await newShop();
    const proposed = await proposedOf(shop);
    const [one, two] = await Promise.all([
      createAccounts(database.db, shop, proposed),
      createAccounts(database.db, shop, proposed),
    ]);
    const again = await createAccounts(database.db, shop, proposed);
    const ids = (result: typeof one) => result.made.map(({ accountId }) => accountId);
    expect(ids(one)).toEqual(ids(two));
    expect(ids(again)).toEqual(ids(one));
    expect(again.made.some(({ isNew }) => isNew)).toBe(false);
    for (const { name } of proposed) expect(await countOf(shop, name), name).toBe(1);
  });

  it('goes on after a lost answer, and stops where Xero asks to wait, to be completed by the next press', async () => {
    const shop = await newShop();
    const proposed = await proposedOf(shop);
    await fault(shop, 'answerLost');
    await fault(shop, 'rate429Minute', { skip: 2 });
    const { made, failed } = await createAccounts(database.db, shop, proposed);
    expect(made.map(({ isNew }) => isNew)).toEqual([false, true]);
    expect(failed).toHaveLength(proposed.length - 2);
    expect(failed[0]?.message).toContain('limit of calls');
    expect(failed[1]?.message).toContain('not tried any more');
    // The chart may not be read again either until the pause is over, which hangs on the second of Xero's minute.
    await database.db.execute(sql`update xero_call_budget set blocked_until = null`);
    await refreshOrganisation(database.db, shop);
    const rest = await proposedOf(shop);
    expect(rest.map(({ name }) => name)).toEqual(proposed.slice(2).map(({ name }) => name));
    expect((await createAccounts(database.db, shop, proposed)).failed).toEqual([]);
    for (const { name } of proposed) expect(await countOf(shop, name), name).toBe(1);
  });

  it('goes on past what Xero refuses, and says why', async () => {
    const shop = await newShop();
    const proposed = (await proposedOf(shop)).map((one) =>
      one.use === 'tips' ? { ...one, name: 'Rent' } : one,
    );
    const { made, failed } = await createAccounts(database.db, shop, proposed);
    expect(failed).toEqual([
      { key: 'tips', name: 'Rent', message: expect.stringContaining('“Rent” is in Xero already') },
    ]);
    expect(made).toHaveLength(proposed.length - 1);
  });
});

describe('what may be asked for', () => {
  const wish = (name: string, code: string) => ({ key: name, use: 'tips', name, code });
  const refused = (...accounts: object[]) =>
    createAccountsSchema
      .safeParse({ accounts })
      .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);

  it('is each name and each code once, and of the length that Xero takes', () => {
    expect(refused(wish('Tips', '818'), wish('Till', '091'))).toBeUndefined();
    expect(refused(wish('Tips', '818'), wish('TIPS', '819'), wish('Till', '818'))).toEqual([
      'accounts.1.name: Another account of this list has the name “TIPS”. Please choose another.',
      'accounts.2.code: Another account of this list has the code “818”. Please choose another.',
    ]);
    expect(refused(wish(' ', '818'))).toEqual(['accounts.0.name: Please enter a name.']);
    expect(refused(wish('Tips', '12345678901'))).toEqual([
      'accounts.0.code: Xero takes codes of up to 10 letters and digits.',
    ]);
    expect(refused()).toEqual(['accounts: Please tick at least one account.']);
    expect(refused({ ...wish('Loan', '900'), use: 'loan' })).toHaveLength(1);
  });
});
