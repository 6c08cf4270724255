import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postingPolicies } from '@/db/queries/posting-policies';
import { defaultPolicy } from '@/lib/accounting/posting-policy';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { changePolicy } from './change-policy.ts';
import { aRecord, aShop } from './fixture.ts';
import { policySchema } from './schemas.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const policy = { ...defaultPolicy, outlet: null, validFrom: '2026-11-02' };

describe('the way of posting', () => {
  it('is kept by day and outlet; the same day again takes its place', async () => {
    const shop = await aShop(database.db);
    await changePolicy(database.db, shop, policy);
    await changePolicy(database.db, shop, { ...policy, outlet: 'HL1', way: 'summary_per_day' });
    await changePolicy(database.db, shop, { ...policy, dueDays: 14 });
    expect(await postingPolicies(database.db, shop)).toEqual([
      { ...policy, outlet: 'HL1', way: 'summary_per_day' },
      { ...policy, dueDays: 14 },
    ]);
    const [event] = await database.db.execute<{ n: number }>(
      sql`select count(*)::int as n from event where solution_id = ${shop.solutionId} and kind = 'policy_saved'`,
    );
    expect(event?.n).toBe(3);
  });

  it('of a day that is being posted stays', async () => {
    const shop = await aShop(database.db);
    await aRecord(database.db, shop, { state: 'planned', businessDay: '2026-11-02' });
    const change = (validFrom: string) => changePolicy(database.db, shop, { ...policy, validFrom });
    await expect(change('2026-11-02')).rejects.toMatchObject({ code: 'day_is_posted', field: 'validFrom' });
    await expect(change('2026-11-03')).resolves.toEqual({ validFrom: '2026-11-03' });
  });

  it('of an outlet that is not his is refused', async () => {
    const shop = await aShop(database.db);
    await expect(changePolicy(database.db, shop, { ...policy, outlet: 'XX9' })).rejects.toMatchObject({
      code: 'unknown_outlet',
    });
  });

  it('is read from the form', () => {
    const typed = { ...policy, outlet: '', numberPrefix: ' till ', dueDays: '14' };
    expect(policySchema.parse(typed)).toEqual({ ...policy, numberPrefix: 'TILL', dueDays: 14 });
    expect(policySchema.safeParse({ ...typed, numberPrefix: 'TILL-1' }).success).toBe(false);
    expect(policySchema.safeParse({ ...typed, dueDays: '1.5' }).success).toBe(false);
  });
});
