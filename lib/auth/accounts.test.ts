import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { findPersonByEmail } from '@/db/queries/people';
import { membership, passwordReset, person, rateLimit, retailer, solution } from '@/db/schema';
import { createTestDatabase } from '@/scripts/test/database';
import { checkCredentials } from './check-credentials.ts';
import { personOfClaims } from './claims.ts';
import { beginPasswordReset, finishPasswordReset } from './password-reset.ts';
import { countTry, limitRequest } from './rate-limit.ts';
import { register } from './register.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: typeof database.db;
beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
});
afterAll(() => database.close());

const password = 'a long enough password';
const anna = { businessName: 'Harbour Coffee', email: 'Anna@Example.com', password };

beforeEach(async () => {
  await db.execute(sql`truncate person, retailer, rate_limit cascade`);
  await register(db, anna);
});

const signIn = (email: string, typed: string, from: string | null = '192.0.2.1') =>
  checkCredentials(db, { email, password: typed }, from);

describe('registering', () => {
  test('makes a retailer with its owner and one solution', async () => {
    const [row] = await db
      .select()
      .from(person)
      .innerJoin(membership, eq(membership.personId, person.id))
      .innerJoin(retailer, eq(retailer.id, membership.retailerId))
      .innerJoin(solution, eq(solution.retailerId, retailer.id));
    expect(row).toMatchObject({
      person: { email: 'Anna@Example.com', sessionVersion: 1 },
      membership: { role: 'owner' },
      retailer: { name: 'Harbour Coffee', business: 'harbour-coffee' },
      solution: { kind: 'tagrain-xero', startDate: null },
    });
    expect(row!.solution.shortId).toMatch(/^[ACDEFGHJKMNPQRTUVWXYZ234679]{6}$/);
  });

  test('takes a Tagrain name that differs from the business’s', async () => {
    await register(db, { ...anna, email: 'b@example.com', business: 'harbourcoffee' });
    const labels = await db.select({ business: retailer.business }).from(retailer).orderBy(retailer.business);
    expect(labels.map(({ business }) => business)).toEqual(['harbour-coffee', 'harbourcoffee']);
  });

  test('a known address, in whatever case, changes nothing: the earlier password still holds', async () => {
    const again = {
      ...anna,
      businessName: 'Other',
      email: 'anna@example.COM',
      password: 'another long password',
    };
    expect(await register(db, again)).toEqual({ created: false });
    expect(await db.$count(person)).toBe(1);
    expect(await db.$count(retailer)).toBe(1);
    expect(await db.$count(solution)).toBe(1);
    expect(await signIn(anna.email, password)).toHaveProperty('person');
    expect(await signIn(anna.email, 'another long password')).toEqual({ wrong: true });
  });

  test('the same new address twice at once makes one account', async () => {
    const carl = { ...anna, email: 'carl@example.com' };
    const outcomes = await Promise.all([register(db, carl), register(db, carl), register(db, carl)]);
    expect(outcomes.filter(({ created }) => created)).toHaveLength(1);
    expect(await db.$count(retailer)).toBe(2);
  });
});

describe('signing in', () => {
  test('works at once after registering, in whatever case the address is typed', async () => {
    expect(await signIn('anna@example.com', password)).toHaveProperty('person.email', 'Anna@Example.com');
  });

  test('says the same of a wrong password and of an unknown address', async () => {
    expect(await signIn(anna.email, 'not the password')).toEqual({ wrong: true });
    expect(await signIn('nobody@example.com', 'not the password')).toEqual({ wrong: true });
  });

  test('has to wait after ten wrong passwords, even with the right one, and only from that place', async () => {
    for (let n = 0; n < 10; n += 1) expect(await signIn(anna.email, 'wrong')).toEqual({ wrong: true });
    const outcome = await signIn(anna.email, password);
    expect(outcome).toHaveProperty('waitSeconds');
    expect(await signIn(anna.email, password, '192.0.2.2')).toHaveProperty('person');
  });

  test('where the place is not known, ten wrong passwords do not bar the owner, and a hundred do, for a while', async () => {
    for (let n = 0; n < 11; n += 1) expect(await signIn(anna.email, 'wrong', null)).toEqual({ wrong: true });
    expect(await signIn(anna.email, password, null)).toHaveProperty('person');
    for (let n = 0; n < 100; n += 1) await countTry(db, 'signInEverywhere', anna.email);
    expect(await signIn(anna.email, password, null)).toHaveProperty('waitSeconds');
    expect(await signIn('nobody@example.com', 'wrong', null)).toEqual({ wrong: true });
  });

  test('forgets earlier mistakes once the password is right', async () => {
    for (let n = 0; n < 9; n += 1) await signIn(anna.email, 'wrong');
    expect(await signIn(anna.email, password)).toHaveProperty('person');
    for (let n = 0; n < 9; n += 1) expect(await signIn(anna.email, 'wrong')).toEqual({ wrong: true });
  });
});

