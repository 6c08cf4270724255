import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { person } from '../../db/schema/index.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { forLog } from './for-log.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const thrownBy = (work: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(work).then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => error,
  );

describe('an error in the log', () => {
  test('of the database names code, constraint and table, and never a parameter', async () => {
    const values = { email: 'anna@secret.example', passwordHash: 'cipher-secret\n    at secret (line:1)' };
    await database.db.insert(person).values(values);
    const error = await thrownBy(database.db.insert(person).values(values));
    expect((error as Error).message).toContain('secret');
    const logged = forLog(error);
    expect(JSON.stringify(logged)).not.toMatch(/secret|insert into/);
    expect(logged.cause).toMatchObject({ code: '23505', table: 'person', constraint: expect.any(String) });
    expect(logged.stack).toMatch(/^\s+at /);
  });

  test('of a value that the database could not read does not repeat the value', async () => {
    const error = await thrownBy(database.db.execute(sql`select ${'Mrs Secret'}::text::uuid`));
    expect(((error as Error).cause as Error).message).toContain('Mrs Secret');
    const logged = forLog(error);
    expect(JSON.stringify(logged)).not.toContain('Secret');
    expect(logged.cause?.code).toBe('22P02');
  });

  test('of the database behind another error is told as little', async () => {
    const cause = await thrownBy(database.db.execute(sql`select ${'Mrs Secret'}::text::uuid`));
    const logged = forLog(new Error('The run broke off.', { cause }));
    expect(logged.message).toBe('The run broke off.');
    expect(JSON.stringify(logged)).not.toContain('Secret');
  });

  test('of ours is told with message and stack, and nothing that hangs on it', () => {
    const error = Object.assign(new TypeError('x is not a function'), {
      headers: { authorization: 'secret' },
    });
    const logged = forLog(error);
    expect(logged).toMatchObject({ name: 'TypeError', message: 'x is not a function' });
    expect(logged.stack).toContain('for-log.test.ts');
    expect(JSON.stringify(logged)).not.toContain('secret');
  });

  test('that is none, or causes itself, still gives a line', () => {
    expect(forLog('secret')).toEqual({ name: 'string' });
    const error = new Error('round');
    error.cause = error;
    expect(JSON.stringify(forLog(error))).toContain('round');
  });
});
