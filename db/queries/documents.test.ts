import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { retailer, solution, xeroOrganisation } from '../schema/index.ts';
import { beginBatch, nextBatches, openBatches } from './batches.ts';
import { unsureDocuments } from './documents.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test('what was planned for one organisation is never sent to, repeated to or looked up in another', async () => {
  const { db } = database;
  const [r] = await db.insert(retailer).values({ name: 'Harbour', business: 'harbour' }).returning();
  const retailerId = r!.id;
  const [s] = await db.insert(solution).values({ retailerId, shortId: 'HARB22' }).returning();
  const solutionId = s!.id;
  const organisations = await db
    .insert(xeroOrganisation)
    .values(['Old', 'New'].map((name) => ({ retailerId, tenantId: crypto.randomUUID(), name })))
    .returning();
  const [before, now] = organisations.map((o) => ({ retailerId, solutionId, organisationId: o.id }));
  const body = new TextEncoder().encode('{"Name":"Żółć’s\\\\ \\u0000 𝒯\\n"}');
  const intent = (kind: string, documentIds: number[]) => ({
    ...{ kind, documentIds, idempotencyKey: crypto.randomUUID() },
    ...{ body, bodyHash: 'h', leaseOwner: 'me', leaseLeftSeconds: 0 },
  });
  await db.execute(sql`
    update solution set lease_owner = 'me', lease_until = now() + interval '1 minute' where id = ${solutionId}`);
  const ids = await db.execute<{ id: number; state: string }>(sql`
    insert into document (retailer_id, solution_id, organisation_id, kind, key, number, content, business_day,
      document_date, currency, total_minor, tax_minor, state)
    select ${retailerId}, ${solutionId}, ${before!.organisationId}, 'invoice', state || n, state || n, '{}', '2026-11-01',
      '2026-11-01', 'AUD', 100, 9, state
    from unnest(array['planned', 'unsure']) state, generate_series(1, 2) n
    returning id, state`);
  const [first, second] = ids.filter((d) => d.state === 'planned').map((d) => d.id);
  expect(await beginBatch(db, before!, { ...intent('invoice', [first!]), ...before! })).not.toBeNull();

  expect(await nextBatches(db, before!, ['invoice'], [], { batchSize: 50, atOnce: 1 })).toMatchObject([
    { id: second },
  ]);
  expect(await unsureDocuments(db, before!, 'invoice', 40)).toHaveLength(2);
  const open = await openBatches(db, before!);
  expect(open.map((batch) => Buffer.from(batch.body).toString('hex'))).toEqual([
    Buffer.from(body).toString('hex'),
  ]);

  expect(await nextBatches(db, now!, ['invoice'], [], { batchSize: 50, atOnce: 1 })).toEqual([]);
  expect(await unsureDocuments(db, now!, 'invoice', 40)).toEqual([]);
  expect(await openBatches(db, now!)).toEqual([]);
  expect(await beginBatch(db, now!, { ...intent('invoice', [second!]), ...now! })).toBeNull();
});
