import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../scripts/test/database.ts';
import { retailer, solution, xeroOrganisation } from './schema/index.ts';

// That a row is of the solution, and of the retailer, of all it hangs on is kept by foreign keys. Those that bear the scope are looked
// up in the database's own books, so that a new table is looked at too; then rows that cross are tried.

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

type ForeignKey = { name: string; child: string; parent: string; pairs: string[]; always: boolean };

async function foreignKeys(): Promise<ForeignKey[]> {
  return database.db.execute<ForeignKey>(sql`
    select c.conname as name, c.conrelid::regclass::text as child, c.confrelid::regclass::text as parent,
      jsonb_agg(a.attname || '→' || p.attname) as pairs, bool_and(a.attnotnull) as always
    from pg_constraint c cross join unnest(c.conkey, c.confkey) as k(child, parent)
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.child
    join pg_attribute p on p.attrelid = c.confrelid and p.attnum = k.parent
    where c.contype = 'f' and c.connamespace = 'public'::regnamespace and c.convalidated group by c.oid`);
}

async function scopedTables(): Promise<Set<string>> {
  const rows = await database.db.execute<{ name: string }>(sql`
    select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name in ('solution_id', 'retailer_id') group by 1 having count(*) = 2`);
  return new Set(rows.map(({ name }) => name));
}

test('whatever has a solution and a retailer has a solution of that retailer', async () => {
  const keys = await foreignKeys();
  const scoped = await scopedTables();
  expect(scoped.size).toBeGreaterThan(15);
  const isKept = (table: string): boolean =>
    keys.some(
      ({ child, parent, pairs, always }) =>
        child === table &&
        always &&
        pairs.includes('retailer_id→retailer_id') &&
        (parent === 'solution'
          ? pairs.includes('solution_id→id')
          : pairs.includes('solution_id→solution_id') && parent !== table && isKept(parent)),
    );
  expect([...scoped].filter((table) => !isKept(table))).toEqual([]);
});

test('a key from one row of a solution to another bears the scope', async () => {
  const scoped = await scopedTables();
  const between = (await foreignKeys()).filter(
    ({ child, parent }) => scoped.has(child) && scoped.has(parent),
  );
  expect(between.length).toBeGreaterThan(20);
  const withoutScope = between.filter(
    ({ pairs }) => !pairs.includes('solution_id→solution_id') && !pairs.includes('retailer_id→retailer_id'),
  );
  expect(withoutScope.map(({ name }) => name)).toEqual([]);
});

async function aShop(shortId: string) {
  const { db } = database;
  const [r] = await db.insert(retailer).values({ name: 'Harbour', business: 'harbour' }).returning();
  const [s] = await db.insert(solution).values({ retailerId: r!.id, shortId }).returning();
  const [o] = await db
    .insert(xeroOrganisation)
    .values({ retailerId: r!.id, tenantId: crypto.randomUUID(), name: 'Books' })
    .returning();
  const scope = sql`${r!.id}::uuid, ${s!.id}::uuid`;
  const one = async (statement: ReturnType<typeof sql>) =>
    (await db.execute<{ id: number }>(statement))[0]!.id;
  const record = await one(sql`
    insert into raw_record (retailer_id, solution_id, source, outlet_till_id, record_id, version, body, body_hash)
    values (${scope}, 'pull', '1', 'R-1', 1, '{}', 'h') returning id`);
  const transaction = (of: ReturnType<typeof sql>, kind: string) => sql`
    insert into till_transaction (retailer_id, solution_id, raw_record_id, kind, record_id, version, occurred_at, business_day, currency,
      total_minor, content) values (${of}, ${record}, ${kind}, 'R-1', 1, now(), '2026-11-01', 'AUD', 100, '{}') returning id`;
  const document = (key: string) =>
    one(sql`
      insert into document (retailer_id, solution_id, organisation_id, kind, key, number, content, business_day,
        document_date, currency, total_minor, tax_minor)
      values (${scope}, ${o!.id}, 'invoice', ${key}, ${key}, '{}', '2026-11-01', '2026-11-01', 'AUD', 100, 9) returning id`);
  return {
    ...{ retailerId: r!.id, solutionId: s!.id, record, transaction },
    ...{
      till: await one(transaction(scope, 'sale')),
      invoice: await document('a'),
      other: await document('b'),
    },
  };
}

test('a row that hangs on another has its solution and its retailer', async () => {
  const { db } = database;
  const shop = await aShop('AAAAAA');
  const second = await db
    .insert(solution)
    .values({ retailerId: shop.retailerId, shortId: 'BBBBBB' })
    .returning();
  const foreign = await aShop('CCCCCC');
  type Scope = ReturnType<typeof sql>;
  const rows: [constraint: string, insert: (scope: Scope) => Scope][] = [
    [
      'raw_inbox_raw_record',
      (scope) =>
        sql`insert into raw_inbox (retailer_id, solution_id, raw_record_id) values (${scope}, ${shop.record})`,
    ],
    ['till_transaction_raw_record', (scope) => shop.transaction(scope, 'sale_refund')],
    [
      'document_source_',
      (
        scope,
      ) => sql`insert into document_source (retailer_id, solution_id, document_id, till_transaction_id, role)
        values (${scope}, ${shop.invoice}, ${shop.till}, 'receipt')`,
    ],
    [
      'document_dependency_',
      (scope) => sql`insert into document_dependency (retailer_id, solution_id, document_id, depends_on_id)
        values (${scope}, ${shop.invoice}, ${shop.other})`,
    ],
    [
      'suspected_duplicate_till_transaction',
      (scope) =>
        sql`insert into suspected_duplicate (retailer_id, solution_id, till_transaction_id) values (${scope}, ${shop.till})`,
    ],
  ];
  const crossing = {
    'another solution of the retailer': sql`${shop.retailerId}::uuid, ${second[0]!.id}::uuid`,
    'another retailer': sql`${foreign.retailerId}::uuid, ${foreign.solutionId}::uuid`,
    'the solution, under another retailer': sql`${foreign.retailerId}::uuid, ${shop.solutionId}::uuid`,
    'the retailer, with another one’s solution': sql`${shop.retailerId}::uuid, ${foreign.solutionId}::uuid`,
  };
  for (const [constraint, insert] of rows) {
    for (const [who, scope] of Object.entries(crossing)) {
      const refused = await db.execute(insert(scope)).then(
        () => 'nothing refused it',
        (error) => error.cause.constraint_name as string,
      );
      expect(refused, who).toContain(constraint);
    }
    await db.execute(insert(sql`${shop.retailerId}::uuid, ${shop.solutionId}::uuid`));
  }
  // What it names besides is of the same solution too.
  const own = sql`${shop.retailerId}::uuid, ${shop.solutionId}::uuid`;
  const elsewhere: [constraint: string, statement: Scope][] = [
    [
      'document_source_till_transaction',
      sql`insert into document_source (retailer_id, solution_id, document_id, till_transaction_id, role)
        values (${own}, ${shop.invoice}, ${foreign.till}, 'receipt')`,
    ],
    [
      'document_dependency_on',
      sql`insert into document_dependency (retailer_id, solution_id, document_id, depends_on_id)
        values (${own}, ${shop.invoice}, ${foreign.invoice})`,
    ],
    ['suspected_duplicate_other_one', sql`update suspected_duplicate set other_id = ${foreign.till}`],
  ];
  for (const [constraint, statement] of elsewhere)
    await expect(db.execute(statement)).rejects.toMatchObject({ cause: { constraint_name: constraint } });
});
