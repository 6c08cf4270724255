import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { line, receipt } from '@/lib/accounting/case-records';
import { changeLateItems } from '@/lib/accounts/change-late-items';
import { refreshOrganisation } from '@/lib/accounts/refresh-organisation';
import type { StandIns } from '../../scripts/lib/stand-ins.ts';
import { setStandIns } from '../../scripts/test/connected-retailer.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { lateShop } from '../../scripts/test/late-shop.ts';
import { startTestStandIns } from '../../scripts/test/stand-ins.ts';

/** What happens at a step of the run. */
const at = vi.hoisted(() => ({ step: '', act: async () => {} }));
vi.mock('@/lib/failpoint/failpoint', () => ({
  passes: async (step: string) => {
    if (step !== at.step) return;
    at.step = '';
    await at.act();
  },
}));

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let standIns: StandIns;

beforeAll(async () => {
  database = await createTestDatabase();
  standIns = await startTestStandIns();
  setStandIns(standIns, database.url, { retrySeconds: 0 });
});
afterAll(async () => {
  await standIns?.stop();
  await database?.close();
});

test('a person has the lock date moved back and refreshes while a run plans by what it knew: nothing stays held for it', async () => {
  const shop = await lateShop(database.db, standIns);
  await shop.lock('2026-11-10');
  await shop.forgetFacts();
  await shop.sync();
  expect((await shop.held()).length).toBeGreaterThan(0);
  await shop.send(
    receipt('ZL1', '11.00', [line('Linen apron', '11.00', '1.00')], { GST: '1.00' }, { cash: '11.00' }),
  );
  at.act = async () => {
    await shop.lock(null);
    expect(await refreshOrganisation(database.db, shop.shop)).toMatchObject({ ok: true });
  };
  at.step = 'planned';
  await shop.sync();
  expect(at.step).toBe('');
  expect(await shop.open()).toEqual([]);
  const [due] = await database.db.execute<{ outcome: string }>(sql`
    select outcome from sync_run where solution_id = ${shop.shop.solutionId} and outcome = 'time' limit 1`);
  expect(due).toBeDefined();
});

test('a person refreshes while a run still holds what it read before: what he had read stays', async () => {
  const shop = await lateShop(database.db, standIns);
  await shop.lock('2026-11-10');
  await shop.forgetFacts();
  await shop.send(
    receipt('ZL1', '11.00', [line('Linen apron', '11.00', '1.00')], { GST: '1.00' }, { cash: '11.00' }),
  );
  at.act = async () => {
    await shop.lock(null);
    expect(await refreshOrganisation(database.db, shop.shop)).toMatchObject({ ok: true });
  };
  at.step = 'organisation_read';
  await shop.sync();
  expect(at.step).toBe('');
  const [known] = await database.db.execute<{ lock: string | null }>(
    sql`select period_lock_date as lock from xero_organisation where retailer_id = ${shop.shop.retailerId}`,
  );
  expect(known).toEqual({ lock: null });
  expect(await shop.open()).toEqual([]);
});

test('a person chooses that late items go on the first open day while a run plans: nothing stays held for it', async () => {
  const shop = await lateShop(database.db, standIns);
  await shop.sync();
  await shop.lock('2026-11-10');
  await shop.forgetFacts();
  await shop.send(
    receipt('ZL1', '11.00', [line('Linen apron', '11.00', '1.00')], { GST: '1.00' }, { cash: '11.00' }),
  );
  at.act = async () => {
    const [p] = await database.db.execute<{ id: string }>(sql`select id from person limit 1`);
    await changeLateItems(database.db, { ...shop.shop, personId: p!.id }, { lateItems: 'first_open_day' });
  };
  at.step = 'planned';
  await shop.sync();
  expect(at.step).toBe('');
  expect(await shop.open()).toEqual([]);
});
