import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { undoGroups } from '@/db/queries/undo';
import { caseGroups } from '@/lib/accounting/cases';
import { showContext } from '@/lib/review/context';
import { undoDocument } from '@/lib/review/undo-document';
import { control } from '../../scripts/lib/control.ts';
import type { StandIns } from '../../scripts/lib/stand-ins.ts';
import { type Connected, connectedRetailer, setStandIns } from '../../scripts/test/connected-retailer.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { startTestStandIns } from '../../scripts/test/stand-ins.ts';
import { syncOne } from './conduct.ts';
import { syncNow } from './sync-now.ts';

/** Undoing over HTTP: whatever happens on the way, it is undone once, in order, or it says why not. */

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let standIns: StandIns;
let shop: Connected;
let personId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  standIns = await startTestStandIns();
  setStandIns(standIns, database.url, {
    firstLookUpAfterSeconds: 0,
    betweenLookUpsSeconds: 0,
    retrySeconds: 0,
  });
  shop = await connectedRetailer(database.db, standIns, { days: 4, seed: 5, extras: true, size: 12 });
  const [p] = await database.db.execute<{ id: string }>(
    sql`select id from person where email = ${`${shop.business}@example.com`}`,
  );
  personId = p!.id;
  await aDebtSetOff();
  await toRest();
});
afterEach(async () => {
  await fetch(`${standIns.xeroUrl}/sandbox/faults`, { method: 'DELETE' });
  await lockUntil(null);
});
afterAll(async () => {
  await standIns?.stop();
  await database?.close();
});

const deadline = () => performance.now() + 60_000;
/** The next run may begin: what was waited for is over, a pause of Xero's too. */
const due = async () => {
  await database.db.execute(sql`update solution set due_at = now() where id = ${shop.solutionId}`);
  await database.db.execute(
    sql`update xero_call_budget set blocked_until = null where retailer_id = ${shop.retailerId}`,
  );
};
const run = async () => {
  await due();
  return syncOne(database.db, { trigger: 'person', deadline: deadline(), only: shop });
};

const isAtWork = async () => {
  const [row] = await database.db.execute(
    sql`select 1 from solution where id = ${shop.solutionId} and lease_owner is not null`,
  );
  return row !== undefined;
};

async function toRest() {
  for (let i = 0; i < 20; i++) {
    const told = await run();
    if (told?.outcome === 'done' && told.posted === 0 && told.planned === 0) return;
  }
  throw new Error('it never came to rest');
}

/** A worked example: two debts, and a refund on account that is set off against both, leaving 30.00 of the second. */
async function aDebtSetOff() {
  const [place] = await database.db.execute<{ outlet: string; register: string }>(sql`
    select o.till_id as outlet, r.till_id as register from register r join outlet o on o.id = r.outlet_id
    where r.solution_id = ${shop.solutionId} order by r.id limit 1`);
  const example = caseGroups
    .flatMap((group) => group.cases)
    .find((one) => one.name === 'A refund on account that names no sale');
  const records = example!.records.map((record) => ({
    ...{ ...record, ...place, id: `DEBT-${record.id}` },
    at: String(record.at).replace(/^\d{4}-\d\d-\d\d/, '2026-11-21'),
  }));
  await control(`${standIns.tillUrl}/sandbox/businesses/${shop.business}/records`, { records });
}

type Doc = { id: number; kind: string; number: string; xeroId: string; state: string };

/** A posted document of a kind that nobody has undone yet; with `hanging`, one that has so many payments or allocations on it. */
async function posted(kind: string, hanging?: number): Promise<Doc> {
  const [row] = await database.db.execute<Doc>(sql`
    select d.id, d.kind, d.number, d.xero_id as "xeroId", d.state from document d
    where d.solution_id = ${shop.solutionId} and d.kind = ${kind} and d.state = 'posted'
      and not exists (select 1 from document_undo u where u.document_id = d.id)
      and (d.number not like '%-DEBT-%' or d.kind = 'allocation')
      and (select count(*) from document_dependency x where x.depends_on_id = d.id) = coalesce(${hanging ?? null}::int, (
        select count(*) from document_dependency x where x.depends_on_id = d.id))
      and not exists (select 1 from document_dependency x join document h on h.id = x.document_id
        where x.depends_on_id = d.id and h.state <> 'posted')
    order by d.id limit 1`);
  if (!row) throw new Error(`no ${kind} with ${hanging}`);
  return row;
}

