import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { documentMoves, documentStates } from '../schema/document-moves.ts';
import { retailer, solution, xeroOrganisation } from '../schema/index.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

async function books(shortId: string) {
  const { db } = database;
  const [r] = await db.insert(retailer).values({ name: 'Harbour', business: 'harbour' }).returning();
  const ours = { retailerId: r!.id };
  const [s] = await db
    .insert(solution)
    .values({ ...ours, shortId })
    .returning();
  const [o] = await db
    .insert(xeroOrganisation)
    .values({ ...ours, tenantId: crypto.randomUUID(), name: 'Books' })
    .returning();
  return { retailerId: r!.id, solutionId: s!.id, organisationId: o!.id };
}

/** `sending` asks for a batch, `posted` for an id: given, so that nothing but what is tried can be refused. */
async function aDocument(of: Awaited<ReturnType<typeof books>>, key: string, state: string) {
  const { db } = database;
  const scope = sql`${of.retailerId}::uuid, ${of.solutionId}::uuid, ${of.organisationId}::uuid`;
  const [batch] = await db.execute<{ id: number }>(sql`
    insert into send_batch (retailer_id, solution_id, organisation_id, kind, idempotency_key, body, body_hash, document_ids, lease_owner)
    values (${scope}, 'invoice', ${key}, '\\x00', 'h', '{}', 'me') returning id`);
  await db.execute(sql`
    insert into document (retailer_id, solution_id, organisation_id, kind, key, number, content, business_day,
      document_date, currency, total_minor, tax_minor, state, batch_id, xero_id)
    values (${scope}, 'invoice', ${key}, ${key}, '{}', '2026-11-01', '2026-11-01', 'AUD', 100, 9,
      ${state}, ${batch!.id}, ${crypto.randomUUID()})`);
}

test('the database lets a document go the ways of its life, and no other', async () => {
  const { db } = database;
  const of = await books('HARB22');
  const allowed: string[] = [];
  for (const from of documentStates) {
    for (const to of documentStates.filter((state) => state !== from)) {
      const key = `${from}→${to}`;
      await aDocument(of, key, from);
      const went = await db.execute(sql`update document set state = ${to} where key = ${key}`).then(
        () => true,
        (error) => {
          expect(String(error.cause)).toContain(`may not go from ${from} to ${to}`);
          return false;
        },
      );
      if (went) allowed.push(key);
    }
  }
  const meant = documentStates.flatMap((from) => documentMoves[from].map((to) => `${from}→${to}`));
  expect(allowed.sort()).toEqual(meant.sort());
});

test('what was sent keeps its content, number and key; what was not may be planned anew', async () => {
  const { db } = database;
  const of = await books('FROZEN');
  const changes = {
    content: sql`content = '{"other":true}'`,
    number: sql`number = number || '-2'`,
    key: sql`key = key || '-2'`,
  };
  const refused: string[] = [];
  for (const state of documentStates) {
    for (const [what, change] of Object.entries(changes)) {
      const key = `${state} ${what}`;
      await aDocument(of, key, state);
      await db.execute(sql`update document set ${change} where key = ${key}`).catch((error) => {
        expect(String(error.cause)).toContain('its content is frozen');
        refused.push(key);
      });
      // To say the same again changes nothing.
      await db.execute(sql`update document set content = content, number = number where key = ${key}`);
    }
  }
  const frozen = ['sending', 'unsure', 'posted', 'undone'];
  expect(refused.sort()).toEqual(
    frozen.flatMap((state) => Object.keys(changes).map((w) => `${state} ${w}`)).sort(),
  );
});
