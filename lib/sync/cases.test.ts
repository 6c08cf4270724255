import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mappings } from '@/db/queries/mappings';
import { organisationOf } from '@/db/queries/organisations';
import type { CaseRecord } from '@/lib/accounting/case-records';
import { type Case, caseGroups } from '@/lib/accounting/cases';
import type { PlannedDocument } from '@/lib/accounting/document';
import { mappingSchema } from '@/lib/accounting/mapping';
import type { OrganisationFacts } from '@/lib/accounting/organisation';
import { shopMapping } from '../../scripts/docs/case-shop.ts';
import { sayDocuments } from '../../scripts/docs/say-document.ts';
import { control } from '../../scripts/lib/control.ts';
import type { StandIns } from '../../scripts/lib/stand-ins.ts';
import { type Connected, connectedRetailer, setStandIns } from '../../scripts/test/connected-retailer.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { startTestStandIns } from '../../scripts/test/stand-ins.ts';
import { syncOne } from './conduct.ts';
import { factsOf } from './facts.ts';

/** Every worked example goes from the till to Xero over HTTP, and Xero takes all of it, as the table says. */

const cases = caseGroups.flatMap((group) => group.cases);

/** Ids and customers of a case are its own: all cases happen in one shop. In numbers they stand behind a hyphen. */
const markOf = (index: number) => `K${String(index).padStart(2, '0')}-`;
const unmarked = (text: string) => text.replaceAll(/K\d\d-/g, '');

type Place = { outlet: string; register: string };

function marked(record: CaseRecord, mark: string, place: Place): Record<string, unknown> {
  const r = structuredClone(record) as Record<string, unknown> & {
    customer?: { id: string; name: string };
    refund_of?: { outlet: string; id: string };
    applies_to?: { outlet: string; id: string }[];
  };
  const refer = <T extends { id: string }>(to: T) => ({ ...to, outlet: place.outlet, id: mark + to.id });
  return {
    ...{ ...r, ...place, id: mark + record.id },
    ...(r.customer ? { customer: { id: mark + r.customer.id, name: mark + r.customer.name } } : {}),
    ...(r.refund_of ? { refund_of: refer(r.refund_of) } : {}),
    ...(r.applies_to ? { applies_to: r.applies_to.map(refer) } : {}),
  };
}

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let standIns: StandIns;
let shop: Connected;
let facts: OrganisationFacts;

beforeAll(async () => {
  database = await createTestDatabase();
  standIns = await startTestStandIns();
  setStandIns(standIns, database.url, {
    firstLookUpAfterSeconds: 0,
    betweenLookUpsSeconds: 0,
    retrySeconds: 0,
    repeatWindowSeconds: 0,
  });
  // A shop without trade of its own, open since before the day of the cases.
  shop = await connectedRetailer(database.db, standIns, { days: 25, size: 0, seed: 3 });
  facts = await chooseAccounts();
  const [register] = await database.db.execute<Place>(sql`
    select o.till_id as outlet, r.till_id as register from register r join outlet o on o.id = r.outlet_id
    where r.solution_id = ${shop.solutionId} order by r.id limit 1`);
  const records = cases.flatMap((one, i) => one.records.map((r) => marked(r, markOf(i), register!)));
  await control(`${standIns.tillUrl}/sandbox/businesses/${shop.business}/records`, { records });
  // The first allocations get lost on the way back, and are looked up on their credit notes.
  await control(`${standIns.xeroUrl}/sandbox/faults`, {
    ...{ kind: 'answerLost', method: 'PUT', path: '/Allocations', times: 2, organisationId: shop.tenantId },
  });
  for (let i = 0; i < 10; i++) {
    await database.db.execute(sql`update solution set due_at = now()`);
    await syncOne(database.db, { trigger: 'person', deadline: performance.now() + 60_000, only: shop });
  }
}, 180_000);
afterAll(async () => {
  await standIns?.stop();
  await database?.close();
});