const ask = async (document: Doc) =>
  undoDocument(database.db, { ...shop, personId }, { documentId: document.id });
const now = () => syncNow(database.db, shop, deadline(), 'undo');
const groupOf = (document: Doc) => undoGroups(database.db, shop, [document.id]);

const paths: Record<string, string> = {
  ...{ invoice: 'Invoices', credit_note: 'CreditNotes', payment: 'Payments' },
  ...{ bank_transaction: 'BankTransactions', bank_transfer: 'BankTransfers' },
};

/** As Xero shows it to a client. */
async function inXero({ kind, xeroId }: Pick<Doc, 'kind' | 'xeroId'>): Promise<Record<string, unknown>> {
  const [app] = (
    await control<{ apps: { clientId: string }[] }>(`${standIns.xeroUrl}/sandbox/apps`)
  ).apps.slice(-1);
  const token = await control<{ access_token: string }>(`${standIns.xeroUrl}/sandbox/tokens`, {
    ...{
      clientId: app!.clientId,
      organisationIds: [shop.tenantId],
      scope: 'accounting.invoices accounting.payments accounting.banktransactions',
    },
  });
  const response = await fetch(`${standIns.xeroUrl}/api.xro/2.0/${paths[kind]}/${xeroId}`, {
    headers: { authorization: `Bearer ${token.access_token}`, 'xero-tenant-id': shop.tenantId },
  });
  return ((await response.json()) as Record<string, Record<string, unknown>[]>)[paths[kind]!]![0]!;
}

const statusOf = async (document: Doc) => (await inXero(document)).Status;

type Calls = { byEndpoint: Record<string, { status: Record<string, number> }> };
const succeeded = async () => {
  const { byEndpoint } = await control<Calls>(`${standIns.xeroUrl}/sandbox/calls`);
  return Object.entries(byEndpoint)
    .filter(([endpoint]) => /^(POST|DELETE) /.test(endpoint))
    .reduce((n, [, { status }]) => n + (status['200'] ?? 0), 0);
};
const human = (path: string) =>
  control(`${standIns.xeroUrl}/sandbox/organisations/${shop.tenantId}/${path}`, {});
const lockUntil = (periodLockDate: string | null) =>
  control(`${standIns.xeroUrl}/sandbox/organisations/${shop.tenantId}/lock-dates`, { periodLockDate });
const fault = (body: object) =>
  control(`${standIns.xeroUrl}/sandbox/faults`, { organisationId: shop.tenantId, ...body });

async function expectUndone(document: Doc, status: string) {
  const group = await groupOf(document);
  expect(group.map((m) => [m.kind, m.state, m.undo?.state, m.undo?.refusalText])).toEqual(
    group.map((m) => [m.kind, 'undone', 'done', null]),
  );
  if (document.kind !== 'allocation') expect(await statusOf(document)).toBe(status);
  const { balanced } = await control<{ balanced: boolean }>(
    `${standIns.xeroUrl}/sandbox/organisations/${shop.tenantId}/check`,
  );
  expect(balanced).toBe(true);
}

