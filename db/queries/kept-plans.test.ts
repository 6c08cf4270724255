import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { type Db, openDatabase, repeated } from '../client.ts';
import { retailer, solution, xeroOrganisation } from '../schema/index.ts';
import { beginBatch, nextBatches } from './batches.ts';
import { recordOutcomes } from './outcomes.ts';

const BACKLOG = 20_000;
const BATCH = 50;

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let access: { retailerId: string; solutionId: string; organisationId: string };
beforeEach(async () => {
  database = await createTestDatabase();
  const { db } = database;
  const [r] = await db.insert(retailer).values({ name: 'Harbour', business: 'harbour' }).returning();
  const retailerId = r!.id;
  const [s] = await db.insert(solution).values({ retailerId, shortId: 'HARB22' }).returning();
  const [o] = await db
    .insert(xeroOrganisation)
    .values({ retailerId, tenantId: crypto.randomUUID(), name: 'Harbour' })
    .returning();
  access = { retailerId, solutionId: s!.id, organisationId: o!.id };
  await db.execute(sql`update solution set lease_owner = 'me', lease_until = now() + interval '1 hour'`);
  await db.execute(sql`alter table document set (autovacuum_enabled = false)`);
  await db.execute(sql`alter table document_dependency set (autovacuum_enabled = false)`);
});
afterEach(() => database.close());

/** So many invoices, each with a payment that waits for it. */
async function backlog(name: string, invoices: number): Promise<void> {
  const { retailerId, solutionId, organisationId } = access;
  // A connection of its own: the plans that a connection keeps for foreign keys would be those of an empty table as well.
  const { db, close } = openDatabase(database.url, { maxConnections: 1 });
  // Invoices come first, so that each payment's id is its invoice's and so many more.
  await db.execute(sql`
    with added as (
      insert into document (retailer_id, solution_id, organisation_id, kind, key, number, content, business_day,
        document_date, currency, total_minor, tax_minor, waiting_for)
      select ${retailerId}, ${solutionId}, ${organisationId}, kind, ${name} || kind || n, ${name} || kind || n,
        jsonb_build_object('text', repeat('x', 800)), '2026-11-01',
        '2026-11-01', 'AUD', 100, 9, (kind = 'payment')::int
      from unnest(array['invoice', 'payment']) kind, generate_series(1, ${invoices}::int) n order by kind, n
      returning id, kind, retailer_id, solution_id
    )
    insert into document_dependency (document_id, depends_on_id, retailer_id, solution_id)
    select id + ${invoices}, id, retailer_id, solution_id from added where kind = 'invoice'`);
  await close();
}

/** One batch from chosen to posted. */
async function postBatch(db: Db, kind: 'invoice' | 'payment'): Promise<void> {
  const ready = await nextBatches(db, access, [kind], [], { batchSize: BATCH, atOnce: 1 });
  const id = await beginBatch(db, access, {
    ...{ organisationId: access.organisationId, kind, documentIds: ready.map((d) => d.id) },
    ...{ idempotencyKey: crypto.randomUUID(), body: new TextEncoder().encode('{}'), bodyHash: 'h' },
    ...{ leaseOwner: 'me', leaseLeftSeconds: 0 },
  });
  await recordOutcomes(
    db,
    { ...access, owner: 'me' },
    ready.map((d) => ({ documentId: d.id, state: 'posted' as const, xeroId: crypto.randomUUID() })),
    { id: id!, ended: true, outcome: 'answered', statusCode: 200 },
  );
}

/** By this session, so far. */
async function rowsRead(dbTx: Db) {
  const read = sql`(seq_tup_read + coalesce(idx_tup_fetch, 0))::int`;
  const [row] = await dbTx.execute<{ documents: number; dependencies: number }>(sql`
    select sum(${read}) filter (where relname = 'document')::int as documents,
      sum(${read}) filter (where relname = 'document_dependency')::int as dependencies
    from pg_stat_xact_user_tables`);
  return row!;
}

/** Rows of both tables that a batch of payments and one of invoices read in a backlog by plans that were made, without the values, in an earlier one. */
async function readIn({ few, analyzed }: { few: number; analyzed: 'never' | 'before' | 'again' }) {
  await backlog('few', few);
  const analyze = () => database.db.execute(sql`analyze document, document_dependency`);
  if (analyzed !== 'never') await analyze();
  const { db, close } = openDatabase(database.url, { maxConnections: 1, prepared: 'always' });
  await db.execute(sql`set plan_cache_mode = force_generic_plan`);
  await postBatch(repeated(db), 'invoice');
  await backlog('many', BACKLOG / 2);
  if (analyzed === 'again') await analyze();
  const [before, after] = await repeated(db).transaction(async (dbTx) => {
    const before = await rowsRead(dbTx);
    await postBatch(dbTx, 'payment');
    await postBatch(dbTx, 'invoice');
    return [before, await rowsRead(dbTx)];
  });
  const [kept] = await db.execute<{ plans: number }>(
    sql`select sum(generic_plans)::int as plans from pg_prepared_statements where statement like '%document%'`,
  );
  await close();
  expect(kept!.plans).toBe(12);
  return {
    documents: after.documents - before.documents,
    dependencies: after.dependencies - before.dependencies,
  };
}

test.each([
  ['some thousand, no statistics', { few: 1000, analyzed: 'never' }],
  ['some thousand, of which there were statistics', { few: 1000, analyzed: 'before' }],
  ['next to none, until there are statistics anew', { few: BATCH, analyzed: 'again' }],
] as const)('kept plans made for %s read what belongs to a batch, and not the backlog', async (_, before) => {
  const { documents, dependencies } = await readIn(before);
  // Each document is chosen, opened, taken, changed and set free, with its payment: some ten times.
  expect(documents).toBeLessThan(BATCH * 30);
  expect(dependencies).toBeLessThan(BATCH * 8);
});

test('kept plans made for next to none go through a backlog once a batch at most, and not once a document', async () => {
  const { documents, dependencies } = await readIn({ few: BATCH, analyzed: 'never' });
  expect(documents).toBeLessThan(2 * BACKLOG + BATCH * 30);
  expect(dependencies).toBeLessThan(BATCH * 8);
});
