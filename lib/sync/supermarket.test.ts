import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mappings } from '@/db/queries/mappings';
import type { PostingPolicy } from '@/lib/accounting/posting-policy';
import { commitImport } from '@/lib/file-import/commit';
import { previewImport } from '@/lib/file-import/preview';
import { readUpload } from '@/lib/file-import/upload';
import { control } from '../../scripts/lib/control.ts';
import type { StandIns } from '../../scripts/lib/stand-ins.ts';
import { type Connected, connectedRetailer, setStandIns } from '../../scripts/test/connected-retailer.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { startTestStandIns } from '../../scripts/test/stand-ins.ts';
import { syncOne } from './conduct.ts';

// A public practice data set that lies beside the checkout where it is present; it is not ours to carry.
const file = path.resolve(import.meta.dirname, '../../../shared/data/supermarket_sales.csv');

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let standIns: StandIns;

beforeAll(async () => {
  database = await createTestDatabase();
  standIns = await startTestStandIns();
  setStandIns(standIns, database.url, { retrySeconds: 0 });
});
afterAll(async () => {
  await standIns?.stop();
  await database?.close();
});

/** A shop of the United Kingdom, where five per cent is a rate, that lives on the file alone. */
async function shopOfFile(way: PostingPolicy['way']): Promise<Connected> {
  const shop = await connectedRetailer(database.db, standIns, { days: 1, size: 0, country: 'UK' });
  const { retailerId, solutionId } = shop;
  const [newest] = await mappings(database.db, shop);
  const body = newest!.body as { paymentTypes: Record<string, object> };
  const { cash, card, giftcard } = body.paymentTypes;
  const chosen = {
    ...{ ...body, taxTypes: { 'TAX-5': 'RROUTPUT', NONE: 'NONE' } },
    paymentTypes: { cash, 'credit-card': card, ewallet: giftcard },
  };
  await database.db.execute(sql`
    insert into mapping (retailer_id, solution_id, valid_from, body)
    values (${retailerId}, ${solutionId}, '2019-01-01', ${JSON.stringify(chosen)}::text::jsonb)`);
  await database.db.execute(
    sql`delete from mapping where solution_id = ${solutionId} and valid_from <> '2019-01-01'`,
  );
  await database.db.execute(
    sql`update posting_policy set way = ${way}, valid_from = '2019-01-01' where solution_id = ${solutionId}`,
  );
  await database.db.execute(
    sql`update solution set start_date = '2019-01-01', feed_key_cipher = null where id = ${solutionId}`,
  );
  return shop;
}

async function importFile({ retailerId, solutionId }: Connected) {
  const [who] = await database.db.execute<{ id: string }>(
    sql`select granted_by as id from xero_connection where solution_id = ${solutionId}`,
  );
  const scope = { retailerId, solutionId, personId: who!.id };
  const form = new FormData();
  form.set('file', new File([readFileSync(file)], 'supermarket_sales.csv'));
  form.set('options', JSON.stringify({ dateOrder: 'MDY', timeZone: 'Europe/London', currency: 'GBP' }));
  const upload = await readUpload(new Request('http://localhost/', { method: 'POST', body: form }));
  const { result } = await previewImport(database.db, scope, upload);
  await commitImport(database.db, scope, { ...upload, previewSha256: result!.previewSha256 });
}

async function toRest(shop: Connected) {
  for (let i = 0; i < 60; i++) {
    await database.db.execute(sql`update solution set due_at = now() where id = ${shop.solutionId}`);
    const run = await syncOne(database.db, {
      ...{ trigger: 'person', only: shop },
      deadline: performance.now() + 60_000,
    });
    if (run?.outcome === 'failed') throw new Error(run.message ?? 'failed');
    if (run?.outcome === 'done' && run.posted === 0 && run.planned === 0) return;
  }
  throw new Error('it never came to rest');
}

type Books = {
  invoices: { count: number; total: string };
  payments: { count: number; byAccount: Record<string, { total: string }> };
};

test.skipIf(!existsSync(file)).each<[PostingPolicy['way'], (days: number) => number]>([
  ['each_sale', () => 1000],
  ['summary_per_day', (days) => days],
])(
  'the supermarket’s 1,000 receipts reach Xero to the cent, %s',
  { timeout: 240_000 },
  async (way, count) => {
    const shop = await shopOfFile(way);
    await importFile(shop);
    await toRest(shop);

    const organisation = `${standIns.xeroUrl}/sandbox/organisations/${shop.tenantId}`;
    const [of] = await database.db.execute<{ days: number; held: number; tax: number; open: number }>(sql`
    select (select count(distinct (outlet_id, business_day)) from till_transaction where solution_id = ${shop.solutionId} and kind = 'sale')::int as days,
      (select count(*) from till_transaction where solution_id = ${shop.solutionId} and state in ('held', 'pending'))::int as held,
      (select sum(tax_minor) from document where solution_id = ${shop.solutionId} and kind = 'invoice' and state = 'posted')::int as tax,
      (select count(*) from document where solution_id = ${shop.solutionId} and state <> 'posted')::int as open`);
    expect(of).toMatchObject({ held: 0, open: 0, tax: 1_538_005 });
    const books = await control<Books>(`${organisation}/books`);
    expect(books.invoices).toMatchObject({ count: count(of!.days), total: '322967.43' });
    const paid = Object.values(books.payments.byAccount).map((a) => a.total);
    expect(paid.sort()).toEqual(['100767.29', '109993.38', '112206.76']);
    expect(await control(`${organisation}/check`)).toMatchObject({ balanced: true });
    console.info(
      `${way}: ${books.invoices.count} invoices of ${of!.days} outlet-days, ${books.payments.count} payments`,
    );
  },
);