describe('one document of each kind', () => {
  test.each([
    ['invoice', 1, 'VOIDED'],
    ['credit_note', 1, 'VOIDED'],
    ['payment', undefined, 'DELETED'],
    ['allocation', undefined, 'DELETED'],
    ['bank_transaction', undefined, 'DELETED'],
    ['bank_transfer', undefined, 'DELETED'],
  ])(
    '%s with what hangs on it is taken back at once, and not posted again',
    async (kind, hanging, status) => {
      const document = await posted(kind, hanging);
      await ask(document);
      expect(await now()).toMatchObject({ outcome: 'done', posted: 0 });
      await expectUndone(document, status);
      await toRest();
      await expectUndone(document, status);
    },
  );

  test('what hangs on it goes first, and the events say who asked and what was done', async () => {
    const document = await posted('invoice', 1);
    const before = await succeeded();
    await ask(document);
    await now();
    const group = await groupOf(document);
    expect(await succeeded()).toBe(before + group.length);
    expect(group.at(-1)?.id).toBe(document.id);
    const events = await database.db.execute<{ kind: string; personId: string | null; text: string }>(sql`
      select kind, person_id as "personId", text from event where solution_id = ${shop.solutionId} and kind like 'und%'
      order by id desc limit 2`);
    expect([...events]).toEqual([
      { kind: 'undone', personId: null, text: `Undone in Xero: ${group.map((m) => m.number).join(', ')}.` },
      { kind: 'undo_asked', personId, text: expect.stringContaining(`${document.number} is to be undone`) },
    ]);
  });
});

describe('exactly once', () => {
  test.each(['answerLost', 'resetMidBody', 'error500After', 'error500Before', 'rate429Minute'])(
    '%s at each call in turn',
    async (kind) => {
      for (let skip = 0; skip < 4; skip++) {
        const document = await posted('invoice', 1);
        const before = await succeeded();
        await ask(document);
        await fault({ kind, times: 1, skip, path: '/(Payments|Invoices)/' });
        for (let i = 0; i < 4; i++) {
          await due();
          await now();
        }
        await expectUndone(document, 'VOIDED');
        // A call whose answer was lost had its effect, and is not made again.
        if (kind !== 'error500After') expect(await succeeded()).toBeLessThanOrEqual(before + 2);
        await fetch(`${standIns.xeroUrl}/sandbox/faults`, { method: 'DELETE' });
      }
    },
  );

  test('pressed twice, by two workers at once, it is one undo', async () => {
    const document = await posted('invoice', 1);
    const before = await succeeded();
    const press = async () => {
      await ask(document);
      return now();
    };
    await Promise.all([press(), press(), press(), run(), run()]);
    await run();
    await expectUndone(document, 'VOIDED');
    const group = await groupOf(document);
    expect(await succeeded()).toBe(before + group.length);
    const asked = await database.db.execute(sql`
      select 1 from event where solution_id = ${shop.solutionId} and kind = 'undo_asked' and data ->> 'documentId' = ${String(document.id)}`);
    expect(asked).toHaveLength(1);
    await ask(document);
    await run();
    expect(await succeeded()).toBe(before + group.length);
  });

  test('a process that died after the intent: the next run looks, and goes on', async () => {
    const document = await posted('invoice', 1);
    await ask(document);
    const group = await groupOf(document);
    await database.db.execute(sql`
      update document_undo set state = 'sending', attempts = 1 where document_id in (${group[0]!.id}, ${document.id})`);
    // The payment's deletion had its effect before the process died.
    const [payment] = await database.db.execute<Doc>(
      sql`select xero_id as "xeroId" from document where id = ${group[0]!.id}`,
    );
    await human(`payments/${payment!.xeroId}/delete`);
    await run();
    await expectUndone(document, 'VOIDED');
  });

  test('asked for while a run is at work, it is taken up by the next one, which is due at once', async () => {
    const document = await posted('payment');
    await fault({
      kind: 'delayBefore',
      method: 'GET',
      ms: 3000,
      times: 1,
      path: '/CreditNotes|/Invoices|/Payments',
    });
    const other = await posted('invoice', 1);
    await ask(other);
    const running = now();
    await vi.waitUntil(isAtWork, { timeout: 20_000, interval: 10 });
    await ask(document);
    expect(await now()).toBeNull();
    await running;
    const [row] = await database.db.execute<{ isDue: boolean }>(
      sql`select due_at <= now() as "isDue" from solution where id = ${shop.solutionId}`,
    );
    expect(row!.isDue).toBe(true);
    await run();
    await expectUndone(document, 'DELETED');
  });
});