describe('limits', () => {
  test('count together, and say how long to wait', async () => {
    await Promise.all(Array.from({ length: 5 }, () => countTry(db, 'mail', 'a@example.com')));
    const seconds = await countTry(db, 'mail', 'A@example.com');
    expect(seconds).toBeGreaterThan(3500);
    expect(await countTry(db, 'mail', 'b@example.com')).toBe(0);
  });

  test('end by themselves', async () => {
    for (let n = 0; n < 6; n += 1) await countTry(db, 'mail', 'a@example.com');
    await db.update(rateLimit).set({ expire: new Date(Date.now() - 1000) });
    expect(await countTry(db, 'mail', 'a@example.com')).toBe(0);
  });

  test('answer with 429 and a sentence, and keep no address', async () => {
    await db.execute(sql`truncate rate_limit`);
    for (let n = 0; n < 60; n += 1) await limitRequest(db, 'newPassword', '192.0.2.9');
    await expect(limitRequest(db, 'newPassword', '192.0.2.9')).rejects.toMatchObject({
      status: 429,
      message: 'That was tried too often. Please wait 60 minutes and try again.',
    });
    const keys = await db.select({ key: rateLimit.key }).from(rateLimit);
    expect(JSON.stringify(keys)).not.toContain('192.0.2.9');
  });
});

describe('requests whose place is not known', () => {
  test('count together, with a wider limit', async () => {
    for (let n = 0; n < 61; n += 1) await limitRequest(db, 'newPassword', null);
    const all = Array.from({ length: 540 }, () =>
      limitRequest(db, 'newPassword', null).catch(() => 'barred'),
    );
    expect((await Promise.all(all)).filter((outcome) => outcome === 'barred')).toHaveLength(1);
    await expect(limitRequest(db, 'newPassword', '192.0.2.9')).resolves.toBeUndefined();
  });
});

describe('a forgotten password', () => {
  const begin = async () => (await beginPasswordReset(db, 'anna@example.com'))!.token;

  test('begins nothing for an unknown address', async () => {
    expect(await beginPasswordReset(db, 'nobody@example.com')).toBeNull();
    expect(await db.$count(passwordReset)).toBe(0);
  });

  test('is replaced with a link’s token, of which only a hash is kept', async () => {
    const token = await begin();
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const [kept] = await db.select().from(passwordReset);
    expect(kept!.tokenHash).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(kept)).not.toContain(token);
    expect(await finishPasswordReset(db, token, 'the second password')).toBe('Anna@Example.com');
    expect(await signIn(anna.email, 'the second password')).toHaveProperty('person');
    expect(await signIn(anna.email, password)).toEqual({ wrong: true });
  });

  test('a link works once, also when it is used twice at the same moment', async () => {
    const token = await begin();
    const outcomes = await Promise.all([
      finishPasswordReset(db, token, 'the second password'),
      finishPasswordReset(db, token, 'the third password'),
    ]);
    expect(outcomes.filter((outcome) => outcome !== null)).toHaveLength(1);
    expect(await finishPasswordReset(db, token, 'the fourth password')).toBeNull();
    expect((await findPersonByEmail(db, anna.email))!.sessionVersion).toBe(2);
  });

  test('a link ends after half an hour', async () => {
    const token = await begin();
    const [kept] = await db.select().from(passwordReset);
    const minutes = (Date.parse(kept!.expiresAt) - Date.parse(kept!.createdAt)) / 60_000;
    expect(minutes).toBe(30);
    await db.update(passwordReset).set({ expiresAt: sql`now()` });
    expect(await finishPasswordReset(db, token, 'the second password')).toBeNull();
    expect(await signIn(anna.email, password)).toHaveProperty('person');
  });

  test('using one link ends the others', async () => {
    const [first, second] = [await begin(), await begin()];
    expect(await finishPasswordReset(db, second, 'the second password')).not.toBeNull();
    expect(await finishPasswordReset(db, first, 'the third password')).toBeNull();
  });

  test('a made-up token does nothing', async () => {
    expect(await finishPasswordReset(db, 'made-up', 'the second password')).toBeNull();
  });
});

describe('a session', () => {
  test('holds until the password changes', async () => {
    const { id: personId } = (await findPersonByEmail(db, anna.email))!;
    const claims = { personId, sessionVersion: 1 };
    expect(await personOfClaims(db, claims)).toEqual({ personId, email: 'Anna@Example.com' });
    await finishPasswordReset(db, (await beginPasswordReset(db, anna.email))!.token, 'the second password');
    expect(await personOfClaims(db, claims)).toBeNull();
    expect(await personOfClaims(db, { personId, sessionVersion: 2 })).not.toBeNull();
  });

  test.each([null, {}, { personId: 'x', sessionVersion: 1 }, { sub: 'a' }])(
    'is not made of %j',
    async (claims) => {
      expect(await personOfClaims(db, claims)).toBeNull();
    },
  );
});

test('a database that is gone is not taken for a limit', async () => {
  const broken = { insert: vi.fn(() => Promise.reject(new Error('gone'))) } as unknown as typeof db;
  await expect(countTry(broken, 'mail', 'a')).rejects.toThrow();
});
