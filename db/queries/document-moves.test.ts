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

test('the database lets a document go the ways of its life, and no other', async () => {
  const { db } = database;
  const [r] = await db.insert(retailer).values({ name: 'Harbour', business: 'harbour' }).returning();
  const ours = { retailerId: r!.id };
  const [s] = await db
    .insert(solution)
    .values({ ...ours, shortId: 'HARB22' })
    .returning();
  const [o] = await db
    .insert(xeroOrganisation)
    .values({ ...ours, tenantId: crypto.randomUUID(), name: 'Books' })
    .returning();
  const allowed: string[] = [];
  for (const from of documentStates) {
    for (const to of documentStates.filter((state) => state !== from)) {
      const key = `${from}→${to}`;
      // `sending` asks for a batch, `posted` for an id: given, so that nothing but the step itself can be refused.
      const [batch] = await db.execute<{ id: number }>(sql`
        insert into send_batch (retailer_id, solution_id, organisation_id, kind, idempotency_key, body, body_hash, document_count, lease_owner)
        values (${r!.id}, ${s!.id}, ${o!.id}, 'invoice', ${key}, '\\x00', 'h', 1, 'me') returning id`);
      await db.execute(sql`
        insert into document (retailer_id, solution_id, organisation_id, kind, key, number, content, content_hash, business_day,
          document_date, currency, total_minor, tax_minor, state, batch_id, xero_id)
        values (${r!.id}, ${s!.id}, ${o!.id}, 'invoice', ${key}, ${key}, '{}', 'h', '2026-11-01', '2026-11-01', 'AUD', 100, 9,
          ${from}, ${batch!.id}, ${crypto.randomUUID()})`);
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