describe('where no run can come', () => {
  const told = async () => (await showContext(database.db, shop)).undoWaitsFor;

  test('while the plug-in is deactivated it waits and says so, and goes when it is activated', async () => {
    const document = await posted('payment');
    expect(await told()).toBeNull();
    await database.db.execute(sql`update solution set deactivated_at = now() where id = ${shop.solutionId}`);
    await ask(document);
    expect(await now()).toBeNull();
    expect(await told()).toMatch(/is deactivated\. Activate it under Set It Up/);
    await database.db.execute(sql`update solution set deactivated_at = null where id = ${shop.solutionId}`);
    expect(await told()).toBeNull();
    await run();
    await expectUndone(document, 'DELETED');
  });

  test.each([
    ['ended', /is not connected any more\. Connect it again under Set It Up/],
    ['reconnect', /does not let the portal into .* any more\. Press Grant authorization/],
  ])('while the connection is %s it waits and says so, and goes when it is back', async (state, words) => {
    const document = await posted('payment');
    const become = (to: string) =>
      database.db.execute(sql`
        update xero_connection set state = ${to}, ended_at = case when ${to} = 'ended' then now() end,
          ended_why = case when ${to} = 'ended' then 'test' end where solution_id = ${shop.solutionId}`);
    await become(state);
    await ask(document);
    expect(await now()).toMatchObject({ outcome: 'attention' });
    expect(await told()).toMatch(words);
    await become('live');
    expect(await told()).toBeNull();
    await run();
    await expectUndone(document, 'DELETED');
  });
});

