import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../scripts/test/database.ts';
import {
  membership,
  outlet,
  rawRecord,
  solution,
  syncRun,
  tillTransaction,
  xeroApp,
  xeroConnection,
  xeroOrganisation,
} from '../schema/index.ts';
import { addRetailerWithOwner, findPersonByEmail, retailersOf } from './people.ts';
import { findMembership, findSolutionName, solutionsOfPerson } from './solutions.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: typeof database.db;

type Owner = { personId: string; retailerId: string; solutionId: string };
let anna: Owner;
let berta: Owner;

async function anOwner(name: string): Promise<Owner> {
  const email = `${name}@example.com`;
  await addRetailerWithOwner(db, { name, business: `${name}-shop`, email, passwordHash: 'x' });
  const { id: personId } = (await findPersonByEmail(db, email))!;
  const { retailerId } = (await retailersOf(db, personId))[0]!;
  const [found] = await db.select().from(solution).where(eq(solution.retailerId, retailerId));
  return { personId, retailerId, solutionId: found!.id };
}

const tokens = { tokensCipher: 'x', accessExpiresAt: '2026-11-23T12:00:00Z' };

async function connect(owner: Owner, organisation: string, tenantId: string, state: string) {
  const { retailerId, solutionId } = owner;
  const [made] = await db
    .insert(xeroOrganisation)
    .values({ retailerId, tenantId, name: organisation })
    .onConflictDoUpdate({
      target: [xeroOrganisation.retailerId, xeroOrganisation.tenantId],
      set: { name: organisation },
    })
    .returning();
  const organisationId = made!.id;
  await db
    .insert(xeroConnection)
    .values({ retailerId, solutionId, organisationId, tenantId, state, ...tokens });
}

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
  anna = await anOwner('anna');
  berta = await anOwner('berta');
});
afterAll(() => database.close());

describe('a retailer’s things are his own', () => {
  test('a person is a member of the own solution only', async () => {
    expect(await findMembership(db, anna.personId, anna.solutionId)).toEqual({
      retailerId: anna.retailerId,
      role: 'owner',
    });
    expect(await findMembership(db, anna.personId, berta.solutionId)).toBeNull();
    expect(await findMembership(db, anna.personId, crypto.randomUUID())).toBeNull();
    expect(await findMembership(db, anna.personId, "' or 1=1 --")).toBeNull();
  });

  test('the name of another retailer’s solution is not told', async () => {
    expect(await findSolutionName(db, anna.retailerId, anna.solutionId)).toEqual({
      retailerName: 'anna',
      business: 'anna-shop',
    });
    expect(await findSolutionName(db, anna.retailerId, berta.solutionId)).toBeNull();
  });

  test('the dashboard lists the own solutions, and those of every retailer one belongs to', async () => {
    expect((await solutionsOfPerson(db, anna.personId)).map(({ id }) => id)).toEqual([anna.solutionId]);
    const { personId } = await anOwner('carla');
    await db.insert(membership).values({ personId, retailerId: berta.retailerId, role: 'accountant' });
    const names = (await solutionsOfPerson(db, personId)).map(({ retailerName }) => retailerName);
    expect(names.toSorted()).toEqual(['berta', 'carla']);
    expect((await findMembership(db, personId, berta.solutionId))?.role).toBe('accountant');
  });
});

describe('the dashboard', () => {
  const mine = async (owner: Owner) => (await solutionsOfPerson(db, owner.personId))[0]!;

  test('shows a new solution as it is', async () => {
    expect(await mine(anna)).toMatchObject({
      appTestedAt: null,
      connectionState: null,
      organisationName: null,
      lastSyncAt: null,
      isRunning: false,
      heldCount: 0,
      pendingCount: 0,
      openDocumentCount: 0,
    });
  });

  test('shows the connection in use, not one that ended or is being chosen', async () => {
    const [first, second] = [crypto.randomUUID(), crypto.randomUUID()];
    const ids = { retailerId: anna.retailerId, solutionId: anna.solutionId };
    await db
      .insert(xeroApp)
      .values({ ...ids, clientId: 'A', clientSecretCipher: 'x', testedAt: '2026-11-23T10:00:00Z' });
    await connect(anna, 'Old Books', first, 'ended');
    expect(await mine(anna)).toMatchObject({ connectionState: 'ended', organisationName: 'Old Books' });
    await connect(anna, 'New Books', second, 'live');
    await connect(anna, 'Old Books', first, 'choosing');
    const shown = await mine(anna);
    expect(shown).toMatchObject({ connectionState: 'live', organisationName: 'New Books' });
    expect(shown.appTestedAt).not.toBeNull();
    expect((await mine(berta)).organisationName).toBeNull();
  });

  test('counts what is held and what waits, of this solution only, and knows a run', async () => {
    const { retailerId, solutionId } = berta;
    const ids = { retailerId, solutionId };
    const [shop] = await db
      .insert(outlet)
      .values({ ...ids, tillId: 'o1', name: 'Shop', timeZone: 'UTC' })
      .returning();
    const add = async (recordId: string, state: string) => {
      const [raw] = await db
        .insert(rawRecord)
        .values({ ...ids, source: 'pull', outletTillId: 'o1', recordId, version: 1, body: {}, bodyHash: 'x' })
        .returning();
      await db.insert(tillTransaction).values({
        ...ids,
        rawRecordId: raw!.id,
        outletId: shop!.id,
        kind: 'sale',
        recordId,
        version: 1,
        occurredAt: '2026-11-23T10:00:00Z',
        businessDay: '2026-11-23',
        currency: 'AUD',
        totalMinor: 100,
        content: {},
        state,
        refusalCode: state === 'held' ? 'no_account' : null,
      });
    };
    await add('r1', 'held');
    await add('r2', 'pending');
    await add('r3', 'pending');
    await add('r4', 'planned');
    await db.execute(sql`insert into raw_inbox (raw_record_id, retailer_id, solution_id)
      select id, retailer_id, solution_id from raw_record where solution_id = ${solutionId} and record_id <> 'r4'`);
    await db.insert(syncRun).values([
      { ...ids, trigger: 'cron', leaseOwner: 'a', step: 'record' },
      { ...ids, trigger: 'cron', leaseOwner: 'b', step: 'pull' },
    ]);
    await db
      .update(solution)
      .set({ leaseOwner: 'b', leaseUntil: new Date(Date.now() + 60_000).toISOString() })
      .where(eq(solution.id, solutionId));
    expect(await mine(berta)).toMatchObject({
      heldCount: 1,
      pendingCount: 2,
      inboxCount: 3,
      openDocumentCount: 0,
      runStep: 'pull',
      isRunning: true,
    });
    expect(await mine(anna)).toMatchObject({
      heldCount: 0,
      pendingCount: 0,
      inboxCount: 0,
      openDocumentCount: 0,
      runStep: null,
      isRunning: false,
    });
  });
});
