import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { migrateDatabase } from '../scripts/lib/migrate.ts';
import { type Database, openDatabase } from './client.ts';
import { nextBatches, openBatches } from './queries/batches.ts';

const migrations = fileURLToPath(new URL('migrations', import.meta.url));
let folder: string;
let url: string;
let database: Database;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'oneenterprise-migrations-'));
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  const admin = postgres(inject('postgresUrl'), { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database "${name}"`);
  await admin.end();
  url = Object.assign(new URL(inject('postgresUrl')), { pathname: `/${name}` }).href;
  database = openDatabase(url);
});
afterAll(async () => {
  await database?.close();
  await rm(folder, { recursive: true });
});

/** Brings the database to where it was before a migration. */
async function migrateUpTo(before: string) {
  await cp(migrations, folder, { recursive: true });
  const file = path.join(folder, 'meta/_journal.json');
  const journal = JSON.parse(await readFile(file, 'utf8')) as { entries: { tag: string }[] };
  const until = journal.entries.findIndex(({ tag }) => tag.startsWith(before));
  await writeFile(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, until) }));
  await migrate(database.db, { migrationsFolder: folder });
}

test('what was under way and what waited when positions became lists of documents goes on', async () => {
  const { db } = database;
  await migrateUpTo('0012');
  const [shop] = await db.execute<{ retailerId: string; solutionId: string; organisationId: string }>(sql`
    with r as (insert into retailer (name, business) values ('Harbour', 'harbour') returning id),
    s as (insert into solution (retailer_id, short_id) select id, 'HARB22' from r returning id),
    o as (insert into xero_organisation (retailer_id, tenant_id, name, base_currency, pays_tax)
      select id, gen_random_uuid(), 'Harbour', 'AUD', true from r returning id)
    select r.id as "retailerId", s.id as "solutionId", o.id as "organisationId" from r, s, o`);
  const scope = sql`${shop!.retailerId}::uuid, ${shop!.solutionId}::uuid, ${shop!.organisationId}::uuid`;
  const [batch] = await db.execute<{ id: number }>(sql`
    insert into send_batch (retailer_id, solution_id, organisation_id, kind, idempotency_key, body, body_hash, document_count, lease_owner)
    values (${scope}, 'invoice', 'key', '\\x00', 'h', 2, 'me') returning id`);
  await db.execute(sql`
    insert into document (retailer_id, solution_id, organisation_id, kind, key, number, content, business_day, document_date, currency,
      total_minor, tax_minor, state, waiting_for, batch_id, batch_position)
    select ${scope}, 'invoice', key, key, '{}', '2026-11-01', '2026-11-01', 'AUD', 100, 9, state, waiting, case when position is not null then ${batch!.id}::bigint end, position
    from (values ('second', 'sending', 0, 2), ('first', 'unsure', 0, 1), ('ready', 'planned', 0, null), ('waits', 'planned', 1, null))
      d(key, state, waiting, position)`);

  await migrateDatabase(url);

  const [open] = await openBatches(db, shop!);
  expect(open?.documents.map(({ number }) => number)).toEqual(['first', 'second']);
  const ready = await nextBatches(db, shop!, ['invoice'], [], { batchSize: 50, atOnce: 1 });
  expect(ready.map(({ key }) => key)).toEqual(['ready']);
});
