import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { type AccountToMake, fetchAccounts, makeAccount } from './accounts.ts';
import type { ChartAccount } from './chart.ts';
import { aLiveConnection } from './fixture/live.ts';
import { startXero, type TestXero } from './fixture/sandbox.ts';
import type { XeroResult } from './result.ts';

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

const connected = () => aLiveConnection(database.db, xero, { chart: 'new' });
type Connected = Awaited<ReturnType<typeof connected>>;

const value = <T>(result: XeroResult<T>): T => {
  if (!result.ok) throw new Error(result.message);
  return result.value;
};
const chartOf = async ({ access }: Connected): Promise<ChartAccount[]> => value(await fetchAccounts(access));
const named = async (shop: Connected, name: string) =>
  (await chartOf(shop)).filter((account) => account.name.toLowerCase() === name.toLowerCase());

const giftCards: AccountToMake = {
  ...{ name: 'Gift cards', code: '815', type: 'CURRLIAB' },
  ...{ receivesPayments: true, taxType: 'BASEXCLUDED' },
};
const till: AccountToMake = {
  ...{ name: 'Till', code: '091', type: 'BANK', receivesPayments: true, taxType: null },
};
const make = async (shop: Connected, wanted: AccountToMake, chart?: ChartAccount[]) =>
  makeAccount(shop.access, wanted, chart ?? (await chartOf(shop)));
const fault = (shop: Connected, kind: string) =>
  xero.control('POST', 'faults', {
    ...{ kind, method: 'PUT', path: '/Accounts', organisationId: shop.tenantId },
  });

describe('an account that is missing', () => {
  test('is made as it is to be used', async () => {
    const shop = await connected();
    expect(await make(shop, giftCards)).toMatchObject({ ok: true, value: { isNew: true } });
    expect(await make(shop, till)).toMatchObject({ ok: true, value: { isNew: true } });
    expect(await named(shop, 'Gift cards')).toMatchObject([
      {
        ...{ code: '815', type: 'CURRLIAB', class: 'LIABILITY', status: 'ACTIVE' },
        ...{ enablePaymentsToAccount: true, taxType: 'BASEXCLUDED' },
      },
    ]);
    expect(await named(shop, 'Till')).toMatchObject([{ code: '091', type: 'BANK' }]);
  });

  test('is made once, however often it is asked for', async () => {
    const shop = await connected();
    const first = value(await make(shop, till));
    expect(await make(shop, { ...till, name: 'TILL', code: '099' })).toEqual({
      ok: true,
      value: { accountId: first.accountId, isNew: false },
    });
    expect(await named(shop, 'Till')).toHaveLength(1);
  });

  test('is made once by two who press at the same moment', async () => {
    const shop = await connected();
    const chart = await chartOf(shop);
    const both = await Promise.all([make(shop, giftCards, chart), make(shop, giftCards, chart)]);
    expect(both.map((one) => value(one).isNew).sort()).toEqual([false, true]);
    expect(new Set(both.map((one) => value(one).accountId)).size).toBe(1);
    expect(await named(shop, 'Gift cards')).toHaveLength(1);
  });

  test.each(['answerLost', 'resetMidBody', 'error500After'])('is found again after %s', async (kind) => {
    const shop = await connected();
    await fault(shop, kind);
    const made = value(await make(shop, giftCards));
    const [account, ...others] = await named(shop, 'Gift cards');
    expect(others).toEqual([]);
    expect(made).toEqual({ accountId: account?.accountId, isNew: false });
  });

  test('is told as unanswered while nothing tells that it is there, and made once by the next press', async () => {
    const shop = await connected();
    await fault(shop, 'error500Before');
    expect(await make(shop, giftCards)).toMatchObject({ ok: false, kind: 'server_error' });
    expect(await named(shop, 'Gift cards')).toEqual([]);
    expect(value(await make(shop, giftCards)).isNew).toBe(true);
    expect(await named(shop, 'Gift cards')).toHaveLength(1);
  });
});

describe('a name or a code that is taken', () => {
  const change = (shop: Connected, account: string, body: object) =>
    xero.control('POST', `organisations/${shop.tenantId}/accounts/${encodeURIComponent(account)}`, body);

  test('by another type, an archived account, or one without payments is told by name', async () => {
    const shop = await connected();
    expect(await make(shop, { ...giftCards, name: 'Rent' })).toMatchObject({
      ...{ ok: false, kind: 'refused' },
      message: '“Rent” is in Xero already, as an account of type OVERHEADS. Choose another name.',
    });
    expect(await make(shop, { ...giftCards, name: 'Wages Payable' })).toMatchObject({
      message: expect.stringContaining('without payments enabled'),
    });
    await make(shop, giftCards);
    await change(shop, 'Gift cards', { Status: 'ARCHIVED' });
    expect(await make(shop, giftCards)).toMatchObject({
      message: '“Gift cards” is archived in Xero. Restore it there, or choose another name.',
    });
  });

  test('by another account says which, also when that came only after the chart was read', async () => {
    const shop = await connected();
    const chart = await chartOf(shop);
    expect(await make(shop, { ...till, code: '090' }, chart)).toMatchObject({
      message: 'Code 090 is taken by “Business Bank Account”. Choose another code.',
    });
    await make(shop, till, chart);
    expect(await make(shop, { ...till, name: 'Second till' }, chart)).toMatchObject({
      ...{ ok: false, kind: 'refused', message: expect.stringContaining('unique Code') },
    });
    expect(await named(shop, 'Second till')).toEqual([]);
  });
});
