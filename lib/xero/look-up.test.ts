import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlannedDocument } from '../../lib/accounting/document.ts';
import { control } from '../../scripts/lib/control.ts';
import type { StandIns } from '../../scripts/lib/stand-ins.ts';
import { type Connected, connectedRetailer, setStandIns } from '../../scripts/test/connected-retailer.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { startTestStandIns } from '../../scripts/test/stand-ins.ts';
import { withXero } from './client.ts';
import { lookUp, lookUpNames, namesLimit } from './look-up.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let standIns: StandIns;
let shop: Connected;
beforeAll(async () => {
  database = await createTestDatabase();
  standIns = await startTestStandIns();
  setStandIns(standIns, database.url);
  shop = await connectedRetailer(database.db, standIns, { days: 1 });
});
afterAll(async () => {
  await standIns?.stop();
  await database?.close();
});

async function xero() {
  const way = await withXero(database.db, shop);
  if (!way.ok) throw new Error(way.message);
  return way.value;
}

/** A contact in Xero, made as a person or another program would. */
async function inXero(contact: { name: string; contactNumber?: string }): Promise<string> {
  const made = await (await xero()).call((api, tenantId) =>
    api.createContacts(tenantId, { contacts: [contact] }, false),
  );
  const [created] = made.ok ? (made.value.body.contacts ?? []) : [];
  if (!created?.contactID || created.hasValidationErrors) throw new Error(JSON.stringify(made));
  return created.contactID;
}

const archive = (contactId: string) =>
  control(`${standIns.xeroUrl}/sandbox/organisations/${shop.tenantId}/contacts/${contactId}`, {
    ContactStatus: 'ARCHIVED',
  });

let count = 0;
const soughtOf = (names: readonly string[]) =>
  names.map((name) => {
    const number = `LOOK-${++count}`;
    const document = {
      kind: 'contact',
      key: `contact:${number}`,
      number,
      name,
    } as unknown as PlannedDocument;
    return { number, document, ids: {} };
  });
async function found(...names: string[]) {
  const sought = soughtOf(names);
  const answer = await lookUp(await xero(), 'contact', sought);
  if (!answer.ok) throw new Error(answer.message);
  return sought.map((s) => answer.value.get(s.number));
}

describe('a contact whose name cannot stand in a clause as it is', () => {
  test.each([
    'Bob "the Builder" Smith',
    'Back\\slash & Sons',
    '"Quoted"',
    'ends with \\',
    `"; x\\"=="1" OR Name!="`,
  ])('%s is found, and nobody else', async (name) => {
    const other = await inXero({ name: `${name} Junior` });
    expect(await found(name)).toEqual([{ found: 'nothing' }]);
    const xeroId = await inXero({ name });
    expect(await found(name)).toEqual([{ found: 'ours', xeroId, status: 'ACTIVE' }]);
    expect(await found(`${name} Junior`)).toMatchObject([{ xeroId: other }]);
  });

  test('does not spoil the search for the others of its call', async () => {
    const xeroId = await inXero({ name: 'Plain Jane' });
    expect(await found('"\\"', 'Plain Jane', 'Un"known')).toEqual([
      { found: 'nothing' },
      { found: 'ours', xeroId, status: 'ACTIVE' },
      { found: 'nothing' },
    ]);
  });
});

describe('a contact with an archived namesake', () => {
  test('is the one in use, whichever is older', async () => {
    await archive(await inXero({ name: 'Ann Archer' }));
    const xeroId = await inXero({ name: 'Ann Archer' });
    expect(await found('ann archer')).toEqual([{ found: 'ours', xeroId, status: 'ACTIVE' }]);
  });

  test('is the one in use, even where the archived one bears our mark', async () => {
    const contactNumber = `LOOK-${count + 1}`;
    await archive(await inXero({ name: 'Mark Miller', contactNumber }));
    const xeroId = await inXero({ name: 'Mark Miller' });
    expect(await found('Mark Miller')).toEqual([{ found: 'ours', xeroId, status: 'ACTIVE' }]);
  });

  test('that is the only one is said to be archived', async () => {
    for (const _twice of [1, 2]) await archive(await inXero({ name: 'Olga Old' }));
    expect(await found('Olga Old')).toMatchObject([
      { found: 'different', why: expect.stringContaining('archived') },
    ]);
  });
});

test('forty contacts that were never sent are looked up by their names in one call', async () => {
  const xeroId = await inXero({ name: 'Fortieth' });
  const others = Array.from({ length: namesLimit - 3 }, (_, i) => `Nobody ${i}`);
  const sought = soughtOf(['"\\"', 'Un"known', ...others, 'fortieth']);
  const calls = async () => (await control<{ total: number }>(`${standIns.xeroUrl}/sandbox/calls`)).total;
  const before = await calls();
  const answer = await lookUpNames(await xero(), sought);
  expect((await calls()) - before).toBe(1);
  if (!answer.ok) throw new Error(answer.message);
  const found = sought.map((s) => answer.value.get(s.number)!.found);
  expect(found).toEqual([...Array.from({ length: namesLimit - 1 }, () => 'nothing'), 'ours']);
  expect(answer.value.get(sought.at(-1)!.number)).toMatchObject({ xeroId });
});