/** The mapping of the examples, over the accounts that the organisation really has. */
async function chooseAccounts(): Promise<OrganisationFacts> {
  const { retailerId, solutionId } = shop;
  const [{ organisationId } = { organisationId: '' }] = await database.db.execute<{ organisationId: string }>(
    sql`select organisation_id as "organisationId" from xero_connection where solution_id = ${solutionId}`,
  );
  const read = factsOf((await organisationOf(database.db, { retailerId, organisationId }))!)!;
  const accountIdOf = (name: string) => [...read.accounts.values()].find((a) => a.name === name)!.accountId;
  const [before] = await mappings(database.db, shop);
  const { walkInContactId, expenseAccounts } = mappingSchema.parse(before!.body);
  const chosen = shopMapping(accountIdOf, walkInContactId!);
  const body = { ...chosen, expenseAccounts: { ...expenseAccounts, ...chosen.expenseAccounts } };
  await database.db.execute(sql`
    insert into mapping (retailer_id, solution_id, valid_from, body)
    values (${retailerId}, ${solutionId}, ${shop.from}, ${JSON.stringify(body)}::text::jsonb)`);
  return read;
}

describe('every worked example', () => {
  test('is planned, sent and taken by Xero: nothing is held, refused or open', async () => {
    const held = await database.db.execute(sql`
      select record_id, refusal_text from till_transaction where solution_id = ${shop.solutionId} and state in ('held', 'pending')`);
    expect([...held]).toEqual([]);
    const open = await database.db.execute(sql`
      select number, state, refusal_text from document where solution_id = ${shop.solutionId} and state <> 'posted'`);
    expect([...open]).toEqual([]);
  });

  test.each(cases.map((one, i): [string, number, Case] => [one.name, i, one]))(
    '%s: what was stored is what the table says',
    async (_name, index, { becomes }) => {
      const rows = await database.db.execute<{ content: PlannedDocument }>(sql`
        select d.content from document d join document_source s on s.document_id = d.id
          join till_transaction t on t.id = s.till_transaction_id
        where d.solution_id = ${shop.solutionId} and t.record_id like ${`${markOf(index)}%`}
        union all
        select d.content from document d where d.solution_id = ${shop.solutionId} and d.kind = 'contact'`);
      const said = sayDocuments(
        rows.map((r) => r.content),
        facts,
      );
      expect(said.map(unmarked).sort()).toEqual([...becomes].sort());
    },
  );

  test('an allocation whose answer was lost is found on its credit note, and not sent again', async () => {
    const [row] = await database.db.execute<{ lost: number; allocations: number; sendings: number }>(sql`
      select (select count(*)::int from send_batch b where b.solution_id = ${shop.solutionId} and b.kind = 'allocation'
          and b.outcome <> 'answered') as lost,
        count(*)::int as allocations, sum(attempts)::int as sendings
      from document where solution_id = ${shop.solutionId} and kind = 'allocation'`);
    expect(row).toEqual({ lost: 2, allocations: 6, sendings: 6 });
  });

  test('leaves in Xero what the customers owe, and no more', async () => {
    const response = await fetch(`${standIns.xeroUrl}/sandbox/organisations/${shop.tenantId}/dump`);
    const entries = (await response.text())
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as Record<string, string>);
    const dueOf = (name: string) => {
      const mark = markOf(cases.findIndex((c) => c.name === name));
      return entries
        .filter((e) => (e.kind === 'invoice' || e.kind === 'creditNote') && e.number?.includes(`-${mark}`))
        .map((e) => [e.kind, Number(e.total) - Number(e.paid) - Number(e.credited), e.status]);
    };
    expect(dueOf('A refund on account of more than is still due').sort()).toEqual([
      ['creditNote', 10, 'AUTHORISED'],
      ['invoice', 0, 'PAID'],
    ]);
    expect(dueOf('A refund on account that names no sale').sort()).toEqual([
      ['creditNote', 0, 'PAID'],
      ['invoice', 0, 'PAID'],
      ['invoice', 30, 'AUTHORISED'],
    ]);
    expect(dueOf('A refund on account where nothing is owed')).toEqual([['creditNote', 30, 'AUTHORISED']]);
    const { balanced } = await control<{ balanced: boolean }>(
      `${standIns.xeroUrl}/sandbox/organisations/${shop.tenantId}/check`,
    );
    expect(balanced).toBe(true);
  });
});