describe('what stands in the way is named before anything is changed', () => {
  const refusalOf = async (document: Doc) => {
    const group = await groupOf(document);
    expect(group.map((m) => m.state)).toEqual(group.map(() => 'posted'));
    expect(group.map((m) => m.undo?.state)).toEqual(group.map(() => 'refused'));
    return group.map((m) => m.undo!.refusalText);
  };

  test('a reconciled payment', async () => {
    const document = await posted('invoice', 1);
    const [payment] = await groupOf(document);
    const [{ xeroId } = { xeroId: '' }] = await database.db.execute<{ xeroId: string }>(
      sql`select xero_id as "xeroId" from document where id = ${payment!.id}`,
    );
    await human(`payments/${xeroId}/reconcile`);
    const before = await succeeded();
    await ask(document);
    await now();
    expect((await refusalOf(document))[0]).toMatch(/is reconciled with the bank in Xero\./);
    expect(await succeeded()).toBe(before);
    await run();
    expect(await succeeded()).toBe(before);
  });

  test('a payment that somebody else has put on it', async () => {
    const [document] = await database.db.execute<Doc>(sql`
      select d.id, d.kind, d.number, d.xero_id as "xeroId", d.state from document d
      where d.solution_id = ${shop.solutionId} and d.kind = 'invoice' and d.number like '%-DEBT-R2-%'`);
    const [app] = (
      await control<{ apps: { clientId: string }[] }>(`${standIns.xeroUrl}/sandbox/apps`)
    ).apps.slice(-1);
    const token = await control<{ access_token: string }>(`${standIns.xeroUrl}/sandbox/tokens`, {
      ...{ clientId: app!.clientId, organisationIds: [shop.tenantId], scope: 'accounting.payments' },
    });
    const paid = await fetch(`${standIns.xeroUrl}/api.xro/2.0/Payments`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${token.access_token}`,
        'xero-tenant-id': shop.tenantId,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        Invoice: { InvoiceID: document!.xeroId },
        Account: { Code: '091' },
        Amount: 1,
        Date: '2026-11-22',
      }),
    });
    expect(paid.status).toBe(200);
    await ask(document!);
    await now();
    expect((await refusalOf(document!)).at(-1)).toMatch(/Somebody put a payment or a credit note on/);
    // Removed there, it goes when asked for again.
    const { Payments } = (await paid.json()) as { Payments: { PaymentID: string }[] };
    await human(`payments/${Payments[0]!.PaymentID}/delete`);
    await ask(document!);
    await now();
    await expectUndone(document!, 'VOIDED');
  });

  test('a locked period: in the portal’s words where it is known, in Xero’s where it is not yet', async () => {
    const document = await posted('bank_transaction');
    await lockUntil('2026-11-30');
    await ask(document);
    await now();
    expect((await refusalOf(document))[0]).toMatch(/Xero does not undo .*lock date/);
    await database.db.execute(sql`update xero_organisation set period_lock_date = '2026-11-30'`);
    await ask(document);
    await now();
    expect((await refusalOf(document))[0]).toMatch(/Xero is locked up to 2026-11-30/);
    await database.db.execute(sql`update xero_organisation set period_lock_date = null`);
    await lockUntil(null);
    await ask(document);
    await now();
    await expectUndone(document, 'DELETED');
  });

  test('Xero refuses in the middle: what is undone already is named, and asked again it goes on', async () => {
    const document = await posted('invoice', 1);
    await ask(document);
    // Locked between the looks and the void, past the payment.
    await fault({ kind: 'delayBefore', method: 'POST', path: '/Invoices/', ms: 3000 });
    const running = now();
    const isPaymentGone = async () => (await groupOf(document))[0]!.undo?.state === 'done';
    await vi.waitUntil(isPaymentGone, { timeout: 20_000, interval: 10 });
    await lockUntil('2026-11-30');
    await running;
    const half = await groupOf(document);
    expect(half.map((m) => m.state)).toEqual(['undone', 'posted']);
    expect(half[1]!.undo!.refusalText).toMatch(/^Xero does not undo .*lock date/);
    await lockUntil(null);
    await ask(document);
    await now();
    await expectUndone(document, 'VOIDED');
  });

  test('Xero does not answer, time after time: it ends by name and holds up nothing', async () => {
    const document = await posted('bank_transaction');
    await ask(document);
    await fault({ kind: 'error500Before', times: 0, method: 'POST', path: '/BankTransactions/' });
    for (let i = 0; i < 6; i++) await run();
    expect((await refusalOf(document))[0]).toMatch(/Xero did not answer 5 times/);
  });

  test('a contact, or what is not posted, cannot be undone', async () => {
    const contact = await posted('contact');
    await expect(ask(contact)).rejects.toThrow(/cannot be undone/);
    await expect(ask({ ...contact, id: 999_999 })).rejects.toThrow('There is no such document.');
  });
});

describe('what was undone before, or never sent', () => {
  test('a person had deleted it in Xero: nothing is asked, and it is undone', async () => {
    const document = await posted('bank_transfer');
    await human(`bank-transfers/${document.xeroId}/delete`);
    const before = await succeeded();
    await ask(document);
    await now();
    await expectUndone(document, 'DELETED');
    expect(await succeeded()).toBe(before);
  });

  test('a payment that was not sent yet is never sent', async () => {
    await control(`${standIns.tillUrl}/sandbox/businesses/${shop.business}/days`, { days: 1 });
    await fault({ kind: 'rate429Minute', method: 'PUT', path: '/Payments', times: 0 });
    await run();
    await run();
    const [document] = await database.db.execute<Doc>(sql`
      select d.id, d.kind, d.number, d.xero_id as "xeroId", d.state from document d join document_dependency x on x.depends_on_id = d.id
      join document p on p.id = x.document_id and p.kind = 'payment' and p.state = 'planned'
      where d.solution_id = ${shop.solutionId} and d.kind = 'invoice' and d.state = 'posted' order by d.id limit 1`);
    await ask(document!);
    await due();
    await now();
    await expectUndone(document!, 'VOIDED');
    await fetch(`${standIns.xeroUrl}/sandbox/faults`, { method: 'DELETE' });
    await toRest();
    await expectUndone(document!, 'VOIDED');
    const [sent] = await database.db.execute<{ sent: number }>(sql`
      select count(*)::int as sent from document_dependency x join document p on p.id = x.document_id and p.kind = 'payment'
      where x.depends_on_id = ${document!.id} and p.first_sent_at is not null`);
    expect(sent!.sent).toBe(0);
  });
});
